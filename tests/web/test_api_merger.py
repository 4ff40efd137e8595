"""Two units become one: what one answers for goes to the other by one document (design.md 2.11)."""

import pytest

from tests.builders import World, copy_of, golden
from tests.storage import opened
from tests.web.api_client import Api
from tests.web.visitor import MORNING
from tests.workflow.proposal_cases import paired, verified
from workflow.clock import Manual

DOCUMENT = {"document": "云编发〔2013〕6号", "text": "撤并单位，职能整体划转。"}


@pytest.fixture
def merging(sqlite_storage):
    url = copy_of(sqlite_storage, golden(sqlite_storage))
    with opened(url) as database:
        world = World(database, Manual(MORNING))
        yield world, Api(world.door)
    sqlite_storage.drop(url)


def test_all_that_a_unit_answers_for_goes_to_another_by_one_document(merging):
    world, api = merging
    targets = paired(world)
    seen = [{"id": n, "version": api.target("office", n)["version"]} for n in targets]
    asked = {"items": seen, "lead_unit": "SM", **DOCUMENT}
    answer = api.post("office", "/targets/batch/transfer", asked).get_json()
    assert [one["status"] for one in answer["results"]] == [200, 200]
    assert {api.target("sm.head", n)["unit"] for n in targets} == {"XQ"}, "nobody has signed yet"
    for number in targets:
        assert api.act("sm.head", number, "edit", responsible_post="SM-YBS").status_code == 200
        assert api.act("sm.head", number, "submit").status_code == 200
    hands = [{"id": n, "digest": api.target("leader1", n)["candidate"]["digest"]} for n in targets]
    signed = api.post("leader1", "/targets/batch/review", {"items": hands}).get_json()
    assert [one["status"] for one in signed["results"]] == [200, 200]
    for number in targets:
        shown = api.target("sm.head", number)
        assert (shown["unit"], shown["state"], shown["proposal"]) == ("SM", "in_progress", None)
        assert shown["in_force"]["lead_unit"] == "SM"
    listed = api.get("sm.head", f"/targets?unit=SM&year={world.year_now}").get_json()["items"]
    assert {row["id"] for row in listed} == set(targets)
    verified(world)
