"""At random moments of a long random life answers and pages are kept; asked for again as of those
moments, when much more has happened, they are the same.

Every run takes a few moments on each kind of database, CI the 50.
"""

import re

import pytest

from tests.builders import World
from tests.web.api_client import Api
from tests.web.visitor import Page, Visitor, on_both
from tests.workflow import own_year, result_years
from tests.workflow.random_acts import living
from workflow.clock import stamp

MOMENTS = [
    pytest.param(5, 120, id="some"),
    pytest.param(50, 1_200, id="50", marks=[pytest.mark.slow, pytest.mark.timeout(1200)]),
]
LISTS = (
    "/targets?limit=200", "/targets?unit=XQ&light=green", "/years", "/items", "/key-tasks",
    "/calendar", "/delegations", "/takeovers", "/audit/entries?limit=20", "/audit/checkpoint",
)  # fmt: skip
OF_A_YEAR = ("", "/results", "/coverage", "/balance")
# People, posts, delegations, schemes, letters and rankings, as they are read.
PAGES = ("/county", "/county/delegations", "/county/calendar", "/targets", "/audit", "/takeovers")
PAGES_OF_A_YEAR = ("", "/scheme", "/results", "/results/XQ", "/letters", "/coverage", "/reports")
Seen = dict[str, object]


class Witness:
    """An auditor who reads everything about a year, now or as of a moment, and keeps it."""

    def __init__(self, world: World, year: int) -> None:
        self.world, self.year = world, year
        self.api = Api(world.door)
        self.api.headers("auditor")
        self.pages = Visitor(self.api.app)
        self.pages.sign_in("auditor")
        self.kept: dict[str, tuple[list[int], Seen]] = {}

    def keep(self, targets: list[int]) -> None:
        """What is read now, of these targets too."""
        # That an auditor reads the log stands in it, once a day: not between two of these reads.
        self._answer("/audit/entries?limit=1", None)
        self.kept[stamp(self.world.clock())] = (targets, self.sees(targets))
        self.world.clock.forward(seconds=1)

    def differs(self, at: str) -> dict[str, tuple[object, object]]:
        """What is read otherwise as of that moment than it was then."""
        targets, then = self.kept[at]
        now = self.sees(targets, as_of=at)
        return {path: (now[path], then[path]) for path in then if now[path] != then[path]}

    def sees(self, targets: list[int], as_of: str | None = None) -> Seen:
        paths = [*LISTS, *(f"/years/{self.year}{part}" for part in OF_A_YEAR)]
        for number in targets:
            paths += [f"/targets/{number}{part}" for part in ("", "/history", "/revisions")]
        found: Seen = {path: self._answer(path, as_of) for path in paths}
        pages = [*PAGES, *(f"/years/{self.year}{part}" for part in PAGES_OF_A_YEAR)]
        pages += [f"/targets/{number}" for number in targets]
        return found | {f"page {path}": self._words(path, as_of) for path in pages}

    def _answer(self, path: str, as_of: str | None) -> object:
        answer = self.api.get("auditor", _at(path, as_of))
        assert (answer.headers.get("As-Of") == as_of) or answer.status_code == 404
        told = answer.get_json(force=True)
        return (answer.status_code, {n: v for n, v in told.items() if n != "request_id"})

    def _words(self, path: str, as_of: str | None) -> tuple[int, str]:
        page = self.pages.get(_at(path, as_of))
        main = re.search(r"<main.*?</main>", page.html, re.DOTALL)
        assert main is not None
        own = re.sub(r'<div class="banner past".*?</div>', "", main[0], flags=re.DOTALL)
        assert (own != main[0]) == (as_of is not None), "a page of the past says so"
        # What may be done is of the present alone.
        own = re.sub(r'<ul class="acts">.*?</ul>', "", own, flags=re.DOTALL)
        own = re.sub(r"（[0-9a-f]{16}）|[0-9a-f]{16}", "", own) if page.status == 404 else own
        return (page.status, Page(own, page.status, "").text)


def _at(path: str, as_of: str | None) -> str:
    return path if as_of is None else f"{path}{'&' if '?' in path else '?'}as_of={as_of}"


@pytest.mark.parametrize(("moments", "acts"), MOMENTS)
def test_what_was_read_then_is_read_as_of_then(request, storage, golden_counties, moments, acts):
    seed = request.config.getoption("randomly_seed")
    with living(storage, golden_counties, seed) as life:
        witness, first = Witness(life.world, 2013), life.world.size()
        for n in range(1, moments + 1):
            life.until(first + acts * n // moments)
            witness.keep(life.dice.sample(life.county.targets, min(3, len(life.county.targets))))
        for at in life.dice.sample(sorted(witness.kept), moments):
            assert witness.differs(at) == {}, at


@on_both
def test_rankings_are_as_they_were_before_an_objection_was_upheld(world):
    """Published, objected to, found again and revised: each time another ranking."""
    made = result_years.published(world)
    target = made.targets["XQ", "routine"]
    witness = Witness(world, made.year)
    witness.keep([target])
    number = own_year.objected_to(world, target)
    world.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    witness.keep([target])
    result_years.find(world, target, "10")
    world.year("office", "score", made.year)
    world.year("office", "revise", made.year, document="云考公告2号")
    witness.keep([target])
    rankings = [seen[f"page /years/{made.year}/results"] for _, seen in witness.kept.values()]
    assert rankings[0] != rankings[2], "what is asked for did change"
    for at in witness.kept:
        assert witness.differs(at) == {}, at
