"""What did not happen, a person's year and a unit's year: counts, rows, and whose they are."""

from datetime import timedelta

import pytest

from tests.counting import counted
from tests.web.visitor import on_both
from tests.workflow.delegation_cases import DAYS
from workflow.queries import absent, log_counts
from workflow.queries.person_year import person_year
from workflow.queries.reader import reader_of


def auditor_of(world):
    return reader_of(world.database, world.clock, world.actor("auditor"))


def plan(world, year: int) -> dict[str, int]:
    """How much of each section a year has."""
    return {one["section"]: one["count"] for one in absent.counts(auditor_of(world), year)}


def titles(world, section: str, year: int) -> list[str]:
    rows, _ = absent.rows(auditor_of(world), section, year, limit=50)
    return [row["title"] for row in rows]


# — what did not happen —


@on_both
def test_a_passed_milestone_counts_until_it_is_reported_on(world):
    number = world.running(title="有节点的路")
    year = world.target(number)["year_id"]
    assert plan(world, year)["milestones"] == 0
    world.clock.set(world.clock().replace(year=year, month=4, day=10))
    assert titles(world, "milestones", year) == ["有节点的路"]
    world.act("xq.drafter", "report_progress", number, value="3", as_of=f"{year}-03-30", text="晚")
    assert plan(world, year)["milestones"] == 1
    world.act("xq.drafter", "report_progress", number, value="4", as_of=f"{year}-04-01", text="成")
    assert plan(world, year)["milestones"] == 0


@on_both
def test_a_target_that_fell_due_counts_until_something_is_found(world):
    number = world.due(title="到期的路")
    year = world.target(number)["year_id"]
    assert titles(world, "no_finding", year) == ["到期的路"]
    world.act(
        "inspector1", "inspect", number, found_value="9", quality="ok", on_time=True, met=True,
        text="已看",
    )  # fmt: skip
    assert plan(world, year)["no_finding"] == 0


@on_both
def test_silence_counts_from_the_day_after_the_days_for_an_answer(world):
    year = world.drafting_year()
    world.submitted(title="等着审定", year=year)
    assert plan(world, year)["handovers"] == 0
    world.clock.forward(days=30)
    assert titles(world, "handovers", year) == ["等着审定"]
    assert absent.unanswered(auditor_of(world), year) == 1


@on_both
def test_units_owe_letters_and_reports_once_the_plan_is_issued(world):
    number = world.running()
    year = world.target(number)["year_id"]
    assert (plan(world, year)["letters"], plan(world, year)["reports"]) == (5, 0)
    world.year("office", "sign_letter", year, unit="XQ", signed_on=world.clock().date().isoformat())
    world.clock.set(world.clock().replace(year=year, month=5, day=1))
    world.year("xq.head", "report_period", year, period="q1", text="顺利")
    counts = plan(world, year)
    assert (counts["letters"], counts["reports"]) == (4, 4)
    rows, _ = absent.rows(auditor_of(world), "reports", year, limit=50)
    assert "XQ" not in {row["unit"] for row in rows}


@on_both
def test_questions_and_objections_whose_answer_is_late(world):
    number = world.draft(supporting_units=["ZS"])
    year = world.target(number)["year_id"]
    day = (world.clock() + timedelta(days=3)).date().isoformat()
    world.act("xq.head", "discuss", number, text="何时开工？", ask_unit="ZS", answer_by=day)
    assert plan(world, year)["questions"] == 0
    world.clock.forward(days=5)
    assert plan(world, year)["questions"] == 1


@on_both
def test_refusals_are_counted_by_person_act_and_reason(world):
    number = world.submitted()
    for _ in range(3):
        world.no("office", "review", number)
    world.no("xq.head", "submit", number)
    groups = log_counts.refusals(auditor_of(world), None, None)
    told = [(g["by"], g["action"], g["count"], [r["code"] for r in g["refusals"]]) for g in groups]
    assert told[0] == ("office", "review", 3, ["not_your_capacity"])
    assert ("xq.head", "submit", 1) in [one[:3] for one in told]
    assert groups[0]["refusals"][0]["text"].zh == "没有相应身份"
    assert log_counts.refusals(auditor_of(world), "2031-01-01", None) == []


@on_both
def test_administrators_the_operator_and_reads_are_counted_apart(world, visit):
    day = world.clock().date().isoformat()

    def counts():
        found = log_counts.counts(auditor_of(world), day, None)
        return {one["section"]: one["count"] for one in found}

    before = counts()
    world.newcomer("XQ-KY")
    visit("auditor").get("/audit/absent")
    after = counts()
    assert after["administrators"] - before["administrators"] == 2
    assert (after["reads"] - before["reads"], after["exports"]) == (1, 0)


def test_each_count_on_the_page_leads_to_as_many_rows(world, visit):
    number = world.running()
    year = world.target(number)["year_id"]
    world.clock.set(world.clock().replace(year=year, month=9, day=1))
    auditor = visit("auditor")
    page = auditor.get(f"/audit/absent?year={year}")
    sections = [link for link in page.links if "/audit/absent/" in link]
    assert len(sections) >= 4
    for link in sections:
        rows = auditor.get(link)
        name = link.partition("/absent/")[2].partition("?")[0]
        assert (rows.status, rows.text.count(" 单位 ") > 0) == (200, True)
        assert plan(world, year)[name] == rows.html.count("/audit/units/"), name


def test_a_section_or_a_year_that_there_is_not_is_not_found(visit):
    auditor = visit("auditor")
    for path in ("/audit/absent/nothing?year=2013", "/audit/absent?year=1999"):
        assert auditor.get(path).status == 404, path
    assert auditor.get("/audit/absent?from=soon").status == 422


# — a person's year —


@on_both
def test_a_person_s_year_holds_posts_counts_and_what_was_done(world, visit):
    number = world.submitted(title="他签的路")
    world.act("leader1", "review", number)
    year = world.clock().year
    page = visit("auditor").get(f"/audit/people/leader1/{year}")
    for words in ("FXZ-1", "他签的路", "审定", "1月", "至今"):
        assert words in page.text, words
    empty = visit("auditor").get("/audit/people/leader1/2031")
    assert "这一年没有任何行为" in empty.text
    assert visit("auditor").get("/audit/people/nobody/2013").status == 404


@on_both
def test_what_a_substitute_did_for_a_person_stands_in_both_their_years(world, visit):
    world.county(
        "admin", "delegate", kind="substitute", post="FXZ-1", principal="leader1",
        username="leader2", **DAYS,
    )  # fmt: skip
    number = world.submitted(title="代签的路")
    world.act("leader2", "review", number)
    auditor = visit("auditor")
    for username in ("leader1", "leader2"):
        page = auditor.get(f"/audit/people/{username}/{world.clock().year}")
        assert ("代签的路" in page.text, "代理" in page.text) == (True, True), username
    # But not what the substitute did in his own name.
    world.assigned("leader2", title="他自己的路", lead_unit="ZS", responsible_post="ZS-KY")
    principal = auditor.get(f"/audit/people/leader1/{world.clock().year}")
    assert "他自己的路" not in principal.text


@on_both
def test_months_are_those_of_the_county(world, visit):
    world.clock.set(world.clock().replace(month=3, day=31, hour=23, minute=30))
    world.draft()
    world.clock.forward(hours=1)
    world.draft()
    found = visit("auditor").get(f"/audit/people/xq.drafter/{world.clock().year}")
    assert ("3月" in found.text, "4月" in found.text) == (True, True)
    told = person_year(auditor_of(world), "xq.drafter", world.clock().year, limit=9)
    assert told["counts"][0]["months"][2:4] == [1, 1]


def test_a_long_year_is_shown_page_by_page(world, visit, monkeypatch):
    monkeypatch.setattr("web.pages.audit_years.AT_ONCE", 3)
    for number in range(5):
        world.draft(title=f"第{number}条路")
    auditor = visit("auditor")
    page = auditor.get(f"/audit/people/xq.drafter/{world.clock().year}")
    assert ("第4条路" in page.text, "第0条路" in page.text) == (True, False)
    following = next(link for link in page.links if "after=" in link)
    assert "第0条路" in auditor.get(following).text


# — a unit's year —


@on_both
def test_a_unit_s_year_tells_the_course_of_each_target(world, visit):
    number = world.submitted(title="有波折的路")
    world.act("leader1", "return", number, reason_code="value_too_low", text="再高")
    world.act("xq.head", "submit", number)
    world.no("office", "review", number)
    page = visit("auditor").get(f"/audit/units/XQ/{world.target(number)['year_id']}")
    for words in ("有波折的路", "1 稿 2 轮", "已失效", "未获准 1 次", "自下而上", "尚未公示"):
        assert words in page.text, words
    assert f"/targets/{number}" in page.links
    assert visit("auditor").get("/audit/units/NO/2013").status == 404


@on_both
def test_a_unit_s_year_tells_findings_scores_and_changes(world, visit):
    number = world.scored(title="走完的路")
    year = world.target(number)["year_id"]
    page = visit("auditor").get(f"/audit/units/XQ/{year}")
    for words in ("走完的路", "完成 · 11", "得分", "县长批准"):
        assert words in page.text, words


@pytest.mark.parametrize("path", ["/audit/units/XQ/{}", "/audit/people/xq.drafter/{}"])
def test_a_year_asks_as_many_statements_for_many_targets_as_for_few(world, visit, path):
    auditor = visit("auditor")
    year = world.drafting_year()
    world.submitted(year=year)
    path = path.format(year)
    auditor.get(path)
    with counted(world.database) as few:
        auditor.get(path)
    for number in range(12):
        world.submitted(year=year, title=f"第{number}条路")
    with counted(world.database) as many:
        assert auditor.get(path).status == 200
    assert len(many) == len(few)


def test_what_did_not_happen_asks_as_many_statements_for_many_rows_as_for_few(world, visit):
    auditor = visit("auditor")
    number = world.running()
    year = world.target(number)["year_id"]
    world.clock.set(world.clock().replace(year=year, month=9, day=1))
    world.no("office", "edit", number)
    auditor.get(f"/audit/absent?year={year}")
    with counted(world.database) as few:
        auditor.get(f"/audit/absent?year={year}")
    for person in ("xq.head", "leader1", "leader3", "inspector1"):
        world.no(person, "approve", number)
    with counted(world.database) as many:
        auditor.get(f"/audit/absent?year={year}")
    assert len(many) == len(few)
