"""What an addressed letter says: plain data, in Russian, as the database keeps it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from monitoring.letter_pdf import stored

Level = Literal["high", "medium", "low", ""]
Trend = Literal["grew", "stable", "fell", ""]
Missing = Literal["no_data", "not_applicable", ""]


@dataclass(frozen=True)
class Authority:
    """Who writes: the letterhead."""

    name: str
    name_genitive: str
    reference: tuple[str, ...] = ()  # address, phone, codes: a line each


@dataclass(frozen=True)
class Addressee:
    """Whom the letter is for: the head, and the organization or municipality led."""

    organization: str  # short name, for the annex
    organization_genitive: str
    position_dative: str
    name_dative: str  # Ивановой А. П.
    salutation: str = ""
    contact: str = ""
    kind: Literal["organization", "municipality"] = "organization"


@dataclass(frozen=True)
class ReplyTo:
    """The letter this one answers."""

    number: str
    dated_on: dt.date


@dataclass(frozen=True)
class Population:
    """Whose results were taken together: 411 образовательных организаций … области."""

    count: int
    one: str = "образовательной организации"  # genitive, as after «руководителей»
    many: str = "образовательных организаций"
    territory: str = ""  # genitive: Смоленской области


@dataclass(frozen=True)
class Cycle:
    """The cycle the letter reports."""

    name: str  # over the annex's table
    starts_on: dt.date
    ends_on: dt.date
    population: Population
    action: str = "проведён мониторинг эффективности руководителей"


@dataclass(frozen=True)
class Scale:
    """Borders of the levels, percent."""

    medium_from: Decimal
    high_from: Decimal


@dataclass(frozen=True)
class Total:
    """The consolidated value, percent; None where nothing was reported."""

    value: Decimal | None = None
    level: Level = ""
    change: Decimal | None = None  # percentage points against the previous cycle
    trend: Trend = ""
    median: Decimal | None = None  # of the peer group


@dataclass(frozen=True)
class Peers:
    """The group of comparison; nobody in it is named."""

    name: str  # городские, от 500 до 1000 обучающихся
    size: int
    quarter: Literal[1, 2, 3, 4] | None = None  # 1 is the best


@dataclass(frozen=True)
class Municipality:
    """The consolidated value of the municipality, beside the organization's own."""

    name: str  # as it stands after «по»: городскому округу Энск
    value: Decimal


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator's figures: K is the numerator, O the denominator, D the value."""

    code: str
    name: str
    track: str = ""  # heading over the rows of a track, which stand together
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    change: Decimal | None = None
    median: Decimal | None = None
    level: Level = ""
    missing: Missing = ""
    borders: Scale | None = None  # where they differ from the letter's
    weak: bool = False  # shown on the first page


@dataclass(frozen=True)
class RecommendationItem:
    """One recommendation with the figures that call for it."""

    indicator: str
    title: str
    finding: str
    measure: str
    due_on: dt.date | None = None
    helper: str = ""


@dataclass(frozen=True)
class Ask:
    """What the addressee is asked to hand in."""

    what: str
    due_on: dt.date | None = None
    only_with_recommendations: bool = False


@dataclass(frozen=True)
class SignatureMark:
    """The mark of an electronic signature; only for a document really signed."""

    certificate: str
    owner: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Signatory:
    """Who signs."""

    position: str
    name: str  # А. П. Иванова
    mark: SignatureMark | None = None


@dataclass(frozen=True)
class Executor:
    """Whom to call about the letter; what is empty is left out."""

    name: str = ""
    position: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Verification:
    """Where the letter is checked: the page's address, with its slash, and the code."""

    address: str
    code: str

    @property
    def url(self) -> str:
        """Return the address the QR code holds."""
        return f"{self.address}{self.code}/"


@dataclass(frozen=True)
class LetterContent:
    """The whole letter; a draft has no number and no verification yet."""

    number: str
    dated_on: dt.date
    subject: str
    basis: str  # «В соответствии с …», without a full stop; may be empty
    authority: Authority
    addressee: Addressee
    cycle: Cycle
    scale: Scale
    total: Total
    signatory: Signatory
    indicators: tuple[IndicatorRow, ...] = ()
    recommendations: tuple[RecommendationItem, ...] = ()
    asks: tuple[Ask, ...] = ()
    ask_where: str = "в личном кабинете портала"
    peers: Peers | None = None
    municipality: Municipality | None = None
    executor: Executor = Executor()
    verification: Verification | None = None
    reply_to: ReplyTo | None = None
    kept_years: int = 15
    decimals: int = 1  # of the values, as the methodology rounds them


def from_json(data: Mapping[str, object]) -> LetterContent:
    """Read a letter as `to_json` wrote it; ValueError names the field that is wrong."""
    return stored.read(LetterContent, data)


def to_json(content: LetterContent) -> dict[str, object]:
    """Return the letter as JSON data: dates in ISO form, decimals as strings."""
    return {name: stored.written(value) for name, value in vars(content).items()}
