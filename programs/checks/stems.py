"""The small dictionary of the field: what words mean to the checks.

Stems are regular expressions over folded text (small letters, «е» for «ё»). They are
few on purpose: a topic is here only if a program can promise it and fail to plan it.
"""

from __future__ import annotations

import re
from functools import cache

# What a program promises, and by which words a plan shows that work is done on it.
TOPICS = {
    "route": r"\bиом\b|образовательн\w+ маршрут|персональн\w+ маршрут",
    "training": r"\bкпк\b|\bпк\b|повыш\w* квалификаци|\bкурс",
    "internship": r"стажиров",
    "mentoring": r"наставни|менторс",
    "reserve": r"резерв",
    "teams": r"команд",
    "practices": r"практик(?!ум)|\bопыт",
    "community": r"сообществ|сетев\w+ (?:партнер|взаимодейств|сообществ)|горизонтальн",
    "appointment": r"(?:согласован|систем)\w*(?: \w+)? (?:назначен|кандидатур)",
    "activists": r"управленческ\w+ актив",
    "competence": r"компетен|диагностик|дефицит",
    "selection": r"отбор|конкурс",
    "standing": r"постоянно действующ",
}
# Work that is done with people: another group's work does not count.
PERSONAL = frozenset({"training", "internship", "mentoring"})

# Whom a text speaks of. «Резерв руководителей» is the reserve, not the heads.
AUDIENCES = {
    "reserve": r"резерв|претендент",
    "teams": r"команд",
    "heads": r"руководител|директор|заведующ",
    "teachers": r"педагог|учител",
    "officers": r"омсу|муниципальн\w+ орган",
}
NOT_HEADS = re.compile(
    r"резерв\w*(?: \w+)? руководител\w*|помощник\w* руководител\w*"
    r"|заместител\w* руководител\w*"
)

# What makes a group of people smaller than the whole of it.
NARROWER = {
    "risk": (
        r"низк\w+ (?:\w+ )?результат|сложн\w+ (?:социальн\w+ )?услови"
        r"|неблагоприятн|зон\w* риска|групп\w* риска|риска снижения|\bшнор\b"
    ),
    "preschool": r"дошкольн|\bдоо\b|\bдоу\b|детск\w+ сад",
    "novice": r"молод|начинающ|вновь назначен|впервые назначен",
    "innovation": r"инновационн\w+ инфраструктур",
    "rural": r"сельск|малокомплектн",
}
INCLUDING = re.compile(r"\bв (?:том числе|т\. ?ч\.?)[^,)»]*")
# Populations and types of organizations that are as narrow already.
NARROW_POPULATIONS = {
    "risk": {"heads_at_risk", "heads_low_results"},
    "innovation": {"teams_innovative", "organizations_innovative"},
}

# Only general schools have these.
OF_SCHOOLS = r"\bвпр\b|\bогэ\b|\bегэ\b|\bгиа\b|\bвсош\b|олимпиад|\bмедал"
ALL_TYPES = r"(?<!обще)образовательн\w+ организаци|руководител\w+ оо\b|\bоо\b"
SCHOOLS = r"общеобразовательн|школ"
# Judgments that nobody can count without a criterion.
JUDGMENTS = (
    r"\bсвоевременно\b|\bэффективно\b|\bкачественно\b|\bактивно\b|\bуспешно\b"
    r"|\bрезультативно\b|\bсистематически\b|\bна высоком уровне\b"
)
# Work that one school cannot do alone.
BEYOND_SCHOOL = (
    r"муниципал|пар\w* школ|сет\w+ метод\w*объединени|методическ\w+ объединени"
    r"|экспертн\w+ сообществ|тьюторск\w+ (?:и \w+ )?сообществ"
)
# Beginnings of names that say what to do, not what is wrong.
DIRECTIONS = (
    r"^(?:минимизаци|проведени|анализ|качественн\w+ анализ|организаци|развити"
    r"|совершенствовани|формировани|создани|повышени|обеспечени)\w*"
)
# Work that follows other work: later rows come out of the earlier ones.
CHAINS = (
    (r"конкурс\w*.*резерв", r"разработ\w*.*индивидуальн\w+ план"),
    (r"диагностик\w*.*резерв", r"разработ\w*.*индивидуальн\w+ план"),
    (r"анализ\w* потребност", r"конкурс\w*.*резерв"),
    (r"мониторинг\w* эффективност", r"адресн\w+ рекомендаци"),
)
# Different words for one thing; two groups of them in one document drift.
SYNONYMS = {
    "municipality": (
        r"муниципалитет",
        r"муниципальн\w+ систем",
        r"муниципальн\w+ образовани",
    ),
    "organization": (r"(?:обще)?образовательн\w+ организаци", r"учреждени"),
}
# Whom or what a sum counts, the first word decides.
COUNTED = (
    ("organization", r"организаци|школ|\bоо\b|учреждени"),
    ("municipality", r"муниципал"),
    ("management_team", r"команд"),
    ("reserve_member", r"претендент|резервист|кандидат"),
    ("head", r"руководител|директор"),
    ("teacher", r"педагог|учител"),
    ("learner", r"обучающ|дет(?:и|ей)\b|выпускник"),
)
# Abbreviations that everybody reads as something else.
AMBIGUOUS = {"ООО": "общество с ограниченной ответственностью"}
# Codes of statistical forms: letters, a hyphen, a number; or a number before.
FORM_CODE = r"^(?:\d{1,2}-[А-Я]{1,6}|[А-Я]{2,6}-\d{1,2})$"
# Nouns that say nothing without what they are of.
HEADLESS = (
    r"(?:систем|механизм|услови|порядок|модел|комплекс|процедур)\w*"
    r"\s*(?:\([^)]*\))?$"
)
TITLES = {
    "measures": r"Комплекс\w* мер",
    "program": r"Программ\w*",
    "project": r"Проект\w*",
    "plan": r"План\w* мероприятий",
    "roadmap": r"Дорожн\w+ карт\w*",
}


def fold(text: str) -> str:
    """Return the text in small letters, «е» for «ё», single spaces."""
    return " ".join(text.lower().replace("ё", "е").split())


def says(pattern: str, text: str) -> bool:
    """Whether the folded text holds the pattern."""
    return bool(_compiled(pattern).search(fold(text)))


def said(pattern: str, text: str) -> str:
    """Return the words of the text that the pattern meets, as they are written."""
    plain = text.replace("ё", "е").replace("Ё", "Е")
    match = re.search(pattern, plain, re.IGNORECASE)
    return text[match.start() : match.end()] if match else ""


def says_as(pattern: str, text: str) -> bool:
    """Whether the text holds the pattern in just these letters."""
    return bool(_compiled(pattern).search(text))


def topics(text: str) -> list[str]:
    """Return what the text promises or plans."""
    return [key for key, pattern in TOPICS.items() if says(pattern, text)]


def audiences(text: str) -> set[str]:
    """Return whom the text speaks of."""
    plain = NOT_HEADS.sub(_kept, fold(text))
    return {key for key, pattern in AUDIENCES.items() if says(pattern, plain)}


def narrower(text: str) -> list[str]:
    """Return what makes the group of the text smaller; «в том числе» does not."""
    plain = INCLUDING.sub(" ", fold(text))
    return [key for key, pattern in NARROWER.items() if says(pattern, plain)]


def counted(text: str) -> str:
    """Return what a sum counts, by the earliest of the known words; "" if unknown."""
    plain = fold(text)
    places = [
        (match.start(), key)
        for key, pattern in COUNTED
        if (match := _compiled(pattern).search(plain))
    ]
    return min(places)[1] if places else ""


def stems(text: str, length: int = 6) -> set[str]:
    """Return the beginnings of the long words of the text."""
    return {
        word[:length] for word in re.findall(r"[а-яa-z]+", fold(text)) if len(word) > 3
    }


def _kept(match: re.Match[str]) -> str:
    return "резерв" if match.group().startswith("резерв") else ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
