"""Target indicators of a draft: baseline, targets per year, which variant holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import asking, figures
from portal.asking import Step
from portal.http import Request
from programs.forms.documents_plan import ChooseForm, IndicatorForm, ValueForm
from programs.models import Measure, Program, TargetIndicator, TargetValue
from programs.services import draft_parts
from programs.views import documents_steps as steps

PAGE = "programs/document/indicator.html"


@require_http_methods(["GET", "POST"])
def indicator_add(request: Request, pk: int) -> HttpResponse:
    """Add a target indicator; its targets follow on its page."""
    row = TargetIndicator(program=steps.draft(request, pk), measure=Measure.SHARE)
    return _write(request, row)


@require_http_methods(["GET", "POST"])
@steps.in_turn(TargetIndicator)
def indicator_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a target indicator; its targets stand below."""
    return _write(request, _indicator(request, pk))


@require_http_methods(["GET", "POST"])
def indicator_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a target indicator out."""
    row = _indicator(request, pk)
    step = steps.step_of(
        row.program,
        _("Take «%(part)s» out of the draft?") % {"part": str(row)[:120]},
        _("Take out"),
        _("The draft is saved."),
        back=steps.url(row.program, "targets"),
        text=_("Its targets go with it."),
        danger=True,
    )
    return asking.confirm(
        request, step, lambda: draft_parts.remove(row, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def value_add(request: Request, pk: int) -> HttpResponse:
    """Add the target of a year, or another variant of it."""
    row = _indicator(request, pk)
    return _write_value(request, TargetValue(indicator=row), _("A target"))


@require_http_methods(["GET", "POST"])
@steps.in_turn(TargetValue, "indicator__program")
def value_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite the target of a year."""
    return _write_value(request, _value(request, pk), _("A target"))


@require_http_methods(["GET", "POST"])
def value_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a target out."""
    value = _value(request, pk)
    step = _value_step(value, _("Take this target out of the draft?"), _("Take out"))
    return asking.confirm(
        request, step, lambda: draft_parts.remove_value(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def value_choose(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then put a variant in force."""
    value = _value(request, pk)
    words = {"value": figures.number(value.value), "place": value.variant or "—"}
    title = _("Put %(value)s (%(place)s) in force?") % words
    return asking.ask(
        request,
        _value_step(value, title, _("Put in force")),
        ChooseForm(request.POST or None),
        lambda data: draft_parts.choose_value(pk, by=request.user, **data),
    )


def _write(request: Request, row: TargetIndicator) -> HttpResponse:
    is_new = row.pk is None
    step = steps.step_of(
        row.program,
        _("Target indicator"),
        _("Save"),
        _("The indicator is saved."),
        back=steps.url(row.program, "targets"),
        template=PAGE,
    )
    form = IndicatorForm(request.POST or None, instance=row)
    values = [] if is_new else list(row.values.all())
    return asking.ask(
        request,
        step,
        form,
        lambda _data: draft_parts.keep(row, by=request.user),
        indicator=row,
        values=values,
    )


def _write_value(request: Request, value: TargetValue, title: str) -> HttpResponse:
    form = ValueForm(request.POST or None, instance=value)
    return asking.ask(
        request,
        _value_step(value, title, _("Save")),
        form,
        lambda _data: draft_parts.keep_value(value, by=request.user),
    )


def _value_step(value: TargetValue, title: str, action: str) -> Step:
    indicator = value.indicator
    back = reverse("programs:indicator_edit", args=[indicator.pk])
    return steps.step_of(
        indicator.program,
        title,
        action,
        _("The draft is saved."),
        back=back,
        way=[(_("Target indicator"), back)],
        text=indicator.name,
    )


def _indicator(request: Request, pk: int) -> TargetIndicator:
    seen = Program.objects.visible_to(request.user)
    rows = TargetIndicator._default_manager.filter(program__in=seen)
    row = get_object_or_404(rows, pk=pk)
    row.program = steps.draft(request, row.program_id)
    return row


def _value(request: Request, pk: int) -> TargetValue:
    seen = Program.objects.visible_to(request.user)
    rows = TargetValue._default_manager.filter(indicator__program__in=seen)
    value = get_object_or_404(rows.select_related("indicator"), pk=pk)
    value.indicator.program = steps.draft(request, value.indicator.program_id)
    return value
