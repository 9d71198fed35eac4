import pytest
from django.template import Context, Template
from django.utils import translation


def draw(text, language, **context):
    with translation.override(language):
        return Template("{% load portal %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [
        ("ru", "Приозёрский край", "Приозёрский край"),
        ("en", "Приозёрский край", '<span lang="ru">Приозёрский край</span>'),
        ("en", "share of a whole, K / O", "share of a whole, K / O"),
        ("en", "<b>Школа</b>", '<span lang="ru">&lt;b&gt;Школа&lt;/b&gt;</span>'),
        ("ru", "<b>Школа</b>", "&lt;b&gt;Школа&lt;/b&gt;"),
        ("en", "—", "—"),
    ],
)
def test_texts_of_the_data_are_marked_where_the_page_speaks_otherwise(
    language, name, shown
):
    assert draw("{{ name|data }}", language, name=name) == shown


def test_marked_names_stay_marked_inside_sentences():
    text = (
        "{% load i18n %}{% blocktranslate with unit=name|data %}"
        "{{ unit }}!{% endblocktranslate %}"
    )
    assert draw(text, "en", name="Школа") == '<span lang="ru">Школа</span>!'


@pytest.mark.parametrize(
    ("language", "shown"), [("ru", "<p>"), ("en", '<p lang="ru">')]
)
def test_an_element_of_data_says_its_language(language, shown):
    assert draw("<p{% data_lang %}>", language) == shown
