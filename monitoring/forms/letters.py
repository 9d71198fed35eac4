"""Forms of letters: the register's filter, the addressee by hand, the code."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring.models import Letter
from portal.models import Unit

STATES = {
    "ready": Q(status=Letter.Status.READY, issued_at=None),
    "sent": Q(issued_at__isnull=False, confirmed_at=None),
    "confirmed": Q(confirmed_at__isnull=False),
    "waiting": Q(status=Letter.Status.WAITING),
    "failed": Q(status=Letter.Status.FAILED),
    "withheld": Q(status=Letter.Status.WITHHELD),
}


class RegisterFilter(forms.Form):
    """Which letters of the register to show."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("ready", _("made, not sent")),
            ("sent", _("sent, not confirmed")),
            ("confirmed", _("reading confirmed")),
            ("waiting", _("being made")),
            ("failed", _("not made")),
            ("withheld", _("no letter")),
        ],
    )
    search = forms.CharField(
        label=_("Organization or head"), required=False, max_length=100
    )

    def __init__(self, *args: object, rows: QuerySet[Letter], **kwargs: object) -> None:
        """Offer the municipalities that have letters among the rows."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["municipality"]
        if isinstance(field, forms.ModelChoiceField):
            parents = rows.order_by().values("unit__parent")
            field.queryset = Unit.objects.filter(pk__in=parents).by_name()

    def filtered(self, rows: QuerySet[Letter]) -> QuerySet[Letter]:
        """Return the rows that fit; a filter that makes no sense is left out."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        if chosen["municipality"]:
            rows = rows.filter(unit__parent=chosen["municipality"])
        if chosen["state"]:
            rows = rows.filter(STATES[chosen["state"]])
        if words := chosen["search"]:
            rows = rows.filter(
                Q(unit__short_name__icontains=words)
                | Q(person__last_name__icontains=words)
                | Q(number__icontains=words)
            )
        return rows


class AddresseeForm(forms.Form):
    """The addressee in the dative, as a person writes it; empty is by the rules."""

    text = forms.CharField(
        label=_("Addressee in the dative"),
        help_text=_(
            "For example: to the head of the school, then the name and initials."
        ),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CodeForm(forms.Form):
    """The code printed beside the QR code of a letter."""

    code = forms.RegexField(
        r"^[-0-9A-Za-z]+$", label=_("Code of the letter"), max_length=20
    )
