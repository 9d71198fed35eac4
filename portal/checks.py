"""Start-up checks: what settings name must exist."""

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from portal import job_steps

REDIS_PATIENCE = 3600  # what kombu takes where nothing is set


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
        *settings.SEARCH_SOURCES,
        *settings.UNIT_LINKS,
        *settings.ATTACHMENT_OWNERS.values(),
        *settings.STORED_FILES,
    ]
    return [
        Error(f"settings name {path}, which does not exist", id="portal.E001")
        for path in named
        if not _exists(path)
    ]


@register
def owners_of_files_are_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Report each key of ATTACHMENT_OWNERS that is no model, or not its whole name."""
    known = {model._meta.label_lower for model in apps.get_models()}
    return [
        Error(f"ATTACHMENT_OWNERS names {name}, which is no model", id="portal.E002")
        for name in settings.ATTACHMENT_OWNERS
        if name not in known
    ]


@register
def queue_is_more_patient_than_leases(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Report a broker that would send a message anew while its work still runs."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    patience = options.get("visibility_timeout", REDIS_PATIENCE)
    longest = max(_leases(), default=0)
    if patience > max(longest, settings.CELERY_TASK_TIME_LIMIT):
        return []
    return [
        Error(
            f"visibility_timeout is {patience} s; it must exceed the longest lease,"
            f" {longest} s, and the time limit of tasks,"
            f" {settings.CELERY_TASK_TIME_LIMIT} s",
            hint="Lower JOB_LEASE_SECONDS.",
            id="portal.E003",
        )
    ]


def _leases() -> list[int]:
    """Return how long each step of each kind of job holds an item, in seconds."""
    kinds = [kind for kind, path in settings.JOB_STEPS.items() if _exists(path)]
    return [
        step.lease_seconds
        for kind in kinds
        for step in job_steps.steps_of(kind).values()
    ]


def _exists(path: str) -> bool:
    try:
        import_string(path)
    except ImportError:
        return False
    return True
