"""The help: every topic can be read, leads somewhere and is in Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve, reverse

from portal.help import finding, rendering, topics
from portal.help.topics import Topic
from portal.models import User
from portal.templatetags.help import help_link
from tests.test_every_url import names

TOPICS = topics.topics()
ALLOWED = {
    "PDF",
    "XLSX",
    "DOCX",
    "ZIP",
    "QR",
    "Excel",
    "Tab",
    "Enter",
    "Ctrl",
    "F2",
    "V",
}
LINK = re.compile(r'href="([^"]+)"')
TAG = re.compile(r"<[^>]+>")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def links(topic: Topic) -> Iterator[tuple[str, str]]:
    """Yield the address and the anchor of each link in the topic."""
    for found in LINK.findall(topic.html):
        place, _mark, anchor = unescape(found).partition("#")
        yield place, unquote(anchor)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_topic_has_a_title_a_lead_and_parts(topic: Topic) -> None:
    assert topic.title
    assert len(topic.lead) > 30
    assert len(topic.parts) >= 3
    anchors = [part.anchor for part in topic.parts]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_topic_has_only_russian_words(topic: Topic) -> None:
    text = unescape(TAG.sub(" ", f"{topic.title} {topic.html}"))

    assert set(LATIN.findall(text)) <= ALLOWED


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_links_of_a_topic_lead_somewhere(topic: Topic) -> None:
    for place, anchor in links(topic):
        match = resolve(place)
        assert match.view_name == "help_topic", place
        target = topics.topic(match.kwargs["key"])
        assert target, place
        assert anchor in ("", *(part.anchor for part in target.parts)), anchor


def test_every_text_stands_in_the_contents() -> None:
    folder: Path = settings.HELP_ROOT

    assert {path.stem for path in folder.glob("*.md")} == {t.key for t in TOPICS}
    assert len({topic.title for topic in TOPICS}) == len(TOPICS)


def test_pages_of_the_contents_exist_and_have_one_topic() -> None:
    named = [page for topic in TOPICS for page in topic.pages]

    assert set(named) <= set(names(get_resolver()))
    assert len(named) == len(set(named))


@pytest.mark.django_db
def test_visitor_reads_about_signing_in_and_signs_in_for_the_rest() -> None:
    client = Client()

    shown = client.get(reverse("help")).content.decode()
    assert client.get(topics.address("start")).status_code == 200
    refused = client.get(topics.address("entry"))

    assert topics.address("two-factor") in shown
    assert topics.address("users") not in shown
    assert "/accounts/login/" in refused.headers["Location"]
    assert topics.address("start") in client.get("/accounts/login/").content.decode()


def test_every_topic_opens_with_ways_onward(client: Client, ministry: User) -> None:
    client.force_login(ministry)

    for at, topic in enumerate(TOPICS):
        page = client.get(topic.url).content.decode()
        assert ('rel="prev"' in page) == (at > 0)
        assert ('rel="next"' in page) == (at + 1 < len(TOPICS))
    assert client.get(topics.address("nothing")).status_code == 404


def test_page_leads_to_its_topic(client: Client, ministry: User) -> None:
    client.force_login(ministry)

    page = client.get(reverse("monitoring:methods")).content.decode()

    assert f'href="{topics.address("results")}"' in page
    bare = RequestFactory().get("/")
    assert help_link({"request": bare}) == reverse("help")
    assert help_link({}, "entry") == topics.address("entry")


@pytest.mark.parametrize("word", ["пароль", "паролей", "ПАРОЛЯ"])
def test_search_finds_words_in_any_ending(word: str) -> None:
    found = list(finding.hits([word.lower()], signed_in=False))

    assert any(topics.address("start") in hit.url for hit in found)


def test_search_on_the_page_finds_or_says_so(client: Client, db: None) -> None:
    found = client.get(reverse("help"), {"q": "запасной код"}).content.decode()
    nothing = client.get(reverse("help"), {"q": "крокодил"})

    assert topics.address("two-factor") in found
    assert nothing.status_code == 200
    assert 'class="rows"' not in nothing.content.decode()


def test_foreign_markup_stays_text() -> None:
    source = "# Тема\n\n<script>x</script> [сюда](javascript:x)\n\n## Часть\n\nСлово."

    drawn = rendering.render(source, lambda key: f"/{key}/")

    assert "<script>" not in drawn.html
    assert "href" not in drawn.html
    assert drawn.title == "Тема"
    assert [part.heading for part in drawn.sections] == ["", "Часть"]
