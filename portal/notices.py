"""Telling users what happened, each in their language and once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation

from portal.models import Membership, Notification, User

Text = str | Callable[[], str]  # a function is called in the reader's language
BATCH = 2000


@dataclass(frozen=True)
class Notice:
    """One message to one user; the same key never comes to a user twice."""

    user: User
    key: str
    text: Text
    url: str = ""


def notify(users: Iterable[User], key: str, text: Text, url: str = "") -> None:
    """Tell several users the same."""
    send(Notice(user, key, text, url) for user in users)


def send(notices: Iterable[Notice]) -> None:
    """Keep the notices as unread notifications; those already sent are passed over."""
    Notification.objects.bulk_create(
        _written(notices), batch_size=BATCH, ignore_conflicts=True
    )


def administrators() -> QuerySet[User]:
    """Return those who look after the portal."""
    roles = Membership.objects.filter(role=Membership.Role.ADMINISTRATOR)
    return User.objects.filter(is_active=True, pk__in=roles.values("user"))


def _written(notices: Iterable[Notice]) -> Iterator[Notification]:
    for notice in notices:
        yield Notification(
            user=notice.user,
            key=notice.key,
            text=_in_language(notice.text, notice.user.language),
            url=notice.url,
        )


def _in_language(text: Text, language: str) -> str:
    if isinstance(text, str):
        return text
    with translation.override(language):
        return text()
