"""Monitoring as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """What is measured."""

    name = "monitoring"
    verbose_name = _("Monitoring")
