"""Two ways in to one county, in one language: by the API, and by pages in a headless browser.

A scenario is written once in the words of the table; each way does it as its users would. What is
seen is said as words for the pages and as a question to the JSON for the API.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.serving import make_server

from tests.builders import World
from tests.web.api_client import Api
from tests.web.visitor import app_of
from workflow.act import Rule
from workflow.lifecycle import TARGET
from workflow.words import Words

Values = dict[str, Any]
Question = Callable[[Values], bool]
RULES: dict[str, Rule] = {rule.code: rule for act in TARGET for rule in act.rules}


class Way:
    """What both ways know: the county, and the language in which its people read."""

    def __init__(self, world: World, language: str) -> None:
        self.world = world
        self.language = language

    def said(self, words: Words) -> str:
        """A sentence in the language of this way."""
        return words.zh if self.language.startswith("zh") else words.en

    def state(self, target: int) -> str:
        """The target's state, as the database itself has it."""
        return self.world.state(target)


class ByApi(Way):
    """A program with a token for everybody."""

    def __init__(self, world: World, language: str) -> None:
        super().__init__(world, language)
        self.api = Api(world.door)

    def _headers(self) -> dict[str, str]:
        return {"Accept_Language": self.language}

    def begin(self, who: str, act: str, **fields: Any) -> int:
        """A new target; the API finds the act by who asks."""
        answer = self.api.post(who, "/targets", fields, **self._headers())
        assert answer.status_code == 201, answer.get_json()
        assert act in ("create", "assign", "add")
        return int(answer.get_json()["id"])

    def act(self, who: str, act: str, target: int, **fields: Any) -> None:
        """An act on a target, as one who has just looked at it."""
        answer = self._asked(who, act, target, fields)
        assert answer.status_code == 200, answer.get_json()
        self.world.clock.forward(seconds=7)

    def _asked(self, who: str, act: str, target: int, fields: Values) -> Any:
        shown = self.api.target(who, target)
        offer = next(a for a in shown["actions"] if a["action"] == act)
        seen = (
            {"digest": shown["candidate"]["digest"]}
            if offer["signs"]
            else {"version": shown["version"]}
        )
        path = f"/targets/{target}/actions/{act}"
        return self.api.post(who, path, {**seen, **fields}, **self._headers())

    def no(self, who: str, act: str, target: int, code: str, **fields: Any) -> None:
        """The act is refused by this rule, in the language of the reader, with who could clear."""
        answer = self._asked(who, act, target, fields)
        problem = answer.get_json()
        assert answer.status_code == 409, problem
        refusal = next(r for r in problem["refusals"] if r["code"] == code)
        assert self.said(RULES[code].sentence) in refusal["text"]

    def sees(self, who: str, target: int, words: Words, question: Question) -> None:
        """What the target's representation says."""
        assert question(self.api.target(who, target)), self.api.target(who, target)

    def reads_before_signing(self, who: str, act: str, target: int, words: Words) -> None:
        """The representation is all that a program reads: nothing more is shown to it."""

    def open(self, who: str, act: str, target: int) -> Values:
        """What somebody has read before others go on."""
        return self.api.target(who, target)

    def send(self, who: str, act: str, target: int, opened: Values, words: Words) -> None:
        """Sign what was read: it has changed, so nothing is signed, and the change is told."""
        path = f"/targets/{target}/actions/{act}"
        seen = {"digest": opened["candidate"]["digest"]}
        answer = self.api.post(who, path, seen, **self._headers())
        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (409, "stale"), problem
        assert problem["diff"]

    def inbox(self, who: str) -> list[int]:
        """What waits for somebody."""
        return [row["id"] for row in self.api.get(who, "/inbox").get_json()["items"]]

    def edit_many(self, who: str, targets: list[int], **fields: Any) -> None:
        """One edit of all of these, each bound to the version that was read."""
        items = [{"id": n, "version": self.api.target(who, n)["version"]} for n in targets]
        answer = self.api.post(who, "/targets/batch/edit", {"items": items, **fields})
        assert [one["status"] for one in answer.get_json()["results"]] == [200] * len(targets)

    def again(self, who: str, target: int) -> None:
        """The signature that the representation says may be given again, unlooked at."""
        shown = self.api.target(who, target)
        self.act(who, shown["since_signed"]["again"]["action"], target)

    def ranking(self, who: str, year: int, column: Words, field: str) -> list[Values]:
        """One figure of each unit in the published results."""
        shown = self.api.get(who, f"/years/{year}/results").get_json()
        units = [unit for front in shown["fronts"] for unit in front["units"]]
        return [{"unit": unit["unit"], field: unit[field]} for unit in units]

    def close(self) -> None:
        """Nothing was opened."""


class ByBrowser(Way):
    """Everybody at a browser of their own, on a server with this county."""

    def __init__(self, world: World, language: str, browser: Any) -> None:
        super().__init__(world, language)
        self.browser = browser
        self.people: dict[str, Any] = {}
        self.server = make_server("127.0.0.1", 0, app_of(world), threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Everybody goes home, and the server stops."""
        for page in self.people.values():
            page.context.close()
        self.server.shutdown()
        self.server.server_close()

    def page(self, who: str, path: str) -> Any:
        """A page as somebody is shown it."""
        if who not in self.people:
            page = self.browser.new_context(locale=self.language).new_page()
            page.set_default_timeout(15_000)
            self.people[who] = page
        page = self.people[who]
        page.goto(self.address + path)
        if "/sign-in" in page.url:
            page.click(f'button[name=username][value="{who}"]')
            page.wait_for_url(re.compile("/inbox|/targets|/years|/sheet"))
            page.goto(self.address + path)
        return page

    def begin(self, who: str, act: str, **fields: Any) -> int:
        """A new target by its form."""
        page = self.page(who, f"/targets/new/{act}")
        self._confirmed(page, fields)
        return int(page.url.rsplit("/", 1)[1])

    def act(self, who: str, act: str, target: int, **fields: Any) -> None:
        """An act by the button that the target's page offers."""
        self._offered(who, act, target)
        self._confirmed(self.people[who], fields)
        assert self.people[who].url.endswith(f"/targets/{target}"), self._text(who)
        self.world.clock.forward(seconds=7)

    def _offered(self, who: str, act: str, target: int) -> None:
        page = self.page(who, f"/targets/{target}")
        button = f'main a[href$="/targets/{target}/acts/{act}"]'
        assert page.locator(button).count(), f"{act} is not offered: {self._text(who)}"
        with page.expect_navigation():
            page.click(button)

    def _confirmed(self, page: Any, fields: Values) -> None:
        left = self._filled(page, fields)
        if not page.locator("button[name=confirmed]").count():
            with page.expect_navigation():
                page.click("form[data-draft] button.button")
            left = self._filled(page, left)
        assert not left, f"{page.url} has no field for {left}"
        with page.expect_navigation():
            page.click("button[name=confirmed]")

    def _filled(self, page: Any, fields: Values) -> Values:
        """Fill in what the page asks for; returns what it did not ask for."""
        left = {}
        for name, value in fields.items():
            if name == "milestones":
                continue
            controls = page.locator(f'form.panel [name="{name}"]:not([type=hidden])')
            if not controls.count():
                left[name] = value
            elif controls.first.get_attribute("type") == "radio":
                page.check(f'form.panel [name="{name}"][value="{value}"]')
            elif isinstance(value, list):
                self._ticked(page, name, value)
            elif controls.first.evaluate("one => one.tagName") == "SELECT":
                controls.first.select_option(str(value))
            else:
                controls.first.fill(str(value))
        return left

    def _ticked(self, page: Any, name: str, values: list[str]) -> None:
        for box in page.locator(f'form.panel [name="{name}"][type=checkbox]').all():
            box.set_checked(box.get_attribute("value") in values)

    def no(self, who: str, act: str, target: int, code: str, **fields: Any) -> None:
        """The page says why not, where the button would be or after it was pressed."""
        page = self.page(who, f"/targets/{target}")
        if page.locator(f'main a[href$="/targets/{target}/acts/{act}"]').count():
            self._offered(who, act, target)
            self._confirmed(page, fields)
        _unfold(page)
        assert self.said(RULES[code].sentence) in self._text(who)

    def _text(self, who: str) -> str:
        return " ".join(str(self.people[who].inner_text("main")).split())

    def sees(self, who: str, target: int, words: Words, question: Question) -> None:
        """What the target's page says."""
        page = self.page(who, f"/targets/{target}")
        _unfold(page)
        assert self.said(words) in self._text(who), self._text(who)

    def reads_before_signing(self, who: str, act: str, target: int, words: Words) -> None:
        """What the check page of a signature says."""
        self._offered(who, act, target)
        assert self.said(words) in self._text(who), self._text(who)

    def open(self, who: str, act: str, target: int) -> Values:
        """Read the check page of a signature, and leave it open."""
        self._offered(who, act, target)
        return {}

    def send(self, who: str, act: str, target: int, opened: Values, words: Words) -> None:
        """Confirm what was read: the page tells what has changed, and nothing is signed."""
        page = self.people[who]
        with page.expect_response(lambda answer: answer.request.method == "POST") as told:
            page.click("button[name=confirmed]")
        assert told.value.status == 409
        assert self.said(words) in self._text(who), self._text(who)

    def edit_many(self, who: str, targets: list[int], **fields: Any) -> None:
        """Ticked on the list, filled in once, checked and done."""
        page = self.page(who, f"/targets?year={self.world.year_now}")
        for number in targets:
            page.check(f'input[name=item][value="{number}"]')
        self._pressed(page, "choose")
        assert not self._filled(page, fields)
        self._pressed(page, "check")
        self._pressed(page, "edit")

    def _pressed(self, page: Any, step: str) -> None:
        with page.expect_navigation():
            page.click(f'button[name=step][value="{step}"]')

    def again(self, who: str, target: int) -> None:
        """One click on the target's page."""
        page = self.page(who, f"/targets/{target}")
        with page.expect_navigation():
            page.click("button[name=confirmed]")
        self.world.clock.forward(seconds=7)

    def ranking(self, who: str, year: int, column: Words, field: str) -> list[Values]:
        """One figure of each unit in the published results, by the heading of its column."""
        page = self.page(who, f"/years/{year}/results")
        label = self.said(column)
        found = []
        for row in page.locator("table tbody tr", has=page.locator("a[href*='/results/']")).all():
            unit = row.locator("a[href*='/results/']").first.get_attribute("href")
            text = row.locator(f'td[data-label="{label}"]').inner_text()
            found.append({"unit": re.sub(r".*/results/|\?.*", "", unit), field: int(text or "0")})
        return found

    def inbox(self, who: str) -> list[int]:
        """What waits for somebody."""
        page = self.page(who, "/inbox")
        links = page.eval_on_selector_all(
            "main table a[href*='/targets/']", "all => all.map(a => a.href)"
        )
        return [int(link.rsplit("/", 1)[1]) for link in links]


def _unfold(page: Any) -> None:
    """What is folded away is there for who asks."""
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")


@contextlib.contextmanager
def way_in(kind: str, world: World, language: str, browser: Any) -> Iterator[ByApi | ByBrowser]:
    """One of the two, closed in the end."""
    way = ByApi(world, language) if kind == "api" else ByBrowser(world, language, browser())
    try:
        yield way
    finally:
        way.close()
