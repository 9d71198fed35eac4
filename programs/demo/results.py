"""What the demo says of events that were held: words, hours, how many came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from programs.models import Event, Occurrence

Kind = Event.Kind
Mode = Occurrence.Mode


@dataclass(frozen=True)
class Outcome:
    """The usual outcome of a kind: its words, people in a region, hours."""

    words: str
    people: tuple[int, int] = (0, 0)
    hours: int = 0
    mode: Mode = Mode.ON_SITE


LEARNED = "Обучение завершено, слушатели получили удостоверения."
DONE: Final = Outcome("Работа выполнена, справка приложена.")
OUTCOMES: Final[Mapping[str, Outcome]] = {
    Kind.TRAINING: Outcome(LEARNED, (24, 60), 36, Mode.MIXED),
    Kind.SEMINAR: Outcome(
        "Семинар проведён, материалы направлены участникам.", (35, 90), 4
    ),
    Kind.WORKSHOP: Outcome(
        "Участники разобрали управленческие ситуации своих организаций.", (25, 60), 6
    ),
    Kind.WEBINAR: Outcome(
        "Вебинар проведён, запись доступна участникам.", (60, 140), 2, Mode.ONLINE
    ),
    Kind.MENTORING: Outcome("Наставники закреплены, планы работы утверждены.", (6, 18)),
    Kind.INTERNSHIP: Outcome(
        "Стажировка завершена, отчёты стажёров приняты.", (10, 26), 24
    ),
    Kind.LANDING: Outcome(
        "Команда выехала в муниципалитеты, дорожные карты школ уточнены.", (12, 30), 8
    ),
    Kind.DEFENSE: Outcome("Программы развития защищены публично.", (8, 20), 6),
    Kind.CONSULTATION: Outcome(
        "Консультации проведены, запросы закрыты.", (10, 25), 2, Mode.ONLINE
    ),
    Kind.CONTEST: Outcome("Победители определены, опыт обобщён.", (15, 40)),
    Kind.DIAGNOSTICS: Outcome("Диагностика проведена, дефициты выявлены.", (20, 45)),
    Kind.INTERVIEW: Outcome(
        "Собеседования проведены, протоколы с мерами подписаны.", (19, 19), 3
    ),
    Kind.SESSION: Outcome("Решения сессии включены в планы.", (20, 45), 4),
    Kind.COMPETITION: Outcome("Отбор завершён, резерв обновлён.", (30, 60)),
    Kind.ACTING: Outcome("Резервисты замещали руководителей, отзывы получены."),
    Kind.MONITORING: Outcome("Сведения собраны, аналитическая справка подготовлена."),
    Kind.DOCUMENT: Outcome("Документ утверждён приказом."),
    Kind.MATERIAL: Outcome("Материал подготовлен и направлен в организации."),
}


def of(kind: str) -> Outcome:
    """Return the usual outcome of the kind of event."""
    return OUTCOMES.get(kind, DONE)
