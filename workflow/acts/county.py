"""Rows on things without states: units, posts, people, years, items."""

from __future__ import annotations

import marshmallow as ma

from workflow.act import KEEP, Act, Effect, Move, Rule
from workflow.effects import access, calendar, delegation, key_tasks, organisation, plan, records
from workflow.inputs import access as access_inputs
from workflow.inputs import county as county_inputs
from workflow.inputs import coverage as coverage_inputs
from workflow.inputs import delegation as delegation_inputs
from workflow.rules import coverage as coverage_rules
from workflow.rules import delegation as delegation_rules
from workflow.rules import year as year_rules
from workflow.terms import Capacity as C
from workflow.words import Words


def _plain(
    name: str,
    zh: str,
    en: str,
    capacity: C,
    schema: type[ma.Schema],
    effect: Effect,
    *rules: Rule,
) -> Act:
    """An act on things that have no states: it happens, or it is refused.

    What an administrator does, whoever runs the program on its own machine can do too: without
    that the first administrator could not be made. The log says which it was.
    """
    return Act(
        name,
        "county",
        Words(zh, en),
        (Move(("=",), KEEP),),
        (C.ADMIN, C.SYSTEM) if capacity == C.ADMIN else (capacity,),
        rules,
        schema,
        effect,
        stands=False,
    )


COUNTY: tuple[Act, ...] = (
    _plain(
        "found", "建立县", "Found the county", C.SYSTEM, county_inputs.Found, organisation.found
    ),
    _plain(
        "set_clock",
        "设定演示时钟",
        "Set the demo clock",
        C.SYSTEM,
        county_inputs.SetClock,
        organisation.set_clock,
    ),
    _plain(
        "add_front",
        "增设战线",
        "Add a front",
        C.ADMIN,
        county_inputs.AddFront,
        organisation.add_front,
    ),
    _plain(
        "add_unit", "增设单位", "Add a unit", C.ADMIN, county_inputs.AddUnit, organisation.add_unit
    ),
    _plain(
        "place_unit",
        "划定战线",
        "Place a unit in a front",
        C.OFFICE,
        county_inputs.PlaceUnit,
        organisation.place_unit,
    ),
    _plain(
        "add_post", "增设岗位", "Add a post", C.ADMIN, county_inputs.AddPost, organisation.add_post
    ),
    _plain(
        "add_person",
        "新增人员",
        "Add a person",
        C.ADMIN,
        county_inputs.AddPerson,
        organisation.add_person,
    ),
    _plain("appoint", "任职", "Appoint", C.ADMIN, county_inputs.Appoint, organisation.appoint),
    _plain("relieve", "免职", "Relieve", C.ADMIN, county_inputs.Appoint, organisation.relieve),
    _plain(
        "delegate",
        "登记代理",
        "Register a substitute",
        C.ADMIN,
        delegation_inputs.Delegate,
        delegation.delegate,
        *delegation_rules.REGISTERING,
    ),
    _plain(
        "end_delegation",
        "终止代理",
        "End a substitution",
        C.ADMIN,
        delegation_inputs.EndDelegation,
        delegation.end_delegation,
        delegation_rules.delegation_has_not_ended,
    ),
    _plain(
        "disable_person",
        "停用账号",
        "Disable an account",
        C.ADMIN,
        county_inputs.PersonNamed,
        organisation.disable_person,
    ),
    _plain(
        "enable_person",
        "恢复账号",
        "Enable an account",
        C.ADMIN,
        county_inputs.PersonNamed,
        organisation.enable_person,
    ),
    _plain(
        "revoke_tokens",
        "撤销令牌",
        "Revoke all tokens",
        C.ADMIN,
        county_inputs.PersonNamed,
        organisation.revoke_tokens,
    ),
    _plain(
        "set_password",
        "设定口令",
        "Set a password",
        C.ADMIN,
        county_inputs.SetPassword,
        organisation.set_password,
    ),
    _plain(
        "grant_token",
        "发放令牌",
        "Grant a token",
        C.ADMIN,
        county_inputs.GrantToken,
        organisation.grant_token,
    ),
    _plain(
        "grant_link",
        "发放一次性链接",
        "Grant a one-time link",
        C.ADMIN,
        access_inputs.GrantLink,
        access.grant_link,
    ),
    _plain(
        "use_link",
        "以一次性链接设口令",
        "Set a password by a one-time link",
        C.SYSTEM,
        access_inputs.UseLink,
        access.use_link,
    ),
    _plain(
        "open_year",
        "建立年度",
        "Set up a year",
        C.OFFICE,
        county_inputs.OpenYear,
        plan.open_year,
    ),
    _plain(
        "set_calendar",
        "设定工作日历",
        "Set the calendar",
        C.OFFICE,
        county_inputs.SetCalendar,
        calendar.set_calendar,
    ),
    _plain(
        "record_past_result",
        "登记上年完成",
        "Record last year's result",
        C.OFFICE,
        county_inputs.RecordPastResult,
        records.record_past_result,
    ),
    _plain(
        "attach_file",
        "上传附件",
        "Attach a file",
        C.OFFICE,
        county_inputs.AttachFile,
        records.attach_file,
    ),
    _plain(
        "add_key_task",
        "列入重点工作任务",
        "Add a key task",
        C.OFFICE,
        coverage_inputs.AddKeyTask,
        key_tasks.add,
        coverage_rules.plan_is_not_issued_yet,
    ),
    _plain(
        "change_key_task",
        "修改重点工作任务",
        "Change a key task",
        C.OFFICE,
        coverage_inputs.ChangeKeyTask,
        key_tasks.change,
        coverage_rules.plan_is_not_issued_yet,
        coverage_rules.task_is_worded_anew,
    ),
    _plain(
        "end_key_task",
        "撤销重点工作任务",
        "End a key task",
        C.OFFICE,
        coverage_inputs.EndKeyTask,
        key_tasks.end,
        coverage_rules.plan_is_not_issued_yet,
    ),
    _plain(
        "define_item",
        "下达通用或稳定工作",
        "Define a common item",
        C.OFFICE,
        county_inputs.DefineItem,
        plan.define_item,
    ),
)

ITEM: tuple[Act, ...] = (
    Act(
        "sign_item",
        "item",
        Words("统一审定", "Sign for all units"),
        (Move(("=",), KEEP),),
        (C.LEADER,),
        (year_rules.item_waits_for_the_leader,),
        county_inputs.SignItem,
        plan.sign_item,
        stands=False,
    ),
)
