"""The least valid rows; a test states what matters to it."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from monitoring.models import Cycle, Indicator, Methodology, Submission, Track, Value
from portal.models import (
    Appointment,
    Body,
    Membership,
    Organization,
    Person,
    Position,
    Unit,
    User,
)

numbers = itertools.count(1)
PASSWORD = "correct horse battery"
YEAR = 2026


def region(**fields: object) -> Unit:
    """A region."""
    number = next(numbers)
    return Unit.objects.create(
        kind=Unit.Kind.REGION,
        **{"name": f"Край {number}", "short_name": f"Край {number}", **fields},
    )


def municipality(parent: Unit, **fields: object) -> Unit:
    """A municipality of the region."""
    number = next(numbers)
    return Unit.objects.create(
        kind=Unit.Kind.MUNICIPALITY,
        parent=parent,
        **{
            "name": f"Муниципальный округ {number}",
            "short_name": f"Округ {number}",
            **fields,
        },
    )


def organization(
    parent: Unit, type: str = Organization.Type.GENERAL, **fields: object
) -> Unit:
    """An organization of the municipality; flags and learners go to its detail."""
    number = next(numbers)
    names = {
        "is_rural",
        "is_low_results",
        "is_unfavorable",
        "is_innovative",
        "learners",
    }
    detail = {name: fields.pop(name) for name in names & fields.keys()}
    unit = Unit.objects.create(
        kind=Unit.Kind.ORGANIZATION,
        parent=parent,
        **{
            "name": f"Муниципальное бюджетное общеобразовательное учреждение"
            f" «Школа № {number}»",
            "short_name": f"Школа № {number}",
            **fields,
        },
    )
    Organization.objects.create(unit=unit, type=type, **detail)
    return unit


def body(unit: Unit, **fields: object) -> Body:
    """The authority of a region."""
    return Body.objects.create(
        unit=unit,
        kind=Body.Kind.REGIONAL_AUTHORITY,
        **{
            "name": "Министерство образования края",
            "signatory_position": "Заместитель министра",
            "signatory_name": "А. П. Лесная",
            "executor_position": "Главный специалист",
            **fields,
        },
    )


def person(**fields: object) -> Person:
    """Somebody."""
    number = next(numbers)
    return Person.objects.create(
        **{
            "last_name": f"Петрова{'абвгдежзик'[number % 10]}",
            "first_name": "Анна",
            "patronymic": "Сергеевна",
            "gender": Person.Gender.FEMALE,
            **fields,
        }
    )


def appoint(
    who: Person,
    unit: Unit,
    starts_on: dt.date = dt.date(2020, 9, 1),
    ends_on: dt.date | None = None,
) -> Appointment:
    """The person as head of the unit."""
    position, _ = Position.objects.get_or_create(
        unit=unit, kind=Position.Kind.HEAD, defaults={"title": "Директор"}
    )
    return Appointment.objects.create(
        person=who, position=position, starts_on=starts_on, ends_on=ends_on
    )


def user(
    username: str = "", role: str = "", unit: Unit | None = None, **fields: object
) -> User:
    """A user, with a role in the unit when both are named."""
    made = User.objects.create_user(
        username or f"user{next(numbers)}", password=PASSWORD, **fields
    )
    if unit is not None:
        Membership.objects.create(user=made, unit=unit, role=role)
    return made


def head_user(unit: Unit, username: str = "", **fields: object) -> User:
    """The head of the unit: a person, an appointment, a user, a role."""
    who = person(**fields)
    appoint(who, unit)
    return user(username, Membership.Role.HEAD, unit, person=who)


def methodology(owner: Unit, **fields: object) -> Methodology:
    """A draft method with one track."""
    number = next(numbers)
    made = Methodology.objects.create(
        owner=owner,
        **{"code": f"method-{number}", "year": YEAR, "name": "Методика", **fields},
    )
    Track.objects.create(methodology=made, number=1, name="Качество управления")
    return made


def indicator(
    method: Methodology,
    code: str = "",
    kind: str = Indicator.Kind.SHARE,
    **fields: object,
) -> Indicator:
    """An indicator of the method's first track, collected at organizations."""
    number = next(numbers)
    return Indicator.objects.create(
        methodology=method,
        code=code or f"1.{number}",
        kind=kind,
        **{
            "track": method.tracks.first(),
            "position": number,
            "name": f"Доля руководителей, показатель {number}",
            "numerator_text": "Число руководителей, участвовавших в обмене опытом",
            "denominator_text": "Всего руководителей",
            "collected_at": Indicator.CollectedAt.ORGANIZATION,
            **fields,
        },
    )


def cycle(
    method: Methodology,
    owner: Unit,
    year: int = YEAR,
    status: str = Cycle.Status.COLLECTING,
    **fields: object,
) -> Cycle:
    """A cycle with collection in November and December of its year."""
    return Cycle.objects.create(
        methodology=method,
        owner=owner,
        year=year,
        status=status,
        **{
            "name": f"Мониторинг {year}",
            "opens_on": dt.date(year, 11, 2),
            "closes_on": dt.date(year, 12, 11),
            "reference_on": dt.date(year, 12, 11),
            "run_on": dt.date(year, 12, 14),
            "reply_due_on": dt.date(year + 1, 2, 1),
            **fields,
        },
    )


def submission(
    of: Cycle, unit: Unit, status: str = Submission.Status.DRAFT, **fields: object
) -> Submission:
    """What the unit reports in the cycle."""
    return Submission.objects.create(cycle=of, unit=unit, status=status, **fields)


def value(
    of: Cycle,
    unit: Unit,
    what: Indicator,
    numerator: int | None = None,
    denominator: int | None = None,
    **fields: object,
) -> Value:
    """K and O; the submission is made when there is none yet."""
    Submission.objects.get_or_create(cycle=of, unit=unit)
    return Value.objects.create(
        cycle=of,
        unit=unit,
        indicator=what,
        kind=what.kind,
        numerator=None if numerator is None else Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        **fields,
    )
