"""Forms of the parts of a draft: clauses, stages, sections, bodies; their order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput
from portal.forms.unchanged import UnchangedForm
from portal.models import Body
from programs.forms.documents import OUT_OF_ORDER
from programs.models import Clause, ProgramBody, Section, Stage


class Placed(UnchangedForm):
    """A part that stands in a row of others, at a place that can be changed."""

    place = forms.IntegerField(
        label=_("Place among the others"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: stays where it is; a new one comes last."),
    )


class ClauseForm(Placed):
    """A numbered part of the passport; annexes say whether they are there."""

    class Meta:
        model = Clause
        fields = ("number", "text", "deadline_original", "due_on", "is_present")
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "due_on": DayInput()}
        labels = {
            "deadline_original": _("Deadline in the document"),
            "is_present": _("The annex is there"),
        }

    field_order = (*Meta.fields, "place")
    WITH_DEADLINE = (Clause.Kind.TASK, Clause.Kind.RESULT)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask only what a clause of this kind can have."""
        super().__init__(*args, **options)
        if self.instance.kind not in self.WITH_DEADLINE:
            del self.fields["deadline_original"]
            del self.fields["due_on"]
        if self.instance.kind != Clause.Kind.ANNEX:
            del self.fields["is_present"]


class StageForm(UnchangedForm):
    """A stage with its days, within those of the document."""

    class Meta:
        model = Stage
        fields = ("number", "name", "starts_on", "ends_on")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        labels = {"starts_on": _("First day"), "ends_on": _("Last day")}

    def clean(self) -> dict[str, object]:
        """Keep the days in order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", OUT_OF_ORDER)
        return data


class SectionForm(Placed):
    """A heading above events."""

    class Meta:
        model = Section
        fields = ("kind", "nature", "parent", "number", "name")
        labels = {"parent": _("Within"), "nature": _("Problem or risk")}

    field_order = (*Meta.fields, "place")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the other sections of the document."""
        super().__init__(*args, **options)
        others = Section._default_manager.filter(program=self.instance.program)
        self.fields["parent"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=self.instance.pk)
        )


class BodyForm(Placed):
    """A body by the words of the document, and who it is in the portal."""

    words = forms.CharField(
        label=_("Other words for it"),
        required=False,
        help_text=_("Short names by which the deadline cells call it, after commas."),
    )

    class Meta:
        model = ProgramBody
        fields = ("name", "role", "office", "body")
        labels = {"body": _("Body of the portal")}
        help_texts = {"office": _("A position, no name.")}

    field_order = ("name", "words", "role", "office", "body", "place")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the bodies of the document's region."""
        super().__init__(*args, **options)
        region = self.instance.program.unit.path.split("/")[0]
        self.fields["body"].queryset = (  # type: ignore[attr-defined]
            Body._default_manager.filter(unit__path__startswith=f"{region}/")
        )

    def standing(self) -> dict[str, Any]:
        """Add the other names, as they are typed."""
        return super().standing() | {"words": ", ".join(self.instance.aliases)}

    def _post_clean(self) -> None:
        """Put the words among the other names."""
        super()._post_clean()  # type: ignore[misc]
        words = self.cleaned_data.get("words", "")
        self.instance.aliases = [
            word.strip() for word in words.split(",") if word.strip()
        ]
