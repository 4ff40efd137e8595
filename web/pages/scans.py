"""Scans that come with a form: attached first, bound only once the act is confirmed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import Response, request
from werkzeug.datastructures import FileStorage, MultiDict

from web import forms
from web.county import actor, here, reader
from web.pages.asking import Answer, Asked, form_page, sent
from web.presentation import number, short, t
from workflow.effects.records import MOST_BYTES
from workflow.errors import InvalidInput
from workflow.queries import letters
from workflow.words import Words

Values = dict[str, Any]

# The form's other fields, and the boundaries between them.
REST = 64 * 1024
EMPTY = Words("文件是空的。", "The file is empty.")
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
# A scan is opened nowhere in our pages, whatever it holds.
SANDBOX = "default-src 'none'; sandbox"


def allow(endpoint: str | None, own: str) -> None:
    """A scan may be larger than a form; said before anything looks into the form."""
    if endpoint == own:
        request.max_content_length = MOST_BYTES + REST


def kind(file: Values) -> str:
    """A file as people read it: PDF · 320 KB."""
    return f"{ENDINGS[file['media_type']].upper()} · {number(-(-file['size'] // 1024))} KB"


def sent_with(asked: Asked, waits: str) -> Answer:
    """Answer a form that was sent with a scan; `waits` names what is registered only then."""
    form, upload = MultiDict(request.form), request.files.get("file-upload")
    try:
        if upload is not None and upload.filename:
            form["file"] = attached(upload)
    except InvalidInput as error:
        texts = [text for some in error.fields.values() for text in some]
        data = forms.read(asked.act.input, form)
        return form_page(asked, data, form, {"file": texts}), 422
    file = letters.file_of(reader(), form.get("file", ""))
    if file is not None:
        named = f"{kind(file)} · {t('摘要', 'digest')} {short(file['digest'])}"
        asked.choices = {**asked.choices, "upload": [(file["digest"], named)]}
        asked.shown["promise"] = t(
            f"扫描件已存入县库；{waits}在您确认之前不会登记。",
            f"The scan is kept already; {waits} is not registered until you confirm.",
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


def answer(found: letters.Scan, name: str) -> Response:
    """A scan to be saved: of its own kind, under our own name, and never opened as a page."""
    made = Response(found.content, mimetype=found.media_type)
    name = f"{name}.{ENDINGS[found.media_type]}"
    made.headers.set("Content-Disposition", "attachment", filename=name)
    made.headers["Content-Security-Policy"] = SANDBOX
    return made
