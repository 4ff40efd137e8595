"""The demo county's invented units, posts and people. No real person or place is meant."""

from __future__ import annotations

COUNTY = ("云岭县（演示）", "Yunling County (demo)")
PASSWORD = "shangxia-demo"  # noqa: S105  (a demo county is refused on any but a loopback address)

FRONTS = (
    ("townships", "乡镇战线", "Townships"),
    ("economy", "经济部门战线", "Economic departments"),
)

# code, Chinese, English, kind, front
UNITS = (
    ("XQ", "溪桥镇", "Xiqiao Town", "township", "townships"),
    ("SM", "石门镇", "Shimen Town", "township", "townships"),
    ("BY", "白云乡", "Baiyun Township", "township", "townships"),
    ("ZS", "招商局", "Investment Bureau", "bureau", "economy"),
    ("CZ", "财政局", "Finance Bureau", "bureau", "economy"),
    ("JT", "交通局", "Transport Bureau", "bureau", "economy"),
    ("MBB", "目标管理办公室", "Target Office", "office", None),
    ("YSZ", "考核验收组", "Inspection Group", "county", None),
)

# code, Chinese, English, capacity, unit, in charge of
POSTS = (
    ("XZ", "县长", "County head", "county_head", None, ()),
    (
        "FXZ-1",
        "副县长（分管乡镇）",
        "Deputy county head for townships",
        "leader",
        None,
        ("XQ", "SM", "BY"),
    ),
    (
        "FXZ-2",
        "副县长（分管经济）",
        "Deputy county head for the economy",
        "leader",
        None,
        ("ZS", "CZ", "JT"),
    ),
    ("MBB-1", "目标办主任", "Director of the target office", "office", "MBB", ()),
    ("MBB-2", "目标办科员", "Clerk of the target office", "secretary", "MBB", ()),
    ("YSZ-1", "验收一组组长", "Inspector, group one", "inspector", "YSZ", ()),
    ("YSZ-2", "验收二组组长", "Inspector, group two", "inspector", "YSZ", ()),
    ("YSZ-3", "信访考核责任人", "Assessor for petitions", "assessor", "YSZ", ()),
    ("SJ-1", "审计员", "Auditor", "auditor", None, ()),
    ("GL-1", "系统管理员", "Administrator", "admin", None, ()),
)

# user name, name, post
PEOPLE = (
    ("admin", "管理员", "GL-1"),
    ("head", "江远山", "XZ"),
    ("leader1", "陆青禾", "FXZ-1"),
    ("leader2", "沈望川", "FXZ-2"),
    ("office", "叶知秋", "MBB-1"),
    ("secretary", "乔一帆", "MBB-2"),
    ("inspector1", "石敢当", "YSZ-1"),
    ("inspector2", "林正清", "YSZ-2"),
    ("assessor", "季安澜", "YSZ-3"),
    ("auditor", "明察秋", "SJ-1"),
)

UNIT_PEOPLE = {
    "XQ": ("溪小桥", "洪大桥"),
    "SM": ("石小门", "关大门"),
    "BY": ("白小云", "高大云"),
    "ZS": ("招小商", "商大成"),
    "CZ": ("钱小数", "库大丰"),
    "JT": ("路小平", "桥大通"),
}

KEY_TASKS = (
    ("K1", "招商引资", "joint", "到位资金", "万元", "30000", "ZS"),
    ("K2", "农村公路建设", "shared_out", "建成里程", "公里", "60", "JT"),
    ("K3", "农民增收", "shared_out", "人均纯收入增幅", "%", "12", "MBB"),
)

# The source's items of 2013 (S7-S9): code, category, title, measure, points, rule
ITEMS = (
    ("T1", "common", "招商引资", "完成招商引资任务", "4", "proportional", "100", "%"),
    ("T2", "common", "调查研究", "完成调研报告", "4", "proportional", "2", "篇"),
    ("T3", "common", "扶贫帮困", "结对帮扶农户", "4", "proportional", "20", "户"),
    ("T4", "common", "行政执法", "执法过错案件", "4", "per_event", None, "件"),
    ("T5", "common", "廉政建设", "违纪案件", "4", "per_event", None, "件"),
    ("W1", "stability", "信访", "越级上访", "4", "per_event", None, "起"),
    ("W2", "stability", "安全", "安全生产责任事故", "3", "per_event", None, "起"),
    ("W3", "stability", "综治", "重大治安案件", "3", "per_event", None, "起"),
)

# title, measure, unit of measure, baseline, target value, category, points, due, rule, key task
WORK = (
    ("新建通村公路", "建成里程", "公里", "8.5", "10", "key", "20", "06-30", "proportional", "K2"),
    ("农民人均纯收入增长", "增幅", "%", "10.8", "12", "key", "20", "12-31", "ladder", "K3"),
    ("特色产业基地", "新增面积", "亩", "400", "500", "routine", "15", "08-31", "bonus", None),
    (
        "便民服务中心",
        "建成并开放",
        "个",
        "0",
        "1",
        "routine",
        "15",
        "11-30",
        "all_or_nothing",
        None,
    ),
)
