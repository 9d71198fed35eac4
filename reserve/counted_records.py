"""What the reserve's indicators count: members and teams as they were on a day.

Each function returns records with `place`, the unit at which a record counts, and
`met`, whether it is in K.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)

from portal.models import Organization, Unit
from reserve.counters import Place, Records
from reserve.models import (
    Activity,
    Level,
    ManagementTeam,
    Member,
    PlanItem,
    TeamTraining,
)

PROGRAMS = ("образовательный тур", "управленческий акселератор")
GENERAL = (Organization.Type.GENERAL,)
YES = Value(value=True)


def members(place: Place) -> Records:
    """Return the members in some reserve on the day, at the unit they work in."""
    rows: Records = _members(place).filter(_in_reserve(place.day))
    found: Records = rows.annotate(place=F("unit"), met=YES)
    return found


def members_of_schools(place: Place) -> Records:
    """Return those of the members who work in general schools."""
    return members(place).filter(unit__organization__type__in=GENERAL)


def owned(place: Place) -> Records:
    """Return the members of municipal reserves, at the municipality that keeps it."""
    rows: Records = Member.objects.filter(
        _in_reserve(place.day),
        level=Level.MUNICIPAL,
        owner__path__startswith=place.branch.path,
    )
    found: Records = rows.annotate(place=F("owner"), met=YES)
    return found


def claimants(place: Place) -> Records:
    """Return the members of the year; in K whoever was appointed in it."""
    within = Q(left_on=None) | Q(left_on__gt=place.year_before)
    appointed = Q(status=Member.Status.APPOINTED, left_on__lte=place.day)
    rows: Records = _members(place).filter(within, included_on__lte=place.day)
    found: Records = rows.annotate(place=F("unit"), met=_is(appointed))
    return found


def municipal_claimants(place: Place) -> Records:
    """Return those of the year's members who were in municipal reserves."""
    return claimants(place).filter(level=Level.MUNICIPAL)


def busy_members(place: Place) -> Records:
    """Return the members on the day; in K who had a project in the year before it."""
    projects = PlanItem.objects.filter(
        plan__member=OuterRef("pk"),
        kind=Activity.PROJECT,
        status__in=[PlanItem.Status.RUNNING, PlanItem.Status.DONE],
        starts_on__lte=place.day,
        ends_on__gt=place.year_before,
    )
    rows: Records = _members(place).filter(_in_reserve(place.day))
    found: Records = rows.annotate(place=F("unit"), met=Exists(projects))
    return found


def every_team(place: Place) -> Records:
    """Return all teams; in K those that finished a training."""
    standing = Q(dissolved_on=None) | Q(dissolved_on__gt=place.day)
    rows: Records = ManagementTeam.objects.filter(
        standing,
        formed_on__lte=place.day,
        unit__path__startswith=place.branch.path,
    )
    found: Records = rows.annotate(place=F("unit"), met=_trained(place.day))
    return found


def teams(place: Place) -> Records:
    """Return the teams of organizations; in K those that finished a training."""
    return every_team(place).filter(unit__kind=Unit.Kind.ORGANIZATION)


def teams_of_municipalities(place: Place) -> Records:
    """Return teams of organizations and authorities, at their municipality."""
    to_municipality = Case(
        When(unit__kind=Unit.Kind.MUNICIPALITY, then=F("unit")),
        default=F("unit__parent"),
    )
    found: Records = every_team(place).annotate(place=to_municipality, met=YES)
    return found


def ordered_teams(place: Place) -> Records:
    """Return the teams of organizations that an order names; all of them in K."""
    found: Records = teams(place).exclude(order_number="").annotate(met=YES)
    return found


def program_teams(place: Place) -> Records:
    """Return teams named by an order; in K those that went through a program."""
    named = Q()
    for program in PROGRAMS:
        named |= Q(name__icontains=program)
    found: Records = ordered_teams(place).annotate(met=_trained(place.day, named))
    return found


def _members(place: Place) -> Records:
    return Member.objects.filter(unit__path__startswith=place.branch.path)


def _in_reserve(day: dt.date) -> Q:
    return Q(included_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))


def _trained(day: dt.date, *named: Q) -> Exists:
    trainings = TeamTraining.objects.filter(*named, finished_on__lte=day)
    return Exists(trainings.filter(team=OuterRef("pk")))


def _is(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())
