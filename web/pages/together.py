"""Signing many targets at once: a check-answers page, then one way through the door.

Each target is an act of its own, bound to the digest that was shown, with its own entry in the log.
What changed in between, or what a rule refuses, is named and left out; the others are signed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web import showing
from web.county import here, reader
from web.pages import content
from web.pages.asking import form_key
from web.pages.sign_in import back_to
from web.presentation import number, t, w
from workflow.act import Act
from workflow.door import Knock
from workflow.errors import InvalidInput, Stale, WorkflowError
from workflow.lifecycle import act_named
from workflow.once import once
from workflow.queries import sheets

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("together", __name__)

# More than any sheet or page of a list holds.
MOST = 500
LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Left:
    """Something that was picked and not done, and why in the reader's language."""

    id: int
    title: str
    why: str


@pages.post("/sign")
def send() -> Answer:
    """The step after a list or sheet: check what was picked, or sign what was checked."""
    back = back_to(request.form.get("back", ""))
    if request.form.get("again"):
        return _sign(request.form, picked(request.form, "again"), back)
    step = request.form.get("step", "")
    if step in ("check", "check_all"):
        return check(picked(request.form, "all" if step == "check_all" else "item"), back)
    if step == "sign":
        return _sign(request.form, picked(request.form), back)
    raise BadRequest


def picked(form: MultiDict[str, str], name: str = "item") -> list[int]:
    """The targets that were ticked, or all of the page. Raises BadRequest for what no page of ours
    sends."""
    texts = list(dict.fromkeys(form.getlist(name)))
    if len(texts) > MOST or not all(_is_id(text) for text in texts):
        raise BadRequest
    return [int(text) for text in texts]


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 16 and int(text) <= LARGEST


def signing(row: Values) -> tuple[Act | None, str]:
    """The act by which the reader may sign this row now; or none, and what stands in the way."""
    offers = [offer for offer in row["offers"] if offer["act"].signs]
    free = next((offer["act"] for offer in offers if not offer["refusals"]), None)
    if free is not None or not offers:
        return free, ""
    return None, w(offers[0]["refusals"][0].text)


def check(
    numbers: list[int], back: str, form: MultiDict[str, str] | None = None, status: int = 200
) -> Answer:
    """What will be signed, each with the digest that binds; what cannot be is named below."""
    sent = form or MultiDict()
    ready, not_ready = [], []
    for row in sheets.rows(reader(), numbers, since=True):
        act, why = signing(row)
        if act is None:
            not_ready.append(Left(row["id"], row["title"], why or t("不由您签署", "not yours")))
        else:
            ready.append(_to_sign(row, act, sent))
    if not ready:
        flash(nothing(not_ready), "wrong")
        return redirect(back, 303)
    return _check_page(ready, not_ready, back, sent), status


def nothing(left: list[Left]) -> str:
    """Why nothing of what was picked can be signed."""
    colon = t("：", ": ")
    why = f"{left[0].title}{colon}{left[0].why}" if left else t("没有勾选", "nothing is ticked")
    return t(f"没有可签署的事项（{why}）。", f"There is nothing to sign ({why}).")


def _to_sign(row: Values, act: Act, sent: MultiDict[str, str]) -> Values:
    asks = row["asks_reason"] and act.name == "submit"
    return {
        **row,
        "act": act,
        "value": content.value_line(row["content"]),
        "changes": _changes(row),
        "reason": _reason(row, sent) if asks else None,
    }


def _changes(row: Values) -> list[Values] | None:
    """What changed since the reader signed; None where they never did."""
    since = row["since_signed"]
    if since is None:
        return None
    rows = content.differences(since["diff"], reader().organisation)
    if rows and not since["again"]:
        return rows
    same = t("与您签署时一字不差，请再次确认", "unchanged since you signed: confirm again")
    only = t(
        "与您有关的内容未变，仅配合单位有变动，请再次确认",
        "unchanged for you: only the supporting units changed; confirm again",
    )
    return [{"label": only if rows else same, "before": "", "after": ""}, *rows]


def _reason(row: Values, sent: MultiDict[str, str]) -> Values:
    """The control for why a key target is no better than last year's result (S18)."""
    name = f"reason-{row['id']}"
    value = sent.get(name, "").strip()
    missing = t("未优于上年完成，请写明理由。", "No better than last year: give the reason.")
    return {
        "name": name,
        "id": name,
        "label": t(f"{row['title']}：未较上年增长的理由", f"{row['title']}: reason for no growth"),
        "kind": "textarea",
        "value": value,
        "required": True,
        "errors": [missing] if name in sent and not value else [],
    }


def _check_page(
    ready: list[Values], not_ready: list[Left], back: str, sent: MultiDict[str, str]
) -> str:
    names = list(dict.fromkeys(w(row["act"].label) for row in ready))
    act = names[0] if len(names) == 1 else t("签署", "Sign")
    count = number(len(ready))
    kept = [("back", back), ("once", sent.get("once") or secrets.token_urlsafe(12))]
    for row in ready:
        kept += [("item", str(row["id"])), (f"act-{row['id']}", row["act"].name)]
        kept.append((f"digest-{row['id']}", row["digest"]))
    shown = [("target", row["id"], row["digest"]) for row in ready]
    kept.append((showing.FIELD, showing.since(shown, sent.get(showing.FIELD, ""))))
    return render_template(
        "pages/together.html",
        heading=t(f"核对：{act} {count} 项", f"Check your answers: {act}, {count} items"),
        button=t(f"{act} {count} 项", f"{act}: {count} items"),
        columns=columns(mixed=len(names) > 1),
        rows=ready,
        left=not_ready,
        problems=[
            {"field": row["reason"]["id"], "text": row["reason"]["errors"][0]}
            for row in ready
            if row["reason"] and row["reason"]["errors"]
        ],
        kept=kept,
        back=back,
    )


def columns(*, mixed: bool) -> list[Values]:
    """The columns of the check page; by which act only where they differ."""
    titles = [
        t("事项", "Item"),
        t("责任单位", "Unit"),
        t("目标值", "Value"),
        t("分值", "Points"),
        t("完成时限", "Deadline"),
        t("稿次与摘要", "Revision and digest"),
        *([t("签署", "Signature")] if mixed else []),
    ]
    return [{"label": title, "number": i == 3} for i, title in enumerate(titles)]


def _sign(form: MultiDict[str, str], numbers: list[int], back: str) -> Answer:
    """Sign each as it was shown; whatever was left out is named, each with its reason."""
    blank = [n for n in numbers if not form.get(f"reason-{n}", "-").strip()]
    if blank:
        return check(numbers, back, form, 422)
    titles = sheets.titles(reader(), numbers)
    shown = [("target", n, form.get(f"digest-{n}", "")) for n in numbers]
    signer = showing.looking_at(shown, form.get(showing.FIELD, ""))
    answers = here().door.perform_many([_knock(n, form) for n in numbers], signer)
    left = [
        Left(n, titles.get(n, str(n)), why_not(answer))
        for n, answer in zip(numbers, answers, strict=True)
        if isinstance(answer, WorkflowError)
    ]
    done, missed = len(answers) - len(left), len(left)
    sentence = t(f"已签 {done} 项。", f"Signed: {done}.")
    if left:
        sentence = t(f"已签 {done} 项，未签 {missed} 项", f"Signed: {done}; left out: {missed}")
    return told(sentence, left, back)


def _knock(target: int, form: MultiDict[str, str]) -> Knock:
    act = act_named("target", form.get(f"act-{target}", ""))
    if act is None or not act.signs:
        raise BadRequest
    data: Values = {"digest": form.get(f"digest-{target}", "")}
    reason = form.get(f"reason-{target}", "").strip()
    if reason:
        data["growth_reason"] = reason
    key = form_key(form)
    kept = once(f"page:{key}:{target}", "target", target, act.name, data) if key else None
    return Knock(act.name, "target", target, data, kept)


def why_not(error: WorkflowError) -> str:
    """Why one was left out: the rules, the wrong fields, or what changed since it was shown."""
    if isinstance(error, InvalidInput):
        return t("；", "; ").join(w(text) for texts in error.fields.values() for text in texts)
    changed = getattr(error, "diff", ()) if isinstance(error, Stale) else ()
    if not changed:
        return w(error.words)
    rows = content.differences(changed, reader().organisation)
    what = t("；", "; ").join(
        f"{r['label']} {r['before'] or '—'} → {r['after'] or '—'}" for r in rows
    )
    return f"{w(error.words)} {what}"


def told(sentence: str, left: list[Left], back: str, address: str = "") -> Answer:
    """What was done; where something was left out a page of its own names every one, each leading
    to its target unless they all lead to one address."""
    if not left:
        flash(sentence, "fine")
        return redirect(back, 303)
    return render_template(
        "pages/left_out.html",
        heading=sentence,
        columns=[{"label": t("未办的事项", "Left out")}, {"label": t("原因", "Why")}],
        rows=[
            {
                "title": one.title,
                "why": one.why,
                "url": address or url_for("targets.show", target=one.id),
            }
            for one in left
        ],
        back=back,
    )
