"""A whole, sound scheme as TOML text, and how tests spoil it: one edit, one marked line."""

from __future__ import annotations

from workflow.scheme.scheme import Fault, body_of, check

UNITS = frozenset({"XQ", "SM", "ZS", "JT", "XF", "AJ", "ZF", "MBB"})
POSTS = frozenset({"XZ", "FXZ-1", "FXZ-2", "FXZ-3"})
# Stands in a replacement on the line that a fault must name.
MARK = "#!"

SOUND = """\
code = "whole"
year = 2013
zh = "完整方案"
en = "A whole scheme"
total = "100"
precheck = true
inspector_from_same_front = false

[[category]]
code = "key"
zh = "重点"
en = "Key"
points = "40"

[[category]]
code = "routine"
zh = "常规"
en = "Routine"
points = "30"

[[category]]
code = "common"
zh = "通用"
en = "Common"
points = "20"

[[category]]
code = "stability"
zh = "稳定"
en = "Stability"
points = "10"

[[variant]]
code = "no_key_task"
zh = "无重点任务单位"
en = "Units without a key task"
fronts = ["economy"]
units = ["XQ"]
points = { key = "0", routine = "70" }

[[front]]
code = "townships"
zh = "乡镇"
en = "Townships"
units = ["XQ", "SM"]

[[front]]
code = "economy"
zh = "经济"
en = "Economy"
units = ["ZS", "JT"]

[[rule]]
code = "share"
kind = "proportional"

[[rule]]
code = "steps"
kind = "ladder"
steps = [
  { at_least = "1", share = "1" },
  { at_least = "0.8", share = "0.8" },
]

[[rule]]
code = "book"
kind = "ledger"
deductions = [
  { event = "越级上访", points = "0.5" },
  { event = "集体上访", points = "1" },
]

[[item]]
code = "investment"
zh = "招商引资"
en = "Investment promotion"
category = "common"
measure = "到位资金"
unit_of_measure = "万元"
target_value = "100"
points = "20"
rule = "share"
scoring_unit = "ZS"
reviewing_post = "FXZ-1"
due = "12-20"
evidence = "凭证"
acceptance = "查验"

[[item]]
code = "petitions"
zh = "信访"
en = "Petitions"
category = "stability"
measure = "信访事项"
unit_of_measure = "件"
points = "10"
rule = "book"
scoring_unit = "XF"
evidence = "台账"
acceptance = "据台账"

[[grade]]
code = "exceeded"
zh = "超标"
en = "Exceeded"
at_least = "95"

[[grade]]
code = "met"
zh = "达标"
en = "Met"
at_least = "80"

[[grade]]
code = "not_met"
zh = "未达标"
en = "Not met"

[[grade_rule]]
code = "S43"
zh = "一项未完成"
en = "One unfinished"
when = [{ category = "key", at_least = 1, at_most = 1 }]
lower_by = 1

[[grade_rule]]
code = "S44"
zh = "两项未完成"
en = "Two unfinished"
when = [{ category = "key", cause = "lack_of_effort", at_least = 2 }]
set_to = "not_met"

[ranking]
ties = "dense"
places = 1

[[award]]
place = 1
zh = "第一名"
en = "First"
amount = "5000"

[[award]]
place = 2
zh = "第二名"
en = "Second"

[[sanction]]
code = "talk"
zh = "约谈"
en = "Called in"
grade = "not_met"

[[period]]
code = "half"
zh = "上半年"
en = "First half"
until = "06-30"
due = "07-10"

[[period]]
code = "year"
zh = "全年"
en = "The year"
until = "12-31"
due = "12-31"

[change_window]
from = "07-01"
until = "07-31"

[notice]
days = 5

[arbitration]
rounds = 4
answer_days = 6
deputy_post = "FXZ-2"

[office]
unit = "MBB"
stands_in = "FXZ-3"

[[open]]
field = "award.2.amount"
zh = "第二名金额"
en = "The second amount"
"""


def spoilt(old: str, new: str) -> str:
    """The sound scheme with one edit; fails where what is edited does not stand there once."""
    assert SOUND.count(old) == 1, f"{old!r} stands there {SOUND.count(old)} times"
    return SOUND.replace(old, new)


def line_of_mark(text: str) -> int | None:
    """The marked line, counted from 1; None where none is."""
    marked = [n for n, line in enumerate(text.splitlines(), 1) if MARK in line]
    assert len(marked) <= 1
    return marked[0] if marked else None


def faults_of(text: str) -> list[Fault]:
    """What is wrong with a scheme file, asked as a county asks."""
    return check(body_of(text), text=text, units=UNITS, posts=POSTS)
