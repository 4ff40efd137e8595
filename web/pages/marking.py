"""The mark of a paper: its digest, the entry that made it so, the log, QR and characters."""

from __future__ import annotations

import base64
from typing import Any

import segno
from markupsafe import Markup

from web.county import here, reader
from web.presentation import day, number, t
from workflow.audit import paper_mark
from workflow.queries import paper_check, papers

Values = dict[str, Any]


def qr(text: str) -> Markup:
    """A QR code, drawn as an image of our own."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=3, border=2, svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704  (hex, base64 and our own words, drawn by segno)


def mark(content: Values) -> Values:
    """The mark of a paper with this content, as macros/paper_mark.html draws it."""
    digest = paper_mark.digest(content)
    log = paper_check.log_now(reader())
    root = base64.b64encode(bytes.fromhex(log["root"])).decode()
    scanned = paper_mark.scanned(digest, log["origin"], log["size"], root)
    return {
        "digest": digest,
        "code": paper_mark.code(digest),
        "qr": qr(scanned),
        "since": _since(digest),
        "log": _log(log),
        "root": root,
    }


def _since(digest: str) -> str:
    """The entry that last made it so."""
    row = papers.of_digest(here().database, digest)
    if row is None:
        return t("日志中没有登记这份纸质件的内容", "The log has not noted what this paper says")
    index, when = number(row["entry"]), day(row["at"])
    return t(f"日志第 {index} 条（{when}）起", f"Since entry {index} of the log ({when})")


def _log(log: Values) -> str:
    size = number(log["size"])
    if log["signed"]:
        return t(
            f"检查点：{log['origin']}，{size} 条，已签名",
            f"Checkpoint: {log['origin']}, {size} entries, signed",
        )
    return t(
        f"日志尚未签名：{log['origin']}，{size} 条",
        f"The log is not signed yet: {log['origin']}, {size} entries",
    )
