"""The five people who sign in to the demo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from monitoring.models import Cycle, Recommendation, RiskEntry, Summary
from portal.models import Membership, Person, Unit, User

Role = Membership.Role
PASSWORD = "demo-portal-2026"  # noqa: S105 - of invented data, shown at every start
ENOUGH_RECOMMENDATIONS = 6


@dataclass(frozen=True)
class Head:
    """A head of an organization: the ids of both."""

    unit: int
    person: int


def choose_head(candidates: Iterable[Head], last: Cycle | None) -> Head:
    """Return the head with most to show: enough recommendations, risk, a change.

    Where nothing is computed, the first of them.
    """
    heads = list(candidates)
    units = [head.unit for head in heads]
    called = dict(
        Recommendation.objects.filter(cycle=last, unit__in=units)
        .values_list("unit")
        .annotate(Count("pk"))
    )
    in_risk = dict(
        RiskEntry.objects.filter(cycle=last, unit__in=units).values_list(
            "unit", "years_in_row"
        )
    )
    changed = set(
        Summary.objects.whole()
        .filter(cycle=last, unit__in=units)
        .exclude(change=0)
        .values_list("unit", flat=True)
    )
    return max(
        heads,
        key=lambda head: (
            called.get(head.unit, 0) >= ENOUGH_RECOMMENDATIONS,
            in_risk.get(head.unit, 0) == 2,
            head.unit in in_risk and head.unit in changed,
            called.get(head.unit, 0),
            -head.unit,
        ),
    )


def create(region: Unit, municipality: Unit, head: Head, password: str) -> list[User]:
    """Add the five users with their roles; none of them sees more than their role."""
    person = Person.objects.get(pk=head.person)
    school = Unit.objects.get(pk=head.unit)
    code = make_password(password)
    return [
        _user("ministry", "Дарья", "Озерская", code, region, Role.MINISTRY),
        _user("operator", "Марк", "Вершинский", code, region, Role.OPERATOR),
        _user("municipal", "Нина", "Полевая", code, municipality, Role.MUNICIPAL),
        _head(person, code, school),
        _user("admin", "Глеб", "Луговой", code, region, Role.ADMINISTRATOR),
    ]


def _head(person: Person, code: str, school: Unit) -> User:
    user = _user("head", person.first_name, person.last_name, code, school, Role.HEAD)
    user.person = person
    user.save(update_fields=["person"])
    return user


def _user(
    username: str, first: str, last: str, code: str, unit: Unit, role: Role
) -> User:
    user = User.objects.create(
        username=username,
        first_name=first,
        last_name=last,
        email=f"{username}@portal.example",
        password=code,
    )
    Membership.objects.create(user=user, unit=unit, role=role)
    return user
