"""The texts: what is collected, what counts as a gap, and what gettext gets."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from portal import translations

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

NAME = _("A name")
TWICE = _("In two " "pieces")

def count(n):
    return ngettext("%(n)d school", "%(n)d schools", n), pgettext("month", "May")
"""
TEMPLATE = """
{% load i18n %}
<ul>
    <li title="{% translate "A title" %}">{{ row|default:_("Nothing's here") }}</li>
  <li>{% blocktranslate trimmed with name=row.name %}
      Dear {{ name }},
      welcome.
    {% endblocktranslate %}</li>
{% blocktranslate count n=rows trimmed %}
  {{ n }} row
{% plural %}
  {{ n }} rows
{% endblocktranslate %}
</ul> {# translate this #} it's "odd' (text
"""


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    (tmp_path / "code.py").write_text(PYTHON)
    (tmp_path / "page.html").write_text(TEMPLATE)
    return [tmp_path / "code.py", tmp_path / "page.html"]


def catalog(*strings: tuple[str | tuple[str, str], str | tuple[str, ...]]) -> Catalog:
    made = Catalog(locale="ru")
    for source, text in strings:
        made.add(source, text)
    return made


def test_strings_of_code_and_templates_are_collected(sources: list[Path]) -> None:
    found = translations.collect(sources)

    assert {translations.key(message) for message in found if message.id} == {
        "A name",
        "In two pieces",
        "%(n)d school|||%(n)d schools",
        "month\u0004May",
        "A title",
        "Nothing's here",
        "Dear %(name)s, welcome.",
        "%(n)s row|||%(n)s rows",
    }


def test_merging_keeps_texts_and_forgets_what_is_unused() -> None:
    found = catalog(("Stays", ""), ("New", ""), (("a", "b"), ("", "", "")))
    known = catalog(("Stays", "Остаётся"), ("Gone", "Ушло"), ("a", "было одно"))

    merged = translations.merge(found, known)

    texts = {message.id: message.string for message in merged if message.id}
    assert texts == {"Stays": "Остаётся", "New": "", ("a", "b"): ("", "", "")}


def test_filling_leaves_what_is_there_unless_forced() -> None:
    texts = {"Yes": "Да", "No": "Нет", "a|||b": ["1", "2", "3"], "Unknown": "?"}
    known = catalog(("Yes", "Ага"), ("No", ""), (("a", "b"), ()))

    unknown = translations.fill(known, texts)

    assert unknown == ["Unknown"]
    assert known["Yes"].string == "Ага"
    assert known["No"].string == "Нет"
    assert known["a"].string == ("1", "2", "3")

    translations.fill(known, texts, force=True)

    assert known["Yes"].string == "Да"


def test_every_kind_of_gap_is_named() -> None:
    found = catalog(("Fine %(a)s", ""), ("Missing", ""), ("Open", ""), ("{a} of", ""))
    known = catalog(("Fine %(a)s", "Хорошо %(a)s"), ("Open", ""), ("{a} of", "{b} из"))
    known.add("Old", "Старое")
    known.add("Guess", "Догадка", flags=["fuzzy"])
    found.add("Guess")

    assert list(translations.problems(found, known)) == [
        "missing: Missing",
        "obsolete: Old",
        "untranslated: Open",
        "placeholders differ: {a} of",
        "fuzzy: Guess",
    ]


@pytest.mark.parametrize(
    ("forms", "same"),
    [
        (("%(n)d школа", "%(n)d школы", "%(n)d школ"), True),
        (("одна школа", "%(n)d школы", "%(n)d школ"), False),
    ],
)
def test_each_form_of_a_plural_needs_the_number(
    forms: tuple[str, ...], same: bool
) -> None:
    known = catalog((("%(n)d school", "%(n)d schools"), forms))

    assert translations.has_same_places(known["%(n)d school"]) is same


def test_two_forms_are_not_yet_a_russian_plural() -> None:
    known = catalog((("a", "b"), ("1", "2", "")))

    assert not translations.is_translated(known["a"])


def test_written_file_is_the_same_every_time_and_reads_back(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    known = catalog(("B", "Б"), ("A", "А"))

    translations.write(known, po)
    first = po.read_bytes()
    translations.write(translations.merge(known, translations.read(po)), po)

    assert po.read_bytes() == first
    assert b"Date" not in first
    assert first.index(b'"A"') < first.index(b'"B"')


def test_compiled_file_has_three_plural_forms(tmp_path: Path) -> None:
    mo = tmp_path / "django.mo"
    known = catalog((("day", "days"), ("день", "дня", "дней")))

    translations.compile_to(known, mo)

    with mo.open("rb") as compiled:
        back = read_mo(compiled)
    assert list(back["day"].string) == ["день", "дня", "дней"]
    assert back.num_plurals == 3


def test_who_compiles_speaks_russian_at_once(tmp_path: Path, settings) -> None:
    """The first start compiles and loads the demo in one process."""
    settings.LOCALE_PATHS = [tmp_path]
    po = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    translations.write(catalog(("A word of this test", "Слово этой проверки")), po)
    with translation.override("ru"):
        assert gettext("A word of this test") == "A word of this test"

    call_command("translations", compile=True)

    with translation.override("ru"):
        assert gettext("A word of this test") == "Слово этой проверки"
