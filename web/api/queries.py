"""The query strings of the lists, and the cursors that lead through them."""

from __future__ import annotations

import base64
import binascii
from functools import cache
from typing import Any

import marshmallow as ma

from workflow.balance import FACTS
from workflow.errors import InvalidInput
from workflow.inputs.fields import LARGEST_ID, Choice, Day, Input, Number, Text, YesNo
from workflow.queries.inbox import TABS
from workflow.queries.target_list import DEFAULT, MOST
from workflow.terms import AWARD_KINDS, AWARD_STATES, CAPACITIES, CHANNELS, LIGHTS, STATES, TURNS
from workflow.words import Words

STORED = {code: words for code, words in STATES.items() if code != "new"}
TAB_WORDS = {tab: Words(tab, tab) for tab in TABS}
VIEW_WORDS = {
    "candidates": Words("全部候选稿", "every candidate"),
    "issue": Words("如现在印发", "as it would be issued now"),
}
FACT_WORDS = {name: fact.label for name, fact in FACTS.items()}
REGISTERED = {code: AWARD_STATES[code] for code in ("granted", "done", "revoked")}
OUTCOMES = {"done": Words("已办", "done"), "refused": Words("被拒", "refused")}


FROM = {"from": Day("起始日期", "From this day in the county on")}


class Nothing(Input):
    """No parameter at all."""


class Paged(Input):
    """How many at once, and where to go on."""

    limit = Number("条数", "How many at most", low=1, high=MOST, load_default=DEFAULT)
    cursor = Text("游标", "`next` of the page before", most=200)


class TargetsQuery(Paged):
    """The filters of the target list; all of them must fit."""

    year = Number("年度", "Year", low=0, high=9999)
    unit = Text("单位", "Code of the lead unit", most=60)
    front = Text("战线", "Code of the unit's front in the target's year", most=60)
    category = Text("类别", "Category", most=60)
    state = Choice("状态", "State", STORED)
    turn = Choice("轮到谁", "Whose turn it is", TURNS)
    light = Choice("灯", "Light", LIGHTS)
    q = Text("目标名称含", "Part of the title", most=100)
    due_before = Day("时限早于", "Deadline before this day")


class AwardsQuery(Input):
    """The filters of the register of awards and sanctions; all of them must fit."""

    year = Number("年度", "Year", low=0, high=9999)
    unit = Text("单位", "Code of the unit", most=60)
    kind = Choice("类别", "Award or sanction", AWARD_KINDS)
    state = Choice("状态", "State", REGISTERED)


class InboxQuery(Paged):
    """A tab of the inbox."""

    tab = Choice("栏", "Tab", TAB_WORDS, load_default="todo")


class YearQuery(Input):
    """One year, or all of them."""

    year = Number("年度", "Year", low=0, high=9999)


class RevisionQuery(Input):
    """One revision of what has several."""

    no = Number("第几次", "Which one; the last unless told", low=1, high=9999)


class MeasuresQuery(Input):
    """Which measure: of a common item, or by its name."""

    item = Text("通用事项代码", "Code of a common item", most=60)
    measure = Text("指标名称", "A measure's very name", most=200)


class CoverageQuery(Input):
    """Which targets count: every candidate, or only what would be issued now."""

    view = Choice("口径", "Which targets count", VIEW_WORDS, load_default="candidates")


class TakeoversQuery(Input):
    """Which hand-over list, with its targets; all without them."""

    post = Text("岗位", "Post, by its code", most=60)


class BalanceQuery(Input):
    """Whose targets to list behind a figure; without any, the figures alone."""

    unit = Text("单位", "Code of a unit: the targets behind its figures", most=60)
    post = Text("岗位", "Code of a reviewing post: the targets behind its figures", most=60)
    fact = Choice("数字", "Which figure", FACT_WORDS, load_default="targets")


class EntriesQuery(Paged):
    """The filters of the log."""

    person = Text("姓名或用户名", "Name or user name of who acted", most=60)
    act = Text("动作", "Act, or several by commas", most=600)
    kind = Text("对象类型", "Kind of object: target, year, item, county", most=60)
    object = Number("对象", "Id of the object", low=0)
    title = Text("目标名称含", "Part of a target's title", most=100)
    outcome = Choice("结果", "Outcome", OUTCOMES)
    channel = Choice("途径", "Channel", CHANNELS)
    capacity = Choice("身份", "Capacity", CAPACITIES)
    to = Day("截止日期", "Until this day in the county, included")

    class Meta(Paged.Meta):
        # Python keeps the word for itself.
        include = FROM


class VerifyBody(Input):
    """What was kept outside, to hold the log against."""

    checkpoint = Text("检查点", "A signed checkpoint, its whole text", most=20_000, lines=True)
    vkey = Text("验证密钥", "The log's verifier key", most=400)


class AbsentQuery(Input):
    """A plan year, and a period of the log."""

    year = Number("年度", "Plan year; the newest that binds unless told", low=1, high=9999)
    to = Day("截止日期", "Log until this day in the county, included")

    class Meta(Input.Meta):
        include = FROM


class DifferenceQuery(Paged):
    """Two moments, and of which table; of all without one."""

    to = Text("至", "Until when; until now unless told", most=40)
    table = Text("表", "Rows of this table only", most=60)

    class Meta:
        unknown = ma.RAISE
        # A word of Python's own.
        include = {  # noqa: RUF012
            "from": Text(
                "自",
                "From when on: a day (its end), a time with its zone, or entry:N; from the first "
                "entry unless told",
                most=40,
                load_default="entry:0",
            )
        }


class ProofQuery(Input):
    """In the tree of which size; of the newest checkpoint unless told."""

    size = Number("日志大小", "Size of the log", low=1)


class ConsistencyQuery(Input):
    """From which size to which; to that of the newest checkpoint unless told."""

    old = Number("原大小", "The size that is known", low=1, required=True)
    new = Number("新大小", "The size to be proved", low=1)


def filters(query: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """The named filters as the query modules take them: text, as it stood in the address."""
    return {name: str(query[name]) for name in names if name in query}


def cursor(kind: str, after: int | None) -> str | None:
    """An opaque cursor: which list, and the key after which it goes on."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(f"{kind}:{after}".encode()).decode().rstrip("=")


def after(kind: str, text: str | None) -> int | None:
    """The key in a cursor of this list; None for the first page. Raises InvalidInput."""
    if not text:
        return None
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        name, _, number = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").partition(":")
        )
    except (UnicodeError, binascii.Error, ValueError):
        name, number = "", ""
    if name != kind or not number.isdecimal() or len(number) > 16 or int(number) > LARGEST_ID:
        words = Words("不是本清单的游标。", "This is no cursor of this list.")
        raise InvalidInput({"cursor": [words]})
    return int(number)


@cache
def batch(of: type[ma.Schema]) -> type[ma.Schema]:
    """The body of a batch: the act's own input; what was seen goes with each item."""
    seen = [name for name in ("version", "digest") if name in of().load_fields]

    class Body(of):  # type: ignore[valid-type, misc]
        """Targets, each with what was seen of it, and the inputs they share."""

        items = ma.fields.List(
            ma.fields.Nested(BatchItem),
            required=True,
            validate=ma.validate.Length(min=1, max=MOST),
            metadata={"label": Words("目标", "Targets")},
        )

        class Meta:
            unknown = ma.RAISE
            exclude = tuple(seen)

    Body.__name__ = f"{of.__name__}Batch"
    return Body


class BatchItem(Input):
    """A target with the version or digest that was seen of it."""

    id = Number("目标", "Target", required=True)
    version = Number("版本", "Version seen")
    digest = Text("所见内容摘要", "Digest seen", most=64)


class BatchItems(ma.Schema):
    """What a batch itself reads of its body; the rest is for each act."""

    items = ma.fields.List(
        ma.fields.Nested(BatchItem),
        required=True,
        validate=ma.validate.Length(
            min=1, max=MOST, error=Words("应有 1 至 200 项。", "From 1 to 200 entries.")
        ),
    )
    version = ma.fields.Raw(validate=lambda _: _with_each())
    digest = ma.fields.Raw(validate=lambda _: _with_each())

    class Meta:
        unknown = ma.INCLUDE


def _with_each() -> None:
    raise ma.ValidationError(Words("请随每个目标给出。", "Give this with each target."))


class BundleQuery(Input):
    """Which part of the log a bundle discloses: a year, a target, or all of it."""

    year = Number("年度", "One fiscal year only", low=0, high=9999)
    target = Number("目标", "One target only", low=1)
    files = YesNo("附上附件", "Whether to enclose the attached files", load_default=False)
