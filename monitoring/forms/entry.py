"""What is typed into the entry page: from text to figures, each cell alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring import parsing
from monitoring.models import Indicator, Submission, Track
from monitoring.services.cells import Cell, Key, Outcome, State
from portal.models import Organization

MOST_CELLS = 5000


class Garbled(ValueError):  # noqa: N818
    """The request is not what the page sends."""


@dataclass(frozen=True)
class Draft:
    """A cell as it was typed; None keeps the reason or the comment as it is."""

    key: Key
    numerator: str
    denominator: str
    reason: str | None
    comment: str | None
    version: int


def drafts_of_json(data: object) -> list[Draft]:
    """Return the cells of a request's JSON: {"cells": [{"unit", "indicator", …}]}.

    Raises Garbled.
    """
    rows = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_CELLS:
        raise Garbled
    try:
        return [_draft(row) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled from error


def drafts_of_post(post: Mapping[str, str], unit_id: int) -> list[Draft]:
    """Return a unit's cells of a plain form: n-, d-, r-, c- and v-<indicator>.

    Raises ValueError.
    """
    indicators = [
        int(name[2:]) for name in post if name.startswith("v-") and name[2:].isdecimal()
    ]
    return [
        Draft(
            key=Key(unit_id, pk),
            numerator=_text(post.get(f"n-{pk}", "")),
            denominator=_text(post.get(f"d-{pk}", "")),
            reason=_text_or_none(post.get(f"r-{pk}")),
            comment=_text_or_none(post.get(f"c-{pk}")),
            version=_whole(post.get(f"v-{pk}", "")),
        )
        for pk in indicators
    ]


def read(
    drafts: Iterable[Draft], kinds: Mapping[int, str]
) -> tuple[list[Cell], list[Outcome]]:
    """Return the cells that can be read, and for the others what is wrong."""
    cells: list[Cell] = []
    unread: list[Outcome] = []
    for draft in drafts:
        try:
            cells.append(_cell(draft, kinds.get(draft.key.indicator_id, "")))
        except parsing.Unreadable as error:
            cell = Cell(*draft.key, version=draft.version)
            unread.append(Outcome(cell, State.INVALID, None, [str(error)]))
    return cells, unread


class RowsForm(forms.Form):
    """Which rows and columns of the grid are shown."""

    q = forms.CharField(
        label=_("Name of the unit"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name")}),
    )
    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[
            ("", pgettext_lazy("organizations", "All types")),
            *Organization.Type.choices,
        ],
    )
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any state")), *Submission.Status.choices],
    )
    track = forms.ModelChoiceField(
        Track.objects.none(),
        label=_("Track"),
        required=False,
        empty_label=_("All tracks"),
    )

    def __init__(
        self, data: QueryDict, *, tracks: QuerySet[Track], has_types: bool
    ) -> None:
        """Offer the tracks of the cycle's method; municipalities have no type."""
        super().__init__(data)
        if not has_types:
            del self.fields["type"]
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]


class CollectionForm(forms.Form):
    """Which municipalities and organizations the matrix shows."""

    STATES = [
        ("", _("Any state")),
        ("missing", _("Not submitted")),
        ("waiting", _("Waiting for acceptance")),
        ("returned", _("Returned")),
        ("late", _("Late")),
        ("accepted", _("Accepted")),
    ]
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[
            ("", pgettext_lazy("organizations", "All types")),
            *Organization.Type.choices,
        ],
    )


class ReturnForm(forms.Form):
    """Why values are given back."""

    reason = forms.CharField(
        label=_("What has to be corrected"),
        help_text=_("The unit reads this above its values."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _draft(row: object) -> Draft:
    if not isinstance(row, dict):
        raise TypeError
    return Draft(
        key=Key(_whole(row["unit"]), _whole(row["indicator"])),
        numerator=_text(row.get("numerator")),
        denominator=_text(row.get("denominator")),
        reason=_text_or_none(row.get("reason")),
        comment=_text_or_none(row.get("comment")),
        version=_whole(row.get("version", 0)),
    )


def _cell(draft: Draft, kind: str) -> Cell:
    yes_no = kind == Indicator.Kind.YES_NO
    top = parsing.typed(draft.numerator, yes_no=yes_no)
    bottom = parsing.typed("" if yes_no else draft.denominator)
    if (top.not_applicable or bottom.not_applicable) and not draft.reason:
        raise parsing.Unreadable(_("Say why the indicator does not apply."))
    return Cell(
        *draft.key,
        numerator=top.number,
        denominator=_one(top.number) if yes_no else bottom.number,
        reason=draft.reason,
        comment=draft.comment,
        version=draft.version,
    )


def _one(answer: Decimal | None) -> Decimal | None:
    return None if answer is None else Decimal(1)


def _text(value: object) -> str:
    """Return what the database can keep; half a surrogate pair does not encode."""
    if not isinstance(value, str):
        raise TypeError
    if b"\0" in value.encode():
        raise ValueError(value)
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object) -> int:
    number = int(str(value))
    if not 0 <= number < 2**63:
        raise ValueError(number)
    return number
