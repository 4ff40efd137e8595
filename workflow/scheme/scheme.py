"""The scheme of a year as a value: what the rules of that year are (S3, design.md section 5).

Read from TOML, checked, kept as canonical JSON with its digest. Every entry of the log names the
digest of the scheme in force.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from workflow.audit.canonical import canonical, digest
from workflow.scoring.rule import check_rule, rule_digest
from workflow.words import Words

DOMAIN = "shangxia/scheme/v1"


class BadScheme(ValueError):
    """The scheme cannot be used; `findings` says what is wrong, in both languages."""

    def __init__(self, findings: list[Words]) -> None:
        super().__init__("; ".join(f.en for f in findings))
        self.findings = findings


@dataclass(frozen=True)
class Category:
    """One of the kinds of work (S4) and its points (S10)."""

    code: str
    name: Words
    points: str


@dataclass(frozen=True, eq=False)
class Scheme:
    """The rules of one year. Never changes, so answers about it may be kept beside it."""

    code: str
    year: int
    digest: str
    categories: dict[str, Category]
    rules: dict[str, dict[str, Any]]
    rule_digests: dict[str, str]
    precheck: bool
    inspector_from_same_front: bool
    items: tuple[dict[str, Any], ...]

    def rule(self, code: str | None) -> dict[str, str] | None:
        """A scoring rule as a revision holds it: its code and its own digest."""
        if code is None or code not in self.rule_digests:
            return None
        return {"code": code, "digest": self.rule_digests[code]}

    def rule_body(self, digest: str) -> dict[str, Any] | None:
        """The rule with this digest, or None when the scheme no longer holds it."""
        for code, own in self.rule_digests.items():
            if own == digest:
                return self.rules[code]
        return None


def body_of(toml: str) -> dict[str, Any]:
    """The scheme file as plain data. Raises BadScheme."""
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadScheme(
            [Words(f"考核方案不是有效的 TOML：{error}", f"the scheme is not valid TOML: {error}")]
        ) from error


def canonical_text(body: dict[str, Any]) -> str:
    """The one spelling of a scheme, as it is stored."""
    return canonical(body).decode()


def digest_of(body: dict[str, Any]) -> str:
    """What the log calls this scheme."""
    return digest(DOMAIN, body)


def check(body: dict[str, Any]) -> list[Words]:
    """What is wrong with a scheme; empty when it can be used."""
    findings: list[Words] = []
    for name in ("code", "year", "category", "rule"):
        if name not in body:
            findings.append(Words(f"考核方案缺少“{name}”", f"the scheme lacks {name!r}"))
    for rule in body.get("rule", []):
        findings += check_rule(rule)
    codes = [rule.get("code") for rule in body.get("rule", [])]
    for code in sorted({str(c) for c in codes if codes.count(c) > 1}):
        findings.append(Words(f"计分办法“{code}”重复", f"scoring rule {code!r} stands twice"))
    return findings


@lru_cache(maxsize=64)
def scheme_of(text: str) -> Scheme:
    """The scheme of its stored text. Raises BadScheme."""
    body = json.loads(text)
    findings = check(body)
    if findings:
        raise BadScheme(findings)
    rules = {rule["code"]: rule for rule in body["rule"]}
    return Scheme(
        code=body["code"],
        year=body["year"],
        digest=digest_of(body),
        categories={
            c["code"]: Category(c["code"], Words(c["zh"], c["en"]), c["points"])
            for c in body["category"]
        },
        rules=rules,
        rule_digests={code: rule_digest(rule) for code, rule in rules.items()},
        precheck=body.get("precheck", True),
        inspector_from_same_front=body.get("inspector_from_same_front", False),
        items=tuple(body.get("item", ())),
    )


def shipped(code: str) -> str | None:
    """The TOML of a scheme that ships with the product, by its code; None when there is none."""
    if not code.replace("_", "").isalnum():
        return None
    path = files("workflow.scheme") / f"{code}.toml"
    return path.read_text("utf-8") if path.is_file() else None
