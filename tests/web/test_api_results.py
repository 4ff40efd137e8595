"""The results of a year over the API: of the described shape, and equal to what was stored."""

import json

from models import statements
from tests.web.api_client import fits_described
from tests.web.tables import rows
from tests.web.visitor import Visitor
from workflow.scoring.recompute_outcome import recompute_results

RANKING, SHEET = "/api/v1/years/{id}/results", "/api/v1/years/{id}/results/{unit}"
STORED = """
SELECT u.code, r.total, r.base_grade, r.grade, r.rank, r.derivation FROM unit_result r
JOIN unit u ON u.id = r.unit_id JOIN year_result y ON y.id = r.result_id
WHERE y.year_id = 2012 AND y.no = ? ORDER BY r.id
"""

NAMES = "SELECT code, name_zh FROM unit"


def units(ranking):
    return [unit for front in ranking["fronts"] for unit in front["units"]]


def test_every_revision_is_of_the_described_shape_and_says_what_was_stored(api):
    for no, query in ((1, "?no=1"), (2, ""), (2, "?no=2")):
        ranking = api.get("xq.drafter", f"/years/2012/results{query}").get_json()
        fits_described(ranking, RANKING, "GET", 200)
        stored = statements.rows(api.database, STORED, (no,))
        names = ("total", "base_grade", "grade", "rank")
        assert [(u["unit"], *(u[n] for n in names)) for u in units(ranking)] == [
            (row["code"], *(row[n] for n in names)) for row in stored
        ]
        digests = [json.loads(row["derivation"])["digest"] for row in stored]
        assert [unit["digest"] for unit in units(ranking)] == digests
        digest = "SELECT digest FROM year_result WHERE year_id = 2012 AND no = ?"
        assert ranking["digest"] == statements.value(api.database, digest, (no,))


def test_all_sheets_together_let_a_stranger_reckon_the_ranks_anew(api):
    ranking = api.get("auditor", "/years/2012/results").get_json()
    tables = {front["front"]: front["table"] for front in ranking["fronts"]}
    trees = []
    for unit in units(ranking):
        sheet = api.get("auditor", f"/years/2012/results/{unit['unit']}").get_json()
        fits_described(sheet, SHEET, "GET", 200)
        assert (sheet["rank"], sheet["total"]) == (unit["rank"], unit["total"])
        trees.append(sheet["derivation"])
    redone = recompute_results(trees, tables)
    assert [each.rank for each in redone] == [unit["rank"] for unit in units(ranking)]


def test_pages_and_api_show_the_same_figures(api):
    visitor = Visitor(api.app)
    visitor.sign_in("auditor")
    names = {row["code"]: row["name_zh"] for row in statements.rows(api.database, NAMES)}
    ranking = api.get("auditor", "/years/2012/results").get_json()
    page = rows(visitor.get("/years/2012/results"))
    assert len(units(ranking)) > 10
    for unit in units(ranking):
        shown = next(row for row in page if row[1] == names[unit["unit"]])
        assert shown[0].partition("（")[0] == str(unit["rank"])
        assert ("并列" in shown[0]) == unit["tied"]
        assert shown[2:7] == [*unit["categories"].values(), unit["total"]]
        assert shown[9:11] == [str(unit["unfinished_key"]), str(unit["imposed"])]


def test_pages_and_api_show_the_same_score_of_each_target(api):
    visitor = Visitor(api.app)
    visitor.sign_in("xq.drafter")
    for code in ("WS", "ZS"):
        sheet = api.get("auditor", f"/years/2012/results/{code}").get_json()
        page = rows(visitor.get(f"/years/2012/results/{code}"))
        targets = [target for part in sheet["categories"] for target in part["targets"]]
        assert [(row[1], row[2]) for row in page] == [(t["points"], t["score"]) for t in targets]


def test_what_is_not_published_is_not_found_but_to_those_above_a_unit(api):
    assert api.get("office", "/years/2013/results").status_code == 404
    assert api.get("xq.head", "/years/2013/results/SM").status_code == 404
    sheet = api.get("xq.head", "/years/2013/results/XQ").get_json()
    fits_described(sheet, SHEET, "GET", 200)
    assert (sheet["no"], sheet["grade"], sheet["rank"], sheet["derivation"]) == (None,) * 4
    for path in ("/years/2012/results?no=3", "/years/1999/results", "/years/2012/results/MBB"):
        assert api.get("office", path).status_code == 404
    assert list(api.get("office", "/years/2012/results?no=0").get_json()["fields"]) == ["no"]
