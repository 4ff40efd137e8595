"""The story through the pages: each person clicks, fills in and confirms in their own browser."""

import contextlib
import re
from typing import Any

from tests.program import served
from tests.scenario import Step, Values


class ByPages:
    """A running server and a headless browser. Nothing is done but what a page offers."""

    def __init__(self, url: str, browser: Any) -> None:
        self.url = url
        self.browser = browser
        self.stack = contextlib.ExitStack()
        self.people: dict[str, Any] = {}
        self._serve({})

    def _serve(self, settings: dict[str, str]) -> None:
        self.close()
        _, self.address = self.stack.enter_context(served(self.url, "--demo", **settings))

    def close(self) -> None:
        """Let everybody go home and stop the server."""
        for page in self.people.values():
            page.context.close()
        self.people.clear()
        self.stack.close()

    def clock(self, setting: str) -> None:
        """The server's own scheduler brings about what is due, before anybody looks."""
        self._serve({"SHANGXIA_CLOCK": setting})

    def page(self, who: str) -> Any:
        """This person's page, signed in by one click."""
        if who not in self.people:
            page = self.browser.new_context(locale="zh-CN").new_page()
            page.set_default_timeout(15_000)
            page.goto(f"{self.address}/sign-in")
            page.click(f'button[name=username][value="{who}"]')
            page.wait_for_url(re.compile("/inbox"))
            self.people[who] = page
        return self.people[who]

    def begin(self, step: Step) -> int:
        page = self.page(step.who)
        page.goto(f"{self.address}/targets")
        self._through(page, f"/targets/new/{step.act}", step.fields)
        return int(page.url.rsplit("/", 1)[1])

    def act(self, step: Step, number: int) -> None:
        page = self.page(step.who)
        page.goto(f"{self.address}/targets/{number}")
        self._through(page, f"/targets/{number}/acts/{step.act}", step.fields)

    def act_on_year(self, step: Step, year: int) -> None:
        page = self.page(step.who)
        page.goto(f"{self.address}/years/{year}")
        act = f"/years/{year}/acts/{step.act}"
        self._follow(page, act)
        # Whatever is not approved, or fails, is named: every box that the page offers.
        for name in ("leave_open", "failures"):
            for box in page.locator(f'[name="{name}"][type=checkbox]').all():
                box.check()
        self._confirmed(page, act, step.fields)

    def _through(self, page: Any, act: str, fields: Values) -> None:
        """From the offer on a page over form and check page to what comes after."""
        self._follow(page, act)
        self._confirmed(page, act, fields)

    def _follow(self, page: Any, act: str) -> None:
        with page.expect_navigation():
            page.click(f'a[href="{act}"]')

    def _confirmed(self, page: Any, act: str, fields: Values) -> None:
        left = self._filled(page, fields)
        if not page.locator("button[name=confirmed]").count():
            with page.expect_navigation():
                page.click("form[data-draft] button.button")
            left = self._filled(page, left)
        assert not left, f"{act} has no field for {left}: {page.inner_text('main')[:2000]}"
        with page.expect_navigation():
            page.click("button[name=confirmed]")
        shown = page.inner_text("main")[:2000]
        assert act not in page.url, f"{act} was not done: {shown}"

    def _filled(self, page: Any, fields: Values) -> Values:
        """Fill in what the page asks for; returns what it did not ask for."""
        left = {}
        for name, value in fields.items():
            text = {True: "true", False: "false"}.get(value, str(value))
            controls = page.locator(f'form.panel [name="{name}"]:not([type=hidden])')
            if not controls.count():
                left[name] = value
            elif controls.first.get_attribute("type") in ("radio", "checkbox"):
                page.check(f'form.panel [name="{name}"][value="{text}"]')
            elif controls.first.evaluate("one => one.tagName") == "SELECT":
                controls.first.select_option(text)
            else:
                controls.first.fill(text)
        return left
