"""Checking a paper for programs: the same answer as the page's."""

from __future__ import annotations

from typing import Any

from web.api import shapes_papers
from web.api.operations import operation
from web.county import reader
from workflow.audit import paper_mark
from workflow.queries import paper_check
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    "/audit/papers/<code>",
    "核对纸质件",
    "Whether a paper says what stands now",
    about=Words(
        "code 为纸面上的十二位核对码，或六十四位摘要；查无此件与无权查看的回答相同。",
        "`code` is the twelve characters on the paper, or its digest in hex; what was never issued "
        "and what is not yours to see get the same answer.",
    ),
    gives=shapes_papers.CheckedShape,
)
def check_paper(code: str) -> Values:
    """In force, superseded, unknown or mistyped; with the entries of the log that made it so."""
    found = paper_check.check(reader(), code)
    shown = [{**one, "code": paper_mark.code(one["digest"])} for one in found["papers"]]
    return {"verdict": found["verdict"], "papers": shown}
