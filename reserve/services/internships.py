"""Sites that take interns, and internships: never more than places on any day."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import occupancy, recipients
from reserve.models import Internship, InternshipSite, Member
from reserve.services import members

Status = Internship.Status
Kind = Internship.Kind
STEPS: dict[str, tuple[str, ...]] = {
    Status.PLANNED: (Status.RUNNING, Status.CANCELLED),
    Status.RUNNING: (Status.DONE, Status.CANCELLED),
}


@transaction.atomic
def open_site(
    unit: Unit,
    *,
    profile: str,
    places: int,
    contact_post: str,
    by: User,
    description: str = "",
) -> InternshipSite:
    """Put a site on the list; one of the same profile is there once."""
    access.require(by, Can.RUN_RESERVE, unit)
    try:
        with transaction.atomic():
            made = InternshipSite.objects.create(
                unit=unit,
                profile=profile.strip(),
                places=places,
                contact_post=contact_post.strip(),
                description=description.strip(),
            )
    except IntegrityError as error:
        raise Refused(_("This site with this profile is on the list.")) from error
    journal.write("reserve_site_opened", made, by=by, unit=unit)
    return made


@transaction.atomic
def change_site(  # noqa: PLR0913 - the columns of a site
    site_id: int,
    *,
    profile: str,
    places: int,
    contact_post: str,
    description: str,
    is_active: bool,
    by: User,
) -> InternshipSite:
    """Write a site anew; places already promised are not taken away."""
    site = _locked_site(site_id)
    access.require(by, Can.RUN_RESERVE, site.unit)
    today = timezone.localdate()
    promised = occupancy.peak(taken(site), today, dt.date.max)
    if places < promised:
        raise Refused(
            _("%(count)s places are promised at one time from today on.")
            % {"count": promised}
        )
    site.profile, site.places = profile.strip(), places
    site.contact_post, site.description = contact_post.strip(), description.strip()
    site.is_active = is_active
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        raise Refused(_("This site with this profile is on the list.")) from error
    journal.write("reserve_site_changed", site, by=by, unit=site.unit)
    return site


@transaction.atomic
def plan(  # noqa: PLR0913 - the columns of an internship
    member_id: int,
    *,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    site: InternshipSite | None = None,
    unit: Unit | None = None,
    hours: int = 0,
    order_number: str = "",
) -> Internship:
    """Plan an internship; at a site the places are counted under its lock.

    Raises PermissionDenied without the right where the member works; Refused
    without a consent or a place, and while the member is an intern elsewhere.
    """
    rows = Member.objects.locked().select_related("unit", "person")
    member = rows.get(pk=member_id)
    access.require(by, Can.RUN_RESERVE, member.unit)
    _check_member(member)
    place = _place(member, kind, site, unit)
    _check_days(member, starts_on, ends_on)
    if site is not None:
        _take_place(site.pk, starts_on, ends_on)
    made = Internship.objects.create(
        member=member,
        kind=kind,
        site=site,
        unit=place,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=hours,
        order_number=order_number.strip(),
    )
    _record("planned", made, by)
    _tell(made, "planned", lambda: _("An internship is planned for you."))
    return made


@transaction.atomic
def reschedule(
    internship_id: int, *, starts_on: dt.date, ends_on: dt.date, hours: int, by: User
) -> Internship:
    """Move an internship that is not over to other days, if there is a place."""
    row = _locked(internship_id)
    access.require(by, Can.RUN_RESERVE, row.member.unit)
    if row.status not in STEPS:
        raise Refused(_("This internship is over."))
    _check_days(row.member, starts_on, ends_on, but=row)
    if row.site_id is not None:
        _take_place(row.site_id, starts_on, ends_on, but=row)
    row.starts_on, row.ends_on, row.hours = starts_on, ends_on, hours
    row.save(update_fields=["starts_on", "ends_on", "hours"])
    _record("moved", row, by)
    _tell(
        row,
        f"moved:{starts_on:%Y%m%d}:{ends_on:%Y%m%d}",
        lambda: _("The days of your internship have changed."),
    )
    return row


@transaction.atomic
def step(
    internship_id: int,
    *,
    target: str,
    by: User,
    result: str = "",
    order_number: str = "",
) -> Internship:
    """Begin, finish or cancel an internship.

    Raises Refused where no such step is, for acting as head without an order, and
    for an end without the host's view.
    """
    row = _locked(internship_id)
    access.require(by, Can.RUN_RESERVE, row.member.unit)
    if target not in STEPS.get(row.status, ()):
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    row.order_number = order_number.strip() or row.order_number
    row.result = result.strip() or row.result
    needs_order = row.kind == Kind.ACTING and target == Status.RUNNING
    if needs_order and not row.order_number:
        raise Refused(_("To act as head, an order is needed: name its number."))
    if target in (Status.DONE, Status.CANCELLED) and not row.result:
        raise Refused(_("Write the result or the reason."))
    row.status = target
    row.save(update_fields=["status", "result", "order_number"])
    _record("stepped", row, by, status=str(target))
    return row


def taken(
    site: InternshipSite, but: Internship | None = None
) -> list[occupancy.Period]:
    """Return the periods during which a place of the site is taken."""
    rows = site.internships.exclude(status=Status.CANCELLED)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return list(rows.values_list("starts_on", "ends_on"))


def _locked_site(site_id: int) -> InternshipSite:
    rows = InternshipSite.objects.select_for_update(of=("self",))
    return rows.select_related("unit").get(pk=site_id)


def _locked(internship_id: int) -> Internship:
    rows = Internship.objects.select_for_update(of=("self",))
    return rows.select_related("member__unit", "member__person").get(pk=internship_id)


def _check_member(member: Member) -> None:
    if not member.is_active:
        raise Refused(_("This person is no longer in the reserve."))
    members.require_consent(member.person)


def _place(
    member: Member, kind: str, site: InternshipSite | None, unit: Unit | None
) -> Unit:
    if kind == Kind.INTERNSHIP and site is None:
        raise Refused(_("Choose the site of the internship."))
    place = site.unit if site else unit
    if place is None:
        raise Refused(_("Choose the organization."))
    if place.ancestor_ids[0] != member.unit.ancestor_ids[0]:
        raise Refused(_("This organization lies in another region."))
    return place


def _check_days(
    member: Member,
    starts_on: dt.date,
    ends_on: dt.date,
    but: Internship | None = None,
) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first."))
    rows = Internship.objects.taking_place().filter(
        member__person=member.person_id, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    if rows.exists():
        raise Refused(_("The member is an intern on some of these days already."))


def _take_place(
    site_id: int, starts_on: dt.date, ends_on: dt.date, but: Internship | None = None
) -> None:
    """Refuse unless a place is free on every day; the site stays locked."""
    site = _locked_site(site_id)
    if not site.is_active and but is None:
        raise Refused(_("This site takes no interns now."))
    if occupancy.peak(taken(site, but), starts_on, ends_on) >= site.places:
        raise Refused(_("No place is free on some of these days."))


def _record(step_name: str, row: Internship, by: User, **details: str) -> None:
    journal.write(
        f"reserve_internship_{step_name}", row, by=by, unit=row.member.unit, **details
    )


def _tell(row: Internship, key: str, text: notices.Text) -> None:
    notices.notify(
        recipients.account(row.member.person),
        f"reserve:internship:{row.pk}:{key}",
        text,
        reverse("reserve:mine"),
    )
