"""The reserve as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReserveConfig(AppConfig):
    """Who comes next."""

    name = "reserve"
    verbose_name = _("Reserve")
