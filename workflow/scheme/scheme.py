"""The scheme of a year (S3, design.md section 5): one door to its value, reading and checking.

A scheme is a TOML file, checked, then kept as canonical JSON with its digest. Every entry of the
log names the digest of the scheme in force. What may stand in it: docs/scheme.md.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from workflow.scheme.checking import check
from workflow.scheme.checks.structure import schema_text
from workflow.scheme.faults import BadScheme, Fault
from workflow.scheme.reading import Body, canonical_text, digest_of, scheme_of
from workflow.scheme.toml_words import not_toml
from workflow.scheme.value import Scheme
from workflow.words import Words

__all__ = [
    "SHIPPED",
    "BadScheme",
    "Body",
    "Fault",
    "Scheme",
    "body_of",
    "canonical_text",
    "check",
    "digest_of",
    "for_year",
    "schema_text",
    "scheme_of",
    "shipped",
]

# The source's own, in the order of its years.
SHIPPED = ("county_2011", "county_2012", "county_2013")
# A key of a hundred thousand parts would cost the reader all memory there is; no line of a scheme
# has more than a few dozen dots.
MOST_DOTS = 500
_PLACE = re.compile(r"line ([0-9]+), column [0-9]+")


def body_of(toml: str) -> Body:
    """The scheme file as plain data; check() says whether it is a scheme. Raises BadScheme."""
    deep = Words("嵌套过深，无法读取", "it is nested too deeply to be read")
    for number, text in enumerate(toml.split("\n"), 1):
        if text.count(".") > MOST_DOTS and not text.startswith("#"):
            raise BadScheme([Fault(number, "", deep)])
    try:
        return tomllib.loads(toml)
    except RecursionError:
        raise BadScheme([Fault(None, "", deep)]) from None
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        # Where no place is given, something is missing at the end of the file.
        line = int(place[1]) if place else len(toml.splitlines())
        raise BadScheme([Fault(line, "", not_toml(str(error)))]) from error


def for_year(body: Body, year: int) -> Body:
    """The same scheme for another year: so a county can go on with last year's."""
    return {**body, "year": year}


def shipped(code: str) -> str | None:
    """The TOML of a scheme that ships with the product, by its code; None when there is none."""
    if code not in SHIPPED:
        return None
    return (files("workflow.scheme") / f"{code}.toml").read_text("utf-8")
