"""The steps of an application's wizard, one function for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.asking import attempt
from portal.http import Request
from portal.models import Unit
from portal.services import attachments
from reserve.forms.applications import AboutForm, ConsentForm, PaperForm, ProjectForm
from reserve.models import Application, Competition
from reserve.reading import applications as reading
from reserve.services import application_content, applications

ORDER = ("about", "fit", "documents", "project", "consent", "send")
MOST_FOUND = 12


def _about(
    request: Request, competition: Competition, own: Application | None
) -> HttpResponse:
    words = request.POST.get("search", "").strip()
    is_search = "find" in request.POST
    units = _units(request, competition, own, words)
    draft = own or Application(competition=competition)
    initial = {"unit": units.first()} if own is None and units.count() == 1 else {}
    form = AboutForm(request.POST or None, instance=draft, units=units, initial=initial)
    if request.method == "POST" and not is_search and form.is_valid():
        values = form.values()
        act: Callable[[], object] = lambda: applications.start(  # noqa: E731
            competition.pk, by=request.user, **values
        )
        if own is not None:
            act = _saving(request, own, values)
        if attempt(request, act):
            return _on(competition, "about")
    if is_search:
        form = _unjudged(form)
        if words and not units.exists():
            messages.warning(request, _("Nothing of that name was found."))
    return _page(request, competition, own, "about", form=form)


def _fit(request: Request, competition: Competition, own: Application) -> HttpResponse:
    if request.method == "POST":
        return _on(competition, "fit")
    verdicts = application_content.verdicts(own)
    bars = [one for one in verdicts if one.outcome == "no"]
    return _page(request, competition, own, "fit", verdicts=verdicts, bars=bars)


def _documents(
    request: Request, competition: Competition, own: Application
) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "next" in request.POST:
            return _on(competition, "documents")
        if form.is_valid() and _attached(request, competition, own, form):
            return redirect(request.path)
    papers = application_content.papers(own)
    done = sum(1 for paper in papers if paper.files)
    faults = [str(error) for error in form.errors.get("upload", [])]
    return _page(
        request,
        competition,
        own,
        "documents",
        papers=papers,
        done=done,
        faults=faults if form.is_bound else [],
        wrong=request.POST.get("kind", ""),
        form=PaperForm(),
    )


def _attached(
    request: Request, competition: Competition, own: Application, form: PaperForm
) -> bool:
    kind = form.cleaned_data["kind"]
    get_object_or_404(competition.documents, code=kind)
    return attempt(
        request,
        lambda: attachments.attach(
            form.cleaned_data["upload"], to=own, by=request.user, kind=kind
        ),
        _("The document is attached."),
    )


def _project(
    request: Request, competition: Competition, own: Application
) -> HttpResponse:
    form = ProjectForm(request.POST or None, instance=own)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(request, _saving(request, own, form.values()))
    ):
        return _on(competition, "project")
    return _page(request, competition, own, "project", form=form)


def _consent(
    request: Request, competition: Competition, own: Application
) -> HttpResponse:
    given = application_content.consent(own)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and (
        given is not None
        or (
            form.is_valid()
            and attempt(request, lambda: applications.agree(own.pk, by=request.user))
        )
    ):
        return _on(competition, "consent")
    text = competition.consent_text
    return _page(
        request, competition, own, "consent", form=form, given=given, text=text
    )


def _send(request: Request, competition: Competition, own: Application) -> HttpResponse:
    if request.method == "POST":
        done = _("Your application is sent.")
        if attempt(request, lambda: applications.submit(own.pk, by=request.user), done):
            return redirect("reserve:apply", pk=competition.pk)
        return redirect(request.path)
    return _page(
        request,
        competition,
        own,
        "send",
        lacking=application_content.lacking(own),
        papers=application_content.papers(own),
        verdicts=application_content.verdicts(own),
    )


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "about": _about,
    "fit": _fit,
    "documents": _documents,
    "project": _project,
    "consent": _consent,
    "send": _send,
}


def _page(
    request: Request,
    competition: Competition,
    own: Application | None,
    current: str,
    **more: Any,
) -> HttpResponse:
    steps = reading.steps(current)
    at = ORDER.index(current)
    context = {
        "competition": competition,
        "application": own,
        "steps": steps,
        "step": steps[at],
        "following": steps[at + 1] if at + 1 < len(steps) else None,
        "back": reverse("reserve:apply_step", args=[competition.pk, ORDER[at - 1]])
        if at
        else "",
        "days_left": (competition.closes_on - timezone.localdate()).days,
        **more,
    }
    return render(request, f"reserve/application/step_{current}.html", context)


def _on(competition: Competition, done: str) -> HttpResponse:
    following = ORDER[ORDER.index(done) + 1]
    return redirect("reserve:apply_step", pk=competition.pk, step=following)


def _saving(
    request: Request, own: Application, values: dict[str, object]
) -> Callable[[], object]:
    return lambda: applications.save(own.pk, by=request.user, **values)


def _units(
    request: Request, competition: Competition, own: Application | None, words: str
) -> Any:
    """Return the units offered: of one's posts, of the draft, found by the name."""
    offered = {unit.pk for unit in reading.places_of_work(request.user)}
    if own is not None:
        offered.add(own.unit_id)
    chosen = request.POST.get("unit", "")
    if chosen.isdecimal() and len(chosen) < 19:
        offered.add(int(chosen))
    region = Unit.objects.filter(path__startswith=competition.unit.path[:8]).active_on(
        timezone.localdate()
    )
    if len(words) >= 2:
        found = region.filter(short_name__icontains=words).by_name()
        offered |= set(found.values_list("pk", flat=True)[:MOST_FOUND])
    return region.filter(pk__in=offered).select_related("parent").by_name()


def _unjudged(form: AboutForm) -> AboutForm:
    """Return the form with what was typed and no complaints: it is not sent yet."""
    form.full_clean()
    form.errors.clear()
    return form
