"""A new pair: who may be mentored, and by whom."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access
from portal.access import Can
from portal.asking import Step, ask
from portal.http import Request, id_of
from portal.models import Appointment, Unit
from reserve.forms.mentorships import PairForm
from reserve.models import Member, Mentorship
from reserve.reading import heads as posts
from reserve.reading import mentorships as reading
from reserve.services import mentorships

Choices = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Bring a mentor and a member or a new head together."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    members, heads = _members(request), _heads(request)
    form = PairForm(
        request.POST or None,
        mentees=_mentee_choices(members, heads),
        mentors=_mentor_choices(request),
        initial={
            "mentee": f"member-{request.GET.get('member', '')}",
            "order_on": timezone.localdate(),
            "starts_on": timezone.localdate(),
        },
    )
    step = Step(
        _("A new pair"),
        _("Make the pair"),
        reverse("reserve:mentorships"),
        _("The pair is made: both are told."),
        ((_("Mentoring"), reverse("reserve:mentorships")),),
        text=_("Members of the reserve, and heads appointed within a year."),
    )

    def act(data: dict[str, Any]) -> object:
        mentee = _mentee(data.pop("mentee"), members, heads)
        mentor = reading.possible_mentors(request.user, timezone.localdate()).filter(
            person=id_of(data.pop("mentor"))
        )[0]
        return mentorships.create(
            mentor=mentor.person, by=request.user, **mentee, **data
        )

    return ask(request, step, form, act)


def _members(request: Request) -> QuerySet[Member]:
    rows = Member.objects.visible_to(request.user).active()
    rows = rows.filter(access.scope(request.user, Can.RUN_RESERVE))
    rows = rows.select_related("person", "unit__parent")
    return rows.order_by("person__last_name", "person__first_name", "pk")


def _heads(request: Request) -> QuerySet[Appointment]:
    return posts.new_heads(request.user, timezone.localdate())


def _mentee_choices(members: QuerySet[Member], heads: QuerySet[Appointment]) -> Choices:
    reserve = [
        (f"member-{row.pk}", f"{row.person.full_name} ({row.unit.short_name})")
        for row in members
    ]
    new = _("%(person)s, new: %(post)s, %(unit)s")
    return reserve + [
        (
            f"head-{row.pk}",
            new
            % {
                "person": row.person.full_name,
                "post": row.position.title,
                "unit": row.position.unit.short_name,
            },
        )
        for row in heads
    ]


def _mentor_choices(request: Request) -> Choices:
    rows = reading.possible_mentors(request.user, timezone.localdate())
    return [
        (
            str(row.person_id),
            f"{row.person.full_name} ({row.position.unit.short_name})",
        )
        for row in rows
    ]


def _mentee(
    key: str, members: QuerySet[Member], heads: QuerySet[Appointment]
) -> dict[str, Any]:
    """Return whom the choice names: the person, where they work, and why."""
    kind, _dash, pk = key.partition("-")
    if kind == "member":
        member = members.get(pk=pk)
        purpose = Mentorship.Purpose.RESERVE
        return {
            "mentee": member.person,
            "unit": member.unit,
            "member": member,
            "purpose": purpose,
        }
    post = heads.get(pk=pk)
    unit = post.position.unit
    is_school = unit.kind == Unit.Kind.ORGANIZATION
    new, municipal = Mentorship.Purpose.NEW_HEAD, Mentorship.Purpose.NEW_MUNICIPAL_HEAD
    return {
        "mentee": post.person,
        "unit": unit,
        "purpose": new if is_school else municipal,
    }
