"""The shell of the site as a Django app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Who works here, and the shell of the site."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Register the start-up checks, which import once apps are loaded."""
        import_string("portal.checks.named_functions_exist")
        checks.register(import_string("portal.pdf.libraries.check_libraries"))
