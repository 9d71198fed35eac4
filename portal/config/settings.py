"""One settings module; what differs between machines comes from the environment."""

from pathlib import Path

import dj_database_url
import django_stubs_ext
from celery.schedules import schedule
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.config import env, redis_urls

django_stubs_ext.monkeypatch()  # forms with the type of their model

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / ".data"))).resolve()
SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Data
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL"), conn_max_age=600, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c idle_in_transaction_session_timeout=600000 -c jit=off"
)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = False
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_urls.cache_url(REDIS_URL),
        # figures of one database never answer for another's
        "KEY_PREFIX": str(DATABASES["default"]["NAME"]),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": env.text(
            "STATICFILES_STORAGE",
            "whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "portal.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ATTACHMENT_MEGABYTES = env.number("ATTACHMENT_MEGABYTES", 20)
ATTACHMENTS_AT_MOST = env.number("ATTACHMENTS_AT_MOST", 50)

INSTALLED_APPS = [
    "portal",
    "monitoring",
    "reserve",
    "programs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "django_include_bootstrap",  # last: it ships a base.html of its own
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.middleware.PreferencesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "portal.middleware.PrivatePagesMiddleware",
    "portal.second_factor.SecondFactorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.shell",
            ],
        },
    },
]
ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Who signs in
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portal.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal"
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR")
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # Redis may be lost
SESSION_COOKIE_AGE = 12 * 60 * 60
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")

# Protection
HTTPS = env.flag("PORTAL_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "portal_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "portal_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Language and time
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "portal_language"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Vladivostok")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Background work: messages carry ids and are hints; rows in PostgreSQL are the truth
CELERY_BROKER_URL = redis_urls.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT + 60,
    # a page does not wait for a broker that is away: the sweeper sends again
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
    "socket_connect_timeout": 3,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "send again what was lost": {
        "task": "portal.tasks.sweep",
        "schedule": schedule(env.number("JOB_SWEEP_SECONDS", 15)),
    },
    "tell of jobs that wait": {
        "task": "portal.tasks.watch",
        "schedule": schedule(5 * 60),
    },
    "compare files with rows": {
        "task": "portal.tasks.sweep_files",
        "schedule": schedule(24 * 60 * 60),
    },
    "move cycles along their calendar": {
        "task": "monitoring.tasks.move_cycles",
        "schedule": schedule(15 * 60),
    },
    "count indicators from the portal's own records": {
        "task": "monitoring.tasks.count_sources",
        "schedule": schedule(6 * 60 * 60),
    },
    "remind of terms in the reserve": {
        "task": "reserve.tasks.remind",
        "schedule": schedule(12 * 60 * 60),
    },
    "end terms in the reserve": {
        "task": "reserve.tasks.expire",
        "schedule": schedule(6 * 60 * 60),
    },
    "remind of late development plans": {
        "task": "reserve.tasks.tell_late_plans",
        "schedule": schedule(24 * 60 * 60),
    },
    "watch vacancies, approvals and ends of tenure": {
        "task": "reserve.tasks.watch_posts",
        "schedule": schedule(24 * 60 * 60),
    },
    "remind of events of the roadmap": {
        "task": "programs.tasks.remind",
        "schedule": schedule(12 * 60 * 60),
    },
    "remind of decisions of meetings": {
        "task": "programs.tasks.remind_of_decisions",
        "schedule": schedule(12 * 60 * 60),
    },
    "remind of practices that leave the bank": {
        "task": "programs.tasks.remind_of_practices",
        "schedule": schedule(24 * 60 * 60),
    },
}
JOB_ALERT_MINUTES = env.number("JOB_ALERT_MINUTES", 15)
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 120)
JOB_PARALLEL = env.number("JOB_PARALLEL", 2)
JOB_STEPS = {
    "cycle": "monitoring.run.STEPS",
}

# The reserve: days for each step of an approval; the age up to which a head serves;
# percentage points by which growth has to exceed that of peers
RESERVE_STEP_DAYS = {"submitted": 5, "documents": 10, "interview": 14, "approved": 30}
RESERVE_AGE_LIMIT = 65
RESERVE_GROWTH_MARGIN = 10

# Lists that the apps fill, one searchable place each
HOME_CARDS = [
    "monitoring.cards.cards",
    "reserve.member_cards.cards",
    "programs.cards.cards",
]
HOME_TASKS = [
    "monitoring.cards.tasks",
    "reserve.member_cards.tasks",
    "reserve.assessment_cards.tasks",
    "reserve.post_tasks.tasks",
    "programs.cards.tasks",
    "programs.evaluation_tasks.tasks",
    "programs.meeting_tasks.tasks",
]
NAVIGATION = [
    "portal.navigation.own",
    "monitoring.navigation.own",
    "reserve.navigation.own",
    "programs.navigation.own",
    "portal.navigation.administration",
]
OPEN_NAVIGATION = ["programs.open_navigation.items"]
JOURNAL_WORDS = [
    "portal.journal_words.WORDS",
    "monitoring.journal_words.WORDS",
    "reserve.journal_words.WORDS",
    "programs.journal_words.WORDS",
]
INDICATOR_SOURCES = {
    "khabarovsk-2023:2.1": "reserve.indicators.FORMED_RESERVES",
    "khabarovsk-2023:2.2": "reserve.indicators.SCHOOLS_IN_RESERVE",
    "khabarovsk-2023:2.3": "reserve.indicators.APPOINTED",
    "khabarovsk-2023:2.4": "reserve.indicators.FORMED_TEAMS",
    "khabarovsk-2023:2.5": "reserve.indicators.TRAINED_TEAMS",
    "nizhnyaya-tura-2023:2.1": "reserve.indicators.IN_RESERVE",
    "nizhnyaya-tura-2023:2.2": "reserve.indicators.TEAMS_BY_ORDER",
    "nizhnyaya-tura-2023:2.3": "reserve.indicators.IN_PROJECTS",
    "nizhnyaya-tura-2023:2.4": "reserve.indicators.TEAMS_THROUGH_PROGRAMS",
}
DEMO_LOADERS = ["reserve.demo.loading.load", "programs.demo.loading.load"]
ATTACHMENT_OWNERS = {
    "reserve.planitem": "reserve.evidence_plans.ITEM",
    "monitoring.submission": "monitoring.evidence.OWNER",
    "reserve.application": "reserve.evidence.APPLICATION",
    "reserve.member": "reserve.member_files.OWNER",
    "reserve.nomination": "reserve.evidence_nominations.OWNER",
    "programs.occurrence": "programs.evidence.OCCURRENCE",
    "programs.awaiteddocument": "programs.evidence.AWAITED",
    "programs.practice": "programs.evidence_practices.OWNER",
}
STORED_FILES = ["portal.stored_files.of_attachments", "monitoring.evidence.of_letters"]
SEARCH_SOURCES = [
    "portal.search_sources.UNITS",
    "monitoring.search.PEOPLE",
    "monitoring.search.INDICATORS",
    "monitoring.search.CYCLES",
    "monitoring.search.LETTERS",
    "programs.search.PROGRAMS",
    "programs.search.EVENTS",
    "programs.search.PRACTICES",
    "portal.search_sources.HELP",
]
UNIT_LINKS = ["monitoring.unit_links.links"]
PERSON_PARTS = ["programs.person_parts.participation"]

# The user's help: texts and their contents
HELP_ROOT = BASE_DIR / "docs" / "help" / "ru"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
