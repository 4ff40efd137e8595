"""A person at a browser without scripts: reads pages, follows links, fills in forms and sends them.

What a page does not offer cannot be sent: `send` takes the form as it was drawn, hidden fields and
all, and refuses a field or button that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from config import Config
from tests.builders import START, World
from web import create_app

# The day after the county of tests/builders.py was founded and its people appointed.
MORNING = START + timedelta(days=1)
# For stories that must come out the same on both kinds of database.
on_both = pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)

VOID = {"meta", "link", "input", "br", "hr", "path", "rect", "img"}


@dataclass
class Form:
    """A form as a browser sees it."""

    method: str
    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page says and offers."""

    def __init__(self, html: str, status: int, location: str) -> None:
        super().__init__()
        self.html, self.status, self.location = html, status, location
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.h1 = 0
        self.language = ""
        self._open: list[str] = []
        self._words: list[str] = []
        self._form: Form | None = None
        self._button: list[Any] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area: list[str] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        """The words of the page, spaces joined."""
        return " ".join(" ".join(self._words).split())

    def form(self, known_by: str, press: tuple[str, str] | None = None) -> Form:
        """The first form with a field or button of this name, and with that very button."""
        for form in self.forms:
            buttons = {(name, value) for name, value, _ in form.buttons}
            named = known_by in form.names | {name for name, _ in buttons}
            if named and (press is None or press in buttons):
                return form
        raise AssertionError(f"no form with {known_by} {press}: {self.location} {self.text[:400]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if at.get("id"):
            self.ids.append(str(at["id"]))
        if tag == "html":
            self.language = str(at.get("lang"))
        if tag == "h1":
            self.h1 += 1
        if tag == "a" and at.get("href"):
            self.links.append(str(at["href"]))
        if tag == "label":
            self.labelled.add(str(at.get("for")))
        if tag == "form":
            self._form = Form(str(at.get("method", "get")), at.get("action") or "")
            self.forms.append(self._form)
        self._control(tag, at)

    def _control(self, tag: str, at: dict[str, str | None]) -> None:
        name, value = str(at.get("name") or ""), at.get("value")
        if tag == "button" and self._form is not None:
            self._button = [name, str(value or ""), ""]
        if tag in ("input", "select", "textarea"):
            self.controls.append({**at, "tag": tag})
            if self._form is not None:
                self._form.names.add(name)
        if tag == "input" and self._form is not None:
            ticked = at.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in at:
                self._form.values.append((name, str(value or "")))
        if tag == "select":
            self._select = (name, [])
        if tag == "option" and self._select is not None:
            self._select[1].append((str(value or ""), "selected" in at))
        if tag == "textarea":
            self._area = [name, ""]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "button" and self._button is not None and self._form is not None:
            name, value, words = self._button
            self._form.buttons.append((name, value, " ".join(words.split())))
            self._button = None
        if tag == "select" and self._select is not None and self._form is not None:
            name, options = self._select
            chosen = [value for value, selected in options if selected]
            self._form.values.append((name, chosen[0] if chosen else options[0][0]))
            self._select = None
        if tag == "textarea" and self._area is not None and self._form is not None:
            # A browser drops the line break right after the opening tag.
            self._form.values.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._button is not None:
            self._button[2] += data
        if self._area is not None:
            self._area[1] += data


class Visitor:
    """One browser with its cookies."""

    def __init__(self, app: Flask, language: str = "zh-CN") -> None:
        self.client = app.test_client()
        self.client.set_cookie("language", language)
        self.page = Page("", 0, "")

    def get(self, path: str) -> Page:
        """Open an address and follow where it leads."""
        return self._shown(self.client.get(path, follow_redirects=True))

    def _shown(self, answer: Any) -> Page:
        request = answer.request
        query = request.query_string.decode()
        self.page = Page(answer.text, answer.status_code, request.path + (query and f"?{query}"))
        return self.page

    def sign_in(self, username: str) -> Page:
        """Sign in by the demo county's one click."""
        self.get("/sign-in")
        return self.send("username", press=("username", username))

    def send(self, known_by: str, *, press: tuple[str, str] | None = None, **answers: Any) -> Page:
        """Fill in the form that has this field or button, send it, and follow where it leads."""
        address, values = self.filled(known_by, press=press, **answers)
        data: dict[str, list[str]] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        return self._shown(self.client.post(address, data=data, follow_redirects=True))

    def filled(
        self, known_by: str, *, press: tuple[str, str] | None = None, **answers: Any
    ) -> tuple[str, list[tuple[str, str]]]:
        """Where the form would be sent, and with what; nothing is sent."""
        form = self.page.form(known_by, press)
        unknown = {name.replace("__", "-") for name in answers} - form.names
        assert not unknown, f"the form has no {unknown}"
        given = {name.replace("__", "-"): value for name, value in answers.items()}
        values = [(n, v) for n, v in form.values if n not in given]
        for name, value in given.items():
            many = value if isinstance(value, list) else [value]
            values += [(name, str(one)) for one in many]
        if press is not None:
            values.append(press)
        return form.action or self.page.location, values


Visit = Callable[..., Visitor]


def app_of(world: World, *, demo: bool = True) -> Flask:
    """The application for this county."""
    return create_app(Config(database="", demo=demo, secret_key="k" * 40), world.door)
