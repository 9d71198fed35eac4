"""Forms of the assessment: experts, sheets by hand, points of a stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.controls import LongSelect
from portal.forms.unchanged import Unchanged
from portal.models import Unit, User
from reserve.models import Application, Expert, Stage

_LINE = re.compile(r"^\s*(?:№\s*)?0*(\d{1,9})(?:\s*[\t;:]\s*|\s+)(\S.*)$")
_EMPTY = {"", "-", "–", "—", "−"}
LONGEST = 20_000


class ExpertForm(forms.Form):
    """Whom to ask, and where they work."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Expert"), widget=LongSelect
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Where they work"),
        required=False,
        widget=LongSelect,
        empty_label=gettext_lazy("as appointed, or outside the region"),
        help_text=gettext_lazy(
            "Applications from the same organization or municipality are never given"
            " to this expert."
        ),
    )

    def __init__(
        self,
        *args: object,
        users: QuerySet[User],
        units: QuerySet[Unit],
        **kwargs: object,
    ) -> None:
        """Offer the users and units of the region."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["user"], users)
        _offer(self.fields["unit"], units)


class GiveForm(forms.Form):
    """One application to one expert."""

    application = forms.ModelChoiceField(
        Application.objects.none(), label=gettext_lazy("Application")
    )
    expert = forms.ModelChoiceField(Expert.objects.none(), label=gettext_lazy("Expert"))

    def __init__(
        self,
        *args: object,
        applications: QuerySet[Application],
        experts: QuerySet[Expert],
        **kwargs: object,
    ) -> None:
        """Offer the applications by number and the experts by letter."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["application"], applications)
        _offer(self.fields["expert"], experts)


class NoteForm(forms.Form):
    """What the experts should discuss."""

    note = forms.CharField(
        label=gettext_lazy("What to discuss"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PointsForm(Unchanged):
    """A column of points: a field for each application, and a place to paste."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste two columns from a spreadsheet"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy("The number of the application and its points."),
    )

    def __init__(
        self,
        *args: object,
        stage: Stage,
        known: Iterable[tuple[int, Decimal | None]],
        **kwargs: object,
    ) -> None:
        """Make a field for each number, filled with the points so far."""
        self.known = dict(known)
        stored = {name_of(n): it and it.normalize() for n, it in self.known.items()}
        super().__init__(*args, stored=stored, **kwargs)
        for number in self.known:
            self.fields[name_of(number)] = forms.DecimalField(
                label=f"№ {number}",
                required=False,
                min_value=0,
                max_value=stage.maximum,
                max_digits=6,
                decimal_places=2,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 7}),
            )

    def clean_pasted(self) -> dict[int, Decimal | None]:
        """Read the pasted lines; a line that is not read is named."""
        text = str(self.cleaned_data["pasted"])
        found: dict[int, Decimal | None] = {}
        for line in filter(str.strip, text.splitlines()):
            number, points = _read(line)
            if number in found:
                raise ValidationError(
                    _("№ %(number)s stands there twice.") % {"number": number}
                )
            found[number] = points
        return found

    def changes(self) -> dict[int, Decimal | None]:
        """Return what differs from the points so far; pasted ones win."""
        typed = {
            number: self.cleaned_data.get(name_of(number)) for number in self.known
        }
        wanted = {**typed, **self.cleaned_data["pasted"]}
        return {
            number: points
            for number, points in wanted.items()
            if number not in self.known or self.known[number] != points
        }


def name_of(number: int) -> str:
    """Return the name of the field for the application with the number."""
    return f"points-{number}"


def _read(line: str) -> tuple[int, Decimal | None]:
    """Read «12<tab>67,5»: the number of the application and its points."""
    match = _LINE.match(line)
    words = match.group(2).strip() if match else ""
    try:
        if match is None:
            raise InvalidOperation
        plain = words.replace(",", ".").replace("\u00a0", "")
        points = None if words in _EMPTY else Decimal(plain)
        if points is not None and not points.is_finite():
            raise InvalidOperation
    except InvalidOperation as error:
        raise ValidationError(
            _("This line is not a number and points: «%(line)s».") % {"line": line[:60]}
        ) from error
    return int(match.group(1)), points


def _offer(field: forms.Field, rows: QuerySet[object]) -> None:  # type: ignore[type-var]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
