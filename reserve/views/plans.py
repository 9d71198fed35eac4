"""Development plans: the list, one plan, and the steps of its life."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, workbooks
from portal.access import Can
from portal.asking import Step, Trail, ask, confirm
from portal.errors import Refused
from portal.http import Request, download
from portal.listing import page_of
from portal.pdf import PdfFault
from reserve import growth_sheets, plan_pdf, plan_rights
from reserve.forms.plans import (
    BeginForm,
    ConclusionForm,
    PlanFilter,
    PlanForm,
    ReturnForm,
)
from reserve.models import DevelopmentPlan, Member
from reserve.reading import places
from reserve.reading import plans as reading
from reserve.services import plan_proposals, plans
from reserve.views import on_record

PDF = "application/pdf"


@require_safe
def index(request: Request) -> HttpResponse:
    """List the members of the branch with their plans, and those without."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = _filter(request)
    today = timezone.localdate()
    page = page_of(_narrowed(request, form), request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": reading.rows_of(page, today),
        "counts": reading.counts(request.user, today),
        "section": "growth",
    }
    return render(request, "reserve/plan/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen list as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    access.require_anywhere(request.user, Can.EXPORT)
    rows = reading.rows_of(_narrowed(request, _filter(request)), timezone.localdate())
    on_record.exported(request, "plans")
    content = workbooks.workbook([growth_sheets.plans(rows)])
    return download(content, _("Development plans") + ".xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a plan: hours, activities, deficits with their gain, reports."""
    plan = found(request, pk)
    on_record.opened(request, plan.member, plan=str(plan.pk))
    context = {
        "shown": reading.shown(plan),
        "plan": plan,
        "member": plan.member,
        "rights": plan_rights.of(plan, request.user),
        "trail": trail(request, plan),
        "section": "growth",
    }
    return render(request, "reserve/plan/page.html", context)


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """Serve the plan as a tagged PDF; it is put on record."""
    plan = found(request, pk)
    on_record.opened(request, plan.member, plan=str(plan.pk))
    try:
        content = plan_pdf.made(reading.shown(plan))
    except PdfFault as fault:
        messages.error(request, str(fault))
        return redirect("reserve:plan", pk=pk)
    name = _("Development plan, %(person)s") % {"person": plan.member.person.last_name}
    return download(content, f"{name}.pdf", PDF)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Begin a plan for a member: a template, and the deficits to take over."""
    member = _member(request, pk)
    is_own = member.person_id == request.user.person_id
    if not is_own:
        access.require(request.user, Can.RUN_RESERVE, member.unit)
    templates = reading.templates(member)
    fitting = templates.filter(readiness=member.readiness).first()
    form = BeginForm(
        request.POST or None,
        templates=templates,
        proposals=plan_proposals.of_member(member),
        initial={"starts_on": timezone.localdate(), "template": fitting},
    )
    if request.method == "POST" and form.is_valid():
        made = _begun(request, member, form)
        if made is not None:
            return redirect("reserve:plan", pk=made.pk)
    context = {
        "form": form,
        "member": member,
        "trail": member_trail(request, member),
        "section": "growth",
    }
    return render(request, "reserve/plan/add.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change the goal and the days."""
    plan = worker(request, pk)
    step = Step(
        _("Goal and days of the plan"),
        _("Save"),
        url(plan),
        _("The plan is saved."),
        step_trail(request, plan),
    )
    form = PlanForm(request.POST or None, instance=plan)
    return ask(
        request, step, form, lambda data: plans.edit(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def send(request: Request, pk: int) -> HttpResponse:
    """Ask, then send the draft for approval."""
    plan = worker(request, pk)
    step = Step(
        _("Send the plan for approval?"),
        _("Send"),
        url(plan),
        _("The plan is sent: the municipality decides."),
        step_trail(request, plan),
        text=_("Nothing can be changed until it is approved or returned."),
    )
    return confirm(request, step, lambda: plans.send(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def approve(request: Request, pk: int) -> HttpResponse:
    """Ask, then approve the plan."""
    plan = staffed(request, pk)
    step = Step(
        _("Approve the plan?"),
        _("Approve"),
        url(plan),
        _("The plan is approved: the member is told."),
        step_trail(request, plan),
        text=_("From now on the member reports progress on its activities."),
    )
    return confirm(request, step, lambda: plans.approve(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def return_(request: Request, pk: int) -> HttpResponse:
    """Ask what to change, then give the plan back."""
    plan = staffed(request, pk)
    step = Step(
        _("Return the plan for changes"),
        _("Return the plan"),
        url(plan),
        _("The plan is returned: the member is told."),
        step_trail(request, plan),
    )
    form = ReturnForm(request.POST or None)
    return ask(
        request, step, form, lambda data: plans.return_(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def finish(request: Request, pk: int) -> HttpResponse:
    """Ask for the conclusion, then close the plan."""
    plan = staffed(request, pk)
    step = Step(
        _("Close the plan with a conclusion"),
        _("Close the plan"),
        url(plan),
        _("The plan is closed: the member is told."),
        step_trail(request, plan),
        text=_(
            "“Ready” takes the member to the state Ready. To exclude is a proposal:"
            " the commission decides."
        ),
    )
    form = ConclusionForm(request.POST or None)
    return ask(
        request, step, form, lambda data: plans.finish(pk, by=request.user, **data)
    )


def found(request: Request, pk: int) -> DevelopmentPlan:
    """Return the plan, 404 where the user does not read it."""
    return get_object_or_404(reading.whole(request.user), pk=pk)


def staffed(request: Request, pk: int) -> DevelopmentPlan:
    """Return the plan for who runs the reserve there, 403 for other readers."""
    plan = found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, plan.member.unit)
    return plan


def worker(request: Request, pk: int) -> DevelopmentPlan:
    """Return the plan for its member and the staff, 403 for other readers."""
    plan = found(request, pk)
    if plan.member.person_id != request.user.person_id:
        access.require(request.user, Can.RUN_RESERVE, plan.member.unit)
    return plan


def url(plan: DevelopmentPlan) -> str:
    """Return the page of the plan."""
    return reverse("reserve:plan", args=[plan.pk])


def member_trail(request: Request, member: Member) -> Trail:
    """Return the way to a member: the staff's, or one's own page."""
    if access.may(request.user, Can.SEE_RESERVE, member.unit):
        return (
            (_("Development plans"), reverse("reserve:plans")),
            (
                member.person.short_name,
                reverse("reserve:member", args=[member.pk]),
            ),
        )
    if member.person_id == request.user.person_id:
        return ((_("My reserve"), reverse("reserve:mine")),)
    return ((_("My mentoring"), reverse("reserve:mentoring")),)


def trail(request: Request, plan: DevelopmentPlan) -> Trail:
    """Return the way to a plan."""
    return member_trail(request, plan.member)


def step_trail(request: Request, plan: DevelopmentPlan) -> Trail:
    """Return the way to a step of a plan."""
    return (*trail(request, plan), (_("Development plan"), url(plan)))


def _filter(request: Request) -> PlanFilter:
    return PlanFilter(request.GET, units=places.municipalities(request.user))


def _narrowed(request: Request, form: PlanFilter) -> QuerySet[Member]:
    rows = reading.of_branch(request.user)
    if place := form.chosen("municipality"):
        rows = rows.filter(places.of_municipality("unit", place.pk))
    if words := form.chosen("words"):
        rows = rows.filter(person__last_name__istartswith=words.strip())
    return reading.in_state(rows, form.chosen("state"), timezone.localdate())


def _member(request: Request, pk: int) -> Member:
    user = request.user
    seen = Member.objects.visible_to(user) | Member.objects.own(user)
    rows = seen.select_related("person", "unit__parent", "owner", "readiness")
    return get_object_or_404(rows, pk=pk)


def _begun(request: Request, member: Member, form: BeginForm) -> DevelopmentPlan | None:
    data = form.cleaned_data
    try:
        made = plans.begin(
            member.pk,
            by=request.user,
            starts_on=data["starts_on"],
            goal=data["goal"],
            template=data["template"],
            proposals=form.chosen(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The plan is begun: check the activities and send it."))
    return made
