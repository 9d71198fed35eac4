"""Forms of an import: the file, the columns, the answers about rows and bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.base import File
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.importing import bodies, files, limits, rows, words
from programs.importing.columns import Column, Mapping
from programs.importing.rows import Line, Preview
from programs.importing.tables import Kind, Table
from programs.models import ProgramBody

PASTED = gettext_lazy("Pasted table")
LONGEST_WORDS = 300


class UploadForm(forms.Form):
    """The file with the plan, or its text."""

    file = forms.FileField(
        label=gettext_lazy("File: DOCX, XLSX or text"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": files.ACCEPTED}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the table as text"),
        help_text=gettext_lazy("Copy the table and paste it here with its head."),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, Any]:
        """Return the name and the bytes of what came."""
        data = super().clean() or {}
        upload = data.get("file")
        if isinstance(upload, File):
            data["name"] = upload.name or ""
            data["content"] = upload.read(limits.MOST_BYTES + 1)
        elif str(data.get("text", "")).strip():
            data["name"] = f"{PASTED}.txt"
            data["content"] = str(data["text"]).encode()
        else:
            self.add_error("file", _("Choose a file or paste a table."))
        return data


@dataclass(frozen=True)
class ColumnRow:
    """A column of the form: what it is in the file, and its choice."""

    column: Column
    choice: BoundField

    @property
    def tone(self) -> str:
        """Tone of how it was recognized."""
        return words.HOWS[self.column.how][0]

    @property
    def how(self) -> object:
        """How it was recognized, in words."""
        return words.HOWS[self.column.how][1]


@dataclass(frozen=True)
class TablePart:
    """A table of the form with its columns."""

    title: str
    count: int
    header: int
    is_list: bool
    is_plan: bool
    used: BoundField
    rows: list[ColumnRow]


class ColumnsForm(forms.Form):
    """Which tables are plans, and what each of their columns holds."""

    def __init__(
        self,
        *args: Any,
        tables: Sequence[Table],
        mappings: Sequence[Mapping],
        **kwargs: Any,
    ) -> None:
        """Offer a choice for every column."""
        super().__init__(*args, **kwargs)
        self.tables, self.mappings = tables, mappings
        for at, mapping in enumerate(mappings):
            self.fields[f"used-{at}"] = forms.BooleanField(
                label=words.title(tables[at]),
                required=False,
                initial=mapping.is_used,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            for place, column in enumerate(mapping.columns):
                self.fields[f"column-{at}-{place}"] = _choice(column)

    def parts(self) -> Iterator[TablePart]:
        """Yield the tables in order."""
        for at, (table, mapping) in enumerate(
            zip(self.tables, self.mappings, strict=True)
        ):
            rows_ = [
                ColumnRow(column, self[f"column-{at}-{place}"])
                for place, column in enumerate(mapping.columns)
            ]
            yield TablePart(
                title=words.title(table),
                count=len(table.rows) - mapping.header,
                header=mapping.header,
                is_list=table.kind == Kind.LIST,
                is_plan=mapping.is_used,
                used=self[f"used-{at}"],
                rows=[] if table.kind == Kind.LIST else rows_,
            )

    def chosen(self) -> tuple[list[list[str]], list[bool]]:
        """Return the fields of each table's columns, and which tables are in use."""
        data = self.cleaned_data
        fields = [
            [
                data.get(f"column-{at}-{place}") or ""
                for place in range(len(mapping.columns))
            ]
            for at, mapping in enumerate(self.mappings)
        ]
        for at, (table, mapping) in enumerate(
            zip(self.tables, self.mappings, strict=True)
        ):
            if table.kind == Kind.LIST:
                fields[at] = [str(field) for field in mapping.fields]
        return fields, [data[f"used-{at}"] for at in range(len(self.mappings))]


class AnswersForm(forms.Form):
    """Deadlines in place of unread ones, and what unknown words for bodies mean."""

    def __init__(
        self, *args: Any, found: Preview, known: Sequence[ProgramBody], **kwargs: Any
    ) -> None:
        """Offer a line for every unread row and a choice for every unknown body."""
        super().__init__(*args, **kwargs)
        self.found = found
        choices = [
            (rows.NEW, _("Add to the bodies of the program")),
            *((body.key, body.name) for body in known),
            (rows.IGNORED, _("This is no body")),
        ]
        for line in found.unread:
            self.fields[f"words-{line.key}"] = forms.CharField(
                label=_("Deadline in plain words: %(row)s")
                % {"row": line.number or line.place},
                required=False,
                max_length=LONGEST_WORDS,
            )
        for at, text in enumerate(found.unknown):
            self.fields[f"body-{at}"] = forms.ChoiceField(
                label=text, choices=choices, required=False, initial=rows.NEW
            )

    def unread(self) -> list[tuple[Line, BoundField]]:
        """Return the unread rows with their fields."""
        return [(line, self[f"words-{line.key}"]) for line in self.found.unread]

    def bodies(self) -> list[tuple[str, int, BoundField]]:
        """Return unknown words, in how many rows they stand, and their choices."""
        return [
            (text, count, self[f"body-{at}"])
            for at, (text, count) in enumerate(self.found.unknown.items())
        ]

    def answered_rows(self) -> dict[str, dict[str, Any]]:
        """Return the deadlines that were written."""
        return {
            line.key: {"words": written}
            for line in self.found.unread
            if (written := self.cleaned_data.get(f"words-{line.key}", "").strip())
        }

    def answered_bodies(self) -> dict[str, str]:
        """Return what unknown words mean, by the words."""
        return {
            bodies.folded(text): chosen
            for at, text in enumerate(self.found.unknown)
            if (chosen := self.cleaned_data.get(f"body-{at}", "")) not in {"", rows.NEW}
        }


def _choice(column: Column) -> forms.ChoiceField:
    choices = [(str(field), label) for field, label in words.FIELDS.items()]
    return forms.ChoiceField(
        label=_("Field for the column «%(title)s»") % {"title": column.title},
        choices=choices,
        required=False,
        initial=str(column.field),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
