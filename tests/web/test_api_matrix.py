"""Every route with every capacity, and every cell of the agreed matrix: the API says the same."""

import pytest

from tests.builders import World, copy_of, golden
from tests.matrix import cells, one_of_each
from tests.storage import opened
from tests.web.api_client import BASE, DOCUMENT, Api, fits_described
from web.api.operations import OPERATIONS
from workflow.lifecycle import ACTS

PUBLIC, SIGNED_IN, TABLE, AUDITORS = "public", "signed in", "by the table", "auditors"
OVERSEERS = "overseers"
# Who may ask for what, written by hand: a route that is not named here fails.
ROUTES = {
    "GET /api/docs": PUBLIC,
    "GET /api/v1/openapi.json": PUBLIC,
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /metrics": PUBLIC,
    "GET /api/v1/healthz": PUBLIC,
    "GET /api/v1/readyz": PUBLIC,
    "GET /api/v1/metrics": PUBLIC,
    "GET /api/v1/me": SIGNED_IN,
    "GET /api/v1/inbox": SIGNED_IN,
    "GET /api/v1/targets": SIGNED_IN,
    "POST /api/v1/targets": TABLE,
    "GET /api/v1/targets/<number>": SIGNED_IN,
    "GET /api/v1/targets/<number>/history": SIGNED_IN,
    "GET /api/v1/targets/<number>/revisions": SIGNED_IN,
    "POST /api/v1/targets/<number>/actions/<action>": TABLE,
    "POST /api/v1/targets/batch/<action>": TABLE,
    "GET /api/v1/years": SIGNED_IN,
    "POST /api/v1/years": TABLE,
    "GET /api/v1/years/<number>": SIGNED_IN,
    "POST /api/v1/years/<number>/actions/<action>": TABLE,
    "GET /api/v1/years/<number>/results": SIGNED_IN,
    "GET /api/v1/years/<number>/results/<unit>": SIGNED_IN,
    "GET /api/v1/units/<unit>/results": SIGNED_IN,
    "GET /api/v1/measures": SIGNED_IN,
    # Of a year whose results are published; before that, not leaders.
    "POST /api/v1/years/<number>/what-if": OVERSEERS,
    "GET /api/v1/years/<number>/sign-offs": SIGNED_IN,
    "GET /api/v1/awards": SIGNED_IN,
    "GET /api/v1/calendar": SIGNED_IN,
    "GET /api/v1/delegations": SIGNED_IN,
    "GET /api/v1/takeovers": SIGNED_IN,
    "GET /api/v1/years/<number>/coverage": OVERSEERS,
    "GET /api/v1/years/<number>/unit-entries": OVERSEERS,
    "GET /api/v1/years/<number>/balance": SIGNED_IN,
    "GET /api/v1/key-tasks": SIGNED_IN,
    "POST /api/v1/key-tasks": TABLE,
    "GET /api/v1/items": SIGNED_IN,
    "POST /api/v1/items": TABLE,
    "GET /api/v1/items/<number>": SIGNED_IN,
    "POST /api/v1/items/<number>/actions/<action>": TABLE,
    "POST /api/v1/county/actions/<action>": TABLE,
    "GET /api/v1/audit/entries": AUDITORS,
    "GET /api/v1/audit/difference": AUDITORS,
    "GET /api/v1/audit/entries/<number>": AUDITORS,
    "GET /api/v1/audit/absent": AUDITORS,
    "GET /api/v1/audit/absent/<section>/<number>": AUDITORS,
    "GET /api/v1/audit/people/<username>/<number>": AUDITORS,
    "GET /api/v1/audit/units/<unit>/<number>": AUDITORS,
    "GET /api/v1/audit/verification": AUDITORS,
    "POST /api/v1/audit/verification": AUDITORS,
    "GET /api/v1/audit/bundle": AUDITORS,
    "GET /api/v1/audit/checkpoint": SIGNED_IN,
    "GET /api/v1/audit/proof/<number>": SIGNED_IN,
    "GET /api/v1/audit/consistency": SIGNED_IN,
    "GET /api/v1/audit/papers/<code>": SIGNED_IN,
}
PEOPLE = {
    "drafter": "xq.drafter",
    "unit_head": "xq.head",
    "leader": "leader1",
    "county_head": "head",
    "office": "office",
    "inspector": "inspector1",
    "assessor": "assessor",
    "secretary": "secretary",
    "auditor": "auditor",
    "admin": "admin",
}
EXAMPLES = {"<number>": "1", "<action>": "edit"}


@pytest.fixture(scope="module")
def county(sqlite_storage):
    """A county that the cells share: refusals leave it as it is, and what is done is undone."""
    with opened(copy_of(sqlite_storage, golden(sqlite_storage))) as database:
        world = World(database)
        yield world, Api(world.door), one_of_each(world)


def routes(api) -> set[str]:
    """Every route of the application under /api, and the probes, as method and address."""
    found = set()
    for rule in api.app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if rule.rule.startswith("/api") or blueprint == "probes":
            address = "".join(f"<{part}>" if variable else part for variable, part in rule._trace)
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                found.add(f"{method} {address.removeprefix('|').replace('|', '')}")
    return found


def at(route: str) -> tuple[str, str]:
    method, _, address = route.partition(" ")
    if "/results" in address or "/sign-offs" in address or address.endswith("/what-if"):
        return method, address.replace("<number>", "2012").replace("<unit>", "XQ")
    if address.endswith("/consistency"):
        return method, f"{address}?old=1"
    if "/audit/" in address:
        names = {"<section>": "milestones", "<username>": "xq.head", "<unit>": "XQ"}
        for name, value in names.items():
            address = address.replace(name, value).replace(f"{value}/<number>", f"{value}/2013")
    if "/years/" in address:
        return method, address.replace("<number>", "2013").replace("<action>", "open")
    for name, value in EXAMPLES.items():
        address = address.replace(name, value)
    if "/county/" in address:
        return method, address.replace("/edit", "/add_person")
    return method, address.replace("/items/1/actions/edit", "/items/1/actions/sign_item")


def test_every_route_has_its_expectation(county):
    assert routes(county[1]) == set(ROUTES), "say in ROUTES who may ask for it"


def test_the_declared_expectation_is_the_written_one():
    for made in OPERATIONS:
        rule = made.rule.replace("<int(max=9007199254740991):number>", "<number>")
        rule = rule.replace("<int(max=9999):number>", "<number>")
        assert ROUTES[f"{made.method} {BASE}{rule}"] == made.who


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_lets_in_whom_it_should(api, route):
    method, address = at(route)
    body = b"{}" if method == "POST" else None
    nobody = api.client.open(address, method=method, data=body, content_type="application/json")
    assert (nobody.status_code == 401) == (ROUTES[route] != PUBLIC)
    for capacity, username in PEOPLE.items():
        answer = api.client.open(
            address, method=method, data=body, content_type="application/json",
            headers=api.headers(username),
        )  # fmt: skip
        if ROUTES[route] in (PUBLIC, SIGNED_IN):
            assert answer.status_code == 200, (capacity, answer.get_data(as_text=True)[:300])
        elif ROUTES[route] == OVERSEERS:
            oversees = capacity in ("office", "county_head", "leader", "auditor")
            assert answer.status_code == (200 if oversees else 403), capacity
        elif ROUTES[route] == AUDITORS:
            assert answer.status_code == (200 if capacity == "auditor" else 403)
        else:
            assert answer.status_code in (403, 404, 409, 422), capacity


COUNTY_ACTS = [
    act
    for act in ACTS
    if act.on == "county" and f"{BASE}/county/actions/{act.name}" in DOCUMENT["paths"]
]


@pytest.mark.parametrize("act", COUNTY_ACTS, ids=lambda act: act.name)
def test_an_act_on_the_county_is_for_whom_the_table_says(api, act):
    for capacity, username in PEOPLE.items():
        answer = api.post(username, f"/county/actions/{act.name}", {"nothing": 1})
        allowed = capacity in {str(c) for c in act.capacities}
        assert answer.status_code == (422 if allowed else 403), capacity


# — the agreed matrix —

STORED = [cell for cell in cells() if cell.state != "new" and cell.capacity != "system"]
NEW = [cell for cell in cells() if cell.state == "new" and cell.person and cell.acts is not None]


@pytest.mark.parametrize("cell", STORED, ids=str)
def test_the_api_agrees_with_every_cell(county, cell):
    _, api, targets = county
    number = targets[cell.state]
    shown = api.get(cell.person, f"/targets/{number}")
    assert (shown.status_code == 200) == cell.visible
    for act in (a for a in ACTS if a.on == "target" and not a.creates):
        # A field that there is none of stops every act that would be done, and nothing else.
        answer = api.post(cell.person, f"/targets/{number}/actions/{act.name}", {"no_such": 1})
        code = answer.get_json()["code"]
        if not cell.visible:
            assert (answer.status_code, code) == (404, "not_found")
            continue
        agreed = act.name in cell.acts
        assert (code == "invalid_input") == agreed, (act.name, code)
        assert agreed or code in ("not_your_capacity", "wrong_state"), (act.name, code)
        offered = next(a for a in shown.get_json()["actions"] if a["action"] == act.name)
        assert agreed or not offered["allowed"]
        if not agreed:
            assert [r["code"] for r in offered["refusals"]] == [code]
            assert all(r["text"] for r in offered["refusals"])


@pytest.mark.parametrize("cell", NEW, ids=str)
def test_the_api_agrees_with_every_cell_before_there_is_a_target(county, cell):
    world, api, _ = county
    year = world.drafting_year()
    answer = api.post(
        cell.person, "/targets", {"lead_unit": "XQ", "year": year, "title": "x", "category": "key"}
    )
    # Of a year that is being drafted; what a superior's document adds is for one that runs.
    begins = cell.acts - {"add"}
    assert (answer.status_code == 201) == bool(begins)
    if begins:
        fits_described(answer.get_json(), "/api/v1/targets", "POST", 201)
        history = api.get(cell.person, f"/targets/{answer.get_json()['id']}/history").get_json()
        assert {history["items"][-1]["action"]} == begins
    else:
        assert answer.get_json()["code"] == "not_your_capacity"


@pytest.mark.parametrize("cell", NEW, ids=str)
def test_the_api_agrees_with_every_cell_of_an_addition(county, cell):
    world, api, targets = county
    year = world.target(targets["in_progress"])["year_id"]
    content = {"lead_unit": "XQ", "year": year, "title": "x", "category": "key"}
    answer = api.post(cell.person, "/targets", {**content, "document": "云政发〔2013〕30号"})
    if "add" in cell.acts:
        assert (answer.status_code, answer.get_json()["proposal"]["kind"]) == (201, "add")
    else:
        assert answer.get_json()["code"] == "not_your_capacity"
