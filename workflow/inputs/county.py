"""The inputs of acts on the year, common items, units, posts and people."""

from __future__ import annotations

import marshmallow as ma

from models.organisation import CAPACITIES as POST_CAPACITIES
from workflow.inputs.fields import Choice, Code, Day, DecimalText, Input, Number, Text, YesNo
from workflow.inputs.target import MOST_CODES, Content, Seen, listed
from workflow.terms import CAPACITIES, PAST_STATUSES
from workflow.words import Words

CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$"
USERNAME = r"^[a-z][a-z0-9_.-]{1,39}$"
MOST_DAYS = 200
HOW_DAYS = Words(
    "每行一天，如 2013-10-01；整年一并填写。",
    "One day a line, such as 2013-10-01; the whole year at once.",
)
UNIT_KINDS = {
    "township": Words("乡镇", "township"),
    "bureau": Words("部门", "bureau"),
    "office": Words("目标办", "target office"),
    "county": Words("县级", "county"),
}


def code_field(zh: str, en: str, pattern: str = CODE) -> Text:
    """A code that this act gives to what it makes."""
    shape = Words("只能用字母、数字和 . _ -。", "Use letters, digits and . _ - only.")
    return Text(zh, en, most=40, required=True, validate=ma.validate.Regexp(pattern, error=shape))


class OpenYear(Input):
    """A new plan year under a scheme that ships with the product, or under the county's own."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    scheme = Text("考核方案", "Scheme", most=40)
    toml = Text("本县方案（TOML）", "The county's own scheme (TOML)", most=200_000, lines=True)


class RecordPastResult(Input):
    """Last year's target and result of one measure of a unit (S18)."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    unit = Code("单位", "Unit", choices="units", required=True)
    measure = Text("指标", "Measure", most=200, required=True)
    unit_of_measure = Text("计量单位", "Unit of measure", most=30, required=True)
    target_value = DecimalText("目标值", "Target value", allow_none=True)
    result = DecimalText("完成值", "Result", required=True)
    status = Choice("口径", "Status", PAST_STATUSES, required=True)
    document = Text("文号", "Document number", most=60, allow_none=True)


class AttachFile(Input):
    """A scanned letter or other file, as base64; what it is, is read from its own bytes."""

    name = Text("文件名", "File name", most=120, required=True)
    body = Text("内容（base64）", "Content (base64)", most=7_000_000, required=True)


class Issue(Seen):
    """The plan takes effect by a document; targets left open are named one by one (C0)."""

    document = Text("印发文号", "Document number", most=60, required=True)
    leave_open = listed(
        Number("目标", "Target"), "暂缓的目标", "Targets left open", 10_000, widget="ids"
    )


class SetCalendar(Input):
    """A year's days off and days worked, whole, by the notice that names them (调休)."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    holidays = listed(
        Day("日期", "Day"),
        "周一至周五中的休息日",
        "Mondays to Fridays off",
        MOST_DAYS,
        required=True,
        widget="days",
        hint=HOW_DAYS,
    )
    workdays = listed(
        Day("日期", "Day"),
        "调休上班的周六、周日",
        "Saturdays and Sundays worked",
        MOST_DAYS,
        required=True,
        widget="days",
        hint=HOW_DAYS,
    )
    document = Text("依据文号", "Document number", most=60, required=True)


class AddFront(Input):
    """A front (S41)."""

    code = code_field("代码", "Code")
    name_zh = Text("中文名称", "Name in Chinese", most=60, required=True)
    name_en = Text("英文名称", "Name in English", most=60, required=True)


class AddUnit(AddFront):
    """A unit (S2)."""

    kind = Choice("类型", "Kind", UNIT_KINDS, required=True)
    parent = Code("上级单位", "Parent unit", choices="units", allow_none=True)


class PlaceUnit(Input):
    """The front of a unit in one year."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    unit = Code("单位", "Unit", choices="units", required=True)
    front = Code("战线", "Front", choices="fronts", required=True)


class AddPost(AddFront):
    """A post, and for a leader the units in its charge, for a secretary those it serves."""

    capacity = Choice(
        "身份", "Capacity", {c: CAPACITIES[c] for c in POST_CAPACITIES}, required=True
    )
    unit = Code("单位", "Unit", choices="units", allow_none=True)
    in_charge_of = listed(
        Code("单位", "Unit", choices="units"),
        "分管（服务）单位",
        "Units in charge, or served",
        1000,
        widget="multiple",
        choices="units",
    )


class AddPerson(Input):
    """A person who may sign in."""

    username = code_field("用户名", "User name", USERNAME)
    name = Text("姓名", "Name", most=60, required=True)


class PersonNamed(Input):
    """An act on one person."""

    username = Text("用户名", "User name", most=40, required=True)


class Appoint(PersonNamed):
    """A person takes a post by a document."""

    post = Code("岗位", "Post", choices="posts", required=True)
    document = Text("任命文号", "Appointment document", most=60, required=True)


class SetPassword(PersonNamed):
    """A password's Argon2id hash; the readable one never comes this far."""

    password_hash = Text(
        "口令摘要",
        "Password hash",
        most=200,
        required=True,
        validate=ma.validate.Regexp(
            r"^\$argon2id\$", error=Words("应为 Argon2id 摘要。", "This must be an Argon2id hash.")
        ),
    )


class GrantToken(PersonNamed):
    """A bearer token, as its hash; what it is called, and how long it holds."""

    token_hash = Text(
        "令牌摘要",
        "Token hash",
        most=64,
        required=True,
        validate=ma.validate.Regexp(
            r"^[0-9a-f]{64}$", error=Words("应为 SHA-256 摘要。", "This must be a SHA-256 digest.")
        ),
    )
    label = Text("用途", "Label", most=60, required=True)
    days = Number("天数", "Days", low=1, high=3650, load_default=365)


class DefineItem(Content):
    """A common or stability item: one content for every unit named, or for all (S7–S9)."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    code = code_field("编号", "Code")
    title = Text("名称", "Title", most=120, required=True)
    category = Code("类别", "Category", choices="categories", required=True)
    units = listed(
        Code("单位", "Unit", choices="units"),
        "单位",
        "Units",
        MOST_CODES * 100,
        widget="multiple",
        choices="units",
    )
    scoring_unit = Code("考核责任单位", "Scoring unit", choices="units", allow_none=True)


class SignItem(Input):
    """The leader's one hand on a common item, for all units (design.md 2.8)."""

    digest = Text("所见内容摘要", "Digest shown", most=64, hidden=True, required=True)
    text = Text("说明", "Remark", most=2000, lines=True)


class Found(Input):
    """The county itself, and its first administrator comes after."""

    name_zh = Text("中文名称", "Name in Chinese", most=60, required=True)
    name_en = Text("英文名称", "Name in English", most=60, required=True)
    demo = YesNo("演示", "Demo", load_default=False)
    clock_shift = Number("时钟偏移", "Clock shift", low=-(10**10), high=10**10, load_default=0)


class SetClock(Input):
    """How many seconds a demo county's clock runs from the real one."""

    clock_shift = Number("时钟偏移", "Clock shift", low=-(10**10), high=10**10, required=True)
