"""Jobs: the list, the page of one with its progress, stop and try again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Job
from portal.services import job_progress, jobs


@require_safe
def index(request: Request) -> HttpResponse:
    """List the jobs, newest first."""
    if not any(access.anywhere(request.user, can) for can in (Can.RUN, Can.ADMINISTER)):
        raise PermissionDenied
    rows = (
        Job.objects.visible_to(request.user)
        .select_related("unit", "created_by")
        .order_by("-pk")
    )
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "portal/job_list.html", {"page": page})


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the job, how far it is and what could not be done."""
    job = _job(request, pk)
    rows = Paginator(job_progress.failed_items(job), 50)
    failed = rows.get_page(request.GET.get("page"))
    context = {
        **_state(request, job),
        "stages": job_progress.stages(job),
        "failed": failed,
        "failed_rows": job_progress.described(list(failed.object_list), job),
        "may_retry": access.may(request.user, Can.RUN, job.unit)
        and jobs.may_retry(job),
    }
    return render(request, "portal/job_page.html", context)


@require_safe
def part(request: Request, pk: int) -> HttpResponse:
    """Show how far the job is; once it is over, the page around is fetched anew."""
    job = _job(request, pk)
    response = render(request, "portal/_job_progress.html", _state(request, job))
    if not job.is_active:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Stop the job."""
    _job(request, pk)
    return _acted(request, pk, lambda: _canceled(request, pk))


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Try anew what was not done."""
    _job(request, pk)
    return _acted(request, pk, lambda: _retried(request, pk))


def _acted(request: Request, pk: int, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("job", pk=pk)


def _canceled(request: Request, pk: int) -> str:
    jobs.cancel(pk, by=request.user)
    return _("The job is stopped. What was done stays.")


def _retried(request: Request, pk: int) -> str:
    count = jobs.retry(pk, by=request.user)
    text = ngettext(
        "The job goes on: %(count)s item is tried again.",
        "The job goes on: %(count)s items are tried again.",
        count,
    )
    return text % {"count": count}


def _job(request: Request, pk: int) -> Job:
    rows = Job.objects.visible_to(request.user).select_related("unit", "created_by")
    return get_object_or_404(rows, pk=pk)


def _state(request: Request, job: Job) -> dict[str, object]:
    return {"job": job, "progress": jobs.progress(job, by=request.user)}
