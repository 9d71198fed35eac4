"""A target of an event: the list behind its figures, and the mark of its success."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, asking
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.http import Request
from portal.listing import page_of
from programs import populations
from programs.forms.participation import PeopleForm, ReachedForm
from programs.models import Event, EventTarget, Program
from programs.reading import event_facts, target_people
from programs.services import reached

SECTION = "programs-events"


@require_safe
def people(request: Request, pk: int) -> HttpResponse:
    """List the population of a target: who took part and who has not yet."""
    target = _seen(request, pk)
    if populations.kind(target.population) is None:
        raise Http404
    program = target.event.program
    fact = event_facts.facts(program, [target], timezone.localdate())[0]
    form = PeopleForm(request.GET, branch=program.unit)
    form.is_valid()
    behind = target_people.behind(
        fact,
        request.user,
        took=form.cleaned_data.get("took", ""),
        municipality=form.cleaned_data.get("municipality"),
    )
    page = page_of(behind.rows, request.GET)
    context = {
        "target": target,
        "fact": fact,
        "form": form,
        "page": page,
        "rows": behind.shown(page),
        "hidden": behind.hidden,
        "trail": _trail(target.event),
        "section": SECTION,
    }
    return render(request, "programs/participation/population.html", context)


@require_http_methods(["GET", "POST"])
def reach(request: Request, pk: int) -> HttpResponse:
    """Ask on which day and by what the target was reached."""
    target = _ruled(request, pk)
    initial = {"reached_on": target.reached_on or timezone.localdate()}
    form = ReachedForm(request.POST or None, instance=target, initial=initial)
    step = _step(target, _("The target is reached"), _("Mark as reached"))
    return asking.ask(
        request, step, form, lambda data: reached.mark(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def unreach(request: Request, pk: int) -> HttpResponse:
    """Ask, then take the mark back."""
    target = _ruled(request, pk)
    step = _step(target, _("Take the mark back?"), _("Take back"))
    return asking.confirm(request, step, lambda: reached.take_back(pk, by=request.user))


def _seen(request: Request, pk: int) -> EventTarget:
    programs = Program.objects.visible_to(request.user)
    rows = EventTarget.objects.filter(event__program__in=programs)
    return get_object_or_404(rows.select_related("event__program__unit"), pk=pk)


def _ruled(request: Request, pk: int) -> EventTarget:
    target = _seen(request, pk)
    access.require(request.user, Can.TRACK_EVENTS, target.event.program.unit)
    return target


def _step(target: EventTarget, title: str, action: str) -> Step:
    back = reverse("programs:event", args=[target.event_id])
    done = _("The target is saved.")
    way = _trail(target.event)
    return Step(title, action, back, done, way, SECTION, target.original)


def _trail(event: Event) -> Trail:
    return [
        (_("Roadmap"), reverse("programs:events")),
        (data(event), reverse("programs:event", args=[event.pk])),
    ]
