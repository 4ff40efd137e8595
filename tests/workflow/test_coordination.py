"""The thread of a joint target and tasks inside a unit: who sees what, and what stays as it is."""

import pytest

from tests.builders import FOUND
from tests.workflow.coordination_cases import SAID, TASK, asked, given
from tests.workflow.erasing_cases import erase
from workflow.audit.verify import verify
from workflow.errors import NotFound, StaleVersion
from workflow.queries import history, inbox
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation

ITS_OWN = ("xq.drafter", "xq.head", "zs.drafter", "zs.head", "leader1", "office", "head", "auditor")


def read_by(world, username):
    return reader_of(world.database, world.clock, world.actor(username))


def seen(world, username, target):
    return representation(read_by(world, username), target)


def todo(world, username) -> dict[int, list[str]]:
    """What stands in somebody's inbox, and why beside the turn."""
    rows, _ = inbox.inbox(read_by(world, username), "todo", limit=200, after=0)
    return {row["id"]: [because["kind"] for because in row["because"]] for row in rows}


def acts(world, username, target) -> set[str]:
    return {entry["action"] for entry in history.of_target(read_by(world, username), target)}


# — the thread —


def test_thread_is_for_all_units_of_the_target_and_nobody_else(world):
    target = world.running(supporting_units=["ZS"])
    asked(world, target)
    for username in ITS_OWN:
        (line,) = seen(world, username, target)["thread"]
        assert line["text"] == SAID["text"]
        assert "discuss" in acts(world, username, target)
    # Leader2 has a supporting unit in charge; in force he sees the target, and so the thread.
    assert seen(world, "leader2", target)["thread"]
    for username in ("sm.head", "sm.drafter", "jt.head", "deputy", "inspector1", "secretary"):
        assert seen(world, username, target)["thread"] is None, username
        assert "discuss" not in acts(world, username, target)


def test_thread_of_a_draft_is_seen_by_those_who_see_the_draft(world):
    target, _ = asked(world)
    assert seen(world, "zs.drafter", target)["thread"]
    for username in ("leader2", "jt.head", "inspector1"):
        with pytest.raises(NotFound):
            seen(world, username, target)


def test_question_waits_in_the_inbox_of_the_unit_asked_until_it_has_answered(world):
    target, question = asked(world)
    for username in ("zs.head", "zs.drafter"):
        assert todo(world, username)[target] == ["question"]
    assert "question" not in todo(world, "xq.drafter").get(target, [])
    world.act("zs.drafter", "answer", target, **SAID, question=question)
    for username in ("zs.head", "zs.drafter"):
        assert target not in todo(world, username)
    first, second = seen(world, "xq.head", target)["thread"]
    assert (first["asked"]["unit"], first["asked"]["answered"]) == ("ZS", True)
    assert (second["answers"], second["by"]) == (question, "zs.drafter")


def test_a_unit_that_no_longer_supports_is_asked_nothing_and_sees_nothing(world):
    target = world.running(supporting_units=["ZS"])
    asked(world, target)
    assert "question" in todo(world, "zs.head")[target]
    draft, _ = asked(world)
    world.act("xq.drafter", "edit", draft, supporting_units=["SM"])
    assert draft not in todo(world, "zs.head")
    with pytest.raises(NotFound):
        seen(world, "zs.head", draft)
    # Whoever joins reads what was said before.
    assert len(seen(world, "sm.head", draft)["thread"]) == 1


def test_what_is_said_moves_no_version_takes_no_hand_off_and_puts_nobody_on_a_side(world):
    target = world.submitted(supporting_units=["ZS"])
    world.act("leader1", "review", target)
    before, stands = world.target(target), world.rows("SELECT * FROM stand ORDER BY id")
    _, question = asked(world, target)
    world.act("zs.drafter", "answer", target, **SAID, question=question)
    world.act("leader1", "discuss", target, **SAID)
    world.act("zs.head", "give_task", target, **{**TASK, "assignee": "zs.drafter"})
    assert world.target(target) == before
    assert world.standing_hands(target) == {"up", "down"}
    assert world.rows("SELECT * FROM stand ORDER BY id") == stands
    # Somebody whose page was opened before all this still signs what it showed.
    world.door.perform(
        "confirm_support",
        "target",
        target,
        world.actor("zs.head"),
        {"digest": before["digest"], "version": before["version"]},
    )
    assert world.state(target) == "reviewed"


def test_what_is_said_is_bound_to_what_was_seen_like_any_act(world):
    target, _ = asked(world)
    seen_before = world.target(target)["version"]
    world.act("xq.drafter", "edit", target, points="19")
    with pytest.raises(StaleVersion):
        world.act("zs.head", "discuss", target, **SAID, version=seen_before)


def test_office_that_spoke_may_still_be_asked_to_sign_for_its_own_post(world):
    """Talking bars nobody: the person may later stand on another side."""
    target, _ = asked(world)
    mover = world.newcomer("MBB-1")
    world.act(mover, "discuss", target, **SAID)
    world.relieve(mover, "MBB-1")
    world.appoint(mover, "XQ-YBS")
    world.act(mover, "submit", target)
    assert world.standing_hands(target) == {"up"}


def test_words_can_be_erased_and_the_log_still_verifies(world):
    target, _ = asked(world)
    given(world)
    number = world.row("SELECT text_id FROM coordination WHERE target_id = ?", target)["text_id"]
    erase(world, "text", number)
    assert verify(world.database).ok
    assert seen(world, "xq.head", target)["thread"][0]["text"] == "已依法删除"


# — tasks —


def test_tasks_are_seen_inside_their_unit_only(world):
    target, _ = given(world)
    for username in ("xq.head", "xq.drafter"):
        (task,) = seen(world, username, target)["tasks"]
        assert (task["assignee"], task["due_on"]) == ("xq.drafter", "2999-03-01")
    # The supporting unit has tasks of its own, and none of these.
    assert seen(world, "zs.head", target)["tasks"] == []
    for username in ("leader1", "office", "head", "auditor"):
        assert seen(world, username, target)["tasks"] is None
        assert "give_task" not in acts(world, username, target)
    assert "give_task" not in acts(world, "zs.head", target)
    assert "give_task" in acts(world, "xq.head", target)


def test_task_is_in_the_inbox_of_whom_it_was_given_to_until_it_ends(world):
    target = world.running(supporting_units=["ZS"])
    for _ in range(2):
        world.act("zs.head", "give_task", target, **{**TASK, "assignee": "zs.drafter"})
    first, second = (task["id"] for task in seen(world, "zs.head", target)["tasks"])
    assert todo(world, "zs.drafter")[target] == ["task"]
    assert target not in todo(world, "zs.head")
    world.act("zs.drafter", "finish_task", target, task=first, text="已交规划股")
    assert target in todo(world, "zs.drafter")
    world.act("zs.head", "drop_task", target, task=second)
    assert target not in todo(world, "zs.drafter")
    done, dropped = seen(world, "zs.head", target)["tasks"]
    assert (done["ended"], done["ended_text"]) == ("done", "已交规划股")
    assert (dropped["ended"], dropped["ended_by_name"]) == ("dropped", "某zs.head")


def test_who_left_the_unit_finds_its_tasks_no_more_and_its_head_drops_them(world):
    mover = world.newcomer("XQ-KY")
    target, task = given(world, assignee=mover)
    assert target in todo(world, mover)
    world.relieve(mover, "XQ-KY")
    world.appoint(mover, "SM-KY")
    assert target not in todo(world, mover)
    world.act("xq.head", "drop_task", target, task=task)


def test_neither_questions_nor_tasks_wait_once_the_target_is_found(world):
    target = world.due(supporting_units=["ZS"])
    asked(world, target)
    world.act("zs.head", "give_task", target, **{**TASK, "assignee": "zs.drafter"})
    assert todo(world, "zs.drafter")[target] == ["question", "task"]
    world.act("inspector1", "inspect", target, **FOUND)
    assert target not in todo(world, "zs.drafter")
