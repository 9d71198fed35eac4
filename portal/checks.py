"""Start-up checks: what settings name must exist."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register
def named_functions_exist(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Report each dotted path of the lists in settings that leads nowhere."""
    named = [
        *settings.HOME_CARDS,
        *settings.HOME_TASKS,
        *settings.NAVIGATION,
        *settings.JOURNAL_WORDS,
        *settings.JOB_STEPS.values(),
        *settings.INDICATOR_SOURCES.values(),
    ]
    return [
        Error(f"settings name {path}, which does not exist", id="portal.E001")
        for path in named
        if not _exists(path)
    ]


def _exists(path: str) -> bool:
    try:
        import_string(path)
    except ImportError:
        return False
    return True
