"""A bundle of the log over HTTP, for auditors: built on the disk, then sent from there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response

from web.api import queries
from web.api.operations import operation
from web.county import actor, here, reader
from workflow.audit.bundle.exporting import UNSIGNED, export
from workflow.audit.bundle.scope import Scope
from workflow.errors import InvalidInput, Unavailable
from workflow.words import Words

Values = dict[str, Any]
ZIP = "application/zip"
BLOCK = 256 * 1024


@operation(
    "GET",
    "/audit/bundle",
    "导出日志文件包",
    "A bundle of the log",
    about=Words(
        "外人可用包内 verify.py 核验的 ZIP；导出本身记入日志。",
        "A ZIP that strangers check with the verify.py inside; the log notes the export.",
    ),
    gives=None,
    media=ZIP,
    who="auditors",
    query=queries.BundleQuery,
    refuses=(403, 404, 422),
)
def show_bundle(query: Values) -> Response:
    """The whole log, a year or a target."""
    county = here()
    try:
        scope = Scope.of(query.get("year"), query.get("target"))
    except ValueError as error:
        both = Words("年度与目标只能给一个。", "Give a year or a target, not both.")
        raise InvalidInput({"target": [both]}) from error
    if county.folder is None:
        raise Unavailable(UNSIGNED)
    folder = Path(tempfile.mkdtemp(prefix="shangxia-bundle-"))
    out = folder / "bundle.zip"
    try:
        export(county.door, county.folder, reader(), actor(), scope, out, files=query["files"])
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    response = Response(_sent(out), mimetype=ZIP)
    response.content_length = out.stat().st_size
    name = f"shangxia-{scope.text.replace(' ', '-')}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Also where nobody reads it to its end.
    response.call_on_close(partial(shutil.rmtree, folder, ignore_errors=True))
    return response


def _sent(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
