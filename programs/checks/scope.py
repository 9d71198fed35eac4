"""Checks of the passport: territory, annexes, owners, words that change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.deadlines import act, days_words
from programs.checks.document import Document, Row
from programs.checks.found import DOCUMENT, Hit, Place, Quote
from programs.checks.rules import INFO, WARNING, rule
from programs.schedules import Kind
from programs.schedules.calendar import is_working

DESCRIPTIVE = r"(?:муниципальн|районн|городск)\w+ (?:программ|проект|план|комплекс)"
OF_REGION = r"региональн\w+ (?:систем|программ|проект|сет)\w*"
ABBREVIATION = re.compile(r"(?<![А-ЯЁа-яё«])[А-ЯЁ]{2,6}(?![А-ЯЁа-яё])")
ENTRUSTED = r"обеспеч\w+ (?:\w+ )?реализаци|реализу\w+"
SENSE = 4  # letters that tell one territory from another
ENDING = 3  # letters that change with the case
GENERIC = re.compile(r"(?:район|округ|город|муницип|област|кра[йя]|посел)\w*")
MOST_WORDS = 4  # of a title that may be short: «Программа», «Состав группы»


@rule("SCOPE_NAME", WARNING)
def name(document: Document) -> Iterator[Hit]:
    """Yield titles of a municipal document that lost the municipality."""
    text = document.text
    own = text.territory.rsplit(",", 1)[-1].strip()
    if text.level != "municipal" or not document.is_plan or not own:
        return
    titles = [(DOCUMENT, text.name)]
    titles += [
        (document.place_of(row), row.text)
        for row in document.clauses("annex", about="program")
    ]
    for place, title in titles:
        long = len(title.split()) > MOST_WORDS and stems.says(DESCRIPTIVE, title)
        if long and fold_sense(own) not in stems.fold(title):
            yield Hit(
                (place,),
                {"territory": own, "title": title},
                (Quote("title", title), Quote("territory", text.territory, own)),
                options=({"do": "edit_program"},),
            )


@rule("SCOPE_TEXT", WARNING)
def text_scope(document: Document) -> Iterator[Hit]:
    """Yield clauses of a municipal plan that promise work of the whole region."""
    if document.text.level != "municipal" or not document.is_plan:
        return
    for clause in document.clauses("problem", "task", "result"):
        if stems.says(OF_REGION, clause.text):
            yield Hit(
                (document.place_of(clause),),
                {"words": stems.said(OF_REGION, clause.text)},
                (
                    Quote(clause.kind, clause.text, stems.said(OF_REGION, clause.text)),
                    Quote("territory", document.text.territory),
                ),
                options=({"do": "edit_clause"},),
            )


@rule("ANNEX_MISSING", WARNING)
def annexes(document: Document) -> Iterator[Hit]:
    """Yield annexes that the document names and does not have."""
    for clause in document.clauses("annex"):
        if not clause.is_present:
            yield Hit(
                (document.place_of(clause),),
                {"number": clause.number, "name": clause.text},
                (Quote("annex", clause.text),),
                options=({"do": "annex_there", "number": clause.number},),
            )


@rule("ROADMAP_NARROWER_THAN_PROJECT", INFO)
def narrower(document: Document) -> Iterator[Hit]:
    """Yield a plan of events that is shorter than the program."""
    text = document.text
    if (text.plan_starts_on, text.plan_ends_on) == (text.starts_on, text.ends_on):
        return
    whole = days_words(text.starts_on, text.ends_on)
    plan = days_words(text.plan_starts_on, text.plan_ends_on)
    yield Hit(
        (Place("period"),),
        {"period": whole, "plan": plan},
        (Quote("period", whole), Quote("roadmap", plan, plan)),
    )


@rule("PROBLEM_IS_DIRECTION", INFO)
def directions(document: Document) -> Iterator[Hit]:
    """Yield headings of the column «Problem» that say what to do instead."""
    for section in document.text.sections:
        if section.kind != "problem":
            continue
        named = section.nature or (
            "direction" if stems.says(stems.DIRECTIONS, section.name) else "problem"
        )
        if named == "problem":
            continue
        above = document.sections.get(section.parent)
        label = f"{above.number}.{section.number}" if above else section.number
        yield Hit(
            (Place("section", label),),
            {"name": section.name, "label": label, "nature": named},
            (Quote("problem", section.name),),
        )


@rule("OWNER_SCOPE", WARNING)
def owners(document: Document) -> Iterator[Hit]:
    """Yield rows that one body shall carry out and only others are named for."""
    for clause in document.clauses("mechanism"):
        function = str(clause.details.get("function", ""))
        owner = _owner(document, f"{clause.text} {function}")
        if not owner or not stems.says(ENTRUSTED, function):
            continue
        rows = [row for row in document.events if row.bodies and not _by(row, owner)]
        if rows:
            named = document.names_of(owner)[0]
            yield Hit(
                (document.place_of(clause),),
                {"body": named, "count": len(rows), "total": len(document.events)},
                (
                    Quote("mechanism", f"{clause.text}: {function}", clause.text),
                    Quote("executors", rows[0].text.bodies_original),
                ),
            )


@rule("SCHEDULE_OWNER_MISMATCH", WARNING)
def schedule_owners(document: Document) -> Iterator[Hit]:
    """Yield events dated by one body's schedule and carried out by others."""
    for row in document.events:
        if row.schedule.kind != Kind.ON_SCHEDULE:
            continue
        owner = _owner(document, row.schedule.ref or row.words)
        if not owner or _within(document, row, owner):
            continue
        executors = row.text.bodies_original or ", ".join(
            document.names_of(key)[0] for key in row.bodies
        )
        yield Hit(
            (row.place,),
            {
                "event": row.label,
                "owner": document.names_of(owner)[0],
                "executors": executors,
            },
            (Quote("deadline", row.words, row.words), Quote("executors", executors)),
            event=row.text.key,
            options=(
                {"do": "ask_deadline", "event": row.text.key},
                {"do": "edit_event", "event": row.text.key},
            ),
        )


@rule("AMBIGUOUS_ABBR", INFO)
def abbreviations(document: Document) -> Iterator[Hit]:
    """Yield abbreviations that everybody reads as something else, unexplained."""
    explained = {alias for body in document.text.bodies for alias in body.aliases}
    for place, text in _texts(document):
        for word in ABBREVIATION.findall(text):
            if word in stems.AMBIGUOUS and word not in explained:
                explained.add(word)
                yield Hit(
                    (place,),
                    {"word": word, "usual": stems.AMBIGUOUS[word]},
                    (Quote(place.key, text, word),),
                )


@rule("TERM_ALIAS", INFO)
def aliases(document: Document) -> Iterator[Hit]:
    """Yield a second name of the document: «Комплекс мер», then «План мероприятий»."""
    name = document.text.name
    own = [key for key, title in stems.TITLES.items() if stems.says_as(title, name)]
    for clause in document.clauses("mechanism", "annex", "task"):
        words = f"{clause.text}. {clause.details.get('function', '')}"
        for key, pattern in stems.TITLES.items():
            other = re.search(pattern, words)
            if own and key not in own and other:
                first = stems.said(stems.TITLES[own[0]], name)
                yield Hit(
                    (DOCUMENT,),
                    {"first": first, "second": other[0]},
                    (
                        Quote("title", name, first),
                        Quote(clause.kind, words.strip(". "), other[0]),
                    ),
                )
                return


@rule("WEEKEND_DATE", INFO)
def weekend(document: Document) -> Iterator[Hit]:
    """Yield a document dated on a day off."""
    day = document.text.act_on
    if day is not None and not is_working(day, {}):
        yield Hit(
            (Place("act"),),
            {"day": day.isoformat(), "weekday": day.isoweekday()},
            (act(document),),
        )


@rule("FORM_CODE_SUSPECT", INFO)
def forms(document: Document) -> Iterator[Hit]:
    """Yield codes of statistical forms that are not written as codes are."""
    for clause in document.clauses("direction", about="data_source"):
        codes = [str(code) for code in clause.details.get("forms", ())]
        odd = [code for code in codes if not re.match(stems.FORM_CODE, code)]
        for code in odd:
            yield Hit(
                (Place("source", code),),
                {"code": code, "others": ", ".join(x for x in codes if x not in odd)},
                (Quote("source", clause.text, code),),
            )


@rule("COLUMN_SPLIT", INFO)
def columns(document: Document) -> Iterator[Hit]:
    """Yield rows in which the name of a body was torn between two columns."""
    rows = [row for row in document.rows if _torn(document, row)]
    if rows:
        yield Hit(
            tuple(row.place for row in rows),
            {"count": len(rows), "events": ", ".join(row.label for row in rows)},
            tuple(Quote(row.place.key, row.text.bodies_original) for row in rows),
        )


def fold_sense(name: str) -> str:
    """Return the letters that tell the territory: «камышинс» of «Камышинский район»."""
    words = [word for word in stems.fold(name).split() if not GENERIC.match(word)]
    own = max(words or [stems.fold(name)], key=len)
    return own[: max(len(own) - ENDING, SENSE)]


def _owner(document: Document, words: str) -> str:
    """Return the key of the body that the words name, the longest name first."""
    named = [
        (len(name), body.key)
        for body in document.text.bodies
        for name in (body.name, *body.aliases)
        if re.search(rf"(?<!\w){re.escape(stems.fold(name))}(?!\w)", stems.fold(words))
    ]
    return max(named)[1] if named else ""


def _by(row: Row, owner: str) -> bool:
    return owner in row.bodies


def _within(document: Document, row: Row, owner: str) -> bool:
    """Whether the owner, or a part of it by its name, carries the row out."""
    names = document.names_of(owner)
    return any(
        key == owner
        or any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", own)
            for own in document.names_of(key)
            for name in names
        )
        for key in row.bodies
    )


def _texts(document: Document) -> Iterator[tuple[Place, str]]:
    yield DOCUMENT, document.text.name
    for section in document.text.sections:
        yield Place("section", section.number or section.name), section.name
    for row in document.rows:
        yield row.place, f"{row.text.name}. {row.text.expected_result}".strip(". ")
    for clause in document.text.clauses:
        yield document.place_of(clause), clause.text


def _torn(document: Document, row: Row) -> bool:
    """Whether an alias of two words lost its second one to the next column."""
    cell, _bar, rest = row.text.bodies_original.partition("|")
    after = rest.strip() or row.text.expected_result
    for body in document.text.bodies:
        for alias in body.aliases:
            first, _space, second = alias.partition(" ")
            if not second or not cell.startswith(f"{first} ") or alias in cell:
                continue
            if re.match(rf"{re.escape(second)}\s*,", after):
                return True
    return False
