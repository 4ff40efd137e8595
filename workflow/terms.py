"""The field's words (mission.md, glossary; design.md 9): states, capacities, and their labels."""

from __future__ import annotations

from enum import StrEnum

from workflow.words import Words


class State(StrEnum):
    """A target's state; NEW is the moment before it exists and is never stored."""

    NEW = "new"
    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    IN_PROGRESS = "in_progress"
    DUE = "due"
    INSPECTED = "inspected"
    SCORED = "scored"
    CANCELLED = "cancelled"


class YearState(StrEnum):
    """A plan year's state."""

    NEW = "new"
    PREPARING = "preparing"
    DRAFTING = "drafting"
    ISSUED = "issued"
    ASSESSING = "assessing"
    PUBLISHED = "published"
    CLOSED = "closed"


class Capacity(StrEnum):
    """In what capacity a person acts (mission.md, the people); SYSTEM is the clock."""

    DRAFTER = "drafter"
    UNIT_HEAD = "unit_head"
    # Head of a supporting unit of this target: a relation, not a post of its own.
    SUPPORTER = "supporter"
    # Drafter of a supporting unit: a relation too. Speaks for the unit, signs nothing.
    SUPPORT_DRAFTER = "support_drafter"
    LEADER = "leader"
    COUNTY_HEAD = "county_head"
    # The leader whom the year's scheme names to arbitrate where the county head is a party: a
    # relation to the targets of that year, not a post of its own.
    DEPUTY = "deputy"
    OFFICE = "office"
    INSPECTOR = "inspector"
    ASSESSOR = "assessor"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"


# Who could clear a refusal that nobody can clear any more: what is over stays over.
NOBODY = "nobody"

UNIT_SIDE = frozenset({Capacity.DRAFTER, Capacity.UNIT_HEAD})
UPPER_SIDE = frozenset({Capacity.LEADER, Capacity.COUNTY_HEAD, Capacity.DEPUTY, Capacity.OFFICE})

STATES: dict[str, Words] = {
    State.NEW: Words("尚未建立", "Not yet begun"),
    State.DRAFTED: Words("拟定中", "Drafted"),
    State.REVIEWED: Words("已审定", "Reviewed"),
    State.APPROVED: Words("已批准", "Approved"),
    State.IN_PROGRESS: Words("推进中", "In progress"),
    State.DUE: Words("待验收", "Due for acceptance"),
    State.INSPECTED: Words("已验收", "Inspected"),
    State.SCORED: Words("已计分", "Scored"),
    State.CANCELLED: Words("已取消", "Cancelled"),
}

STATE_MEANINGS: dict[str, Words] = {
    State.DRAFTED: Words("有一份候选稿，尚缺签署", "a candidate exists and hands are missing"),
    State.REVIEWED: Words("上下双方已签署同一稿", "both hands are on the same candidate"),
    State.APPROVED: Words("县长已批准，等待印发", "adopted by the county head, not yet issued"),
    State.IN_PROGRESS: Words("已印发，正在推进", "in force; reports and milestones"),
    State.DUE: Words("到期，等待验收", "the due date has passed; acceptance is open"),
    State.INSPECTED: Words("已有验收结论", "there is a finding"),
    State.SCORED: Words("已按办法计分", "the score and its derivation stand"),
    State.CANCELLED: Words("已终止", "ended, final"),
}

YEAR_STATES: dict[str, Words] = {
    YearState.NEW: Words("尚未建立", "Not yet begun"),
    YearState.PREPARING: Words("筹备", "Preparing"),
    YearState.DRAFTING: Words("拟定目标", "Drafting"),
    YearState.ISSUED: Words("已印发", "Issued"),
    YearState.ASSESSING: Words("年终考核", "Assessing"),
    YearState.PUBLISHED: Words("已公示", "Published"),
    YearState.CLOSED: Words("已归档", "Closed"),
}

CAPACITIES: dict[str, Words] = {
    Capacity.DRAFTER: Words("单位经办人", "unit drafter"),
    Capacity.UNIT_HEAD: Words("单位一把手", "unit head"),
    Capacity.SUPPORTER: Words("配合单位一把手", "head of a supporting unit"),
    Capacity.SUPPORT_DRAFTER: Words("配合单位经办人", "drafter of a supporting unit"),
    Capacity.LEADER: Words("审定领导", "reviewing leader"),
    Capacity.COUNTY_HEAD: Words("县长", "county head"),
    Capacity.DEPUTY: Words("代县长裁定的领导", "deputy who arbitrates"),
    Capacity.OFFICE: Words("目标办", "target office"),
    Capacity.INSPECTOR: Words("考核验收组", "inspector"),
    Capacity.ASSESSOR: Words("考核责任单位", "assessor"),
    Capacity.SECRETARY: Words("秘书", "secretary"),
    Capacity.AUDITOR: Words("审计", "auditor"),
    Capacity.ADMIN: Words("系统管理员", "administrator"),
    Capacity.SYSTEM: Words("系统时钟", "the clock"),
}

CHANNELS: dict[str, Words] = {
    "page": Words("网页", "the pages"),
    "api": Words("接口", "the API"),
    "cli": Words("命令行", "the command line"),
    "import": Words("导入", "an import"),
    "paper": Words("纸质", "paper"),
    "clock": Words("系统时钟", "the clock"),
}

ORIGINS: dict[str, Words] = {
    "bottom_up": Words("自下而上", "bottom-up"),
    "top_down": Words("自上而下", "top-down"),
    "common": Words("统一下达", "common item"),
}

TURNS: dict[str, Words] = {
    "unit": Words("责任单位", "the unit"),
    "supporter": Words("配合单位", "a supporting unit"),
    "office": Words("目标办", "the target office"),
    "leader": Words("审定领导", "the reviewing leader"),
    "county_head": Words("县长", "the county head"),
    "inspector": Words("考核验收组", "the inspectors"),
    "none": Words("无", "nobody"),
}

PROPOSAL_KINDS: dict[str, Words] = {
    "add": Words("增补", "addition"),
    "change": Words("调整", "change"),
    "cancel": Words("撤销", "cancellation"),
    "transfer": Words("划转", "transfer"),
}

PURPOSES: dict[str, Words] = {
    "plan": Words("年度计划", "the plan"),
    "add": Words("增补", "an addition"),
    "change": Words("调整", "a change"),
    "cancel": Words("撤销", "a cancellation"),
}

LEVELS: dict[str, Words] = {
    "leader": Words("审定领导", "the reviewing leader"),
    "county_head": Words("县长", "the county head"),
    "deputy": Words("代县长裁定的领导", "the deputy who arbitrates"),
}

SIDES: dict[str, Words] = {
    "up": Words("下：责任单位", "from below: the unit"),
    "down": Words("上：审定领导", "from above: the reviewing leader"),
    "support": Words("配合单位", "supporting unit"),
    "approve": Words("县长批准", "the county head's approval"),
}

DIRECTIONS: dict[str, Words] = {
    "at_least": Words("不低于", "at least"),
    "at_most": Words("不高于", "at most"),
    "exactly": Words("等于", "exactly"),
    "between": Words("介于", "between"),
}

DELEGATIONS: dict[str, Words] = {
    "substitute": Words("代理", "substitute"),
    "acting": Words("主持工作", "acting head"),
}

SUGGESTIONS: dict[str, Words] = {
    "review": Words("建议审定", "review it"),
    "return": Words("建议退回", "return it"),
    "counter": Words("建议退回并附修改稿", "return it with a draft"),
}

DELEGATION_STATES: dict[str, Words] = {
    "stands": Words("有效", "stands"),
    "ahead": Words("尚未开始", "not begun"),
    "over": Words("已到期或已失效", "over"),
}

TASK_KINDS: dict[str, Words] = {
    "joint": Words("共同承担", "joint"),
    "shared_out": Words("分解承担", "shared out"),
}

REASONS: dict[str, Words] = {
    "not_our_function": Words("不属本单位职能", "not our function"),
    "no_authority": Words("没有相应权限", "no authority"),
    "no_funds": Words("没有经费", "no funds"),
    "no_data": Words("没有数据来源", "no data"),
    "deadline_impossible": Words("时限无法实现", "the deadline is impossible"),
    "depends_on_another": Words("取决于其他单位", "depends on another unit"),
    "value_too_low": Words("目标值偏低", "the value is too low"),
    "value_too_high": Words("目标值偏高", "the value is too high"),
    "incomplete": Words("内容不完整", "incomplete"),
    "other": Words("其他", "other"),
}

CAUSES: dict[str, Words] = {
    "none": Words("无", "none"),
    "lack_of_effort": Words("主观不努力", "lack of effort"),
    "objective": Words("客观原因", "objective cause"),
}

OBJECTED_TO: dict[str, Words] = {
    "ledger": Words("台账记录", "a ledger entry"),
    "finding": Words("验收结论", "the finding"),
    "cause": Words("未完成原因", "the cause decided"),
    "score": Words("得分", "the score"),
}

POINTED: dict[str, Words] = {
    "figure": Words("数值", "a figure"),
    "evidence": Words("依据", "the evidence"),
    "deduction": Words("扣分或加分", "a deduction or addition"),
    "cause": Words("未完成原因", "the cause decided"),
}

OBJECTION_STATES: dict[str, Words] = {
    "open": Words("待答复", "open"),
    "upheld": Words("已采纳", "upheld"),
    "dismissed": Words("未采纳", "dismissed"),
}

PAST_STATUSES: dict[str, Words] = {
    "estimated": Words("预计", "estimated"),
    "final": Words("最终", "final"),
}

QUALITIES: dict[str, Words] = {
    "ok": Words("合格", "ok"),
    "poor": Words("较差", "poor"),
}

# What it means that no value was found, by the scoring rule.
MISSING: dict[str, Words] = {
    "zero": Words("未提供，按零分计", "not provided: counts as none"),
    "not_applicable": Words("不适用，不计入应得分", "not applicable: counts nowhere"),
}

AWARD_KINDS: dict[str, Words] = {
    "award": Words("奖励", "award"),
    "sanction": Words("惩戒", "sanction"),
}

AWARD_STATES: dict[str, Words] = {
    "proposed": Words("拟给予", "proposed"),
    "withheld": Words("不予", "withheld"),
    "granted": Words("待兑现", "to be carried out"),
    "done": Words("已兑现", "carried out"),
    "revoked": Words("已撤销", "revoked"),
}

CATEGORIES: dict[str, Words] = {
    "key": Words("重点", "key"),
    "routine": Words("常规", "routine"),
    "common": Words("通用", "common"),
    "stability": Words("稳定", "stability"),
}

LIGHTS: dict[str, Words] = {
    "grey": Words("未启动", "not started"),
    "green": Words("正常推进", "on course"),
    "yellow": Words("临期", "due soon"),
    "red": Words("逾期", "late"),
    "blue": Words("已办结", "closed"),
}

TAKEOVER_ROLES: dict[str, Words] = {
    "leads": Words("牵头", "leads"),
    "supports": Words("配合", "supports"),
    "reviews": Words("审定", "reviews"),
    "decides": Words("批准或裁定", "approves or decides"),
}

TAKEOVER_OPEN: dict[str, Words] = {
    "half_signed": Words("签署未齐", "half signed"),
    "late": Words("逾期", "late"),
    "quarrel": Words("有分歧", "in quarrel"),
    "proposed": Words("有提议待签", "something is proposed"),
}
