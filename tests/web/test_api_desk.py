"""The auditor's desk over the API: of the described shape, for auditors, and told in the log."""

import pytest

from tests.web.api_client import fits_described

PATHS = {
    "/audit/entries?limit=3&act=submit,review&from=2012-01-01": "/audit/entries",
    "/audit/entries/300": "/audit/entries/{id}",
    "/audit/absent": "/audit/absent",
    "/audit/absent/milestones/2013?limit=2": "/audit/absent/{section}/{id}",
    "/audit/people/leader1/2013?limit=5": "/audit/people/{username}/{id}",
    "/audit/units/XQ/2012": "/audit/units/{unit}/{id}",
    "/audit/verification": "/audit/verification",
}


@pytest.mark.parametrize("path", PATHS)
def test_the_desk_is_of_the_described_shape_and_for_auditors(api, path):
    for person in ("office", "head", "xq.head", "admin"):
        assert api.get(person, path).status_code == 403
    answer = api.get("auditor", path)
    assert answer.status_code == 200, answer.get_json()
    fits_described(answer.get_json(), f"/api/v1{PATHS[path]}", "GET", 200)


def test_every_entry_of_the_demo_county_can_be_told(api):
    """Each act writes other rows; none of them may be beyond words."""
    kinds = api.database.execute_sql(
        "SELECT MIN(id) FROM entry GROUP BY object_kind, act"
    ).fetchall()
    for (index,) in kinds:
        answer = api.get("auditor", f"/audit/entries/{index}")
        assert answer.status_code == 200, index
        found = answer.get_json()
        fits_described(found, "/api/v1/audit/entries/{id}", "GET", 200)
        for write in found["writes"]:
            assert write["name"] != write["table"], f"no word for the table {write['table']}"
            for field in write["fields"]:
                assert field["label"], (write["table"], field["field"])


def test_pages_of_a_search_go_on_where_the_last_one_ended(api):
    first = api.get("auditor", "/audit/entries?act=submit&limit=5").get_json()
    second = api.get("auditor", f"/audit/entries?act=submit&limit=5&cursor={first['next']}")
    indexes = [one["index"] for one in [*first["items"], *second.get_json()["items"]]]
    assert indexes == sorted(set(indexes), reverse=True)
    assert len(indexes) == 10


def test_wrong_filters_are_named(api):
    for query in ("act=rob", "from=soon", "channel=pigeon", "no_such=1"):
        answer = api.get("auditor", f"/audit/entries?{query}")
        assert (answer.status_code, query.partition("=")[0] in answer.get_json()["fields"]) == (
            422,
            True,
        ), query


def test_a_read_over_the_api_is_in_the_log_once_a_day(api):
    for _ in range(2):
        api.get("auditor", "/audit/entries")
        api.get("auditor", "/audit/units/XQ/2012")
    rows = api.database.execute_sql("SELECT body FROM entry WHERE act = 'read_log'").fetchall()
    assert len(rows) == 2
    assert all('"channel":"api"' in body for (body,) in rows)


def test_a_program_starts_a_verification_and_reads_its_result(api):
    answer = api.post("auditor", "/audit/verification", {})
    assert answer.status_code == 200
    fits_described(answer.get_json(), "/api/v1/audit/verification", "POST", 200)
    api.app.extensions["verifying"].wait()
    (found,) = api.get("auditor", "/audit/verification").get_json()["items"]
    assert (found["ok"], found["by"], found["report"]["ok"]) == (True, "auditor", True)
    assert api.post("auditor", "/audit/verification", {"quick": 1}).status_code == 422


def test_the_command_line_tells_an_entry_and_what_did_not_happen(cli):
    entry = cli("audit", "entry", "300", "--as", "auditor", "--json")
    assert (entry.code, '"leaf"' in entry.out) == (0, True)
    told = cli("audit", "absent", "--as", "auditor", "--from", "2013-01-01")
    assert (told.code, "milestones" in told.out, "refused" in told.out) == (0, True, True)
    assert cli("audit", "absent", "--as", "office").code == 1
    reads = cli("audit", "entries", "--as", "auditor", "--act", "read_log", "--json")
    assert reads.out.count('"read_log"') == 2
