"""Cells that hold a deadline, alone or together with the bodies that answer."""

from __future__ import annotations

import re

from programs import schedules
from programs.importing import cleaning
from programs.importing.bodies import Known
from programs.importing.header_words import Field
from programs.importing.parting import Raw

DATED = re.compile(
    r"^\W*(?:\d.*|январ\w*|феврал\w*|март\w*|апрел\w*|ма[йяе]|ию[нл]\w*|август\w*"
    r"|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*|(?:янв|фев|мар|апр|авг|сент?|окт|нояб?"
    r"|дек)\.|гг?\.?|год[ауы]?|лет|уч\.?.*|учебн\w*|кв\.?|квартал\w*|полугоди\w*"
    r"|течени[еи]|ежегодн\w*|ежемесячн\w*|еженедельн\w*|ежеквартальн\w*|ежедневн\w*"
    r"|постоянно\w*|до|со?|по|во?|на|не|и|к|раз\w*|позднее|начал\w*|кон[еец]\w*|срок\w*"
    r"|вес[ьи]|все\w*|период\w*|график\w*|план\w*-?график\w*|плану|согласно"
    r"|необходимост\w*|мере|отдельн\w*|декад\w*|недел\w*|месяц\w*|[IVXІ]+)\W*$",
    re.IGNORECASE,
)
WEAK = {"до", "с", "со", "по", "в", "во", "на", "не", "и", "к"}


def words(raw: Raw, known: Known) -> tuple[str, str]:
    """Return the words of the deadline and those of the bodies."""
    if raw.text(Field.SCHEDULE_AND_BODIES):
        return split(raw.text(Field.SCHEDULE_AND_BODIES), known)
    named = "\n".join(
        filter(None, (raw.text(Field.RESPONSIBLE), raw.text(Field.LEAD_AND_CO)))
    )
    if raw.text(Field.SCHEDULE):
        return raw.line(Field.SCHEDULE), named
    ends = [raw.line(Field.STARTS), raw.line(Field.ENDS)]
    return " – ".join(filter(None, ends)), named


def split(text: str, known: Known) -> tuple[str, str]:
    """Part «2022/2023 уч.г. СОИРО, ОМСУ» into the deadline and the bodies.

    Bodies that the program knows are taken out wherever they stand; what is left
    and is no date is taken for a body too, when it stands on one side of the date.
    """
    ways = {
        name: body.key for body in known.bodies for name in (body.name, *body.aliases)
    }
    left, keys = schedules.split_bodies(cleaning.line(text), ways)
    dated, other = _parted(left)
    if keys and not other:
        return dated, _without(text, dated)
    whole, bodies = _parted(cleaning.line(text))
    return whole, bodies


def _parted(line: str) -> tuple[str, str]:
    """Return the run of dates at the beginning or at the end, and the rest."""
    signs = line.split()
    count = _run(signs)
    if count or not signs:
        return " ".join(signs[:count]).strip(" ,;"), " ".join(signs[count:])
    back = _run(signs[::-1])
    edge = len(signs) - back
    return " ".join(signs[edge:]).strip(" ,;"), " ".join(signs[:edge]).strip(" ,;")


def _run(signs: list[str]) -> int:
    """Return how many words from the start are of dates, no preposition last."""
    count = 0
    while count < len(signs) and DATED.match(signs[count]):
        count += 1
    while count and signs[count - 1].lower() in WEAK:
        count -= 1
    return count


def _without(text: str, dated: str) -> str:
    """Return the cell without the words of its deadline, lines kept."""
    if not dated:
        return text
    pattern = r"\s+".join(re.escape(word) for word in dated.split())
    return re.sub(pattern, "\n", text, count=1).strip(" \n,;")
