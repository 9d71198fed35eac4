"""The door of the web server.

What start-up made lives as long as the process: it is taken out of the garbage
collector's sight, so that no request waits while all of it is looked through.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - imports every view before the freeze
gc.collect()
gc.freeze()
