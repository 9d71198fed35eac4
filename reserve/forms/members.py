"""Forms of members: the filter of board and list, and the steps of one member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import access, search_words
from portal.access import Can
from portal.controls import LongSelect
from portal.models import Organization, Position, Unit, User
from portal.search_words import fold
from portal.years import years_later
from reserve.models import ExclusionGround, Level, Member, Readiness
from reserve.models.members import MemberQuerySet
from reserve.reading.marks import marks

STATES: list[tuple[str, Promise | str]] = [
    ("", _("In the reserve now")),
    ("any", _("Any state, also former members")),
    *Member.Status.choices,
]
MARKS: list[tuple[str, Promise | str]] = [
    ("", _("Nothing in particular")),
    ("now", _("Ready now")),
    ("expiring", _("Term ends within 90 days")),
    ("no_mentor", _("Without a mentor")),
    ("no_plan", _("A month without a plan")),
    ("no_offer", _("Never proposed for a post")),
]
YEARS = 12  # back from today, in the filters
NAMES = ("person_last", "person_first", "person_patronymic")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the day as the browser reads it."""
        super().__init__(format="%Y-%m-%d")


def municipalities(user: User) -> QuerySet[Unit]:
    """Return the municipalities where the user works with the reserve."""
    seen = access.scope(user, Can.SEE_RESERVE, path="path")
    return Unit.objects.filter(seen).municipalities().by_name()


class BoardFilter(forms.Form):
    """Which members the board shows."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
        widget=LongSelect,
    )
    post = forms.ChoiceField(
        label=_("Target position"),
        required=False,
        choices=[("", _("Any position")), *Position.Kind.choices],
    )
    readiness = forms.ModelChoiceField(
        label=_("Readiness"),
        queryset=Readiness.objects.none(),
        required=False,
        empty_label=_("Any readiness"),
    )
    mark = forms.ChoiceField(label=_("Attention"), required=False, choices=MARKS)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Offer the user's municipalities, where there are several, and readiness."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        places = municipalities(user)
        if len(places[:2]) > 1:
            self._offer("municipality", places)
        else:
            del self.fields["municipality"]
        region = access.home_region(user)
        words = Readiness.objects.of(region) if region else Readiness.objects.all()
        self._offer("readiness", words)

    def _offer(self, name: str, rows: QuerySet[Unit] | QuerySet[Readiness]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @property
    def choice(self) -> str:
        """What was chosen, as a part of a key; nothing where it makes no sense."""
        if not self.is_bound or not self.is_valid():
            return ""
        chosen = self.cleaned_data.items()
        return ",".join(
            f"{name}={getattr(one, 'pk', one) or ''}" for name, one in chosen
        )

    def filtered(self, rows: MemberQuerySet) -> MemberQuerySet:
        """Return the rows that fit; a filter that makes no sense is left out."""
        if not self.is_valid():
            return rows
        return rows.filter(self.condition(self.cleaned_data))

    def condition(self, chosen: dict[str, object]) -> Q:
        """Return the condition of what was chosen."""
        found = Q()
        if isinstance(place := chosen.get("municipality"), Unit):
            found &= Q(unit__path__startswith=place.path)
        if chosen["post"]:
            found &= Q(post=chosen["post"])
        if chosen["readiness"]:
            found &= Q(readiness=chosen["readiness"])
        if mark := chosen.get("mark"):
            found &= marks(timezone.localdate())[str(mark)]
        return found


class MemberFilter(BoardFilter):
    """Which members the list shows."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    level = forms.ChoiceField(
        label=_("Whose reserve"),
        required=False,
        choices=[("", _("Any reserve")), *Level.choices],
    )
    type = forms.ChoiceField(
        label=_("Type of organization"),
        required=False,
        choices=[("", _("Any type")), *Organization.Type.choices],
    )
    year = forms.ChoiceField(label=_("Year of inclusion"), required=False)
    waited = forms.ChoiceField(label=_("Full years in the reserve"), required=False)
    search = forms.CharField(
        label=_("Last name, first name"), required=False, max_length=100
    )

    field_order = ("search", "municipality", "state", "post", "readiness", "mark")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Offer the years as far back as a term may reach."""
        super().__init__(*args, user=user, **kwargs)
        this = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this, this - YEARS, -1)]
        self._choices("year", [("", _("Any year of inclusion")), *years])
        waited = [(str(count), str(count)) for count in range(YEARS)]
        self._choices("waited", [("", _("Any time in the reserve")), *waited])

    def _choices(self, name: str, choices: list[tuple[str, Promise | str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def condition(self, chosen: dict[str, object]) -> Q:
        """Return the condition of what was chosen; former members only if asked."""
        found = super().condition(chosen)
        state = str(chosen["state"])
        if not state:
            found &= Q(status__in=Member.ACTIVE)
        elif state != "any":
            found &= Q(status=state)
        if chosen["level"]:
            found &= Q(level=chosen["level"])
        if chosen["type"]:
            found &= Q(organization_types__contains=[chosen["type"]])
        if chosen["year"]:
            found &= Q(included_on__year=chosen["year"])
        if chosen["waited"]:
            found &= _waited(int(str(chosen["waited"])))
        return found

    def filtered(self, rows: MemberQuerySet) -> MemberQuerySet:
        """Return the rows that fit; without a valid filter, those of today."""
        if not self.is_bound or not self.is_valid():
            return rows.active()
        found = super().filtered(rows)
        asked = search_words.folded(self.cleaned_data["search"]).split()
        if not asked:
            return found
        columns = {
            name: fold(f"person__{name.removeprefix('person_')}{suffix}")
            for name, suffix in zip(NAMES, ("_name", "_name", ""), strict=True)
        }
        return found.alias(**columns).filter(search_words.matching(asked, *NAMES))


def _waited(years: int) -> Q:
    """Return the condition of those included so many full years ago."""
    today = timezone.localdate()
    longest, shortest = (years_later(today, -count) for count in (years + 1, years))
    return Q(included_on__gt=longest, included_on__lte=shortest)


class MoveForm(forms.Form):
    """To which state, on which day, why."""

    target = forms.ChoiceField(label=_("New state"))
    on = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: object,
        targets: Sequence[tuple[str, str | Promise]],
        **kwargs: object,
    ) -> None:
        """Offer the steps that are open."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["target"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(targets)

    def clean_on(self) -> dt.date | None:
        """Refuse a day ahead."""
        day: dt.date | None = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is ahead."))
        return day


class ExcludeForm(forms.Form):
    """On which ground a member is excluded."""

    ground = forms.ModelChoiceField(
        label=_("Ground"), queryset=ExclusionGround.objects.none()
    )
    reason = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it on their own page."),
    )

    def __init__(self, *args: object, region: Unit, **kwargs: object) -> None:
        """Offer the grounds of the region."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["ground"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = ExclusionGround.objects.of(region)


class ExtendForm(forms.Form):
    """Until when the commission makes the term longer, and by which protocol."""

    until = forms.DateField(label=_("New end of the term"), widget=DayInput())
    order_number = forms.CharField(label=_("Number of the protocol"), max_length=50)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
