"""Forms of the import: the file, then the rows that were looked through."""

from __future__ import annotations

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import import_file
from reserve.import_cells import Raw

SALT = "reserve.import"
HOUR = 60 * 60


class UploadForm(forms.Form):
    """Whose reserve it is, and the table."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Whose reserve it is"), queryset=Unit.objects.none()
    )
    table = forms.FileField(
        label=gettext_lazy("Table, XLSX"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Offer the reserves for which the user decides."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            seen = access.scope(user, Can.DECIDE_RESERVE, path="path")
            rows = Unit.objects.filter(seen).exclude(kind=Unit.Kind.ORGANIZATION)
            field.queryset = rows.order_by("-kind", "sort_name")
            if len(rows) == 1:
                field.initial = rows[0]

    def clean(self) -> dict[str, object]:
        """Read the table; what cannot be read is said at its field."""
        data = super().clean() or {}
        upload = data.get("table")
        if isinstance(upload, File):
            try:
                data["raws"] = import_file.read(upload)
            except Refused as refusal:
                self.add_error("table", str(refusal))
        return data


class SaveForm(forms.Form):
    """The rows as the preview showed them, signed by the portal for this user."""

    signed = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Remember who looks."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_signed(self) -> tuple[int, list[Raw]]:
        """Return the owner's id and the rows."""
        try:
            owner, raws = signing.loads(
                self.cleaned_data["signed"], salt=_salt(self.user), max_age=HOUR
            )
        except signing.BadSignature as error:
            text = _("The preview is too old: upload the table again.")
            raise ValidationError(text) from error
        return owner, raws


def signed(owner: Unit, raws: list[Raw], user: User) -> str:
    """Return the rows as the page carries them from the preview to the saving."""
    return signing.dumps([owner.pk, raws], salt=_salt(user), compress=True)


def _salt(user: User) -> str:
    return f"{SALT}.{user.pk}"
