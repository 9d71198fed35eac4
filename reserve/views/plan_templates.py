"""Templates of plans: the list, and the changes of who runs the region's reserve."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access
from portal.access import Can
from portal.asking import Step, ask, attempt, confirm
from portal.http import Request
from portal.models import Unit
from reserve.forms.plan_templates import LineForm, TemplateForm
from reserve.models import PlanTemplate, PlanTemplateItem
from reserve.reading import plan_templates as reading
from reserve.services import plan_templates


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """List the region's templates; on POST take over those of the portal."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    region = get_object_or_404(reading.region_of(request.user))
    may_fill = access.may(request.user, Can.RUN_RESERVE, region)
    if request.method == "POST":
        if not may_fill:
            raise PermissionDenied
        attempt(
            request,
            lambda: plan_templates.take_over(region, by=request.user),
            _("The portal's templates are taken over."),
        )
        return redirect("reserve:plan_templates")
    context = {
        "templates": reading.of_region(region),
        "may_fill": may_fill,
        "section": "growth",
    }
    return render(request, "reserve/plan/templates.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Make an empty template."""
    region = _region(request)
    form = TemplateForm(request.POST or None, region=region)
    return ask(
        request,
        _step(_("A new template"), _("Add"), done=_("The template is added.")),
        form,
        lambda data: plan_templates.add(region, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Give a template another name or readiness."""
    template = _template(request, pk)
    form = TemplateForm(request.POST or None, instance=template, region=template.owner)
    return ask(
        request,
        _step(template.name, _("Save"), pk),
        form,
        lambda data: plan_templates.change(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a template away."""
    template = _template(request, pk)
    step = _step(
        _("Remove the template «%(name)s»?") % {"name": template.name},
        _("Remove"),
        done=_("The template is removed."),
        text=_("Plans that were begun with it stay as they are."),
        is_heavy=True,
    )
    return confirm(request, step, lambda: plan_templates.remove(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def item_add(request: Request, pk: int) -> HttpResponse:
    """Add an activity to a template."""
    template = _template(request, pk)
    form = LineForm(request.POST or None)
    return ask(
        request,
        _step(_("An activity of the template"), _("Add"), pk, text=template.name),
        form,
        lambda _data: plan_templates.add_item(pk, line=form.line, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def item(request: Request, pk: int) -> HttpResponse:
    """Change an activity of a template."""
    row = _item(request, pk)
    form = LineForm(request.POST or None, instance=row)
    step = _step(
        _("An activity of the template"),
        _("Save"),
        row.template_id,
        text=row.template.name,
    )
    return ask(
        request,
        step,
        form,
        lambda _data: plan_templates.change_item(pk, line=form.line, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def item_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take an activity out of its template."""
    row = _item(request, pk)
    step = _step(
        _("Remove the activity?"),
        _("Remove"),
        row.template_id,
        text=row.name,
        is_heavy=True,
    )
    return confirm(
        request, step, lambda: plan_templates.remove_item(pk, by=request.user)
    )


def _region(request: Request) -> Unit:
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    region = get_object_or_404(reading.region_of(request.user))
    access.require(request.user, Can.RUN_RESERVE, region)
    return region


def _template(request: Request, pk: int) -> PlanTemplate:
    """Return the template for who runs the region's reserve; 404 elsewhere."""
    template = get_object_or_404(reading.seen_by(request.user), pk=pk)
    access.require(request.user, Can.RUN_RESERVE, template.owner)
    return template


def _item(request: Request, pk: int) -> PlanTemplateItem:
    row = get_object_or_404(reading.items_seen_by(request.user), pk=pk)
    access.require(request.user, Can.RUN_RESERVE, row.template.owner)
    return row


def _step(
    title: str,
    action: str,
    template_id: int = 0,
    *,
    done: str = "",
    text: str = "",
    is_heavy: bool = False,
) -> Step:
    page = reverse("reserve:plan_templates")
    trail = [
        (_("Development plans"), reverse("reserve:plans")),
        (_("Templates of plans"), page),
    ]
    return Step(
        title=title,
        action=action,
        back=f"{page}#template-{template_id}" if template_id else page,
        done=done or _("The template is changed."),
        trail=trail,
        section="growth",
        text=text,
        danger=is_heavy,
    )
