"""Bodies torn apart between two columns: «ХК ОМСУ | ИРО, Развитие …» put together."""

from __future__ import annotations

import re

from programs.importing import cleaning
from programs.importing.bodies import Known
from programs.importing.columns import Mapping
from programs.importing.header_words import Field
from programs.importing.parting import Raw
from programs.importing.tables import Note, Told

HOLDERS = (Field.LEAD_AND_CO, Field.RESPONSIBLE, Field.CO_EXECUTORS)
TORN = re.compile(r"^\s*([\w«»\"./-]+(?:\s+[\w«»\"./-]+){0,3}),\s*(.*)$", re.DOTALL)


def repaired(raw: Raw, mapping: Mapping, known: Known) -> tuple[Note, ...]:
    """Put bodies back that slipped into the next column, and tell of it.

    Only where the cell alone cannot be read, and both together can in full.
    """
    fields = mapping.fields
    for at, field in enumerate(fields[:-1]):
        beside = fields[at + 1]
        if field not in HOLDERS or not beside or not raw.text(field):
            continue
        found = _whole(raw.line(field), raw.text(beside), known)
        if found is None:
            continue
        whole, rest = found
        text = f"{raw.line(field)} | {raw.line(beside)[:80]}"
        raw.values[field] = [whole]
        raw.torn = text[: text.index(",", text.index(" | ")) + 1]
        raw.values[beside] = [rest] if rest else []
        return (Note(Told.COLUMN_SPLIT, raw.row.number, text),)
    return ()


def _whole(named: str, beside: str, known: Known) -> tuple[str, str] | None:
    """Return the bodies put together and what is left beside them."""
    torn = TORN.match(cleaning.line(beside))
    if torn is None or known.knows_all(named):
        return None
    signs = named.split()
    for place in range(len(signs), 0, -1):
        before, after = " ".join(signs[:place]), " ".join(signs[place:])
        whole = ", ".join(filter(None, (f"{before} {torn[1]}", after)))
        if known.knows_all(whole):
            return whole, torn[2]
    return None
