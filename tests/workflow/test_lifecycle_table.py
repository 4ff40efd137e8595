"""What transitions does not check of the table, and what every row must bring with it."""

from dataclasses import replace

import pytest

from workflow import machine
from workflow.act import KEEP, Act, Move, rule
from workflow.case import Case
from workflow.inputs.fields import Input
from workflow.inputs.target import Empty
from workflow.lifecycle import ACTS, BY_KIND, TARGET
from workflow.terms import CAPACITIES, NOBODY, STATES, YEAR_STATES, Capacity, State
from workflow.words import Words

STATE_NAMES = [s.value for s in State]
# A scored target may come back by an objection that is upheld.
LAST = {State.CANCELLED}
BOTH = Words("走", "Go")


def step(name: str, source: str, dest: str, *capacities: Capacity) -> Act:
    who = capacities or (Capacity.OFFICE,)
    return Act(name, "target", BOTH, (Move((source,), dest),), who, (), Empty, lambda _: None)


START_TO_END = (step("begin", "new", "open"), step("end", "open", "closed"))


def check(*acts: Act, states: tuple[str, ...] = ("new", "open", "closed")) -> list[str]:
    return machine.check(acts, list(states), "new", {"closed"})


def test_table_has_no_fault():
    assert machine.check(TARGET, STATE_NAMES, State.NEW, LAST) == []


def test_sound_table_passes():
    assert check(*START_TO_END, step("stay", "open", KEEP)) == []


@pytest.mark.parametrize(
    ("acts", "fault"),
    [
        ((replace(START_TO_END[0], capacities=()), START_TO_END[1]), "begin: no capacity"),
        ((*START_TO_END, step("end", "open", "closed")), "end: stands twice"),
        ((*START_TO_END, step("go", "open", "opne")), "go: unknown state in open → opne"),
        ((*START_TO_END, step("go", "opne", "open")), "go: unknown state in opne → open"),
        ((*START_TO_END, step("again", "closed", "open")), "closed: final, and yet something"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fault_is_found(acts, fault):
    assert any(found.startswith(fault) for found in check(*acts))


def test_unreachable_state_is_found():
    states = ("new", "open", "closed", "island")
    assert "island: cannot be reached" in check(*START_TO_END, states=states)


def test_trap_state_is_found():
    trap = step("fall", "open", "pit")
    states = ("new", "open", "closed", "pit")
    assert check(*START_TO_END, trap, step("wait", "pit", KEEP), states=states) == [
        "pit: leads nowhere"
    ]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.on}-{act.name}")
def test_row_brings_what_every_reader_of_the_table_needs(act):
    assert act.capacities, "say who may do it"
    assert set(act.capacities) <= set(Capacity)
    assert len(set(act.capacities)) == len(act.capacities)
    assert act.moves, "say from which state it leads where"
    assert act.effect.__doc__, "say in the effect's docstring what the act writes"
    assert issubclass(act.input, Input), "an input of our own base refuses unknown fields"


def _has_both(words: Words) -> bool:
    chinese = any("一" <= letter <= "鿿" for letter in words.zh)
    return chinese and words.en.isascii() and bool(words.en.strip())


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.on}-{act.name}")
def test_label_and_button_stand_in_both_languages(act):
    assert _has_both(act.label)
    if act.button is not None:
        filled = act.button.format(no=3)
        assert _has_both(filled)
        assert "{" not in filled.zh + filled.en


@pytest.mark.parametrize("kind", BY_KIND)
def test_names_and_labels_are_unique(kind):
    acts = [a for a in ACTS if a.on == kind]
    assert len(BY_KIND[kind]) == len(acts)
    for language in ("zh", "en"):
        labels = [getattr(a.label, language) for a in acts]
        assert len(set(labels)) == len(labels)


def all_rules() -> dict[str, list]:
    found: dict[str, list] = {}
    for act in ACTS:
        for r in act.rules:
            found.setdefault(r.code, []).append(r)
    return found


@pytest.mark.parametrize("code", all_rules())
def test_rule_has_one_sentence_in_both_languages(code):
    rules = all_rules()[code]
    sentences = {(r.sentence.zh, r.sentence.en) for r in rules}
    assert len(sentences) == 1
    assert _has_both(Words(*sentences.pop()).format())
    assert all(r.holds is rules[0].holds for r in rules), "two rules share one code"
    assert all(set(r.who) <= {*Capacity, NOBODY} for r in rules)


@pytest.mark.parametrize("code", all_rules())
def test_rule_says_who_could_clear_it(code):
    """Only what other input would clear may leave it open: that is whoever does the act."""
    for one in all_rules()[code]:
        assert one.who or one.needs_input, "name capacities, the clock, or NOBODY"
        assert len(one.who) == 1 or NOBODY not in one.who


def test_no_two_rules_say_the_same():
    sentences = [rules[0].sentence.zh for rules in all_rules().values()]
    assert len(set(sentences)) == len(sentences)


def test_states_and_capacities_have_labels_in_both_languages():
    for words in (*STATES.values(), *YEAR_STATES.values(), *CAPACITIES.values()):
        assert _has_both(words)
    assert set(STATES) == set(State)
    assert set(CAPACITIES) == set(Capacity)


@pytest.mark.parametrize("act", TARGET, ids=lambda act: act.name)
@pytest.mark.parametrize("state", STATES)
def test_no_of_the_wrong_state_names_act_and_state_in_both_languages(act, state):
    refusal = machine.state_refusal(act, "target", state)
    assert refusal.code == "wrong_state"
    for said, words in ((refusal.text.zh, "zh"), (refusal.text.en, "en")):
        assert getattr(act.label, words) in said
        assert getattr(STATES[state], words) in said


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [
        ("drafted", "report_progress", ("unit_head", "supporter", "leader", "office",
                                        "county_head", "deputy")),
        ("approved", "report_progress", ("office",)),
        ("in_progress", "score", ("inspector",)),
        ("in_progress", "assess", ("system",)),
        ("due", "edit", (NOBODY,)),
        ("cancelled", "edit", (NOBODY,)),
    ],
)  # fmt: skip
def test_no_of_the_wrong_state_says_who_leads_on(state, act, who):
    row = next(a for a in TARGET if a.name == act)
    assert machine.state_refusal(row, "target", state).who == who


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.on}-{act.name}")
def test_no_of_the_wrong_capacity_says_who_can(act):
    refusal = machine.capacity_refusal(act)
    assert refusal.code == "not_your_capacity"
    assert refusal.who == tuple(c.value for c in act.capacities)
    assert all(CAPACITIES[c].zh in refusal.text.zh for c in act.capacities)


def test_machine_that_stays_put_is_no_silent_false(monkeypatch):
    """transitions answers False where no condition holds; that must not pass for a move."""
    never = replace(
        step("go", State.DRAFTED, State.REVIEWED),
        moves=(Move((State.DRAFTED,), State.REVIEWED, lambda _: False),),
    )
    only = machine._machine((never,), STATE_NAMES)
    monkeypatch.setitem(machine.MACHINES, "target", only)
    case = object.__new__(Case)
    case.subject, case.subject_new, case.changes = {"state": "drafted"}, None, {}
    with pytest.raises(machine.BadTable, match="no row fits drafted"):
        machine.move(case, never)
    assert case.state == "drafted"


def test_rule_is_named_by_its_question():
    @rule("有", "There is", Capacity.OFFICE)
    def something_is_there(case: Case) -> bool:
        return bool(case)

    assert something_is_there.code == "something_is_there"
    assert something_is_there.who == (Capacity.OFFICE,)
    assert not something_is_there.needs_input
