"""Legality: a log that fits its tables and its tree, and yet tells of what may not happen."""

import pytest

from models import statements
from tests.builders import DECISION, FOUND, World
from tests.workflow.bending import act, forge, found, one, run, unguarded, write
from workflow.audit.legality import BROUGHT
from workflow.audit.owned import HANDS
from workflow.audit.verify import verify
from workflow.errors import WorkflowError
from workflow.hands.revision import digest_of
from workflow.lifecycle import ACTS


@pytest.fixture(scope="module")
def told(shared_world: World):
    """A county with one target scored, one approved, one reviewed, one item and a refused act."""
    world = shared_world
    world.scored()
    item, targets = world.common("XQ", "SM")
    for target, unit in zip(targets, ("xq", "sm"), strict=True):
        world.act(f"{unit}.drafter", "edit", target, responsible_post=f"{unit.upper()}-KY")
        world.act(f"{unit}.head", "submit", target)
    world.item("leader1", "sign_item", item)
    world.reviewed(supporting_units=["ZS"])
    back = world.submitted()
    world.act("leader1", "counter", back, reason_code="value_too_low", target_value="12")
    world.act("xq.head", "submit", back)
    world.act("xq.head", "withdraw", back)
    with pytest.raises(WorkflowError):
        world.act("xq.head", "review", back)
    again = world.submitted()
    world.act("leader1", "return", again, reason_code="value_too_low")
    world.act("xq.head", "submit", again)
    world.act("leader1", "review", again)  # reviewed in the second round
    world.approved()
    quarrel = world.quarrelled()
    world.act("xq.head", "ask_arbitration", quarrel, text="差距较大。")
    world.act("head", "arbitrate", quarrel, **DECISION)
    return world.database


def refused(database, change, check="moves"):
    """What the check says of a log that was changed so."""
    with unguarded(database):
        entry = forge(database, change)
        faults = found(database)
        assert "entries" not in faults
        assert "tree" not in faults
        assert check in faults, faults
        if entry is not None:
            assert faults[check].entry == entry["index"]
        return faults[check]


def test_everything_done_here_is_lawful(told):
    report = verify(told)
    assert report.ok, report.first
    done = {row["act"] for row in statements.rows(told, "SELECT act FROM entry")}
    assert done >= {"sign_item", "issue", "score", "counter", "withdraw", "confirm_support"}
    assert one(told, "SELECT COUNT(*) FROM entry WHERE outcome = 'refused'") > 0


def changed(name, kind="target", **values):
    def change(log):
        entry = act(log, name, kind)
        entry.update(values)
        return entry

    return change


@pytest.mark.parametrize(
    ("name", "kind", "values", "why"),
    [
        ("approve", "target", {"act": "wave_through"}, "knows no such act"),
        ("approve", "target", {"capacity": "leader"}, "not among"),
        ("review", "target", {"capacity": None}, "not among"),
        ("submit", "target", {"person": None}, "nobody is named"),
        ("submit", "target", {"person": 1}, "did not hold"),
        ("submit", "target", {"person": 999}, "did not hold"),
        ("submit", "target", {"post": "SM-YBS"}, "did not hold"),
        ("submit", "target", {"post": "XX"}, "did not hold"),
        ("edit", "target", {"capacity": "unit_head"}, "did not hold"),  # done as a drafter
        ("submit", "target", {"post": "XQ-KY"}, "did not hold"),
        ("inspect", "target", {"act": "review", "capacity": "leader"}, "."),
        ("open", "year", {"act": "score"}, "may not lead from preparing to drafting"),
        ("approve", "target", {"digest": "0" * 64}, "another revision"),
        ("approve", "target", {"revision": 7}, "another revision"),
        ("issue", "target", {"within": None}, "brought"),
        ("issue", "target", {"within": 3}, "brought"),
        ("issue", "target", {"channel": "cli"}, "brought"),
        ("submit", "target", {"within": 3}, "brought"),
        ("arbitrate", "target", {"capacity": "leader"}, "not among"),
        ("arbitrate", "target", {"capacity": "deputy"}, "did not hold"),
        ("arbitrate", "target", {"round": 2}, "rounds were left"),
    ],
)
def test_an_unlawful_move_is_named(told, name, kind, values, why):
    assert why in refused(told, changed(name, kind, **values)).words


def test_decision_that_rests_on_no_lasting_silence_is_named(told):
    """It names a request of somebody, where silence that the clock reported is asked for."""

    def rest_on_a_request(log):
        entry = act(log, "arbitrate")
        asked = write(act(log, "ask_arbitration"), "escalation")
        write(entry, "arbitration")["after"]["escalation_id"] = asked["id"]
        return entry

    assert "nobody stayed silent" in refused(told, rest_on_a_request).words


def test_decision_without_its_record_is_no_approval(told):
    """The hand alone is an approval without both hands."""

    def drop(log):
        entry = act(log, "arbitrate")
        entry["writes"] = [w for w in entry["writes"] if w["table"] != "arbitration"]
        return entry

    assert "without both hands" in refused(told, drop, "hands").words


def test_a_way_the_table_has_not_is_named(told):
    """The rows agree with the log; only the move itself is none."""

    def skip(log):
        entry = act(log, "score")
        write(entry, "target")["after"]["state"] = "inspected"
        return entry

    with unguarded(told):
        number = one(told, "SELECT id FROM target WHERE state = 'scored'")
        run(told, "UPDATE target SET state = 'inspected' WHERE id = ?", number)
        entry = forge(told, skip)
        faults = found(told)
        assert set(faults) == {"moves"}
        assert faults["moves"].words.endswith("it may not lead from inspected to inspected.")
        assert (faults["moves"].entry, faults["moves"].id) == (entry["index"], number)


def test_a_post_given_up_before_the_act_is_no_post(told):
    """Who left a post cannot have acted in it afterwards."""
    person = one(told, "SELECT id FROM person WHERE username = 'inspector1'")
    until = "2012-12-31T00:00:00.000000Z"

    def relieve(log):
        for entry in log:
            for each in entry["writes"]:
                if each["table"] == "holding" and each["after"]["person_id"] == person:
                    each["after"]["until"] = until
        return act(log, "inspect")

    with unguarded(told):
        run(told, "UPDATE holding SET until = ? WHERE person_id = ?", until, person)
        entry = forge(told, relieve)
        assert set(found(told)) == {"moves"}
        assert found(told)["moves"].entry == entry["index"]


def test_a_disabled_person_cannot_have_acted(told):
    def disable(log):
        person = act(log, "inspect")["person"]
        entry = next(
            e
            for e in log
            for w in e["writes"]
            if w["table"] == "person" and w["id"] == person and w["before"] is None
        )
        write(entry, "person")["after"]["active"] = 0
        return act(log, "inspect")

    assert "did not hold" in refused(told, disable).words


def test_a_refused_act_that_wrote_is_named(told):
    def smuggle(log):
        entry = next(e for e in log if e["outcome"] == "refused")
        entry["writes"] = [write(act(log, "found", "county"), "county")]
        return entry

    assert "refused" in refused(told, smuggle).words


def test_a_refusal_without_reason_is_named(told):
    def strip(log):
        entry = next(e for e in log if e["outcome"] == "refused")
        entry["refusals"] = []
        return entry

    assert "refused" in refused(told, strip).words


def test_writing_to_another_target_is_named(told):
    def elsewhere(log):
        entry = act(log, "inspect")
        write(entry, "finding")["after"]["target_id"] += 1
        return entry

    assert "another target" in refused(told, elsewhere).words


# — hands —


def without(table, name, **which):
    """Take a row out of the log and out of the table, as if it had never been written."""

    def change(log):
        entry = act(log, name)
        gone = [
            w
            for w in entry["writes"]
            if w["table"] == table and all(w["after"][k] == v for k, v in which.items())
        ]
        entry["writes"] = [w for w in entry["writes"] if w not in gone]
        return gone[0]["id"]

    return change


def test_an_approval_without_a_hand_is_named(told):
    """Log, tree and tables agree that the unit never signed."""
    with unguarded(told):
        target = one(told, "SELECT target_id FROM signature WHERE side = 'up' ORDER BY id LIMIT 1")
        number = forge(told, without("signature", "submit", side="up"))
        run(told, "DELETE FROM signature WHERE id = ?", number)
        faults = found(told)
        assert set(faults) == {"hands", "moves"}
        assert faults["hands"].words.endswith("approved without both hands on it.")
        assert (faults["hands"].table, faults["hands"].id) == ("target", target)
        assert "not what the hands say" in faults["moves"].words


def test_a_hand_of_somebody_else_is_named(told):
    def other(log):
        entry = act(log, "review")
        write(entry, "signature")["after"]["actor_id"] += 1
        return entry

    assert refused(told, other, "hands").table == "signature"


def test_a_hand_put_by_an_act_that_puts_none_is_named(told):
    assert refused(told, changed("submit", act="edit"), "hands").table == "signature"


def test_an_objection_is_no_affirmation(told):
    def turn(log):
        entry = act(log, "submit")
        write(entry, "signature")["after"]["verdict"] = "object"
        return entry

    assert refused(told, turn, "hands").table == "signature"


def test_a_hand_on_the_wrong_side_is_named(told):
    def other(log):
        entry = act(log, "submit")
        write(entry, "signature")["after"]["side"] = "down"
        return entry

    assert refused(told, other, "hands").table == "signature"


def test_a_digest_that_is_not_of_the_content_is_named(told):
    def other(log):
        entry = act(log, "create")
        after = write(entry, "revision")["after"]
        after["material"] = after["material"].replace('"points":"20"', '"points":"2"')
        return entry

    fault = refused(told, other, "hands")
    assert (fault.table, fault.field) == ("revision", "digest")


def test_a_content_in_another_spelling_is_named(told):
    def other(log):
        entry = act(log, "create")
        after = write(entry, "revision")["after"]
        after["material"] += " "
        return entry

    assert refused(told, other, "hands").table == "revision"


def test_a_waiver_of_somebody_else_is_named(told):
    def other(log):
        entry = act(log, "waive", "year")
        write(entry, "waiver")["after"]["person_id"] += 1
        return entry

    fault = refused(told, other, "hands")
    assert (fault.table, fault.field) == ("waiver", "person_id")


@pytest.mark.parametrize(("name", "value"), [("previous", "0" * 64), ("no", 2)])
def test_a_plan_digest_that_is_not_linked_to_the_one_before_is_named(told, name, value):
    def unlink(log):
        entry = act(log, "issue", "year")
        write(entry, "plan_digest")["after"][name] = value
        return entry

    fault = refused(told, unlink, "hands")
    assert (fault.table, fault.field) == ("plan_digest", "previous")


def test_hands_on_two_contents_are_no_agreement(told):
    """The leader's hand put on another digest than the unit's."""

    def other(log):
        entry = act(log, "review")
        write(entry, "signature")["after"]["digest"] = digest_of({})
        return None

    assert refused(told, other, "hands").words.endswith("approved without both hands on it.")


def test_one_person_on_both_sides_is_no_agreement(told):
    """A stand on the unit's side, added for the leader who signed from above."""

    def other(log):
        leader = act(log, "review")["person"]
        stand = write(act(log, "create"), "stand")["after"]
        stand["person_id"] = leader

    assert refused(told, other, "hands").words.endswith("approved without both hands on it.")


def test_taking_effect_without_approval_is_named(told):
    """`in_force` set by an act that asks for no hands."""

    def smuggle(log):
        entry = [e for e in log if e["act"] == "review" and e["outcome"] == "done"][-1]
        write(entry, "target")["after"]["in_force"] = 1
        write(entry, "target")["before"]["in_force"] = None
        return entry

    assert refused(told, smuggle, "hands").words.endswith("approved without both hands on it.")


def test_what_no_act_could_have_written_is_named_and_nothing_raised(told):
    def nonsense(log):
        entry = act(log, "submit")
        entry["writes"].append({"table": "signature", "id": 1, "before": None, "after": {}})
        return entry

    assert "cannot be understood" in refused(told, nonsense).words


def test_an_object_of_an_unknown_kind_is_named(told):
    def strange(log):
        entry = act(log, "submit")
        entry["object"]["kind"] = "nothing"
        return entry

    assert "knows no such act" in refused(told, strange).words


def test_entries_under_another_table_are_counted_and_not_judged(told):
    def older(log):
        entry = act(log, "submit")
        entry.update(lifecycle="0" * 64, act="sign_up", capacity="elder")

    with unguarded(told):
        forge(told, older)
        report = verify(told)
        assert report.ok, report.first
        assert {c.name: c for c in report.checks}["moves"].detail.startswith(
            "All lawful; 1 under another lifecycle table"
        )


def test_every_act_of_the_table_is_known_here():
    """What brings others along or puts a hand stands in lists of its own beside the table."""
    names = {(a.on, a.name) for a in ACTS}
    assert set(BROUGHT) | {("target", name) for name in (*BROUGHT.values(), *HANDS)} <= names
    assert {a.name for a in ACTS if a.signs} <= set(HANDS)


def test_the_county_goes_on(told, world):
    """What was bent was taken back: an act still works, and everything verifies."""
    world.act("inspector1", "inspect", world.due(), **FOUND)
    assert verify(told).ok
