"""The import of a reserve that already exists: template, preview, saving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download
from portal.models import Unit
from reserve import import_file
from reserve.forms.imports import SaveForm, UploadForm, signed
from reserve.import_cells import Raw
from reserve.services import imports

PAGE = "reserve/import/page.html"


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """Take the table, show what was understood, save the whole when asked to."""
    access.require_anywhere(request.user, Can.DECIDE_RESERVE)
    if "signed" in request.POST:
        return _save(request)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    context: dict[str, object] = {"form": form, "section": "reserve"}
    if request.method == "POST" and form.is_valid():
        context |= _preview(request, form)
    return render(request, PAGE, context)


@require_safe
def template(request: Request) -> HttpResponse:
    """Serve the empty table."""
    access.require_anywhere(request.user, Can.DECIDE_RESERVE)
    region = access.home_region(request.user)
    content = import_file.template(region or Unit())
    return download(content, f"{_('Reserve')}.xlsx")


def _preview(request: Request, form: UploadForm) -> dict[str, object]:
    owner: Unit = form.cleaned_data["owner"]
    raws: list[Raw] = form.cleaned_data["raws"]
    try:
        found = imports.preview(raws, owner, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return {}
    context: dict[str, object] = {"preview": found, "owner": owner}
    if found.may_be_saved:
        context["signed"] = signed(owner, raws, request.user)
    return context


def _save(request: Request) -> HttpResponse:
    form = SaveForm(request.POST, user=request.user)
    if not form.is_valid():
        text = _("The preview is too old: upload the table again.")
        messages.error(request, text)
        return redirect("reserve:members_import")
    owner_id, raws = form.cleaned_data["signed"]
    owner = get_object_or_404(
        Unit.objects.filter(
            access.scope(request.user, Can.DECIDE_RESERVE, path="path")
        ),
        pk=owner_id,
    )
    try:
        count = imports.save(raws, owner, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reserve:members_import")
    text = ngettext(
        "%(count)s member is taken over.", "%(count)s members are taken over.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("reserve:members")
