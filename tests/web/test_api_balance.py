"""The balance of the two directions over the API."""

import pytest

from tests.web.api_client import fits_described

PATH = "/years/2013/balance"


@pytest.mark.parametrize("who", ["office", "head", "leader1", "auditor", "xq.head", "inspector1"])
def test_the_answer_has_the_described_shape(api, who):
    for year in (2012, 2013, 2014):
        answer = api.get(who, f"/years/{year}/balance")
        assert answer.status_code == 200
        fits_described(answer.get_json(), "/api/v1/years/{id}/balance", "GET", 200)


def test_the_targets_behind_a_figure_are_as_many_as_it_says(api):
    seen = api.get("office", PATH).get_json()
    assert seen["targets"] is None
    (unit,) = [row for row in seen["units"] if row["unit"] == "XQ"]
    for fact in ("targets", "began_below", "common", "further_rounds"):
        answer = api.get("office", f"{PATH}?unit=XQ&fact={fact}").get_json()
        fits_described(answer, "/api/v1/years/{id}/balance", "GET", 200)
        assert len(answer["targets"]) == unit[fact]
    rows = api.get("office", f"{PATH}?post=FXZ-1&fact=answers").get_json()["targets"]
    (post,) = [row for row in seen["leaders"] if row["post"] == "FXZ-1"]
    assert sum(len(row["answers"]) for row in rows) == post["answers"] > 0


def test_a_unit_sees_its_own_figures_alone(api):
    seen = api.get("xq.head", PATH).get_json()
    assert [row["unit"] for row in seen["units"]] == ["XQ"]
    assert seen["leaders"] == []
    assert api.get("xq.head", f"{PATH}?unit=SM").status_code == 404
    assert api.get("xq.head", f"{PATH}?post=FXZ-1").status_code == 404


@pytest.mark.parametrize("query", ["?fact=nonsense", "?nonsense=1"])
def test_what_cannot_be_read_is_said(api, query):
    assert api.get("office", f"{PATH}{query}").status_code == 422


def test_a_hand_put_over_the_api_is_not_known(api):
    number = api.created(
        measure="里程", unit_of_measure="公里", target_value="3", points="5", due_on="2014-06-30",
        scoring_rule="proportional", responsible_post="XQ-KY", evidence="验收单",
    )["id"]  # fmt: skip
    assert api.act("xq.head", number, "submit").status_code == 200
    rows = api.get("xq.head", "/years/2014/balance?unit=XQ&fact=not_known").get_json()["targets"]
    assert [row["hands"] for row in rows if row["id"] == number] == [[None]]
