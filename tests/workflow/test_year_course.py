"""The course of a year as it is told: in the log's order, by the posts of that time."""

from datetime import date

from tests.builders import World
from tests.workflow.own_year import decided, prepared, published
from workflow.clock import today
from workflow.queries import calendar, letters, reports, year_units, years
from workflow.queries.reader import Reader, reader_of


def reader(w: World, username: str) -> Reader:
    return reader_of(w.database, w.clock, w.actor(username))


def told(w: World, year: int) -> list[dict]:
    return years.year(reader(w, "office"), year)["events"]


def test_steps_are_told_in_order_with_documents_and_posts(world):
    year, _ = decided(world)
    course = [(e["action"], e["document"], e["by"]) for e in told(world, year)]
    assert course == [
        ("open_year", None, "office"),
        ("open", None, "office"),
        ("issue", "云政发〔2013〕8号", "office"),
        ("assess", "云考1号", "office"),
        ("publish", "云考公告1号", "office"),
        ("decide", "云政常纪2号", "head"),
    ]


def test_post_is_that_of_the_moment_even_after_it_was_left(fresh):
    year = prepared(fresh)
    fresh.relieve("office", "MBB-1")
    course = years.year(reader(fresh, "office2"), year)["events"]
    assert [event["post_name"] for event in course] == ["Post MBB-1", "Post MBB-1"]


def test_several_approvals_keep_their_own_documents(world):
    year = prepared(world)
    world.year_now = year
    for number in (1, 2):
        target = world.reviewed(year=year)
        seen = [{"id": target, "digest": world.target(target)["digest"]}]
        world.year("head", "approve", year, document=f"纪要{number}号", targets=seen)
    documents = [e["document"] for e in told(world, year) if e["action"] == "approve"]
    assert documents == ["纪要1号", "纪要2号"]


def test_notice_and_objections_end_after_the_scheme_s_number_of_working_days(world):
    year, _ = published(world)
    begun, days = today(world.clock()), calendar.calendar(world.database)
    notice = next(e for e in told(world, year) if e["action"] == "publish")
    assert date.fromisoformat(notice["notice_until"]) == days.add(begun, 5)
    assert date.fromisoformat(notice["objections_until"]) == days.add(begun, 10)


def test_letter_sums_what_is_in_force_by_category_in_the_scheme_s_order(fresh):
    year = prepared(fresh)
    fresh.year_now = year
    for category, points in (("routine", "12.5"), ("key", "40"), ("routine", "7.25")):
        fresh.approved(year=year, category=category, points=points)
    fresh.draft(year=year, points="99")
    fresh.issue(year)
    letter = letters.letter(reader(fresh, "zs.head"), year, "XQ")
    assert [(part["category"], part["points"]) for part in letter.parts] == [
        ("key", "40"),
        ("routine", "19.75"),
    ]
    assert letter.total == "59.75"


def test_list_of_items_says_what_the_leader_s_own_item_says(world):
    item, targets = world.common("XQ", "SM", "ZS")
    year = world.target(targets[0])["year_id"]

    def waiting() -> tuple[int, int]:
        leader = reader(world, "leader1")
        rows = {row["id"]: row["waiting"] for row in years.item_rows(leader, year)}
        own = next(one for one in years.items(leader, year) if one["id"] == item)
        return rows[item], own["waiting"]

    assert waiting() == (3, 3)
    world.act("leader1", "review", targets[0])
    assert waiting() == (2, 2)
    # A post inside the unit is not the same in all units: the leader's hand stays.
    world.act("xq.drafter", "edit", targets[0], responsible_post="XQ-KY")
    assert waiting() == (2, 2)
    world.act("leader1", "withdraw", targets[0])
    assert waiting() == (3, 3)
    world.item("leader1", "sign_item", item)
    assert waiting() == (0, 0)


def test_progress_counts_what_the_list_of_targets_counts(world):
    year = prepared(world)
    world.year_now = year
    world.draft(year=year, category="key")
    world.reviewed(year=year)
    mine = year_units.progress(reader(world, "xq.drafter"), year)
    assert [(row["unit"].code, row["targets"], row["key_targets"], row["unsigned"])
            for row in mine] == [("XQ", 2, 1, 1)]  # fmt: skip
    office = year_units.progress(reader(world, "office"), year)
    assert [(row["unit"].code, row["targets"]) for row in office] == [("XQ", 2), ("ZS", 0)]


def test_report_is_late_from_the_day_after_its_last_day(world):
    scheme = years.scheme_of(reader(world, "office"), prepared(world))
    quarter = reports.owed(scheme)[0]
    day = f"{scheme.year}-04-10"
    assert (quarter.due, quarter.is_late(f"{day}T15:59:59.999999Z")) == (day, False)
    assert quarter.is_late(f"{day}T16:00:00.000000Z")
