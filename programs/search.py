"""What programs offer to the search: documents, events, practices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.search import Hit, Source
from portal.search_words import fold, matching
from programs.models import Event, Practice, Program


def find_programs(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield the programs one may read, those in force first."""
    rows = (
        Program.objects.visible_to(user)
        .alias(folded=fold("name"))
        .filter(matching(asked, "folded"))
        .order_by("-starts_on", "-edition", "pk")
    )
    for program in rows[:most]:
        url = reverse("programs:program", args=[program.pk])
        aside = str(program.starts_on.year)
        yield Hit(program.name, url, str(program.get_status_display()), aside)


def find_events(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield events of the programs in force that one may read."""
    seen = Program.objects.visible_to(user).published()
    rows = (
        Event.objects.alias(folded=fold("name"))
        .filter(matching(asked, "folded"), program__in=seen.values("pk"))
        .select_related("program")
        .order_by("program", "position", "pk")
    )
    for event in rows[:most]:
        url = reverse("programs:event", args=[event.pk])
        yield Hit(event.title, url, str(event.program))


def find_practices(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield the practices one may read."""
    rows = (
        Practice.objects.visible_to(user)
        .alias(folded=fold("title"))
        .filter(matching(asked, "folded"))
        .select_related("unit")
        .order_by("-published_on", "pk")
    )
    for practice in rows[:most]:
        url = reverse("programs:practice", args=[practice.pk])
        yield Hit(practice.title, url, practice.unit.short_name)


PROGRAMS = Source("programs", _("Programs"), "book", find_programs)
EVENTS = Source("events", _("Events"), "cal", find_events)
PRACTICES = Source("practices", _("Practices"), "star", find_practices)
