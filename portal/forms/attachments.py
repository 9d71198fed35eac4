"""A field that takes a file of evidence, and the form of the list of attachments."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import file_types
from portal.errors import Refused
from portal.services import attachments


class AttachmentField(forms.FileField):
    """A file checked as attachments are, with the limits said beside it."""

    def __init__(self, **options: object) -> None:
        """Say what is accepted, and let the browser offer only that."""
        options.setdefault("label", gettext_lazy("File"))
        super().__init__(**options)  # type: ignore[arg-type]
        self.help_text = self.help_text or _("%(types)s, up to %(most)s MB.") % {
            "types": file_types.listed(),
            "most": settings.ATTACHMENT_MEGABYTES,
        }
        self.widget.attrs["accept"] = file_types.accepted()

    def clean(self, data: object, initial: object = None) -> object:
        """Refuse what may not be kept."""
        found = super().clean(data, initial)
        if isinstance(found, File):
            try:
                attachments.checked(found)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return found


class AttachmentForm(forms.Form):
    """One more file, and what it proves where the app tells kinds apart."""

    def __init__(
        self,
        *args: object,
        kinds: Mapping[str, str | Promise] | None = None,
        **options: object,
    ) -> None:
        """Offer the kinds, if there are any."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["upload"] = AttachmentField()
        if kinds:
            self.fields["kind"] = forms.ChoiceField(
                label=_("What it proves"), choices=list(kinds.items())
            )


class RemovalForm(forms.Form):
    """Why a file is removed."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is removed"), max_length=300, required=False
    )
