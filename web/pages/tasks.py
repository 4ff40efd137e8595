"""The tasks of setting a county up: each done, to do, or not possible yet, with why and who."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.presentation import number, people, t
from workflow.queries.reader import Reader
from workflow.queries.setting_up import Standing
from workflow.terms import Capacity

Values = dict[str, Any]
Places = list[tuple[str, str]]

MARKS = {"done": "blue", "todo": "yellow", "optional": "idle", "blocked": "idle"}
SHAPES = {"done": "✓", "todo": "▲", "optional": "○", "blocked": "○"}


def tasks(reader: Reader, now: Standing) -> list[Values]:
    """Every task in the order in which a county is set up."""
    rows = (
        _county(reader),
        _units(now),
        _people(now),
        _passwords(now),
        _year(now),
        _fronts(now),
        _results(now),
        _drafts(now),
    )
    return [_shown(reader, row) for row in rows]


def _shown(reader: Reader, row: Values) -> Values:
    """A task as this person sees it: links only to what is theirs to do."""
    words = {
        "done": t("已完成", "Done"),
        "todo": t("待办", "To do"),
        "optional": t("可选", "Optional"),
        "blocked": t("尚不能办", "Cannot start yet"),
    }
    state = row["stands"]
    mine = row["who"] in reader.capacities
    open_to_me = mine and state != "blocked"
    theirs = t("由", "by the ") + people([row["who"]]) + t("办理", "")
    notes = [row["note"], "" if mine or state == "done" else theirs]
    return {
        "title": row["title"],
        "note": t("；", "; ").join(note for note in notes if note),
        "word": words[state],
        "shape": SHAPES[state],
        "mark": MARKS[state],
        "done": state == "done",
        "links": [{"label": a, "url": b} for a, b in row["places"]] if open_to_me else [],
    }


def _row(title: str, who: Capacity, stands: str, note: str, places: Places) -> Values:
    return {"title": title, "who": who, "stands": stands, "note": note, "places": places}


def _act(name: str, zh: str, en: str) -> tuple[str, str]:
    return t(zh, en), url_for("administration.ask", action=name)


def _import(kind: str) -> tuple[str, str]:
    return t("从工作簿导入", "Import a workbook"), url_for("importing.begin", kind=kind)


def _county(reader: Reader) -> Values:
    name = t(reader.county["name_zh"], reader.county["name_en"])
    return _row(t("建立县", "The county"), Capacity.ADMIN, "done", name, [])


def _units(now: Standing) -> Values:
    note = t(
        f"承担目标的单位 {number(now.units)} 个，战线 {number(now.fronts)} 条；"
        "方案写明的战线在建立年度时自动增设",
        f"Units that answer for targets: {number(now.units)}, fronts: {number(now.fronts)}; "
        "fronts named by the scheme are added when the year is set up",
    )
    places = [
        _import("units"),
        _act("add_unit", "逐个增设单位", "Add a unit by hand"),
        _act("add_front", "增设战线", "Add a front by hand"),
    ]
    state = "done" if now.units else "todo"
    return _row(t("单位和战线", "Units and fronts"), Capacity.ADMIN, state, note, places)


def _people(now: Standing) -> Values:
    title = t("岗位和人员", "Posts and people")
    places = [
        _import("people"),
        _act("add_post", "增设岗位", "Add a post by hand"),
        _act("add_person", "新增人员", "Add a person by hand"),
        _act("appoint", "任职", "Appoint by hand"),
    ]
    if not now.units:
        note = t("先有单位", "Units come first")
        return _row(title, Capacity.ADMIN, "blocked", note, places)
    if now.missing:
        note = t("尚无人担任：", "Nobody holds yet: ") + people(c.value for c in now.missing)
        return _row(title, Capacity.ADMIN, "todo", note, places)
    note = t(f"人员 {number(now.people)} 名", f"{number(now.people)} people")
    if now.headless:
        note += t(
            f"；{number(now.headless)} 个单位尚无一把手",
            f"; units without a head: {number(now.headless)}",
        )
    return _row(title, Capacity.ADMIN, "todo" if now.headless else "done", note, places)


def _passwords(now: Standing) -> Values:
    title = t("人员的口令", "Passwords of people")
    places = [(t("发放一次性链接", "Grant one-time links"), url_for("links.ask"))]
    if now.people < 2:
        note = t("先有人员", "People come first")
        return _row(title, Capacity.ADMIN, "blocked", note, places)
    if now.without_password:
        note = t(
            f"尚无口令 {number(now.without_password)} 名",
            f"Without a password: {number(now.without_password)}",
        )
        return _row(title, Capacity.ADMIN, "todo", note, places)
    return _row(title, Capacity.ADMIN, "done", "", places)


def _year(now: Standing) -> Values:
    title = t("考核方案和年度", "Scheme and year")
    places = [_act("open_year", "建立年度", "Set up a year")]
    if now.year is not None:
        note = t(f"{now.year} 年度，方案 {now.scheme}", f"Year {now.year}, scheme {now.scheme}")
        return _row(title, Capacity.OFFICE, "done", note, [])
    if Capacity.OFFICE in now.missing:
        note = t("先任命目标办人员", "Somebody must be appointed to the target office first")
        return _row(title, Capacity.OFFICE, "blocked", note, places)
    note = t("方案不写则用本产品自带的", "Without a scheme of your own, the one shipped is used")
    return _row(title, Capacity.OFFICE, "todo", note, places)


def _fronts(now: Standing) -> Values:
    title = t("单位本年度的战线", "Fronts of the year")
    places = [_import("fronts"), _act("place_unit", "逐个划定", "Place a unit by hand")]
    if now.year is None or not now.units:
        note = t("先建立年度", "The year comes first")
        return _row(title, Capacity.OFFICE, "blocked", note, places)
    if now.unplaced:
        note = t(
            f"尚未划定 {number(now.unplaced)} 个", f"Units without one: {number(now.unplaced)}"
        )
        return _row(title, Capacity.OFFICE, "todo", note, places)
    return _row(title, Capacity.OFFICE, "done", "", places)


def _results(now: Standing) -> Values:
    title = t("上年完成情况", "Last year's results")
    places = [_import("results"), _act("record_past_result", "逐条登记", "Record one by hand")]
    if now.year is None:
        note = t("先建立年度", "The year comes first")
        return _row(title, Capacity.OFFICE, "blocked", note, places)
    if now.past_results:
        note = t(f"{number(now.past_results)} 条", f"Figures: {number(now.past_results)}")
        return _row(title, Capacity.OFFICE, "done", note, places)
    note = t("重点目标与上年比较要用", "Key targets are compared with them")
    return _row(title, Capacity.OFFICE, "optional", note, places)


def _drafts(now: Standing) -> Values:
    title = t("部署拟定", "Call for drafts")
    if now.year is None or not now.units or now.missing:
        note = t("先有年度、单位和人员", "Year, units and people come first")
        return _row(title, Capacity.OFFICE, "blocked", note, [])
    if now.year_state != "preparing":
        return _row(title, Capacity.OFFICE, "done", "", [])
    place = url_for("years.ask", year=now.year, action="open")
    label = t(f"部署 {now.year} 年度拟定", f"Call for drafts of {now.year}")
    return _row(title, Capacity.OFFICE, "todo", "", [(label, place)])
