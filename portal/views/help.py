"""The help: its first page with the search, and a page a topic."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import search_words
from portal.help import finding, topics
from portal.search import LONGEST


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the topics by reader, or what the search finds in them."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    signed_in = request.user.is_authenticated
    hits = finding.hits(search_words.words(text), signed_in=signed_in)
    context = {
        "base": _base(request),
        "shelves": topics.shelves(signed_in=signed_in),
        "text": text,
        "hits": list(hits) if text else [],
    }
    return render(request, "help/index.html", context)


@login_not_required
@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show a topic; those for work on the portal ask to sign in first."""
    found = topics.topic(key)
    if found is None:
        raise Http404
    signed_in = request.user.is_authenticated
    if not (signed_in or found.is_open):
        return redirect_to_login(request.get_full_path())
    before, after = topics.neighbors(found, signed_in=signed_in)
    context = {
        "base": _base(request),
        "topic": found,
        "before": before,
        "after": after,
    }
    return render(request, "help/topic.html", context)


def _base(request: HttpRequest) -> str:
    return "base.html" if request.user.is_authenticated else "open_base.html"
