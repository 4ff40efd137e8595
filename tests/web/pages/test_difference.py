"""The page of what changed between two moments: in words, for auditors, with the way to it."""

from tests.web.api_client import Api, fits_described


def changed(world) -> tuple[int, str, str]:
    number = world.submitted(title="村道硬化")
    first = world.size() - 1
    world.act("leader1", "review", number)
    world.act("xq.head", "withdraw", number)
    world.act("xq.drafter", "edit", number, target_value="12", text="改数")
    return number, f"entry:{first}", f"entry:{world.size() - 1}"


def test_auditor_reads_what_changed_in_words_with_the_entries_that_did_it(world, visit):
    number, first, last = changed(world)
    auditor = visit("auditor")
    assert "/audit/difference" in auditor.get("/audit").links
    auditor.get("/audit/difference")
    page = auditor.get(f"/audit/difference?from={first}&to={last}&table=target")
    assert "目标 村道硬化" in page.text
    assert "现稿 1 → 2" in page.text
    assert f"/targets/{number}" in page.links
    index = int(last.partition(":")[2])
    assert f"/audit?after={index + 1}" in page.links
    assert f"{index}" in auditor.get(f"/audit?after={index + 1}").text
    every = auditor.get(f"/audit/difference?from={first}&to={last}")
    assert "目标的一稿" in every.text
    assert "新增" in every.text


def test_english_page_says_the_same_in_english(world, visit):
    _, first, last = changed(world)
    page = visit("auditor", "en").get(f"/audit/difference?from={first}&to={last}")
    assert "Candidate 1 → 2" in page.text
    assert "Revision of a target" in page.text


def test_wrong_moments_are_said_at_their_fields_and_others_may_not_ask(world, visit):
    auditor = visit("auditor")
    page = auditor.get("/audit/difference?from=soon&to=2013-01-01")
    assert (page.status, "#f-from" in page.links, "请给出日期" in page.text) == (422, True, True)
    back = auditor.get("/audit/difference?from=entry:9&to=entry:8")
    assert (back.status, "#f-to" in back.links) == (422, True)
    assert visit("office").get("/audit/difference").status == 403


def test_programs_get_it_by_pages_in_the_described_shape(world):
    _, first, last = changed(world)
    api = Api(world.door)
    seen, cursor = [], ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        path = f"/audit/difference?from={first}&to={last}&limit=3{more}"
        told = api.get("auditor", path).get_json()
        fits_described(told, "/api/v1/audit/difference", "GET", 200)
        seen += told["items"]
        cursor = told["next"]
    assert sum(one["added"] + one["changed"] for one in told["counts"]) == len(seen)
    assert told["from"]["entry"] == int(first.partition(":")[2])
    refused = api.get("auditor", "/audit/difference?from=soon")
    assert list(refused.get_json()["fields"]) == ["from"]
