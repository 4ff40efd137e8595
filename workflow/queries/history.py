"""What happened: entries of the log as people read them, for one object or the whole county."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.errors import NotPermitted, Refusal
from workflow.lifecycle import act_named
from workflow.queries import thread
from workflow.queries.advice import is_for
from workflow.queries.people import names, stood_in, texts
from workflow.queries.reader import Reader
from workflow.standing import sees_thread
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]


def of_target(reader: Reader, number: int) -> list[Values]:
    """Every act on a target, newest first, refused ones included. Raises NotFound."""
    case = reader.desk().target(number)
    assert case.subject is not None
    rows = statements.rows(
        reader.database,
        "SELECT id, body FROM entry WHERE object_kind = 'target' AND object_id = ? "
        "ORDER BY id DESC",
        (number,),
    )
    entries = _open_to(reader, case, shown(reader, rows))
    if not is_for(case):
        # What a secretary wrote for those above is not for who stands below.
        entries = [e for e in entries if e["action"] != "advise"]
    if reader.works_on(case.subject):
        return entries
    done = [e for e in entries if e["outcome"] == "done"]
    return [{**entry, "text": None} for entry in done]


def _open_to(reader: Reader, case: TargetCase, entries: list[Values]) -> list[Values]:
    """Without what is said among the target's units and inside one of them, but for those whom it
    is meant for; auditors read the log itself."""
    sees = sees_thread(reader.posts, case)
    units, posts = set(reader.own_units()), reader.organisation.posts

    def is_open(entry: Values) -> bool:
        if entry["action"] in thread.TASKS:
            post = posts.get(entry["post"] or "")
            return post is not None and post.unit is not None and post.unit.id in units
        return sees or entry["action"] not in thread.THREAD

    return [entry for entry in entries if is_open(entry)]


def shown(reader: Reader, rows: list[Values]) -> list[Values]:
    """Entries with names, labels and words in place of ids."""
    entries = [json.loads(row["body"]) for row in rows]
    people = names(reader.database, [e[who] for e in entries for who in ("person", "on_behalf_of")])
    words = texts(reader.database, [i for e in entries for i in _text_ids(e)])
    return [_one(reader, entry, people, words) for entry in entries]


def _one(
    reader: Reader, entry: Values, people: Mapping[int, Any], words: Mapping[int, str]
) -> Values:
    act = act_named(entry["object"]["kind"], entry["act"])
    by = people.get(entry["person"])
    post = reader.organisation.posts.get(entry["post"]) if entry["post"] else None
    said = [words[i] for i in _text_ids(entry) if i in words]
    return {
        "index": entry["index"],
        "at": entry["at"],
        "action": entry["act"],
        "label": act.label if act else entry["act"],
        "object": entry["object"],
        "by": by.username if by else None,
        "by_name": by.name if by else None,
        "capacity": entry["capacity"],
        "post": entry["post"],
        "post_name": post.name if post else None,
        **stood_in(
            reader.organisation,
            people.get(entry["on_behalf_of"]),
            entry["person"],
            entry["post"] or "",
            entry["at"],
        ),
        "channel": entry["channel"],
        "outcome": entry["outcome"],
        "refusals": [sentence(act, code) for code in entry["refusals"]],
        "reason": entry["reason"],
        "text": "\n".join(said) or None,
        "round": entry["round"],
        "revision": entry["revision"],
        "digest": entry["digest"],
        "states": _states(entry),
    }


def sentence(act: Any, code: str) -> Values:
    """A refusal in words: its code and the sentence of its rule."""
    for rule in act.rules if act else ():
        if rule.code == code:
            return {"code": code, "text": rule.sentence}
    return {"code": code, "text": _OTHER.get(code, Words(code, code))}


_OTHER = {
    "not_your_capacity": Words("没有相应身份", "not in that capacity"),
    "wrong_state": Words("当前环节不能办理", "not possible in that state"),
    "stale": Words("内容已有改动", "it had changed"),
    "precondition_failed": Words("内容已有改动", "it had changed"),
}


def _text_ids(entry: Values) -> Iterator[int]:
    if entry["object"]["kind"] != "county":
        for write in entry["writes"]:
            if write["table"] == "text":
                yield write["id"]


def _states(entry: Values) -> Values | None:
    for write in entry["writes"]:
        if write["table"] == entry["object"]["kind"] and "state" in write["after"]:
            before = write["before"]["state"] if write["before"] else None
            return {"from": before, "to": write["after"]["state"]}
    return None


def only_auditors(reader: Reader) -> None:
    """Refuse everybody else. Raises NotPermitted."""
    if Capacity.AUDITOR not in reader.capacities:
        raise NotPermitted(
            Refusal(
                "not_your_capacity",
                Words("审计日志由审计人员查阅。", "The audit log is for auditors."),
                (Capacity.AUDITOR.value,),
            )
        )


def leaves(reader: Reader, filters: Mapping[str, str], *, limit: int, after: int) -> list[Values]:
    """Raw entries with their leaf hashes from an index on, for auditors' own programs."""
    only_auditors(reader)
    rows = statements.rows(
        reader.database,
        "SELECT id, body, leaf FROM entry WHERE id >= ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [{"index": r["id"], "leaf": r["leaf"], "entry": json.loads(r["body"])} for r in rows]
