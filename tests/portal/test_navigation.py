import pytest

from portal import navigation
from portal.models import User
from portal.navigation import Group, Item

HOME = Item("home", "Home", "/", "tasks")
RESULTS = Item("results", "Results", "/monitoring/results/", "chart", group="Data")
RISK = Item("risk", "Risk", "/monitoring/results/risk/", "flag", group="Data")


def offered(user):
    return [HOME, Item("gone", "Gone", "", "x"), RESULTS]


def test_items_without_an_address_are_dropped(settings):
    settings.NAVIGATION = [f"{__name__}.offered"]

    assert navigation.items(User()) == [HOME, RESULTS]


def test_link_is_empty_where_there_is_no_such_page():
    assert navigation.link("account_login") == "/accounts/login/"
    assert navigation.link("no_such_page") == ""


def test_groups_keep_the_order_they_come_in():
    assert navigation.groups([HOME, RESULTS, RISK]) == [
        Group("", [HOME]),
        Group("Data", [RESULTS, RISK]),
    ]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "home"),
        ("/monitoring/results/", "results"),
        ("/monitoring/results/2025/", "results"),
        ("/monitoring/results/risk/7/", "risk"),
        ("/elsewhere/", ""),
    ],
)
def test_current_is_the_longest_address_that_leads_here(path, key):
    assert navigation.current([HOME, RESULTS, RISK], path) == key


def test_a_page_may_name_its_section():
    assert navigation.current([HOME, RESULTS], "/elsewhere/", "results") == "results"


def test_administration_is_not_offered_without_the_right(db):
    user = User.objects.create(username="head")

    assert navigation.administration(user) == []


def test_preferences_are_stored_for_a_visitor(client):
    answer = client.post("/preferences/", {"theme": "dark", "next": "/accounts/login/"})

    assert answer.headers["Location"] == "/accounts/login/"
    assert answer.cookies["portal_theme"].value == "dark"


def test_preferences_are_stored_in_the_profile(client, db):
    user = User.objects.create(username="head")
    client.force_login(user)

    client.post("/preferences/", {"theme": "contrast", "language": "en"})

    user.refresh_from_db()
    assert (user.theme, user.language) == ("contrast", "en")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", ""])
def test_preferences_lead_nowhere_else(client, place):
    answer = client.post("/preferences/", {"theme": "dark", "next": place})

    assert answer.headers["Location"] == "/"


def test_unknown_preferences_are_ignored(client):
    answer = client.post("/preferences/", {"theme": "pink", "language": "xx"})

    assert "portal_theme" not in answer.cookies
