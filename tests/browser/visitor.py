"""Somebody at a browser: signs in, visits pages, and nothing there may be wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page

from portal.models import User
from tests import factories

HERE = {"localhost", "127.0.0.1", "[::1]", ""}
SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})


class Visitor:
    """One person in a browser of their own; `wrong` lists what must not happen."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Listen to the whole browser from its first page on."""
        self.context, self.url = context, url
        self.wrong: list[str] = []
        self._listen()
        self.page: Page = context.new_page()

    def sign_in(self, username: str, password: str = factories.PASSWORD) -> None:
        """Fill in the form of the sign-in page."""
        self.visit("account_login")
        self.page.locator("[name=login]").fill(username)
        self.page.locator("[name=password]").fill(password)
        self.press("form [type=submit]")

    def be(self, username: str) -> None:
        """Be signed in already."""
        client = Client()
        client.force_login(User.objects.get(username=username))
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.url}
        self.context.add_cookies([cookie])

    def visit(self, name: str, *args: object, query: str = "") -> None:
        """Open a page by the name of its address; it must answer 200."""
        answer = self.page.goto(self.url + reverse(name, args=args) + query)
        assert answer is not None
        assert answer.status == 200, (name, answer.status)

    def status(self, name: str, *args: object) -> int:
        """Return what the address answers, without leaving the page."""
        return self.context.request.get(self.url + reverse(name, args=args)).status

    def link(self, name: str, *args: object) -> Locator:
        """Return the first link of the page's content to the address."""
        return self.page.locator(f'main a[href="{reverse(name, args=args)}"]').first

    def press(self, selector: str) -> None:
        """Press the button of the page's content, which leads on."""
        with self.page.expect_navigation():
            self.page.locator(f"main {selector}").first.click()

    def is_at(self, name: str, *args: object) -> bool:
        """Tell whether the browser shows this address."""
        return urlsplit(self.page.url).path == reverse(name, args=args)

    def check(self) -> None:
        """Nothing is wrong with the page on a phone and on a desk."""
        for size in SIZES:
            self.page.set_viewport_size(size)
            where = (self.page.url, size["width"])
            found = Axe().run(self.page)
            assert found.violations_count == 0, (where, found.generate_report())
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], (where, width)

    def look(self, name: str, *args: object, query: str = "") -> None:
        """Open a page and check it."""
        self.visit(name, *args, query=query)
        self.check()

    def _listen(self) -> None:
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("response", lambda it: self._answered(it.url, it.status))
        self.context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        self.context.on("console", lambda said: self._said(said.type, said.text))

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in (HERE | {None}):
            self.wrong.append(f"asked {url}")

    def _answered(self, url: str, status: int) -> None:
        if status >= 500:
            self.wrong.append(f"{status} at {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.wrong.append(text)
