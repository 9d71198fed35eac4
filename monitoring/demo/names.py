"""Names of places and organizations; all invented, none of a real territory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, product

from portal.models import Organization

Type = Organization.Type
REGION = "Приозёрский край"
# The words before «ск» and «ский»: Тихоборск, Новоборский район.
TOWNS = (
    *("Тихобор", "Глубокоречен", "Светлокамен", "Дальнеозёр", "Ветрогор", "Рябин"),
    *("Новобор", "Полынов", "Кедроручей", "Тихозавод", "Верхнелугов", "Ивнян"),
    *("Сосноволог", "Сухоречен", "Ольховогор", "Дальнебереж", "Туманогор"),
    *("Медвежелог", "Росистополь"),
)
URBAN = 6  # of the first 19 municipalities; of further ones a fifth
FIRST = (
    *("Ясно", "Светло", "Тихо", "Бело", "Сине", "Дальне", "Верхне", "Нижне", "Ново"),
    *("Старо", "Сухо", "Глубоко", "Мелко", "Широко", "Крутоверхо", "Кедро", "Сосново"),
    *("Ольхово", "Рябино", "Берёзо", "Ветро", "Снего", "Росо", "Травно", "Лебяже"),
    *("Медвеже", "Соболе", "Рысье", "Журавле", "Орло", "Камне", "Песчано", "Галечно"),
    *("Туманно", "Зарево", "Поздне", "Ранне", "Полуденно", "Вечерне", "Двое", "Трое"),
    *("Семи", "Девяти", "Брусно", "Клюквенно"),
)
SECOND = (
    *("логов", "бродин", "плёсов", "перекатов", "сопочен", "ключев", "омутов"),
    *("залив", "бухтин", "отмелев", "косогор", "увалов", "распадков", "ярин"),
    *("полян", "луговин", "просек", "гарев", "заимкин", "пристан", "причалов"),
    *("ветров", "туманов", "росин", "инеев", "метелев", "зорев", "закатов"),
    *("родников", "криницын", "колодцев", "порогов", "стремнин", "излучин"),
    *("протокин", "островин", "озёрин", "болотов", "моховин", "хвойнин"),
    *("кедров", "ельников", "сосняков"),
)
MASCULINE = (
    *("Дальний", "Тихий", "Каменный", "Рябиновый", "Сухой", "Лебяжий", "Журавлиный"),
    *("Кедровый", "Синий", "Долгий", "Талый", "Брусничный", "Зимний", "Снежный"),
)
PLACES_OF_HIM = (
    *("Плёс", "Ключ", "Яр", "Лог", "Брод", "Омут", "Луг", "Увал", "Мыс", "Перекат"),
    *("Распадок", "Причал"),
)
FEMININE = (
    *("Верхняя", "Нижняя", "Старая", "Медвежья", "Белая", "Широкая", "Красная"),
    *("Песчаная", "Ольховая", "Полынная", "Клюквенная", "Соболиная", "Тихая"),
)
PLACES_OF_HER = (
    *("Заимка", "Гарь", "Падь", "Коса", "Излучина", "Глина", "Протока", "Поляна"),
    *("Коврига", "Грива", "Релка"),
)
VILLAGES = (
    *(f"{which} {what}" for what in PLACES_OF_HIM for which in MASCULINE),
    *(f"{which} {what}" for what in PLACES_OF_HER for which in FEMININE),
)
PRIVATE = ("Парус", "Ступени", "Перспектива", "Горизонт", "Созвездие")


@dataclass(frozen=True)
class Place:
    """A municipality and its chief town; `of_town` is in the genitive."""

    name: str
    short_name: str
    of_place: str
    town: str
    of_town: str
    is_urban: bool


@dataclass(frozen=True)
class Title:
    """The full and the short name of an organization."""

    name: str
    short_name: str


def places(number: int) -> tuple[Place, ...]:
    """Return so many municipalities, no two of one name."""
    stems = islice(_stems(), number)
    return tuple(_place(stem, _is_urban(i)) for i, stem in enumerate(stems))


def _stems() -> Iterator[str]:
    yield from TOWNS
    combined = [first + second for first, second in product(FIRST, SECOND)]
    step = 607  # a prime: neighbors in the list do not begin alike
    for turn in count():
        number = f"-{turn + 1}" if turn else ""
        for i in range(len(combined)):
            yield combined[i * step % len(combined)] + number


def _is_urban(index: int) -> bool:
    return index < URBAN if index < len(TOWNS) else index % 5 == 0


def _place(stem: str, is_urban: bool) -> Place:
    word, dash, number = stem.partition("-")
    town, of_town = f"{word}ск{dash}{number}", f"{word}ска{dash}{number}"
    if is_urban:
        return Place(
            name=f"Городской округ {town}",
            short_name=f"г. о. {town}",
            of_place=f"городского округа {town}",
            town=town,
            of_town=of_town,
            is_urban=True,
        )
    return Place(
        name=f"{word}ский{dash}{number} муниципальный район",
        short_name=f"{word}ский{dash}{number} район",
        of_place=f"{word}ского{dash}{number} муниципального района",
        town=town,
        of_town=of_town,
        is_urban=False,
    )


class Titles:
    """Gives organizations their names, numbered town by town."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Start the numbers."""
        self.places = places
        self.numbers: Counter[tuple[str, int]] = Counter()

    def next(self, place: int, type_: str, is_rural: bool, learners: int) -> Title:
        """Return the name of the next organization there."""
        match type_:
            case Type.EVENING:
                return self._evening(place)
            case Type.ADAPTED:
                return self._adapted(place)
            case Type.PPMS:
                return self._center(place)
            case Type.PRIVATE:
                return self._private(place)
        return self._village(place, learners) if is_rural else self._town(place)

    def _number(self, what: str, place: int = -1) -> int:
        self.numbers[what, place] += 1
        return self.numbers[what, place]

    def _town(self, place: int) -> Title:
        number = self._number("school", place)
        kind, short = _kind_of_school(number)
        of_town = self.places[place].of_town
        return Title(
            "Муниципальное бюджетное общеобразовательное учреждение"
            f" «{kind} № {number} города {of_town}»",
            f"МБОУ «{short} № {number} г. {of_town}»",
        )

    def _village(self, place: int, learners: int) -> Title:
        village = _village(self._number("village"))
        is_middle = learners >= 60
        kind = "Средняя" if is_middle else "Основная"
        return Title(
            "Муниципальное бюджетное общеобразовательное учреждение"
            f" «{kind} общеобразовательная школа села {village}»"
            f" {self.places[place].of_place}",
            f"МБОУ «{'СОШ' if is_middle else 'ООШ'} с. {village}»",
        )

    def _evening(self, place: int) -> Title:
        number = self._number("evening")
        of_town = self.places[place].of_town
        return Title(
            "Муниципальное бюджетное общеобразовательное учреждение"
            f" «Открытая (сменная) школа № {number} города {of_town}»",
            f"МБОУ «Открытая школа № {number} г. {of_town}»",
        )

    def _adapted(self, place: int) -> Title:
        number = self._number("adapted")
        return Title(
            "Краевое государственное бюджетное общеобразовательное учреждение"
            f" «Школа-интернат № {number} города {self.places[place].of_town}»",
            f"КГБОУ «Школа-интернат № {number}»",
        )

    def _center(self, place: int) -> Title:
        number = self._number("center")
        return Title(
            "Краевое государственное бюджетное учреждение «Центр"
            " психолого-педагогической реабилитации и коррекции"
            f" № {number} города {self.places[place].of_town}»",
            f"КГБУ «Центр ППРК № {number}»",
        )

    def _private(self, place: int) -> Title:
        number = self._number("private") - 1
        name = PRIVATE[number % len(PRIVATE)]
        later = f"-{number // len(PRIVATE) + 1}" if number >= len(PRIVATE) else ""
        return Title(
            "Частное общеобразовательное учреждение"
            f" «Школа „{name}{later}“ города {self.places[place].of_town}»",
            f"ЧОУ «Школа „{name}{later}“»",
        )


def _kind_of_school(number: int) -> tuple[str, str]:
    if number % 9 == 3:
        return "Гимназия", "Гимназия"
    if number % 11 == 5:
        return "Лицей", "Лицей"
    return "Средняя общеобразовательная школа", "СОШ"


def _village(number: int) -> str:
    """Return a village's name; only in a very large region does one come again."""
    return VILLAGES[number * 83 % len(VILLAGES)]
