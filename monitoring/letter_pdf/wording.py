"""The letter's sentences, made from its figures."""

from decimal import Decimal

from monitoring.letter_pdf.content import (
    Addressee,
    IndicatorRow,
    LetterContent,
    Level,
    Peers,
    Population,
    Total,
)
from portal.typography import number, plural, plural_genitive, sentence, span

LEVELS: dict[Level, str] = {"high": "высокий", "medium": "средний", "low": "низкий"}
LEVELS_GENITIVE: dict[Level, str] = {
    "high": "высокого",
    "medium": "среднего",
    "low": "низкого",
}
MISSING = {"no_data": "нет данных", "not_applicable": "не применимо"}
QUARTERS = {1: "в первой", 2: "во второй", 3: "в третьей", 4: "в четвёртой"}
OWN = {
    "organization": "Ваша организация",
    "municipality": "Ваше муниципальное образование",
}
OWN_GENITIVE = {
    "organization": "Вашей организации",
    "municipality": "Вашего муниципального образования",
}
UNITS = {
    "organization": ("организация", "организации", "организаций"),
    "municipality": (
        "муниципальное образование",
        "муниципальных образования",
        "муниципальных образований",
    ),
}


def intro(letter: LetterContent) -> str:
    """Say on what basis, when and over whom the monitoring was held."""
    cycle, count = letter.cycle, len(letter.indicators)
    parts = [letter.basis, span(cycle.starts_on, cycle.ends_on), cycle.action]
    parts.append(_population(cycle.population))
    if count:
        noun = plural_genitive(count, "показателю", "показателям")
        parts.append(f"по {count} {noun}")
    text = " ".join(part for part in parts if part)
    return f"{text[0].upper()}{text[1:]}."


def result(letter: LetterContent) -> str:
    """Say what the addressee's total is, how it changed and how it compares."""
    if letter.total.value is None:
        said = ["Сводное значение не рассчитано: данных недостаточно."]
    else:
        said = [_total(letter), _municipality(letter), _peers(letter)]
    said.append(counts(letter))
    return " ".join(part for part in said if part)


def counts(letter: LetterContent) -> str:
    """Count the indicators of each level, those without data and not applicable."""
    rows = letter.indicators
    if not rows:
        return ""
    by_level = [
        f"{of}{'' if index else ' уровня'} – {count}"
        for index, (of, count) in enumerate(_level_counts(rows))
    ]
    text = f"Показателей {', '.join(by_level)}" if by_level else "Уровни не определены"
    gaps = {word: sum(missing(r) == key for r in rows) for key, word in MISSING.items()}
    return text + "".join(f"; {word} – {n}" for word, n in gaps.items() if n) + "."


def missing(row: IndicatorRow) -> str:
    """Return why the row has no value; O = 0 is no data, whatever stands beside it."""
    if row.missing:
        return row.missing
    return "no_data" if row.value is None or row.denominator == 0 else ""


def percent(value: Decimal, letter: LetterContent) -> str:
    """Write a percentage with the methodology's decimals."""
    return f"{number(value, letter.decimals)} %"


def peer_count(peers: Peers, addressee: Addressee) -> str:
    """Count the group: 64 организации."""
    return f"{number(peers.size)} {plural(peers.size, *UNITS[addressee.kind])}"


def more(count: int, where: str) -> str:
    """Say how many recommendations stand on the portal only."""
    noun = plural(count, "рекомендация", "рекомендации", "рекомендаций")
    verb = plural(count, "размещена", "размещены", "размещены")
    return f"Ещё {count} {noun} {verb} {where}."


def _population(population: Population) -> str:
    count = population.count
    noun = plural_genitive(count, population.one, population.many)
    parts = (number(count) if count else "", noun, population.territory)
    return " ".join(part for part in parts if part)


def _total(letter: LetterContent) -> str:
    total = letter.total
    if total.value is None:
        return ""
    text = f"Сводное значение {OWN_GENITIVE[letter.addressee.kind]}"
    text += f" – {percent(total.value, letter)}"
    if total.level:
        text += f" ({LEVELS[total.level]} уровень)"
    change = _change(total, letter.decimals)
    return sentence(f"{text}; за год оно {change}" if change else text)


def _change(total: Total, decimals: int) -> str:
    """Say how the total changed; within the tolerance it hardly did."""
    if total.change is None:
        return ""
    if number(total.change, decimals) == number(0, decimals):
        return "не изменилось"
    if total.trend == "stable":
        return (
            f"почти не изменилось ({number(total.change, decimals, sign=True)} п. п.)"
        )
    verb = "выросло" if total.change > 0 else "снизилось"
    return f"{verb} на {number(abs(total.change), decimals)} п. п."


def _municipality(letter: LetterContent) -> str:
    own = letter.municipality
    return f"По {own.name} оно составило {percent(own.value, letter)}." if own else ""


def _peers(letter: LetterContent) -> str:
    peers = letter.peers
    if peers is None:
        return ""
    size = peer_count(peers, letter.addressee)
    group = f"{size}: {peers.name}" if peers.name else size
    place = ", ".join(part for part in (_quarter(peers), _side(letter.total)) if part)
    parts = []
    if letter.total.median is not None:
        median = percent(letter.total.median, letter)
        parts.append(f"Медиана группы сравнения ({group}) – {median}")
    else:
        parts.append(f"Группа сравнения – {group}")
    if place:
        parts.append(f"{OWN[letter.addressee.kind]} – {place}")
    return "; ".join(parts) + "."


def _quarter(peers: Peers) -> str:
    return f"{QUARTERS[peers.quarter]} четверти группы" if peers.quarter else ""


def _side(total: Total) -> str:
    if total.value is None or total.median is None:
        return ""
    if total.value == total.median:
        return "на уровне медианы"
    return "выше медианы" if total.value > total.median else "ниже медианы"


def _level_counts(rows: tuple[IndicatorRow, ...]) -> list[tuple[str, int]]:
    known = [row.level for row in rows if not missing(row)]
    found = ((of, known.count(level)) for level, of in LEVELS_GENITIVE.items())
    return [(of, count) for of, count in found if count]
