"""Who answers for an event now: asked for on a page of its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access, asking
from portal.access import Can
from portal.asking import Step
from portal.data_language import worded
from portal.http import Request
from programs.forms.answering import HandOverForm
from programs.models import Event
from programs.reading import events, in_charge
from programs.services import answering
from programs.views import occurrence_steps
from programs.views.occurrence_steps import seen_event


@require_http_methods(["GET", "POST"])
def responsible(request: Request, pk: int) -> HttpResponse:
    """Ask who answers for the event from now on and why; handed back the same way."""
    event = seen_event(request, pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, event.program.unit)
    form = HandOverForm(
        request.POST or None,
        events=[event],
        stored={"bodies": in_charge.of_event(event)},
    )
    return asking.ask(
        request,
        _step(event),
        form,
        lambda data: answering.hand_over(
            pk,
            bodies=[body.pk for body in data["bodies"]],
            reason=data["reason"],
            by=request.user,
        ),
    )


def _step(event: Event) -> Step:
    named = ", ".join(events.by_document(event)) or "—"
    return Step(
        title=_("Change the responsible body"),
        action=_("Hand over"),
        back=occurrence_steps.event_url(event),
        done=_("Saved: lists, reminders and delays go by who answers now."),
        trail=occurrence_steps.event_trail(event),
        section=occurrence_steps.SECTION,
        text=worded(_("By the document answers: %(bodies)s."), bodies=named),
        lines=(event.title,),
    )
