"""Attached files: add one, download it, remove it, whatever row it belongs to."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import attachment_owners, files
from portal.attachment_owners import Owner
from portal.errors import Refused
from portal.forms.attachments import AttachmentForm, RemovalForm
from portal.http import Request
from portal.models import Attachment
from portal.services import attachments

logger = logging.getLogger(__name__)
CLOSED = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def download(request: Request, pk: int) -> FileResponse:
    """Serve the file to be saved, never to be opened as a page of ours."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    if not files.is_intact(row.path, row.sha256):
        logger.error("the file of attachment %s is missing or damaged", row.pk)
        raise Http404
    _record(request, row)
    return FileResponse(
        files.open_stored(row.path),
        as_attachment=True,
        filename=row.name,
        headers={
            "Content-Type": row.content_type,
            "Content-Security-Policy": CLOSED,
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(["GET", "POST"])
def add(request: Request, owner: str, owner_id: int) -> HttpResponse:
    """Show the form by itself; on POST attach the file to the row."""
    row, rule = _owner(request, owner, owner_id)
    if not rule.may_change(request.user, row):
        raise PermissionDenied
    form = AttachmentForm(request.POST or None, request.FILES or None, kinds=rule.kinds)
    if request.method == "POST" and form.is_valid():
        try:
            made = attachments.attach(
                form.cleaned_data["upload"],
                to=row,
                by=request.user,
                kind=form.cleaned_data.get("kind", ""),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The file «%(name)s» is attached.") % {"name": made.name}
            )
            return redirect(rule.url(row))
    context = {"form": form, "back": rule.url(row)}
    return render(request, "files/add.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then remove the file."""
    file = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    row, rule = _owner(request, file.owner, file.owner_id)
    if not rule.may_change(request.user, row):
        raise PermissionDenied
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            attachments.remove(file, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The file «%(name)s» is removed.") % {"name": file.name}
            )
        return redirect(rule.url(row))
    return render(request, "confirm.html", _question(file, form, rule.url(row)))


def _owner(request: Request, name: str, pk: int) -> tuple[models.Model, Owner]:
    try:
        rule = attachment_owners.rule(name)
    except KeyError as error:
        raise Http404 from error
    found: models.Model = get_object_or_404(rule.rows(request.user), pk=pk)
    return found, rule


def _question(file: Attachment, form: RemovalForm, back: str) -> dict[str, object]:
    return {
        "title": _("Remove the file?"),
        "text": _("«%(name)s» is deleted for good. That it was here stays on record.")
        % {"name": file.name},
        "form": form,
        "action": _("Remove"),
        "action_url": reverse("file_remove", args=[file.pk]),
        "danger": True,
        "cancel_url": back,
    }


def _record(request: Request, file: Attachment) -> None:
    """Put the download on record where the owner of the file asks for it."""
    rule = attachment_owners.rule(file.owner)
    if rule.opened is not None:
        rule.opened(request.user, rule.rows(request.user).get(pk=file.owner_id))
