"""The schemes that ship, and what stays the same however a scheme is written down."""

import json
import random
import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.program import ROOT
from tests.workflow.scheme_cases import SOUND, faults_of
from workflow.inputs import county
from workflow.scheme.checks.structure import schema_text
from workflow.scheme.scheme import (
    SHIPPED,
    body_of,
    canonical_text,
    check,
    digest_of,
    for_year,
    scheme_of,
    shipped,
)
from workflow.scheme.value import Arbitration
from workflow.scoring.missing import MEANINGS
from workflow.scoring.parameters import (
    ADJUSTING,
    COMMON,
    DEDUCTION,
    LEDGER_EVENT,
    PARAMETERS,
    PART,
    PERIOD,
    REQUIRED,
    ROUNDING,
    SHARE_STEP,
)

YEARS = (2011, 2012, 2013)
SOURCE_ITEMS = ("investment_promotion", "research", "poverty_relief", "law_enforcement")
ADDED = {2011: "households", 2012: "social_security", 2013: "clean_government"}
# As they were before the other parts of the scheme were filled in: signed targets name them.
RULE_DIGESTS = {
    "proportional": "c849710a84b75bb3921287eb8d7b156c866545a312cfe8b336d99c4302a3fa2d",
    "all_or_nothing": "06f4eefc7d3e5452a4394f3c9138d317215152c8775e03c8d03d37b92fe9d225",
    "ladder": "630359292e0a0106697a83ffc36f7e8ba6e63caad345ddb8186832bdc4bea9f3",
    "per_event": "d2cd9b906d72e06222ce39ec154d60692d07f80345de3dcdf1aa3b25d965c759",
    "bonus": "ce59c22ea896dc86da555b925e6be343abc0998db82cea3ddac5ce096f05f13d",
}
SCHEMA = json.loads(schema_text())


def scheme(code: str):
    return scheme_of(canonical_text(body_of(shipped(code))))


def of_year(year: int):
    return scheme(f"county_{year}")


# — what the source states —


@pytest.mark.parametrize("code", SHIPPED)
def test_shipped_scheme_has_no_fault(code):
    text = shipped(code)
    assert check(body_of(text), text=text) == []


def test_what_ships_is_what_lies_there():
    there = {path.name for path in files("workflow.scheme").iterdir() if path.name.endswith("toml")}
    assert there == {f"{code}.toml" for code in SHIPPED}
    assert shipped("county_2010") is None
    assert shipped("../../pyproject") is None


@pytest.mark.parametrize("year", YEARS)
def test_points_and_fronts_are_the_source_s(year):
    known = of_year(year)
    assert known.year == year
    assert known.points_of("any", None) == {
        "key": "40",
        "routine": "30",
        "common": "20",
        "stability": "10",
    }
    assert [(f.code, f.units) for f in known.fronts] == [
        ("townships", None),
        ("agriculture", None),
        ("science_education", None),
        ("government", None),
        ("economy", None),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_items_of_a_year_are_the_source_s_and_stay_until_removed(year):
    items = of_year(year).items
    added = tuple(code for since, code in ADDED.items() if since <= year)
    assert tuple(i.code for i in items if i.category == "common") == SOURCE_ITEMS + added
    stability = [i.code for i in items if i.category == "stability"]
    assert stability == ["petitions", "work_safety", "public_order"]


@pytest.mark.parametrize("year", YEARS)
def test_grades_and_their_rules_are_the_source_s(year):
    known = of_year(year)
    assert [(g.name.zh, g.at_least) for g in known.grades] == [
        ("超标", "95"),
        ("达标", "80"),
        ("未达标", None),
    ]
    told = [
        (
            r.code,
            r.lower_by,
            r.set_to,
            [(c.category, c.cause, c.at_least, c.at_most) for c in r.when],
        )
        for r in known.grade_rules
    ]
    assert told == [
        ("S43", 1, None, [("key", None, 1, 1)]),
        ("S44", None, "not_met", [("key", "lack_of_effort", 2, None)]),
        ("S44_objective", 1, None, [("key", None, 2, None), ("key", "lack_of_effort", 0, 1)]),
    ]
    assert known.ranking.ties == "competition"
    assert (known.notice_days, known.objection_days, known.answer_days) == (5, 10, 10)


@pytest.mark.parametrize("year", YEARS)
def test_every_way_of_leaving_key_targets_unfinished_meets_one_rule_or_none(year):
    """0–3 unfinished, each for either cause: none for none, S43 for one, one of S44's for more."""
    rules = of_year(year).grade_rules
    for unfinished in range(4):
        for effort in range(unfinished + 1):
            counts = {None: unfinished, "lack_of_effort": effort, "objective": unfinished - effort}
            met = [
                rule.code
                for rule in rules
                if all(
                    c.at_least <= counts[c.cause] <= (99 if c.at_most is None else c.at_most)
                    for c in rule.when
                )
            ]
            worst = "S44" if effort >= 2 else "S44_objective"
            assert met == ([], ["S43"], [worst], [worst])[unfinished]


def test_only_the_first_award_of_2011_has_an_amount():
    amounts = {year: [a.amount for a in of_year(year).awards] for year in YEARS}
    assert amounts == {2011: ["5000", None, None], 2012: [None] * 3, 2013: [None] * 3}


@pytest.mark.parametrize("year", YEARS)
def test_what_the_source_leaves_open_is_named_in_both_languages(year):
    known = of_year(year)
    fields = {opening.field for opening in known.open}
    assert {"item.*.points", "item.*.scoring_unit", "sanction", "award.3.amount"} <= fields
    assert ("award.1.amount" in fields) is (year != 2011)
    assert all(o.name.zh != o.name.en for o in known.open)
    assert {i.points for i in known.items} == {i.scoring_unit for i in known.items} == {None}
    assert known.sanctions == ()


# — rounds, silence and the deputy —


@pytest.mark.parametrize("year", YEARS)
def test_source_names_no_deputy_and_the_defaults_are_three_rounds_and_five_days(year):
    assert of_year(year).arbitration == Arbitration(3, 5, None)


def test_scheme_that_says_nothing_of_rounds_has_the_defaults():
    text = re.sub(r"(?s)\[arbitration\].*?(?=\n\[\[open)", "", SOUND)
    assert check(body_of(text)) == []
    assert scheme_of(canonical_text(body_of(text))).arbitration == Arbitration(3, 5, None)
    assert scheme_of(canonical_text(body_of(SOUND))).arbitration == Arbitration(4, 6, "FXZ-2")


def test_scheme_taken_into_another_year_stays_sound():
    for year in (2014, 2020):
        body = for_year(body_of(shipped("county_2013")), year)
        assert check(body) == []
        assert scheme_of(canonical_text(body)).year == year
    assert for_year(body_of(SOUND), 2013) == body_of(SOUND)


# — one scheme, one digest —

ROOMS = re.split(r"\n(?=\[)", SOUND)
# Their order means something: the best grade comes first, the steps apply in turn …
ORDERED = ("[[grade]]", "[[grade_rule]]", "[[period]]", "[[item]]", "[[award]]")


@given(st.randoms(use_true_random=False))
def test_order_of_tables_in_the_file_changes_nothing(chance: random.Random):
    """Tables of different names may stand in any order; those of one name keep theirs."""
    head, *rooms = ROOMS
    names = [room.split("\n")[0] for room in rooms]
    order = sorted(set(names), key=lambda _: chance.random())
    text = "\n".join(
        [head, *(r for name in order for r, n in zip(rooms, names, strict=True) if n == name)]
    )
    assert faults_of(text) == []
    assert digest_of(body_of(text)) == digest_of(body_of(SOUND))


@given(st.randoms(use_true_random=False), st.sampled_from([SOUND, SOUND.replace('"40"', '"41"')]))
def test_order_of_entries_changes_no_answer_where_it_has_no_meaning(chance, text):
    body = tomllib.loads(text)
    for name in ("category", "variant", "front", "rule", "sanction", "open", "item"):
        chance.shuffle(body[name])
    found = {re.sub(r"\.[0-9]+", "", f.field) + f.words.en for f in check(body)}
    assert found == {re.sub(r"\.[0-9]+", "", f.field) + f.words.en for f in faults_of(text)}


def test_spelling_of_the_file_does_not_change_the_digest():
    spaced = SOUND.replace(" = ", "   =  ").replace("\n\n", "\n# remark\n\n").replace("\n", "\r\n")
    assert digest_of(body_of(spaced)) == digest_of(body_of(SOUND))
    assert digest_of(body_of(SOUND)) == digest_of(json.loads(canonical_text(body_of(SOUND))))
    assert digest_of(body_of(SOUND.replace("dense", "competition"))) != digest_of(body_of(SOUND))


def test_digest_of_a_known_scheme_is_what_it_was():
    text = 'code = "x"\nyear = 2013\n'
    assert canonical_text(body_of(text)) == '{"code":"x","year":2013}'
    # SHA-256 of "shangxia/scheme/v1", NUL and that text.
    assert (
        digest_of(body_of(text))
        == "925c900adddbc5f7ccd16b5ee3d6a6c368307c4f8089f8353d77ae91d5432e01"
    )


def test_rules_of_2013_are_the_ones_that_signed_targets_name():
    digests = scheme("county_2013").rule_digests
    assert {code: digests[code] for code in RULE_DIGESTS} == RULE_DIGESTS


# — the value —


def test_value_holds_what_the_file_says():
    known = scheme_of(canonical_text(body_of(SOUND)))
    assert (known.name.zh, known.total) == ("完整方案", "100")
    assert known.points_of("XQ", "townships")["routine"] == "70"
    assert known.points_of("ZS", "economy")["key"] == "0"
    assert known.points_of("SM", "townships")["key"] == "40"
    assert known.fronts[1].units == ("ZS", "JT")
    assert (known.items[0].due, known.items[1].due) == ("12-20", "12-31")
    assert (known.ranking.ties, known.ranking.places, known.ranking.on) == ("dense", 1, "rounded")
    assert known.change_window == ("07-01", "07-31")
    assert (known.notice_days, known.answer_days) == (5, 10)
    assert known.sanctions[0].grade == "not_met"
    assert known.open[0].field == "award.2.amount"


# — the published schema —


def shape(name: str):
    return SCHEMA["$defs"][name]


@pytest.mark.parametrize("kind", PARAMETERS)
def test_published_schema_knows_each_kind_of_rule_as_the_scoring_does(kind):
    own, wanted = shape(f"rule_{kind}"), COMMON | PARAMETERS[kind]
    wanted |= {} if "deductions" in wanted else ADJUSTING
    assert own["properties"].keys() == wanted.keys()
    needed = {name for name, (default, _) in wanted.items() if default is REQUIRED}
    assert set(own["required"]) == needed


def test_published_schema_knows_the_parts_of_rules_as_the_scoring_does():
    assert shape("rule")["properties"]["kind"]["enum"] == list(PARAMETERS)
    assert shape("event")["properties"].keys() == DEDUCTION.keys()
    assert shape("ledger_event")["properties"].keys() == LEDGER_EVENT.keys()
    assert shape("missing")["enum"] == list(MEANINGS)
    assert shape("rounding")["properties"].keys() == ROUNDING.keys()
    assert shape("step")["properties"].keys() >= SHARE_STEP.keys()
    assert shape("part")["properties"].keys() == PART.keys()
    assert shape("named_period")["properties"].keys() == PERIOD.keys()


def test_published_schema_is_one_and_closed():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(SCHEMA)
    tables = [SCHEMA, *SCHEMA["$defs"].values(), *SCHEMA["properties"].values()]
    loose = [
        t for t in tables if t.get("type") == "object" and t.get("additionalProperties") is None
    ]
    # A rule, and a part of one, is closed by its kind.
    assert loose == [shape("rule"), shape("part")]
    assert shape("code")["pattern"].strip("^$") == county.CODE.strip("^$")
    used = set(re.findall(r"#/\$defs/(\w+)", schema_text()))
    assert used == SCHEMA["$defs"].keys()


DOCS = (ROOT / "docs" / "scheme.md").read_text("utf-8")


@pytest.mark.parametrize("name", SCHEMA["properties"])
def test_page_on_schemes_names_every_key_that_may_stand_in_one(name):
    table = SCHEMA["properties"][name]
    table = table.get("items", table)
    table = shape(table["$ref"].rsplit("/", 1)[1]) if "$ref" in table else table
    if table.get("type") != "object":
        assert f"`{name}`" in DOCS
        return
    (row,) = [line for line in DOCS.splitlines() if re.match(rf"\| `\[+{name}\]+`", line)]
    for key in table["properties"]:
        star = "*" if key in table["required"] else ""
        assert re.search(rf"`{key}`{re.escape(star)}[ ,|]", row), key


def test_page_on_schemes_names_every_kind_of_rule_and_its_parameters():
    for kind, parameters in PARAMETERS.items():
        (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{kind}`")]
        for name, (default, _) in parameters.items():
            assert f"`{name}`{'*' if default is REQUIRED else ''}" in row, name
    for name in {**PART, **ADJUSTING}:
        assert f"`{name}`" in DOCS, name
