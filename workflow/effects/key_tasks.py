"""What acts on the county's key tasks write: added, worded anew, ended, each kept (S5)."""

from __future__ import annotations

from typing import Any

from models.unit_of_work import New
from workflow.audit.canonical import canonical, nfc
from workflow.case import Case
from workflow.coverage.wording import WORDED, codes_of, task_content, task_digest
from workflow.effects.drafting import listed_codes
from workflow.effects.looking_up import named, refused, year_exists
from workflow.errors import StaleVersion
from workflow.words import Words

Values = dict[str, Any]
MOVED = Words("该任务在您查看之后有了改动。", "The task has changed after you saw it.")


def add(case: Case) -> None:
    """A key task that key targets will serve."""
    year_exists(case)
    if case.data["code"] in case.facts["task_rows"]:
        raise refused("code", "这个代码已在使用。", "This code is in use already.")
    row, supporting = worded(case, {"code": case.data["code"]})
    case.subject_new = case.stage.insert(
        "key_task",
        year_id=case.data["year"],
        **{name: value for name, value in row.items() if name != "supporting"},
    )
    _keep(case, case.subject_new, 1, row, supporting)


def worded(case: Case, before: Values) -> tuple[Values, list[str]]:
    """The row that the input makes of `before`, and its supporting units. Raises InvalidInput."""
    data, units = case.data, case.organisation.units
    row = {"target_value": None, **before, **{n: data[n] for n in WORDED if n in data}}
    row["additive"] = int(row["additive"])
    if "lead_unit" in data:
        row["lead_unit_id"] = named(case, "lead_unit", units, "单位", "unit").id
    supporting = codes_of(before.get("supporting"))
    if "supporting_units" in data:
        supporting = sorted({nfc(code) for code in data["supporting_units"]})
    lead = case.organisation.unit_by_id[row["lead_unit_id"]].code
    if any(code not in units or code == lead for code in supporting):
        raise refused("supporting_units", "本县没有这个单位。", "This county has no such unit.")
    row["supporting"] = listed_codes(supporting)
    return row, supporting


def _keep(
    case: Case, task: New | int, no: int, row: Values, supporting: list[str], *, ended: bool = False
) -> None:
    """The wording for good, by the document that brought it."""
    content = task_content(case.organisation, row)
    case.stage.insert(
        "key_task_revision",
        key_task_id=task,
        no=no,
        supporting=listed_codes(supporting),
        ended=int(ended),
        material=canonical(content).decode(),
        digest=task_digest(content),
        document=case.data["document"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def known(case: Case) -> Values | None:
    """The key task that the input names, where it stands."""
    row: Values | None = case.facts["task_rows"].get(case.data["code"])
    return None if row is None or row["ended"] else row


def _seen(case: Case) -> Values:
    """The same; raises InvalidInput where there is none, StaleVersion where it was worded anew."""
    row = known(case)
    if row is None:
        raise refused("code", "本年度没有这项任务。", "This year has no such task.")
    no = row["no"] or 1
    if case.data["version"] != no:
        raise StaleVersion(MOVED, {"code": row["code"], "version": no})
    case.subject, case.about = row, "key_task"
    return row


def change(case: Case) -> None:
    """The task in other words, from this document on; the earlier wording stays readable."""
    before = _seen(case)
    row, supporting = worded(case, before)
    columns = (*WORDED, "lead_unit_id")
    case.stage.update("key_task", before, **{name: row[name] for name in columns})
    _keep(case, before["id"], (before["no"] or 1) + 1, row, supporting)


def end(case: Case) -> None:
    """The task is no more; what served it serves nothing now, and says so (C3)."""
    row = _seen(case)
    _keep(case, row["id"], (row["no"] or 1) + 1, row, codes_of(row["supporting"]), ended=True)
