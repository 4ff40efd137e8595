"""审签单: the sheet that is signed by hand, registering a signed one with its scan, the scan."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from web.county import here, reader
from web.pages import acts, content, marking, proposing, reading, scans, way
from web.pages.asking import Answer, flow
from web.presentation import t, w
from workflow.audit import paper_mark
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import paper
from workflow.terms import SIDES

Values = dict[str, Any]
pages = Blueprint("paper", __name__)
REGISTER = BY_KIND["target"]["register_paper"]
LARGEST = acts.LARGEST


@pages.url_value_preprocessor
def allow_for_a_scan(endpoint: str | None, _: Values | None) -> None:
    """A scan may be larger than a form; said before anything looks into the form."""
    scans.allow(endpoint, "paper.register")


@pages.get(f"/targets/<int(max={LARGEST}):target>/signature-sheet")
def show(target: int) -> str:
    """The sheet as it is printed: the content, its digest as text and as QR, places to sign."""
    shown = reading.target(target)
    revision = shown["candidate"]
    g.back = url_for("targets.show", target=target)
    return render_template(
        "pages/paper_sheet.html",
        title=t("目标审签单", "Signature sheet of a target"),
        target=shown,
        lead=reading.lead(shown),
        purpose=proposing.purpose(shown),
        revision=revision,
        facts=reading.facts(revision, shown["year"]),
        code=marking.qr(revision["digest"]),
        typed=paper_mark.code(revision["digest"]),
        places=[
            {"side": w(SIDES[row["side"]]), "post": w(row["post"].name)}
            for row in paper.signers(reader(), target)
        ],
        back=g.back,
    )


@pages.route(f"/targets/<int(max={LARGEST}):target>/acts/register_paper", methods=["GET", "POST"])
def register(target: int) -> Answer:
    """Register a signed sheet. Its scan is attached with the form, the hand only once confirmed."""
    shown = reading.target(target)
    g.back = url_for("targets.show", target=target)
    acts.refuse_early(shown, REGISTER.name)
    asked = acts.asked_of(REGISTER, shown)
    # What stands on the sheet is typed or scanned from it, not taken from the page.
    asked.seen.pop("digest", None)
    asked.shown = {}
    asked.choices = {**asked.choices, "signers": signers(target)}
    try:
        if request.method == "GET":
            return flow(asked)
        kept = t("签署", "the hand")
        return scans.sent_with(asked, kept)
    except StaleVersion as error:
        return moved(error), 409
    except WrongState as error:
        return way.moved(w(error.words), g.back), 409


def moved(error: StaleVersion) -> str:
    """The sheet is of another content: what changed since it was printed, and nothing was done."""
    return render_template(
        "pages/moved.html",
        heading=t(
            "审签单与现稿不符，未作任何处理", "The sheet is of another content; nothing was done"
        ),
        sentence=w(error.words),
        changes=content.differences(error.diff, here().organisation),
        back=g.back,
    )


def signers(target: int) -> list[tuple[str, str]]:
    """Whoever holds a post that signs this target, by name and post."""
    return [
        (person.username, f"{person.name} · {w(row['post'].name)}")
        for row in paper.signers(reader(), target)
        for person in row["holders"]
    ]


@pages.get(f"/targets/<int(max={LARGEST}):target>/signature-sheets/<digest>")
def scan(target: int, digest: str) -> Response:
    """The scan of a signed sheet, to be saved."""
    return scans.answer(paper.scan(reader(), target, digest), f"sheet-{target}")
