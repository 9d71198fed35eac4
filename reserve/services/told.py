"""Notices of the staff about a person: taken back once the file is closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model, QuerySet
from django.urls import reverse

from portal.models import Notification, Person
from reserve.models import Application, DevelopmentPlan, Member, Nomination


def of(person: Person) -> QuerySet[Notification]:
    """Return what others were told of the person's rows: some of it names them."""
    rows = Notification.objects.filter(url__in=list(_addresses(person)))
    return rows.exclude(user__person=person)


def forget(person: Person) -> int:
    """Take these notices back; return how many."""
    return of(person).delete()[0]


def _addresses(person: Person) -> Iterator[str]:
    """Yield the staff's pages about the person."""
    sources: tuple[tuple[str, type[Model], str], ...] = (
        ("reserve:member", Member, "person"),
        ("reserve:application", Application, "person"),
        ("reserve:nomination", Nomination, "person"),
        ("reserve:plan", DevelopmentPlan, "member__person"),
    )
    for page, model, path in sources:
        rows = model._default_manager.filter(**{path: person})
        for pk in rows.values_list("pk", flat=True):
            yield reverse(page, args=[pk])
