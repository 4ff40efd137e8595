"""方案试算: a changed scheme tried on a year, by single numbers, another year's scheme or a file.

Single numbers and another year stand in the address, so that a trial can be passed on; a file comes
as a form. Nothing is stored either way.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.county import reader
from web.pages import what_if_words
from web.pages.naming import Names
from web.presentation import number, t, w
from workflow.errors import InvalidInput
from workflow.queries import what_if, years
from workflow.scheme.reading import Body
from workflow.scheme.trying import Dial, dials
from workflow.words import Words

Values = dict[str, Any]
Answer = str | tuple[str, int]
pages = Blueprint("what_if", __name__)

ADDRESS = "/years/<int(max=9999):year>/results/what-if"
MOST_TARGETS = 200
NO_FILE = Words("请选择文件或粘贴方案。", "Choose a file or paste a scheme.")
NOT_TEXT = Words("不是 UTF-8 文本。", "This is not UTF-8 text.")


@pages.get(ADDRESS)
def show(year: int) -> Answer:
    """The form; with something changed in the address, the answer too."""
    what_if.allowed(reader(), year)
    own = dials(years.scheme_body(reader(), year))
    given = {d.key: request.args[d.key].strip() for d in own if d.key in request.args}
    other = request.args.get("scheme", "")
    if other:
        return _answered(
            year, {}, scheme=int(other) if other.isdecimal() and len(other) < 5 else -1
        )
    return _answered(year, given, dials=given) if given else _page(year, {})


@pages.post(ADDRESS)
def show_file(year: int) -> Answer:
    """A scheme file that was pasted or sent."""
    what_if.allowed(reader(), year)
    text = request.form.get("toml", "")
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        toml = (content.decode("utf-8-sig") if content else text).strip()
    except UnicodeDecodeError:
        return _page(year, {}, text=text, wrong={"toml": [NOT_TEXT]}), 422
    if not toml:
        return _page(year, {}, wrong={"toml": [NO_FILE]}), 422
    return _answered(year, {}, text=toml, toml=toml)


def _answered(year: int, given: Values, text: str = "", **asked: Any) -> Answer:
    known = reader()
    try:
        found = what_if.what_if(known, year, what_if.changed_scheme(known, year, **asked))
    except InvalidInput as error:
        return _page(year, given, text=text, wrong=error.fields), 422
    return _page(year, given, text=text, other=asked.get("scheme"), found=found)


def _page(
    year: int,
    given: Values,
    *,
    text: str = "",
    other: int | None = None,
    wrong: dict[str, list[Words]] | None = None,
    found: Values | None = None,
) -> str:
    body, wrong = years.scheme_body(reader(), year), wrong or {}
    answer = _drawn(found, year, _names(found, body)) if found else None
    return render_template(
        "pages/what_if.html",
        heading=t(f"{year} 年度方案试算", f"Trying a scheme on {year}"),
        back=url_for("results.show", year=year),
        action=url_for("what_if.show", year=year),
        own_toml=url_for("schemes.download", year=year),
        problems=_problems(wrong, {dial.key: w(dial.label) for dial in dials(body)}),
        dials=[_dial(dial, given, wrong.get(dial.key, [])) for dial in dials(body)],
        years=_years(year, other),
        whole=bool(text or wrong.keys() & {"toml", "scheme"}),
        toml=_toml(text, wrong.get("toml", [])),
        tried=_tried(text, other),
        answer=answer,
        columns=_columns(),
        change_columns=_titles(t("方案中", "In the scheme"), t("原为", "Was"), t("试为", "Tried")),
        unscored_columns=_titles(t("单位", "Unit"), t("目标", "Target"), t("原因", "Why")),
        target_columns=_target_columns(),
    )


def _problems(wrong: dict[str, list[Words]], names: dict[str, str]) -> list[Values]:
    """What is wrong; of a single number by its name, for a list of them stands far from each."""
    said = {name: f"{label}{t('：', ': ')}" for name, label in names.items()}
    return [
        {"field": "" if name == "dials" else f"f-{name}", "text": said.get(name, "") + w(text)}
        for name, texts in wrong.items()
        for text in texts
    ]


def _tried(text: str, other: int | None) -> str:
    """Which scheme the answer is about, where it is not the year's own with changed numbers."""
    if text:
        return t("试用所粘贴或上传的方案", "The scheme that was pasted or sent")
    return t(f"试用 {other} 年度的方案", f"The scheme of {other}") if other else ""


def _dial(dial: Dial, given: Values, errors: list[Words]) -> Values:
    choices = [{"value": code, "label": w(text)} for code, text in (dial.choices or {}).items()]
    return {
        "name": dial.key,
        "id": f"f-{dial.key}",
        "label": w(dial.label),
        "value": given.get(dial.key, dial.value),
        "changed": given.get(dial.key, dial.value) != dial.value,
        "options": choices,
        "errors": [w(one) for one in errors],
    }


def _years(year: int, chosen: int | None) -> list[Values]:
    rows = years.years(reader())
    return [
        {
            "value": row["year"],
            "label": t(f"{row['year']} 年度", str(row["year"])),
            "chosen": row["year"] == chosen,
        }
        for row in rows
        if row["year"] != year
    ]


def _toml(text: str, errors: list[Words]) -> Values:
    return {
        "name": "toml",
        "id": "f-toml",
        "label": t("方案（TOML）", "Scheme (TOML)"),
        "hint": "",
        "kind": "textarea",
        "value": text,
        "errors": [w(one) for one in errors],
        "required": False,
        "short": False,
        "whole": True,
        "rows": 12,
        "options": [],
    }


def _names(found: Values, body: Body) -> Names:
    known = reader().organisation
    return Names(
        targets={one["target"]: one["title"] for one in (*found["targets"], *found["unscored"])},
        categories={one["code"]: w(one["name"]) for one in found["categories"]},
        grades={grade["code"]: t(grade["zh"], grade["en"]) for grade in body["grade"]},
        units={code: w(unit.name) for code, unit in known.units.items()},
        fronts={code: w(front.name) for code, front in known.fronts.items()},
    )


def _drawn(found: Values, year: int, names: Names) -> Values:
    """The answer: what of the scheme is another, what that does, and what has no score."""
    targets = found["targets"]
    return {
        "lead": _lead(found),
        "gaps": [w(gap) for gap in found["gaps"]],
        "changes": [
            {n: w(one[n]) for n in ("path", "before", "after")} for one in found["changes"]
        ],
        "unscored": [
            {
                "unit": names.units[one["unit"]],
                "title": one["title"],
                "url": url_for("targets.show", target=one["target"]),
                "reasons": t("；", "; ").join(w(reason) for reason in one["reasons"]),
            }
            for one in found["unscored"]
        ],
        "fronts": _fronts(found, year, names),
        "targets": [_target(one, names) for one in targets[:MOST_TARGETS]],
        "more": max(0, len(targets) - MOST_TARGETS),
    }


def _lead(found: Values) -> str:
    if found["gaps"]:
        return t("不能排名，原因如下。", "There is no ranking, for these reasons.")
    counts, of = found["counts"], found["compared"]
    if not any(counts.values()):
        return t(
            f"{of['units']} 个单位、{of['targets']} 项目标的得分、等次、位次都不变。",
            f"No score, grade or rank of {of['units']} units and {of['targets']} targets differs.",
        )
    return t(
        f"{of['units']} 个单位中：位次不同 {counts['ranks']}，等次不同 {counts['grades']}，"
        f"总分不同 {counts['totals']}；{of['targets']} 项目标中得分不同 {counts['scores']}。",
        f"Of {of['units']} units {counts['ranks']} would have another rank, {counts['grades']} "
        f"another grade, {counts['totals']} another total; of {of['targets']} targets "
        f"{counts['scores']} another score.",
    )


def _fronts(found: Values, year: int, names: Names) -> list[Values]:
    """The units that differ by the front they would stand in, for macros/table.html."""
    grouped: dict[str, list[Values]] = {}
    for unit in found["units"]:
        grouped.setdefault(unit["after"]["front"], []).append(_unit(unit, year, names))
    return [
        {"label": names.fronts.get(code, code), "note": number(len(rows)), "rows": rows}
        for code, rows in grouped.items()
    ]


def _unit(unit: Values, year: int, names: Names) -> Values:
    def pair(name: str) -> Values:
        before, after = unit["before"][name], unit["after"][name]
        return {"before": before, "after": after, "differs": before != after}

    return {
        "name": w(unit["unit_name"]),
        "url": _sheet(year, unit["unit"]),
        "total": pair("total"),
        "grade": {n: w(v) if n != "differs" else v for n, v in pair("grade_name").items()},
        "rank": pair("rank"),
        "why": what_if_words.why(unit, names),
    }


def _sheet(year: int, unit: str) -> str:
    return url_for("results.sheet", year=year, unit=unit)


def _target(one: Values, names: Names) -> Values:
    return {
        "unit": names.units[one["unit"]],
        "title": one["title"],
        "url": url_for("targets.show", target=one["target"]),
        **{n: one[n] for n in ("points_before", "points_after", "score_before", "score_after")},
        "why": t("；", "; ").join(map(what_if_words.step, one["why"])),
    }


def _columns() -> list[Values]:
    return _titles(
        t("单位", "Unit"),
        t("总分", "Total"),
        t("等次", "Grade"),
        t("位次", "Place"),
        t("为什么", "Why"),
        numbers=(1, 3),
    )


def _target_columns() -> list[Values]:
    return _titles(
        t("单位", "Unit"),
        t("目标", "Target"),
        t("分值", "Points"),
        t("得分", "Score"),
        t("为什么", "Why"),
        numbers=(2, 3),
    )


def _titles(*texts: str, numbers: tuple[int, ...] = ()) -> list[Values]:
    return [{"label": text, "number": i in numbers} for i, text in enumerate(texts)]
