"""The coordination thread of a target and the tasks inside a unit, as its page draws them."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.county import reader
from web.pages import way
from web.presentation import aside, day, t, w
from workflow.queries import thread

Values = dict[str, Any]

MOST_SHOWN = 40


def panels(shown: Values) -> Values:
    """The thread and the tasks as far as they are this reader's, each with its own acts."""
    sees = shown["thread"] is not None
    joint = sees and bool(shown["thread"] or shown["candidate"]["supporting_units"])
    return {
        "thread": _panel(shown, thread.THREAD, lines(shown)) if joint else None,
        "tasks": _panel(shown, thread.TASKS, tasks(shown)) if shown["tasks"] is not None else None,
        "task_columns": columns(),
    }


def _panel(shown: Values, acts: tuple[str, ...], rows: list[Values]) -> Values:
    return {
        "rows": rows,
        # What answers or ends a row stands at that row.
        "allowed": way.allowed(shown, acts[:1]),
        "blocked": way.blocked(shown, now=True, acts=acts),
    }


def lines(shown: Values) -> list[Values]:
    """The lines of the thread, oldest first: who, what, whom they ask, what they answer."""
    by_id = {line["id"]: line for line in shown["thread"]}
    may = _allowed(shown, "answer")
    return [
        {
            **line,
            "question": _question(line["asked"]) if line["asked"] else None,
            "answered": _answered(by_id[line["answers"]]) if line["answers"] else "",
            "reply": _link(shown, "answer", question=line["id"])
            if may and line["asked"] and line["asked"]["yours"]
            else "",
        }
        for line in shown["thread"]
    ]


def _question(asked: Values) -> Values:
    unit, until = w(asked["unit_name"]), day(asked["due_on"])
    before = t(f"于 {until} 前", f" by {until}") if until else ""
    stands = "answered" if asked["answered"] else "late" if asked["late"] else "open"
    said = t(f"请{unit}{before}答复", f"{unit} is asked to answer{before}")
    return {"said": said, "stands": stands}


def _answered(question: Values) -> str:
    who = question["by_name"]
    return t(f"答复{who}：", f"To {who}: ") + _short(question["text"])


def tasks(shown: Values) -> list[Values]:
    """The tasks of the reader's unit, with what the reader may do with each."""
    finish, drop = (_allowed(shown, act) for act in ("finish_task", "drop_task"))
    return [
        {
            **row,
            "stands": row["ended"] or ("late" if row["late"] else "open"),
            "end": _end(row),
            "finish": _link(shown, "finish_task", task=row["id"])
            if finish and row["yours"]
            else "",
            "drop": _link(shown, "drop_task", task=row["id"]) if drop and row["droppable"] else "",
        }
        for row in shown["tasks"]
    ]


def _end(row: Values) -> str:
    """Who ended it, when, and with what words."""
    if not row["ended"]:
        return ""
    said = t("：", ": ") + row["ended_text"] if row["ended_text"] else ""
    return f"{row['ended_by_name']} {day(row['ended_at'])}{said}"


def _allowed(shown: Values, act: str) -> bool:
    return any(a["action"] == act and a["allowed"] for a in shown["actions"])


def _link(shown: Values, act: str, **given: Any) -> str:
    return url_for("acts.ask", target=shown["id"], action=act, **given)


def columns() -> list[Values]:
    """The columns of the tasks."""
    titles = (
        t("任务", "Task"),
        t("承办人", "Given to"),
        t("时限", "Due on"),
        t("状态", "State"),
    )
    return [{"label": title} for title in titles]


def choices_of(shown: Values) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the forms of these acts: units, questions, people and tasks."""
    names, own = reader().organisation.units, set(reader().own_unit_codes())
    content = shown["candidate"]
    codes = [content["lead_unit"], *content["supporting_units"]]
    waiting = [line for line in shown["thread"] or () if line["asked"] and line["asked"]["yours"]]
    rows = shown["tasks"] or []
    return {
        "asked_units": [(code, w(names[code].name)) for code in codes if code not in own],
        "questions": [(str(x["id"]), f"{x['by_name']}{_said(x['text'])}") for x in waiting],
        "own_people": [
            (one["username"], one["name"] + aside(w(one["post_name"])))
            for one in thread.colleagues(reader(), codes)
        ],
        "own_tasks": [_choice(row) for row in rows if row["yours"]],
        "unit_tasks": [_choice(row) for row in rows if row["droppable"]],
    }


def _choice(row: Values) -> tuple[str, str]:
    return str(row["id"]), f"{row['assignee_name']}{_said(row['text'])}"


def _said(text: str | None) -> str:
    return t("：", ": ") + _short(text)


def _short(text: str | None) -> str:
    said = " ".join((text or "").split())
    return said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}…"


def because(rows: list[Values]) -> list[str]:
    """Why a target stands in an inbox beside the turn, in words."""
    words = {
        "question": t("请您单位答复协调", "your unit is asked to answer"),
        "task": t("内部任务", "task inside your unit"),
    }
    return [words[row["kind"]] + _until(row["due_on"]) for row in rows]


def _until(due_on: str | None) -> str:
    until = day(due_on)
    return t(f"，{until}前", f", by {until}") if until else ""
