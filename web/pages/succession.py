"""交接清单 the hand-over lists of posts that got a new holder: read, printed, signed."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from web.county import actor, here, reader
from web.pages.asking import Answer, form_key
from web.presentation import aside, day, label, number, t, w
from workflow.errors import InvalidInput, RulesRefused, StaleVersion
from workflow.once import once
from workflow.queries import takeover_view
from workflow.terms import TAKEOVER_OPEN

Values = dict[str, Any]
pages = Blueprint("succession", __name__)
ACT = "sign_takeover"
# What an address or form of ours never exceeds.
MOST_DIGITS = 16


@pages.get("/takeovers")
def list_all() -> str:
    """Every list that is the reader's to see."""
    titles = (
        t("岗位", "Post"),
        t("接任", "Taken over by"),
        t("前任", "From"),
        t("任职时间", "Since"),
        t("接任人签署", "Successor's hand"),
        t("前任签署", "Predecessor's hand"),
    )
    return render_template(
        "pages/takeovers.html",
        columns=[{"label": title} for title in titles],
        rows=[
            {
                **row,
                "url": url_for("succession.show", post=row["post"]),
                "taken": _when(row["taken"], t("待签", "missing")),
                "given": _when(row["given"], t("未签（可不签）", "none (need not be)")),
            }
            for row in takeover_view.lists(reader())
        ],
    )


def _when(signed: Values | None, otherwise: str) -> str:
    return f"✓ {day(signed['at'])}" if signed else f"○ {otherwise}"


@pages.get("/takeovers/<post>")
def show(post: str) -> str:
    """One list, to be read, printed and signed."""
    return _page(takeover_view.one(reader(), post))


def _page(shown: Values) -> str:
    name = w(shown["post_name"])
    return render_template(
        "pages/takeover.html",
        heading=t(f"交接清单：{name}", f"Hand-over list: {name}"),
        facts=_facts(shown),
        columns=columns(),
        groups=_groups(shown["targets"]),
        count=number(len(shown["targets"])),
        sign=shown["yours"],
        kept=_kept(shown),
        shown=shown,
    )


def _facts(shown: Values) -> list[Values]:
    by = f"{shown['by_name']}{aside(day(shown['since']) + ' ' + shown['document'])}"
    rows = (
        (t("接任", "Taken over by"), by),
        (t("前任", "From"), shown["before_name"]),
        (t("接任人签署", "Successor's hand"), _when(shown["taken"], t("待签", "missing"))),
        (
            t("前任签署", "Predecessor's hand"),
            _when(shown["given"], t("未签（可不签）", "none (need not be)")),
        ),
    )
    return [{"label": title, "value": value} for title, value in rows]


def columns() -> list[Values]:
    """The columns of a list."""
    titles = (
        t("目标", "Target"),
        t("责任单位", "Unit"),
        t("本岗位", "This post"),
        t("状态", "State"),
        t("完成时限", "Deadline"),
        t("未了事项", "Open"),
        t("现行有效／候选稿摘要", "In force / candidate"),
    )
    return [{"label": title} for title in titles]


def _groups(rows: list[Values]) -> list[Values]:
    """The targets by year, each with what is open in words."""
    years = sorted({row["year"] for row in rows}, reverse=True)
    return [
        {
            "label": t(f"{year} 年度", f"Year {year}"),
            "note": _counted([row for row in rows if row["year"] == year]),
            "rows": [
                {
                    **row,
                    "url": url_for("targets.show", target=row["id"]),
                    "role": label("takeover_role", row["role"]),
                    "open": [label("takeover_open", name) for name in row["open"]],
                }
                for row in rows
                if row["year"] == year
            ],
        }
        for year in years
    ]


def _counted(rows: list[Values]) -> str:
    """How many, in force, and with something open."""
    force = len([row for row in rows if row["in_force"]])
    parts = [
        t(f"共 {len(rows)} 项", f"{len(rows)} in all"),
        t(f"现行有效 {force} 项", f"in force: {force}"),
    ]
    for name in TAKEOVER_OPEN:
        count = len([row for row in rows if name in row["open"]])
        if count:
            parts.append(f"{label('takeover_open', name)} {count}")
    return t("，", "; ").join(parts)


def _kept(shown: Values) -> list[tuple[str, str]]:
    rows = [(f"row-{row['id']}", row["digest"]) for row in shown["targets"]]
    return [("digest", shown["digest"]), ("once", secrets.token_urlsafe(12)), *rows]


@pages.post("/takeovers/<post>")
def sign(post: str) -> Answer:
    """The successor's hand, or the predecessor's, on the list as it was shown."""
    takeover_view.one(reader(), post)
    data: Values = {
        "post": post,
        "digest": request.form.get("digest", ""),
        "targets": [
            {"id": int(name.removeprefix("row-")), "digest": value}
            for name, value in request.form.items()
            if name.startswith("row-") and _is_number(name.removeprefix("row-"))
        ],
    }
    key = form_key(request.form)
    kept = once(f"page:{key}", "county", None, ACT, data) if key else None
    try:
        here().door.perform(ACT, "county", None, actor(), data, idempotent=kept)
    except StaleVersion as error:
        return _moved(post, error)
    except (RulesRefused, InvalidInput) as error:
        flash(w(error.words), "wrong")
        return redirect(url_for("succession.show", post=post), 303)
    flash(t("交接清单已签署。", "The hand-over list is signed."), "fine")
    return redirect(url_for("succession.show", post=post), 303)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS


def _moved(post: str, error: StaleVersion) -> tuple[str, int]:
    """What moved since the list was shown, by target; nothing was signed."""
    present = {f"target {row['id']}": row for row in takeover_view.one(reader(), post)["targets"]}
    on, off = t("在清单上", "on the list"), t("不在清单上", "not on the list")
    return (
        render_template(
            "pages/moved.html",
            heading=t("清单已变，未作签署", "The list moved; nothing was signed"),
            sentence=w(error.words),
            changes=[
                {
                    "label": w(change["label"]),
                    "before": on if change["old"] else off,
                    "after": _stands(present.get(change["field"])) or off,
                }
                for change in error.diff
            ],
            back=url_for("succession.show", post=post),
        ),
        409,
    )


def _stands(row: Values | None) -> str:
    """How a target stands on the list now: its state, and what is open."""
    if row is None:
        return ""
    words = [label("state", row["state"])]
    words += [label("takeover_open", name) for name in row["open"]]
    return t("，", ", ").join(words)


def notices() -> list[Values]:
    """What an inbox says of lists: one's own that waits, and for the office and auditors how many
    nobody has signed."""
    own, unsigned = takeover_view.notices(reader())
    found = [
        {
            "text": t(
                f"交接清单待您签署：{w(post.name)}",
                f"A hand-over list waits for your signature: {w(post.name)}",
            ),
            "url": url_for("succession.show", post=post.code),
        }
        for post in own
    ]
    if unsigned:
        text = t(f"尚未签署的交接清单：{unsigned} 份", f"Hand-over lists not signed: {unsigned}")
        found.append({"text": text, "url": url_for("succession.list_all")})
    return found
