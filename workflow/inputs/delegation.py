"""The inputs of acts on substitutes and acting heads."""

from __future__ import annotations

from workflow.inputs.fields import Choice, Code, Day, Input, Number, Text
from workflow.inputs.target import listed
from workflow.terms import DELEGATIONS
from workflow.words import Words

ALL = Words("不选即为全部。", "None chosen: all of them.")


class Delegate(Input):
    """Somebody acts in another's post for a time, by a document."""

    kind = Choice("方式", "Kind", DELEGATIONS, required=True)
    post = Code("岗位", "Post", choices="lent_posts", required=True)
    principal = Text(
        "被代理人用户名",
        "User name of the principal",
        most=40,
        hint=Words("主持工作的不填。", "Left out for an acting head."),
    )
    username = Text("代理人用户名", "User name of the delegate", most=40, required=True)
    from_on = Day("起始日期", "First day", required=True)
    until_on = Day("截止日期（含当日）", "Last day", allow_none=True)
    units = listed(
        Code("单位", "Unit", choices="units"),
        "限于单位",
        "For these units only",
        1000,
        widget="multiple",
        choices="units",
        hint=ALL,
    )
    acts = listed(
        Code("事项", "Act", choices="lent_acts"),
        "限于事项",
        "For these acts only",
        100,
        widget="multiple",
        choices="lent_acts",
        hint=ALL,
    )
    document = Text("依据文号", "Document number", most=60, required=True)


class EndDelegation(Input):
    """A delegation ends before its last day."""

    delegation = Number("代理", "Delegation", low=1, choices="delegations", required=True)
    document = Text("依据文号", "Document number", most=60, required=True)
