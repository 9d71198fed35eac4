"""Programs as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """What is done about it."""

    name = "programs"
    verbose_name = _("Programs")
