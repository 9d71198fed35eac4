"""Forms of the rotation: whom to show, the protocol, the decision on each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import User
from reserve.forms.members import BoardFilter, DayInput
from reserve.models import ExclusionGround, Level, Member
from reserve.services.rotation import LONGEST_NUMBER, Choice, Sitting, Verdict

MONTHS = 6  # the horizon unless another is chosen
HORIZONS = [
    ("0", _("The term is over")),
    ("3", _("Term ends within three months")),
    ("6", _("Term ends within half a year")),
    ("12", _("Term ends within a year")),
]
YEARS = [(1, _("one year")), (2, _("two years")), (3, _("three years"))]


class RotationFilter(BoardFilter):
    """Whose term ends: how soon, where, in whose reserve."""

    months = forms.ChoiceField(label=_("Horizon"), required=False, choices=HORIZONS)
    level = forms.ChoiceField(
        label=_("Whose reserve"),
        required=False,
        choices=[("", _("Any reserve")), *Level.choices],
    )
    field_order = ("months", "municipality", "level", "post", "readiness")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Begin with the usual horizon."""
        super().__init__(*args, user=user, **kwargs)
        del self.fields["mark"]
        self.fields["months"].initial = str(MONTHS)

    @property
    def horizon(self) -> int:
        """The months chosen, or the usual ones."""
        chosen = self.cleaned_data.get("months") if self.is_valid() else ""
        return int(chosen) if chosen else MONTHS

    def condition(self, chosen: dict[str, object]) -> Q:
        """Return the condition of what was chosen, but for the horizon."""
        found = super().condition(chosen)
        return found & Q(level=chosen["level"]) if chosen["level"] else found


class SittingForm(forms.Form):
    """The commission's protocol, and for how long it extends terms."""

    number = forms.CharField(
        label=_("Number of the protocol"), max_length=LONGEST_NUMBER
    )
    on = forms.DateField(label=_("Day of the decision"), widget=DayInput())
    years = forms.TypedChoiceField(
        label=_("Extend terms by"), choices=YEARS, coerce=int, initial=1
    )

    def clean_on(self) -> dt.date:
        """Refuse a day ahead."""
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is ahead."))
        return day

    @property
    def sitting(self) -> Sitting:
        """What was typed in; the form is valid."""
        return Sitting(**self.cleaned_data)


class VerdictForm(forms.Form):
    """The decision on one person."""

    choice = forms.ChoiceField(
        label=_("Decision"),
        choices=Choice.choices,
        initial=Choice.LEAVE,
        widget=forms.RadioSelect,
    )
    ground = forms.TypedChoiceField(
        label=_("Ground"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(label=_("Explanation"), required=False, max_length=300)
    term = forms.DateField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        member: Member,
        grounds: Mapping[int, ExclusionGround],
    ) -> None:
        """Offer the grounds; remember the term that the person has now."""
        super().__init__(
            data, prefix=f"m{member.pk}", initial={"term": member.term_ends_on}
        )
        self.member, self.grounds = member, grounds
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            names = [(pk, ground.name) for pk, ground in grounds.items()]
            field.choices = [("", _("Choose the ground")), *names]

    def clean(self) -> None:
        """Ask for the ground of an exclusion."""
        chosen = self.cleaned_data
        if chosen.get("choice") == Choice.EXCLUDE and not chosen.get("ground"):
            self.add_error("ground", _("Choose the ground of the exclusion."))

    @property
    def verdict(self) -> Verdict:
        """What was chosen; the form is valid."""
        chosen = self.cleaned_data
        return Verdict(
            member_id=self.member.pk,
            choice=chosen["choice"],
            term=chosen["term"],
            ground=self.grounds.get(chosen["ground"]),
            reason=chosen["reason"],
        )


def verdict_forms(
    members: Iterable[Member],
    grounds: Mapping[int, ExclusionGround],
    data: Mapping[str, str] | None = None,
) -> dict[int, VerdictForm]:
    """Return a form for each of the people, by their membership."""
    return {
        member.pk: VerdictForm(data, member=member, grounds=grounds)
        for member in members
    }
