"""The description of the API is right: valid, complete, and held to by what really answers."""

import zlib
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from models import statements
from tests.web.api_client import BASE, DOCUMENT
from web.api.openapi import path_of, refusing
from web.api.operations import OPERATIONS
from workflow.lifecycle import ACTS
from workflow.queries import facts
from workflow.terms import Capacity

# Who stands for each capacity in the demo county.
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
EXAMPLES = 2
FITTING = GenerationMode.POSITIVE
load_all_checks()
# No fault of ours, no status or shape that is not described, no unknown person let in.
HELD = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


def operations():
    return [(p, m, o) for p, some in DOCUMENT["paths"].items() for m, o in some.items()]


def test_the_description_is_valid_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1")
    problems = list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors())
    assert not problems


def test_every_reference_names_a_component_and_every_component_is_named():
    text = str(DOCUMENT)
    for kind, some in DOCUMENT["components"].items():
        if kind == "securitySchemes":
            continue
        for name in some:
            known = kind == "responses" and name in ("405", "429")
            assert known or f"#/components/{kind}/{name}'" in text, f"{kind}/{name} is never used"


def test_every_act_of_the_table_that_people_do_is_described():
    described = {p for p, *_ in operations()}
    for act in ACTS:
        paths = {
            "target": f"{BASE}/targets/{{id}}/actions/{act.name}",
            "year": f"{BASE}/years/{{id}}/actions/{act.name}",
            "item": f"{BASE}/items/{{id}}/actions/{act.name}",
            "county": f"{BASE}/county/actions/{act.name}",
        }
        system_only = set(act.capacities) == {Capacity.SYSTEM}
        secret = any(name.endswith("_hash") for name in act.input().load_fields)
        expected = not act.creates and not (act.on == "county" and (system_only or secret))
        assert (paths[act.on] in described) == expected, act.name


def test_every_object_of_an_input_refuses_what_it_does_not_name():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["additionalProperties"] is False, name


def test_every_operation_says_how_it_may_be_refused():
    for made in OPERATIONS:
        for act in made.acts or (None,):
            operation = DOCUMENT["paths"][path_of(made, act)][made.method.lower()]
            assert {str(s) for s in refusing(made)} < set(operation["responses"])
            assert operation["summary"]
            assert "401" in operation["responses"]


def test_decimals_days_and_choices_are_described_as_what_is_taken():
    fields = DOCUMENT["components"]["schemas"]["CreateInput"]["properties"]
    assert fields["points"]["type"] == ["string", "integer", "null"]
    assert fields["points"]["pattern"].startswith("^-?")
    assert fields["due_on"]["format"] == "date"
    assert "at_least" in fields["direction"]["enum"]
    assert fields["title"]["maxLength"] == 120
    assert fields["milestones"]["maxItems"] == 60


def objects(api, path):
    """Ids that this path may name: what exists, in every state, and what does not."""
    if "{id}" not in path:
        return st.none()
    if "/years/" in path:
        return st.sampled_from((2012, 2013, 2014, 2099))
    if "/items/" in path:
        return st.sampled_from((1, 7, 999))
    states = "SELECT MAX(id) AS id FROM target GROUP BY state, unit_id"
    known = [row["id"] for row in statements.rows(api.database, states)]
    return st.sampled_from((*known, 999_999, 2**53 - 1))


def seen(api, case):
    """The case as one who has just looked at the target would send it."""
    body, number = case.body, (case.path_parameters or {}).get("id")
    row = facts.target(api.database, number) if "/targets/{id}" in case.path else None
    if row is None or not isinstance(body, dict):
        return
    body.update({name: row[name] for name in ("version", "digest") if name in body})
    case.headers.pop("If-Match", None)


def asked(api, operation, capacity) -> Counter:
    """Requests of every shape to one operation; how often each status came."""
    statuses: Counter = Counter()
    modes = list(GenerationMode) if operation.body or operation.query else [FITTING]

    # Where examples follow from the test alone, each capacity still meets others of its own.
    own = zlib.crc32(f"{capacity} {operation.label}".encode())
    headers = api.headers(PEOPLE[capacity])

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def ask(data):
        number = data.draw(objects(api, operation.path))
        path = None if number is None else {"id": number}
        if "{unit}" in operation.path:
            path = {"id": number, "unit": data.draw(st.sampled_from(("XQ", "WS", "MBB", "?")))}
        mode = data.draw(st.sampled_from(modes))
        case = data.draw(operation.as_strategy(mode, path_parameters=path))
        if data.draw(st.booleans()):
            seen(api, case)
        answer = case.call_and_validate(headers=headers, checks=HELD)
        statuses[answer.status_code] += 1

    (seed(own)(ask) if settings().derandomize else ask)()
    return statuses


@pytest.mark.slow
@pytest.mark.parametrize("capacity", PEOPLE)
def test_no_request_of_any_shape_meets_a_fault_or_an_undescribed_answer(api, capacity):
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", api.app)
    statuses: Counter = Counter()
    for found in schema.get_all_operations():
        statuses += asked(api, found.ok(), capacity)
    assert {200, 404, 422} <= set(statuses)
    assert statuses.total() >= len(operations())
