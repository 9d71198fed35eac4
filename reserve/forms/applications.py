"""Forms of an application: its steps, a nomination, the check of documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.data_language import as_data
from portal.forms.administration import offer
from portal.forms.attachments import AttachmentField
from portal.forms.unchanged import Unchanged
from portal.models import Person, Unit
from reserve.models import Application
from reserve.services.application_content import Paper


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit with the municipality it lies in."""

    def label_from_instance(self, obj: Unit) -> str:
        """Name the unit and its municipality: names of schools repeat."""
        place = obj.parent.short_name if obj.parent else ""
        return f"{obj.short_name}, {place}" if place else obj.short_name


class AboutForm(forms.ModelForm[Application]):
    """Who I am: where I work, what I studied, how long I have worked."""

    unit = UnitField(
        label=_("Where I work"),
        queryset=Unit.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Find your organization and choose it.")},
    )
    search = forms.CharField(
        label=_("Another organization, a part of its name"),
        max_length=100,
        required=False,
    )

    class Meta:
        model = Application
        fields = (
            "unit",
            "search",
            "job_title",
            "education",
            "education_note",
            "years_in_education",
            "years_in_management",
            "category",
        )
        help_texts = {
            "years_in_education": _("Whole years."),
            "years_in_management": _("0 if none."),
        }

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        """Offer the units found; what the requirements ask must be said."""
        super().__init__(*args, **options)
        offer(self.fields["unit"], units)
        for name in ("job_title", "education", "years_in_education"):
            self.fields[name].required = True
        self.fields["years_in_management"].required = True
        for name in ("years_in_education", "years_in_management"):
            self.fields[name].widget.attrs.update(min=0, max=70, inputmode="numeric")

    def clean(self) -> dict[str, object]:
        """Keep the years possible."""
        data = super().clean() or {}
        for name in ("years_in_education", "years_in_management"):
            years = data.get(name)
            if isinstance(years, int) and years > 70:
                self.add_error(name, _("So many years are hardly possible."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "search"
        }


class ProjectForm(forms.ModelForm[Application]):
    """Why I apply, and what I would do."""

    class Meta:
        model = Application
        fields = ("motivation", "project")
        widgets = {
            "motivation": forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
            "project": forms.Textarea(attrs={"rows": 10, "maxlength": 12000}),
        }
        help_texts = {
            "project": _(
                "Which problem, what you would do, what would change. Experts read it"
                " without your name: do not name yourself or your school here."
            )
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the reason in any case."""
        super().__init__(*args, **options)
        self.fields["motivation"].required = True

    def values(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return dict(self.cleaned_data)


class ConsentForm(forms.Form):
    """The tick under the text."""

    agrees = forms.BooleanField(
        label=_("I have read the text and agree"),
        error_messages={"required": _("Without your consent nothing is sent.")},
    )


class PaperForm(forms.Form):
    """A file for one document."""

    upload = AttachmentField()
    kind = forms.SlugField(widget=forms.HiddenInput)


class NominationForm(forms.Form):
    """Whom one proposes: somebody known, or somebody new with an address."""

    last_name = forms.CharField(label=_("Last name"), max_length=100)
    first_name = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=Person.Gender.choices)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The invitation goes there; the candidate sets a password."),
    )
    unit = forms.ModelChoiceField(
        label=_("Where they work"), queryset=Unit.objects.none(), widget=LongSelect
    )
    job_title = forms.CharField(label=_("Position"), max_length=200)
    note = forms.CharField(
        label=_("Recommendation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("What the candidate has achieved, in facts."),
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], person: Person | None, **options: Any
    ) -> None:
        """Offer the units where one nominates; a known person has a name already."""
        super().__init__(*args, **options)
        offer(self.fields["unit"], units)
        self.person = person
        if person is not None:
            for name in ("last_name", "first_name", "patronymic", "gender"):
                del self.fields[name]
            if hasattr(person, "user"):
                del self.fields["email"]

    def proposed(self) -> Person:
        """Return the known person, or a new one not yet kept."""
        if self.person is not None:
            return self.person
        names = ("last_name", "first_name", "patronymic", "gender")
        return Person(**{name: self.cleaned_data[name] for name in names})


class AdmissionForm(Unchanged):
    """A tick for each document that is in order; those ticked before stay so.

    It is said of the files that were there when the page was shown, of no others.
    """

    ticked = forms.MultipleChoiceField(
        label=_("In order"), widget=forms.CheckboxSelectMultiple, required=False
    )
    attached = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, papers: list[Paper], **options: Any) -> None:
        """Offer the documents of the competition."""
        files = [str(file.pk) for one in papers for file in one.files]
        stored = {
            "ticked": [one.document.code for one in papers if one.is_in_order],
            "attached": " ".join(files),
        }
        super().__init__(*args, stored=stored, **options)
        choices = [(one.document.code, one.document.name) for one in papers]
        self.fields["ticked"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["ticked"]

    def meanwhile(self, name: str) -> str:
        """Say that files have come or gone, or what another has ticked."""
        if name == "attached":
            return gettext("Meanwhile the files have changed: look at them again.")
        return super().meanwhile(name)


class RejectionForm(forms.Form):
    """What lacks, and the reason in words."""

    lacks = forms.MultipleChoiceField(
        label=_("What lacks"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate reads it."),
    )

    def __init__(self, *args: Any, papers: list[Paper], **options: Any) -> None:
        """Offer the documents of the competition by their names."""
        super().__init__(*args, **options)
        choices = [(one.document.code, one.document.name) for one in papers]
        self.fields["lacks"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["lacks"]
        self.names = dict(choices)

    @property
    def words(self) -> str:
        """The reason with what lacks before it; the form is valid."""
        reason: str = self.cleaned_data["reason"]
        lacks = [self.names[code] for code in self.cleaned_data.get("lacks", [])]
        if not lacks:
            return reason
        with as_data():
            text = gettext("Documents: %(documents)s. %(reason)s")
        return text % {"documents": "; ".join(lacks), "reason": reason}


class ApplicationFilter(django_filters.FilterSet):
    """Which applications to show."""

    search = django_filters.CharFilter(method="with_words", label=_("Name or number"))
    status = django_filters.ChoiceFilter(
        choices=Application.Status.choices,
        label=_("State"),
        empty_label=_("Any state"),
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def with_words(
        self, rows: QuerySet[Application], name: str, words: str
    ) -> QuerySet[Application]:
        """Search in names and places of work, or by the number."""
        found = _named(words)
        if words.strip().isdecimal() and len(words.strip()) < 9:
            found |= Q(number=int(words))
        return rows.filter(found)


class NamedApplicationFilter(ApplicationFilter):
    """Which applications to show where their numbers are hidden."""

    search = django_filters.CharFilter(method="with_words", label=_("Last name"))

    def with_words(
        self, rows: QuerySet[Application], name: str, words: str
    ) -> QuerySet[Application]:
        """Search in names and places of work only."""
        return rows.filter(_named(words))


def _named(words: str) -> Q:
    found = Q(person__last_name__icontains=words)
    return found | Q(unit__short_name__icontains=words)
