"""What the log's reader takes as an entry, and what it refuses: JSON with a name given twice."""

import json

import pytest

from workflow.audit.canonical import canonical
from workflow.audit.reading import KEYS, Malformed, entry_of, spelled

WRITE = {"after": {"code": "XQ"}, "before": None, "id": 1, "table": "unit"}
ENTRY = {
    **dict.fromkeys(KEYS),
    "at": "2014-03-01T01:00:00.000000Z",
    "index": 0,
    "object": {"id": 1, "kind": "unit"},
    "writes": [WRITE],
}
BODY = canonical(ENTRY).decode()


def test_an_entry_in_its_only_spelling_is_read():
    assert entry_of(BODY) == ENTRY


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ('"index":0', '"index":0,"index":0'),
        ('"index":0', '"index":1,"index":0'),
        ('"kind":"unit"', '"kind":"county","kind":"unit"'),
        ('"code":"XQ"', '"code":"AQ","code":"XQ"'),
        ('"table":"unit"', '"table":"unit","table":"unit"'),
    ],
)
def test_a_name_that_stands_twice_is_refused_at_every_depth(once, twice):
    bent = BODY.replace(once, twice)
    assert json.loads(bent) == ENTRY  # as a careless reader would take it
    with pytest.raises(Malformed, match="canonical"):
        entry_of(bent)


@pytest.mark.parametrize(
    "text",
    ['{"a":01}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a": 1}', '{"b":1,"a":2}', '{"a":NaN}'],
)
def test_a_number_or_an_order_in_another_spelling_is_refused(text):
    with pytest.raises(Malformed, match=r"\w"):
        spelled(text)
