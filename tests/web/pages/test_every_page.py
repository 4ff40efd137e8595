"""Every page for everybody in both languages, and its acts beside the agreed matrix."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import World, copy_of, golden
from tests.matrix import cells, one_of_each
from tests.storage import opened
from tests.web.visitor import MORNING, Visitor, app_of
from tests.workflow.coordination_cases import TASK, asked
from workflow.clock import Manual
from workflow.queries.thread import TASKS, THREAD


@pytest.fixture
def addresses(world) -> list[str]:
    """Every kind of page, on targets of every state."""
    number = {**one_of_each(world), "asked": world.assigned(), "new": world.draft()}
    number |= {"quarrelled": world.quarrelled(), "imposed": world.imposed()}
    number |= {"joint": world.draft(supporting_units=["ZS"])}
    asked(world, number["joint"])
    world.act("xq.head", "give_task", number["joint"], **TASK)
    world.relieve("head2", "XZ")
    world.newcomer("XZ")
    world.common("XQ", "SM")
    paths = ["/inbox", "/inbox?tab=done", "/inbox?tab=mine", "/targets", "/sheet", "/years"]
    paths += [f"/targets/{n}" for n in number.values()]
    paths += [f"/years/{world.year_now}", f"/years/{world.year_now}/acts/issue", "/audit"]
    issued = world.target(number["in_progress"])["year_id"]
    of_year = ("", "/letters", "/letters/XQ", "/reports", "/scheme", "/acts/sign_letter")
    paths += [f"/years/{issued}{page}" for page in (*of_year, "/acts/report_period")]
    paths += [
        f"/years/{world.year_now}/acts/change_scheme",
        f"/years/{world.year_now}/scheme/table",
    ]
    acts = ("edit", "submit", "review", "counter", "return", "object", "confirm_support")
    paths += [f"/targets/{number['new']}/acts/{act}" for act in acts]
    paths += [f"/targets/{number['asked']}/acts/object", "/targets/new/create"]
    paths += [f"/targets/{number['due']}/acts/{act}" for act in ("inspect", "report_progress")]
    paths += [f"/targets/{number['joint']}/acts/{act}" for act in (*THREAD, *TASKS)]
    quarrel = ("ask_arbitration", "arbitrate")
    paths += [f"/targets/{number['quarrelled']}/acts/{act}" for act in quarrel]
    paths += ["/county/calendar", "/county/acts/set_calendar?year=2014"]
    paths += ["/county", *(f"/county/acts/{act}" for act in ("define_item", "add_key_task"))]
    paths += ["/county/delegations", "/county/acts/delegate", "/county/acts/end_delegation"]
    paths += ["/county/erasure", "/county/erasure?person=leader1", "/county/erasure/text/1"]
    paths += ["/check", "/check?code=0000-0000-0000", "/check?code=123"]
    new = f"/targets/{number['new']}"
    paths += [f"{new}/acts/advise", f"{new}/acts/register_paper", f"{new}/signature-sheet"]
    paths += ["/takeovers", "/takeovers/XZ"]
    paths += ["/results", f"/years/{world.year_now}/results", "/years/1066/results"]
    paths += ["/awards", "/awards?year=2012&kind=award&state=done", "/awards?year=x"]
    year = f"/years/{world.year_now}"
    paths += [f"{year}/{page}" for page in ("coverage", "coverage?check=C4", "key-tasks")]
    paths += [f"{year}/balance", f"{year}/balance/targets?unit=XQ&fact=hands"]
    paths += ["/coverage", f"{year}/coverage/digests", f"{year}/acts/waive"]
    paths += [f"{year}/key-tasks/K1/acts/{act}" for act in ("change_key_task", "end_key_task")]
    desk = ("", "/entries/9", "/absent", "/verification", "/people/xq.head/2013", "/units/XQ/2013")
    paths += [f"/audit{page}" for page in desk]
    paths += ["/audit?act=submit&act=review&person=xq.head", "/audit?outcome=nothing&from=x"]
    paths += [f"/audit/absent/{s}?year={issued}" for s in ("milestones", "reports", "no_such")]
    return [*paths, "/targets/new/assign", f"/targets/{number['reviewed']}/acts/approve"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_can_be_read_by_everybody_and_by_a_screen_reader(visit, addresses, language):
    people = ("xq.drafter", "xq.head", "zs.head", "leader1", "head", "office", "inspector1")
    for person in (*people, "auditor", "admin"):
        visitor = visit(person, language)
        for path in addresses:
            page = visitor.get(path)
            # A page may say no, in its own way; it never breaks.
            assert page.status in (200, 403, 404, 409, 422), (person, path, page.text)
            assert (page.h1, page.language) == (1, language), (person, path)
            assert len(page.ids) == len(set(page.ids)), (person, path)
            assert unlabelled(page) == [], (person, path)
            assert " style=" not in page.html


def unlabelled(page) -> list[str]:
    """Controls that no label is tied to."""
    shown = [c for c in page.controls if c.get("type") != "hidden"]
    return [str(c.get("name")) for c in shown if c.get("id") not in page.labelled]


def test_english_page_shows_no_chinese_but_names_and_what_people_wrote(world, visit):
    """Left are the product's mark, the switch to Chinese, names of people and free text."""
    number = world.reviewed(
        title="Village road",
        measure="Length",
        unit_of_measure="km",
        evidence="Certificate",
        milestones=[],
    )
    page = visit("head", "en").get(f"/targets/{number}")
    text = page.text
    for name in re.findall(r"[\u4e00-\u9fff]+", text):
        assert name in {"上下", "中文"} or any(name in own for own in names_of(world)), name


def test_english_pages_of_a_year_show_no_chinese_but_names_and_documents(world, visit):
    number = world.running(title="Village road", measure="Length", unit_of_measure="km")
    year = world.target(number)["year_id"]
    world.year("xq.head", "report_period", year, period="q1", text="On course")
    head = visit("head", "en")
    for page in ("", "/letters", "/letters/XQ", "/reports", "/reports/XQ/q1"):
        text = head.get(f"/years/{year}{page}").text
        for name in re.findall(r"[\u4e00-\u9fff]+", text):
            own = {"上下", "中文", "云政发", "号"}
            assert name in own or any(name in one for one in names_of(world)), (page, name)


def names_of(world: World) -> set[str]:
    rows = world.rows("SELECT body FROM text")
    return {row["body"] for row in rows} | {"云岭县"}


@pytest.fixture(scope="module")
def everything(sqlite_storage, golden_counties) -> Iterator[tuple[Flask, dict[str, int]]]:
    """A target in every state, looked at by everybody, changed by nobody."""
    url = copy_of(sqlite_storage, golden_counties.get("sqlite") or golden(sqlite_storage))
    with opened(url) as database:
        world = World(database, Manual(MORNING))
        yield app_of(world), one_of_each(world)
    sqlite_storage.drop(url)


@pytest.mark.parametrize(
    "cell", [c for c in cells() if c.state != "new" and c.capacity != "system"], ids=str
)
def test_target_page_names_the_acts_of_the_agreed_matrix_and_no_others(everything, cell):
    """An act of the matrix is a button, or stands blocked with its rule; any other is not named
    as this person's to do now."""
    app, number = everything
    visitor = Visitor(app)
    visitor.sign_in(cell.person)
    page = visitor.get(f"/targets/{number[cell.state]}")
    assert page.status == (200 if cell.visible else 404)
    offered = set(re.findall(r"/acts/(\w+)", " ".join(page.links)))
    blocked = set(re.findall(r'<li data-act="(\w+)"', page.html))
    # A first edit of what is running is named for what it is, a proposed change.
    said_better = {"edit"} if cell.state == "in_progress" else set()
    assert offered | blocked == cell.acts - said_better
