"""What monitoring offers to the search: people, indicators, cycles, letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from monitoring.models import Cycle, Indicator, Letter, Methodology
from portal import access
from portal.access import Can
from portal.models import Appointment, Person, User
from portal.search import Hit, Source
from portal.search_words import fold, matching


def find_people(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield heads of the branches whose letters one reads, with their last post.

    Those whose last name begins so come first.
    """
    seen = access.scope(user, Can.READ_LETTERS, path="position__unit__path")
    posts = Appointment.objects.of_heads().filter(seen, person=OuterRef("pk"))
    last = posts.order_by("-starts_on").values("position__unit__short_name")[:1]
    rows = (
        _named(asked)
        .filter(Exists(posts))
        .annotate(place=last, is_other=~Q(last_name_folded__startswith=asked[0]))
        .order_by("is_other", "last_name", "first_name", "patronymic", "pk")
    )
    for person in rows[:most]:
        url = reverse("monitoring:person", args=[person.pk])
        yield Hit(person.full_name, url, person.place)


def find_indicators(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield indicators of the methodologies one sees, by code or words of the name."""
    seen = Methodology.objects.visible_to(user)
    rows = (
        Indicator.objects.alias(folded=fold("name"))
        .filter(Q(code=asked[0]) | matching(asked, "folded"), methodology__in=seen)
        .select_related("methodology")
        .order_by("-methodology__year", "methodology", "position", "pk")
    )
    for indicator in rows[:most]:
        place = [indicator.methodology_id, indicator.pk]
        yield Hit(
            f"{indicator.code}. {indicator.name}",
            reverse("monitoring:indicator", args=place),
            indicator.methodology.name,
            str(indicator.methodology.year),
        )


def find_cycles(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield cycles by words of the name, which holds the year."""
    rows = Cycle.objects.visible_to(user).alias(folded=fold("name"))
    for cycle in rows.filter(matching(asked, "folded")).latest_first()[:most]:
        url = reverse("monitoring:cycle", args=[cycle.pk])
        yield Hit(cycle.name, url, aside=cycle.get_status_display())


def find_letters(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield letters in force by number or by the head's name, the newest first."""
    numbered = Q(number__istartswith=" ".join(asked))
    rows = (
        Letter.objects.visible_to(user)
        .current()
        .filter(numbered | Q(person__in=_named(asked)))
        .exclude(number="")
        .select_related("unit", "person")
        .order_by("-dated_on", "-pk")
    )
    for letter in rows[:most]:
        title = _("Letter No. %(number)s") % {"number": letter.number}
        yield Hit(
            title,
            reverse("monitoring:letter", args=[letter.pk]),
            ", ".join(filter(None, (_head(letter), letter.unit.short_name))),
            str(letter.dated_on.year),
        )


def _named(asked: Sequence[str]) -> QuerySet[Person]:
    """Return the people in whose names every word stands."""
    columns = ("last_name", "first_name", "patronymic")
    folded = {f"{name}_folded": fold(name) for name in columns}
    return Person.objects.alias(**folded).filter(matching(asked, *folded))


def _head(letter: Letter) -> str:
    return letter.person.full_name if letter.person else ""


PEOPLE = Source("people", pgettext_lazy("search", "People"), "people", find_people)
INDICATORS = Source("indicators", gettext_lazy("Indicators"), "chart", find_indicators)
CYCLES = Source("cycles", gettext_lazy("Monitoring cycles"), "cycle", find_cycles)
LETTERS = Source("letters", gettext_lazy("Letters"), "mail", find_letters)
