"""Search over the portal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import search, search_words
from portal.http import Request


@require_safe
def page(request: Request) -> HttpResponse:
    """Show what is found, by kind; `in` narrows it to one kind."""
    text = request.GET.get("q", "").strip()[: search.LONGEST]
    only = request.GET.get("in", "")
    context = {
        "text": text,
        "only": only,
        "found": search.find(request.user, text, only),
        "is_short": bool(text) and not search_words.words(text),
        "section": "search",
    }
    return render(request, "search/page.html", context)
