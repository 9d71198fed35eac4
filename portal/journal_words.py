"""What the codes of the journal mean; each app names its own in settings."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise | str] = {
    "head_appointed": _("head appointed"),
    "user_added": _("user added"),
    "user_enabled": _("account opened"),
    "user_disabled": _("account closed"),
    "role_granted": _("role given"),
    "role_revoked": _("role taken away"),
    "job_started": _("run started"),
    "job_canceled": _("run canceled"),
    "job_retried": _("run repeated for what failed"),
    "file_attached": _("file attached"),
    "file_removed": _("file removed"),
    "files_swept": _("files compared with rows"),
}


def choices() -> list[tuple[str, str]]:
    """Return the known actions and their words, in the order of the words."""
    sets: list[Mapping[str, object]] = [
        import_string(p) for p in settings.JOURNAL_WORDS
    ]
    found = [(code, str(text)) for known in sets for code, text in known.items()]
    return sorted(found, key=lambda pair: pair[1])


def words(action: str) -> str:
    """Return the action in the reader's language, the code itself where unknown."""
    for path in settings.JOURNAL_WORDS:
        known: Mapping[str, object] = import_string(path)
        if action in known:
            return str(known[action])
    return action
