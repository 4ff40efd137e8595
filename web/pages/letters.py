"""责任书 the responsibility letters of a year: who has signed, the scan of each, and the letter."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for
from werkzeug.datastructures import FileStorage, MultiDict

from web import forms
from web.county import actor, here, reader
from web.pages import way
from web.pages.acts import refuse_early
from web.pages.asking import Answer, Asked, flow, form_page, sent
from web.pages.letter_paper import paper
from web.pages.year_acts import asked_of
from web.pages.year_frame import heading, tabs
from web.presentation import day, number, short, t, w
from workflow.effects.records import MOST_BYTES
from workflow.errors import InvalidInput, StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import letters, years
from workflow.words import Words

Values = dict[str, Any]
pages = Blueprint("letters", __name__)

SIGN = BY_KIND["year"]["sign_letter"]
# The form's other fields, and the boundaries between them.
REST = 64 * 1024
EMPTY = Words("文件是空的。", "The file is empty.")
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
# A scan is opened nowhere in our pages, whatever it holds.
SANDBOX = "default-src 'none'; sandbox"


@pages.url_value_preprocessor
def allow_for_a_scan(endpoint: str | None, _: Values | None) -> None:
    """A scan may be larger than a form; said before anything looks into the form."""
    if endpoint == "letters.sign":
        request.max_content_length = MOST_BYTES + REST


@pages.get("/years/<int(max=9999):year>/letters")
def list_all(year: int) -> str:
    shown = years.year(reader(), year)
    signs = any(a["action"] == SIGN.name and a["allowed"] for a in shown["actions"])
    rows = [_row(shown, unit, signs) for unit in letters.units(reader(), shown)]
    # Whose letter is missing comes first.
    rows.sort(key=lambda row: bool(row["signed_on"]))
    missing = sum(not row["signed_on"] for row in rows)
    titles = (
        t("单位", "Unit"),
        t("战线", "Front"),
        t("签订日期", "Signed on"),
        t("扫描件", "Scan"),
        t("登记", "Registered"),
        t("责任书", "Letter"),
    )
    return render_template(
        "pages/letters.html",
        heading=t(f"{year} 年度责任书", f"Responsibility letters {year}"),
        lead=t(
            f"{len(rows)} 个单位，已签 {len(rows) - missing}，未签 {missing}",
            f"Units: {len(rows)}; signed: {len(rows) - missing}; missing: {missing}",
        ),
        year=year,
        tabs=tabs(year, "letters.list_all"),
        columns=[{"label": title} for title in titles],
        rows=rows,
        sign=w(SIGN.label) if signs and missing else "",
        sign_url=url_for("letters.sign", year=year),
    )


def _row(shown: Values, unit: Any, signs: bool) -> Values:
    year = shown["year"]
    front = reader().organisation.front(year, unit.id)
    found: Values = next((row for row in shown["letters"] if row["unit"] == unit.code), {})
    scan = found.get("scan") and reader().works_for(unit.id)
    return {
        "name": w(unit.name),
        "front": w(front.name) if front else "",
        "signed_on": day(found.get("signed_on")),
        "by": found.get("by_name", ""),
        "at": found.get("at"),
        "has_scan": bool(found.get("scan")),
        "scan": _kind(found) if scan else "",
        "scan_url": url_for("letters.scan", year=year, unit=unit.code),
        "url": url_for("letters.show", year=year, unit=unit.code) if shown["issued_at"] else "",
        "sign_url": url_for("letters.sign", year=year, unit=unit.code)
        if signs and not found
        else "",
    }


def _kind(file: Values) -> str:
    """A file as people read it: PDF · 320 KB."""
    return f"{ENDINGS[file['media_type']].upper()} · {number(-(-file['size'] // 1024))} KB"


@pages.route("/years/<int(max=9999):year>/acts/sign_letter", methods=["GET", "POST"])
def sign(year: int) -> Answer:
    """Register a letter. Its scan is attached with the form, the letter only once confirmed."""
    shown = years.year(reader(), year)
    g.back = url_for("letters.list_all", year=year)
    refuse_early(shown, SIGN.name)
    asked = asked_of(SIGN, shown)
    try:
        if request.method == "GET":
            return flow(asked)
        return _sent(asked)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), g.back), 409


def _sent(asked: Asked) -> Answer:
    form, upload = MultiDict(request.form), request.files.get("file-upload")
    try:
        if upload is not None and upload.filename:
            form["file"] = attached(upload)
    except InvalidInput as error:
        texts = [text for some in error.fields.values() for text in some]
        data = forms.read(SIGN.input, form)
        return form_page(asked, data, form, {"file": texts}), 422
    file = letters.file_of(reader(), form.get("file", ""))
    if file is not None:
        named = f"{_kind(file)} · {t('摘要', 'digest')} {short(file['digest'])}"
        asked.choices = {**asked.choices, "upload": [(file["digest"], named)]}
        asked.shown["promise"] = t(
            "扫描件已存入县库；责任书在您确认之前不会登记。",
            "The scan is kept already; the letter is not registered until you confirm.",
        )
    return sent(asked, form)


def attached(upload: FileStorage) -> str:
    """Attach what was uploaded and return its digest. Raises InvalidInput.

    The very same file is kept once, so that going back and forth in the form does no harm.
    """
    read = upload.read(MOST_BYTES + 1)
    upload.close()
    if not read:
        raise InvalidInput({"body": [EMPTY]})
    digest = hashlib.sha256(read).hexdigest()
    if letters.file_of(reader(), digest) is None:
        raw = {"name": (upload.filename or "")[-120:], "body": base64.b64encode(read).decode()}
        here().door.perform("attach_file", "county", None, actor(), raw)
    return digest


@pages.get("/years/<int(max=9999):year>/letters/<unit>/scan")
def scan(year: int, unit: str) -> Response:
    """The scan, to be saved: of its own kind, under our own name, and never opened as a page."""
    found = letters.scan(reader(), year, unit)
    name = f"letter-{year}-{unit}.{ENDINGS[found.media_type]}"
    answer = Response(found.content, mimetype=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@pages.get("/years/<int(max=9999):year>/letters/<unit>")
def show(year: int, unit: str) -> str:
    """The letter itself, as it is printed and signed."""
    g.back = url_for("letters.list_all", year=year)
    return render_template(
        "pages/letter.html",
        back=g.back,
        back_label=heading(year) + t("责任书", ": letters"),
        **paper(letters.letter(reader(), year, unit)),
    )
