"""Words of the heads of columns in plans, and which field of the portal they name."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from programs.importing import cleaning


class Field(enum.StrEnum):
    """What a column may hold."""

    SKIP = ""
    NUMBER = "number"
    SECTION = "section"
    PROBLEM = "problem"
    MEASURE = "measure"
    NAME = "name"
    SCHEDULE = "schedule"
    STARTS = "starts"
    ENDS = "ends"
    RESPONSIBLE = "responsible"
    CO_EXECUTORS = "co_executors"
    LEAD_AND_CO = "lead_and_co"
    SCHEDULE_AND_BODIES = "schedule_and_bodies"
    RESULT = "result"
    NOTES = "notes"


class How(enum.StrEnum):
    """How a column got its field."""

    KNOWN = "known"  # the heading is a usual one
    LIKELY = "likely"  # a word of the heading, or the content
    CONTENT = "content"
    UNKNOWN = "unknown"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Guess:
    """A field for the words of a heading, and how sure it is."""

    field: Field
    how: How


# Whole headings as plans have them, after folding; the first match counts.
KNOWN: Sequence[tuple[str, Field]] = (
    (
        r"(№|n|no)( ?(п/? ?п|пп))?\.?|п/п|номер( п/п)?|№ пункта|пункт( плана)?",
        Field.NUMBER,
    ),
    (
        r"(сроки?|даты?)( \w+)?( и)? (ответственн\w+|исполнител\w+)( \w+)*",
        Field.SCHEDULE_AND_BODIES,
    ),
    (
        r"(ответственн\w+|исполнител\w+)( \w+)? (и )?(сроки?|даты?)( \w+)*",
        Field.SCHEDULE_AND_BODIES,
    ),
    (r"(ответственн\w+ )?исполнител\w+ (и )?\(?соисполнител\w+", Field.LEAD_AND_CO),
    (r"ответственн\w+ (и )?соисполнител\w+", Field.LEAD_AND_CO),
    (r"соисполнител\w+|со-исполнител\w+", Field.CO_EXECUTORS),
    (r"(дата|срок) начала( \w+)*|начало( \w+)*", Field.STARTS),
    (
        r"(дата|срок) (окончания|завершения)( \w+)*|(окончание|завершение)( \w+)*",
        Field.ENDS,
    ),
    (
        r"(планируем\w+ |контрольн\w+ )?(сроки?|даты?|период|время|дата и время)"
        r"( и время)?( (выполнения|реализации|проведения|исполнения|начала и окончания"
        r"|мероприятия|мероприятий|\w+))*",
        Field.SCHEDULE,
    ),
    (
        r"(ответственн\w+|исполнител\w+|отв\.?)( (исполнител\w+|исп\.?|лица?|за \w+"
        r"( \w+)?))*( мероприяти\w+)?",
        Field.RESPONSIBLE,
    ),
    (
        r"((прогнозируем|ожидаем|планируем|предполагаем|конечн)\w+ )?результат\w*"
        r"( (реализации|выполнения|мероприяти\w+|исполнения))*",
        Field.RESULT,
    ),
    (r"примечани[ея]|прим\.?|комментари[ий]", Field.NOTES),
    (r"проблем[аы](/.*)?|проблем[аы] актуальное .*", Field.PROBLEM),
    (
        r"наименование( \w+)*|название( \w+)*|мероприяти[ея]|меры,? мероприятия"
        r"|мероприятия меры|содержание мероприяти\w+|перечень мероприятий|вид работы",
        Field.NAME,
    ),
    (r"описание специфики( \w+)*|специфика( \w+)*", Field.NAME),
    (
        r"направлени[ея]( (деятельности|работы|реализации))?|раздел|модуль|трек|блок",
        Field.SECTION,
    ),
)
# Single words that make a field likely.
LIKELY: Sequence[tuple[str, Field]] = (
    (r"соисполнит", Field.CO_EXECUTORS),
    (
        r"(срок|дат[аы]).*(ответств|исполнит)|(ответств|исполнит).*(срок|дат[аы])",
        Field.SCHEDULE_AND_BODIES,
    ),
    (r"отметка|(об|о) исполнении", Field.NOTES),
    (r"ответств|исполнит|куратор|\bкто\b", Field.RESPONSIBLE),
    (r"\bсрок|\bдат[аы]|период|график|месяц|когда|квартал", Field.SCHEDULE),
    (
        r"результат|эффект|продукт|показател|индикатор|итог|документ|отчетност",
        Field.RESULT,
    ),
    (r"проблем|риск|дефицит|актуальн", Field.PROBLEM),
    (r"специфик|конкретн|детализац", Field.NAME),
    (
        r"мероприят|\bмер[аы]?\b|действи|наименован|назван|содержание|рекомендаци",
        Field.NAME,
    ),
    (r"направлен|раздел|модул|трек|задач", Field.SECTION),
    (
        r"примечан|\bприм\b|коммент|место|форма|категори|участник|аудитори|объем|час",
        Field.NOTES,
    ),
    (r"^№|п/п", Field.NUMBER),
)
SPECIFICS = re.compile(r"специфик|конкретн|детализац")
_KNOWN = [(re.compile(pattern), field) for pattern, field in KNOWN]
_LIKELY = [(re.compile(pattern), field) for pattern, field in LIKELY]
LONGEST = 160


def guess(title: str) -> Guess:
    """Return the field that the heading of a column names."""
    words = folded(title)
    if not words or len(words) > LONGEST:
        return Guess(Field.SKIP, How.UNKNOWN)
    for pattern, field in _KNOWN:
        if pattern.fullmatch(words):
            return Guess(field, How.KNOWN)
    for pattern, field in _LIKELY:
        if pattern.search(words):
            return Guess(field, How.LIKELY)
    return Guess(Field.SKIP, How.UNKNOWN)


def names_specifics(title: str) -> bool:
    """Tell whether the column details what another one calls the measure."""
    return bool(SPECIFICS.search(folded(title)))


def folded(title: str) -> str:
    """Return a heading for comparing; words broken between lines are joined."""
    joined = re.sub(r"(?<=[а-яё])-\s*\n\s*(?=[а-яё])", "", title, flags=re.IGNORECASE)
    words = cleaning.folded(cleaning.line(joined)).replace(" /", "/").replace("/ ", "/")
    return words.strip(" .:")
