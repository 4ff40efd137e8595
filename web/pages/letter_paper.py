"""The letter of responsibility as it is printed: title, parties, terms, targets, sums (S2)."""

from __future__ import annotations

from typing import Any

from web.county import reader
from web.pages import content, marking
from web.presentation import aside, number, t, w
from workflow.audit import paper_mark
from workflow.organisation import Post
from workflow.queries.letters import Letter

Values = dict[str, Any]


def paper(letter: Letter) -> Values:
    """Everything that stands on the paper, in the reader's language."""
    return {
        "title": _title(letter),
        "letter": letter,
        "document": letter.year["document"],
        "terms": _terms(letter),
        "parties": _parties(letter),
        "parts": [_part(letter, place, part) for place, part in enumerate(letter.parts)],
        "count": sum(len(part["targets"]) for part in letter.parts),
        "mark": marking.mark(content_of(letter)),
        "columns": [{"label": label, "number": i in (0, 3)} for i, label in enumerate(_columns())],
    }


def content_of(letter: Letter) -> Values:
    """What the letter says, as its mark is taken of it."""
    targets = [target for part in letter.parts for target in part["targets"]]
    return paper_mark.letter(
        letter.unit.code,
        letter.year["id"],
        letter.year["document"],
        letter.scheme.digest,
        {target["id"]: target["digest"] for target in targets},
    )


def _title(letter: Letter) -> str:
    county, year = reader().county, letter.year["id"]
    return t(
        f"{county['name_zh']}{year}年度目标管理责任书",
        f"{county['name_en']}: letter of responsibility for the targets of {year}",
    )


def _terms(letter: Letter) -> str:
    """What both parties put their names to."""
    document = letter.year["document"]
    return t(
        f"根据{document}和本年度考核方案，乙方承担下列目标，甲方据此考核、奖惩。"
        "每项目标的内容均已由责任单位和审定领导签署，表中摘要即所签内容的摘要。",
        f"By {document} and the scheme of the year the second party answers for the targets below, "
        "and the first party assesses and rewards by them. The content of each was signed by the "
        "unit and the reviewing leader; the digest is that of what was signed.",
    )


def _parties(letter: Letter) -> list[Values]:
    """Both parties by post: people change, posts stay."""
    county = reader().county
    government = t(f"{county['name_zh']}人民政府", f"People's Government of {county['name_en']}")
    rows = (
        (t("甲方", "First party"), government, _post(letter.county_head, t("县长", "head"))),
        (
            t("乙方", "Second party"),
            w(letter.unit.name),
            _post(letter.unit_head, t("一把手", "head")),
        ),
    )
    return [
        {"party": party, "name": name, "post": post, "aside": aside(post)}
        for party, name, post in rows
    ]


def _post(post: Post | None, otherwise: str) -> str:
    return w(post.name) if post else otherwise


def _columns() -> tuple[str, ...]:
    return (
        t("序号", "No."),
        t("目标", "Target"),
        t("目标值", "Value"),
        t("分值", "Points"),
        t("完成时限", "Deadline"),
        t("内容摘要", "Digest"),
    )


def _part(letter: Letter, place: int, part: Values) -> Values:
    """A category of the letter: its heading and its targets."""
    category = letter.scheme.categories[part["category"]]
    ordinal = t("一二三四五六七八九十"[place % 10] + "、", f"{place + 1}. ")
    points = number(part["points"])
    return {
        "heading": ordinal
        + t(f"{w(category.name)}工作（{points} 分）", f"{w(category.name)} ({points} points)"),
        "points": part["points"],
        "targets": [_target(target) for target in part["targets"]],
    }


def _target(target: Values) -> Values:
    names = reader().organisation
    value = content.value_line(target)
    direction = content.shown("direction", target["direction"], names)
    return {
        **target,
        "value": f"{direction} {value}" if value else "",
        "supporting": content.shown("supporting_units", target["supporting_units"], names),
    }
