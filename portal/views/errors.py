"""Pages that say what went wrong and what to do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the page exists, the right is missing."""
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what does not exist and what is out of sight."""
    return render(request, "404.html", status=404)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database or the session for anything."""
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that came too late or from elsewhere."""
    return render(request, "403_csrf.html", status=403)
