"""Vacancies: the list, one with its match, declaring and cancelling."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, journal, workbooks
from portal.access import Can
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request, download, id_of
from portal.listing import page_of
from portal.models import Position, Unit
from portal.models.units import UnitQuerySet
from reserve import vacancy_sheets
from reserve.forms.vacancies import ReasonForm, VacancyFilter, VacancyForm
from reserve.models import Nomination, Vacancy
from reserve.reading import nominations as ways
from reserve.reading import vacancies as reading
from reserve.services import vacancies

RUNNING = Q(nominations__status__in=Nomination.RUNNING)


@require_safe
def index(request: Request) -> HttpResponse:
    """List the vacancies of one's branches."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = VacancyFilter(request.GET)
    seen = Vacancy.objects.visible_to(request.user)
    rows = _narrowed(_listed(seen), form.chosen("state"), form.chosen("kind"))
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "counts": _counts(seen),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "vacancies",
    }
    return render(request, "reserve/vacancy/index.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen vacancies as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = VacancyFilter(request.GET)
    seen = Vacancy.objects.visible_to(request.user)
    rows = _narrowed(_listed(seen), form.chosen("state"), form.chosen("kind"))
    unit = access.home_unit(request.user)
    if unit is not None:
        journal.write("reserve_vacancies_exported", unit, by=request.user, unit=unit)
    content = workbooks.workbook([vacancy_sheets.vacancies(rows)])
    return download(content, f"{_('Vacancies')}.xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show who fits the post and why, and how far the candidates are."""
    vacancy = _found(request, pk)
    today = timezone.localdate()
    match = reading.match(vacancy, request.user, today)
    lists_others = request.GET.get("others") == "yes"  # the page asked for is of them
    fits = page_of(match.fits, QueryDict() if lists_others else request.GET)
    others = page_of(match.others, request.GET if lists_others else QueryDict())
    candidates = Nomination.objects.visible_to(request.user).filter(vacancy=vacancy)
    rows = candidates.select_related(
        "person", "vacancy__position__unit"
    ).prefetch_related("steps__by")
    unit = vacancy.position.unit
    context = {
        "vacancy": vacancy,
        "unit": unit,
        "match": match,
        "page": fits,
        "fits": reading.shown(list(fits), vacancy),
        "nominations": ways.shown(rows.order_by("pk"), request.user, today),
        "is_open": vacancy.status == Vacancy.Status.OPEN,
        "may_nominate": access.may(request.user, Can.NOMINATE, unit),
        "may_cancel": access.may(request.user, Can.RUN_RESERVE, unit),
        "lists_others": lists_others,
        "others_page": others,
        "others": reading.why_not(others),
        "section": "vacancies",
    }
    return render(request, "reserve/vacancy/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Declare a vacancy of the branch."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    seen = Unit.objects.filter(access.scope(request.user, Can.RUN_RESERVE, path="path"))
    units = seen.active_on(timezone.localdate()).organizations()
    form = VacancyForm(
        request.POST or None,
        units=_offered(units),
        initial={"unit": request.GET.get("unit", ""), "kind": Position.Kind.HEAD},
    )
    if request.method == "POST" and form.is_valid():
        made = _declared(request, form, units)
        if made is not None:
            return redirect("reserve:vacancy", pk=made.pk)
    context = {"form": form, "section": "vacancies"}
    return render(request, "reserve/vacancy/add.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then take the declaration back."""
    vacancy = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, vacancy.position.unit)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            request,
            lambda: vacancies.cancel(pk, reason=reason, by=request.user),
            _("The vacancy is cancelled."),
        ):
            return redirect("reserve:vacancy", pk=pk)
    context = {
        "title": _("Cancel the vacancy «%(post)s»?") % {"post": vacancy.position},
        "text": _("Nominations that are under way end; the candidates are told."),
        "form": form,
        "action": _("Cancel the vacancy"),
        "action_url": reverse("reserve:vacancy_cancel", args=[pk]),
        "cancel": _("Leave it open"),
        "cancel_url": reverse("reserve:vacancy", args=[pk]),
        "danger": True,
    }
    return render(request, "confirm.html", context)


def _found(request: Request, pk: int) -> Vacancy:
    rows = Vacancy.objects.visible_to(request.user).select_related(
        "position__unit__parent", "position__unit__organization", "opened_by"
    )
    return get_object_or_404(rows, pk=pk)


def _declared(
    request: Request, form: VacancyForm, units: QuerySet[Unit]
) -> Vacancy | None:
    values = form.cleaned_data
    unit = get_object_or_404(units, pk=id_of(values["unit"]))
    try:
        return vacancies.declare(
            vacancies.post_of(unit, values["kind"]),
            free_on=values["free_on"],
            reason=values["reason"],
            requirements=values["requirements"],
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _offered(units: UnitQuerySet) -> list[tuple[int, str]]:
    rows = units.by_name().values_list("pk", "short_name", "parent__short_name")
    return [(pk, f"{name} ({place})") for pk, name, place in rows]


def _listed(rows: QuerySet[Vacancy]) -> QuerySet[Vacancy]:
    candidates = Count("nominations", filter=RUNNING)
    return (
        rows.annotate(candidates=candidates)
        .select_related("position__unit__parent", "position__unit__organization")
        .order_by("free_on", "pk")
    )


def _narrowed(rows: QuerySet[Vacancy], state: str, kind: str) -> QuerySet[Vacancy]:
    if kind:
        rows = rows.filter(position__kind=kind)
    if state == "all":
        return rows
    if state in (Vacancy.Status.FILLED, Vacancy.Status.CANCELLED):
        return rows.filter(status=state)
    ahead = Q(free_on__gt=timezone.localdate())
    return rows.filter(
        ahead if state == "forecast" else ~ahead, status=Vacancy.Status.OPEN
    )


def _counts(rows: QuerySet[Vacancy]) -> dict[str, int]:
    today = timezone.localdate()
    status = Vacancy.Status.OPEN
    return rows.aggregate(
        now=Count("pk", filter=Q(status=status, free_on__lte=today)),
        forecast=Count("pk", filter=Q(status=status, free_on__gt=today)),
        filled=Count("pk", filter=Q(status=Vacancy.Status.FILLED)),
    )
