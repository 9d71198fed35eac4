"""The indicators of the documents that the reserve counts, and how they are read.

Each name stands in settings.INDICATOR_SOURCES. Where a document's sample disagrees
with its own O, the portal counts by O and shows the other reading beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.sources import Reading, Row
from portal import access, figures
from portal.access import Can
from portal.models import Unit, User
from reserve import counted_records
from reserve.counted_records import GENERAL
from reserve.counters import Counter, Place, Records, Rule
from reserve.models import Application, ManagementTeam, Member, agreed

CLAIM_YEARS = 3  # as long as a term: whoever applied since then was a claimant


# Rows, within rights: names of people only for those who may open their files


def _named(records: Records, user: User) -> Records:
    seen: Records = records.filter(access.scope(user, Can.SEE_RESERVE), agreed())
    return seen


def _all(records: Records, _user: User) -> Records:
    return records


def _member_rows(found: Sequence[Member]) -> list[Row]:
    people = Member.objects.select_related("person", "unit").in_bulk(
        [row.pk for row in found]
    )
    return [_member_row(people[row.pk], counts=bool(row.met)) for row in found]  # type: ignore[attr-defined]


def _member_row(member: Member, *, counts: bool) -> Row:
    note = _("%(unit)s; included %(day)s; state: %(state)s") % {
        "unit": member.unit.short_name,
        "day": figures.short_day(member.included_on),
        "state": member.get_status_display(),
    }
    return Row(str(member.person), note, _address("reserve:member", member.pk), counts)


def _team_rows(found: Sequence[ManagementTeam]) -> list[Row]:
    rows = ManagementTeam.objects.select_related("unit").prefetch_related("trainings")
    known = rows.in_bulk([row.pk for row in found])
    return [_team_row(known[row.pk], counts=bool(row.met)) for row in found]  # type: ignore[attr-defined]


def _team_row(team: ManagementTeam, *, counts: bool) -> Row:
    done = [row.name for row in team.trainings.all() if row.finished_on]
    words = _("trained: %(names)s") % {"names": ", ".join(done)}
    note = f"{team.unit.short_name}; {words if done else _('no training is finished')}"
    return Row(team.name, note, _address("reserve:team", team.pk), counts)


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


# Other readings of the same words


def by_sample_of_claimants(counter: Counter, place: Place) -> list[Reading]:
    """Only schools from which there were claimants, as the sample says."""
    since = place.day - dt.timedelta(days=365 * CLAIM_YEARS)
    applied = Application.objects.submitted().filter(
        unit=OuterRef("pk"),
        submitted_at__date__lte=place.day,
        submitted_at__date__gt=since,
    )
    own = counted_records.members(place).filter(unit=OuterRef("pk"))
    schools = Unit.objects.within(place.branch).active_on(place.day)
    schools = schools.filter(organization__type__in=GENERAL)
    sample = schools.filter(Exists(applied) | Exists(own)).count()
    return [
        Reading(
            label=_("By the document's sample: schools that had claimants"),
            numerator=counter.total(place)[0],
            denominator=sample,
            note=_("O of the document is another: all general schools."),
        )
    ]


def by_sample_of_appointed(_counter: Counter, place: Place) -> list[Reading]:
    """Only organizations where somebody was appointed, and all reserves together."""
    every = counted_records.municipal_claimants(place)
    units = every.filter(met=True).values("unit")
    both = counted_records.claimants(place)
    return [
        Reading(
            label=_("By the document's sample: organizations with an appointment"),
            numerator=_people(every.filter(met=True)),
            denominator=_people(every.filter(unit__in=units)),
            note=_("Whoever was not appointed never enters the sample."),
        ),
        Reading(
            label=_("With the region's reserve too"),
            numerator=_people(both.filter(met=True)),
            denominator=_people(both),
            note=_("The document speaks of municipal reserves."),
        ),
    ]


def with_teams_of_authorities(_counter: Counter, place: Place) -> list[Reading]:
    """Teams of municipal authorities added to those of organizations."""
    every = counted_records.every_team(place)
    return [
        Reading(
            label=_("With the teams of municipal authorities"),
            numerator=every.filter(met=True).count(),
            denominator=every.count(),
            note=_("An organization reports its own teams only."),
        )
    ]


def _people(records: Records) -> int:
    return records.order_by().values("person").distinct().count()


# What stands in the settings

FORMED_RESERVES = Counter(
    name=gettext_lazy("Municipal reserves"),
    rule=Rule.ANY,
    text=lambda: _(
        "A municipality counts when its own reserve has a member on the day of"
        " reference."
    ),
    records=counted_records.owned,
    visible=_named,
    show=_member_rows,
    kind=Unit.Kind.MUNICIPALITY,
)
SCHOOLS_IN_RESERVE = Counter(
    name=gettext_lazy("Schools with a member in the reserve"),
    rule=Rule.ANY,
    text=lambda: _(
        "A general school counts when somebody who works there is in a reserve on the"
        " day of reference."
    ),
    records=counted_records.members_of_schools,
    visible=_named,
    show=_member_rows,
    types=GENERAL,
    used=lambda: _("O is all general schools, as the document's O says."),
    others=by_sample_of_claimants,
    findings=lambda: [
        _(
            "The sample is limited to schools that had claimants, while O names all"
            " general schools."
        ),
        _("By its name this is a share of claimants, but K and O count schools."),
    ],
)
APPOINTED = Counter(
    name=gettext_lazy("Appointments from municipal reserves"),
    rule=Rule.SHARE,
    text=lambda: _(
        "O is everybody who was in a municipal reserve within the year before the day"
        " of reference, K those of them who were appointed; each person counts once,"
        " where they worked."
    ),
    records=counted_records.municipal_claimants,
    visible=_named,
    show=_member_rows,
    key="person",
    used=lambda: _(
        "All members, because a sample chosen by the outcome proves nothing."
    ),
    others=by_sample_of_appointed,
    findings=lambda: [
        _(
            "The sample takes only organizations where an appointment has already"
            " happened, so the share tends to the whole whatever is done."
        ),
    ],
)
FORMED_TEAMS = Counter(
    name=gettext_lazy("Municipalities with management teams"),
    rule=Rule.ANY,
    text=lambda: _(
        "A municipality counts when a management team, its own or of one of its"
        " organizations, exists on the day of reference."
    ),
    records=counted_records.teams_of_municipalities,
    visible=_all,
    show=_team_rows,
    kind=Unit.Kind.MUNICIPALITY,
)
TRAINED_TEAMS = Counter(
    name=gettext_lazy("Trained management teams"),
    rule=Rule.SHARE,
    text=lambda: _(
        "O is the organization's teams on the day of reference, K those that have"
        " finished a training as a team."
    ),
    records=counted_records.teams,
    visible=_all,
    show=_team_rows,
    used=lambda: _("Teams of organizations; without one there is no data."),
    others=with_teams_of_authorities,
    findings=lambda: [
        _(
            "Called a complete survey, the sample is limited to organizations that have"
            " teams."
        )
    ],
)
IN_RESERVE = Counter(
    name=gettext_lazy("Organizations with a member in the reserve"),
    rule=Rule.ANY,
    text=lambda: _(
        "An organization counts when somebody who works there is in a reserve on the"
        " day of reference."
    ),
    records=counted_records.members,
    visible=_named,
    show=_member_rows,
)
TEAMS_BY_ORDER = Counter(
    name=gettext_lazy("Organizations with a management team"),
    rule=Rule.ANY,
    text=lambda: _(
        "An organization counts when an order names its management team and the team"
        " exists on the day of reference."
    ),
    records=counted_records.ordered_teams,
    visible=_all,
    show=_team_rows,
)
IN_PROJECTS = Counter(
    name=gettext_lazy("Members of the reserve in projects"),
    rule=Rule.ANY_OF_THOSE,
    text=lambda: _(
        "Of organizations with members in a reserve those count where a member's plan"
        " had a project within the year before the day of reference. An organization"
        " without members is not counted: it says itself that the indicator does not"
        " apply."
    ),
    records=counted_records.busy_members,
    visible=_named,
    show=_member_rows,
    key="person",
)
TEAMS_THROUGH_PROGRAMS = Counter(
    name=gettext_lazy("Teams that went through the programs"),
    rule=Rule.ALL_OF_THOSE,
    text=lambda: _(
        "Of organizations with a team named by an order those count whose teams have"
        " all finished one of the document's two programs. An organization without a"
        " team is not counted: it says itself that the indicator does not apply."
    ),
    records=counted_records.program_teams,
    visible=_all,
    show=_team_rows,
)
