"""The demo county's invented units, posts and people. No real person or place is meant."""

from __future__ import annotations

from dataclasses import dataclass

COUNTY = ("云岭县（演示）", "Yunling County (demo)")
PASSWORD = "shangxia-demo"  # noqa: S105  (a demo county is refused on any but a loopback address)

# code, Chinese, English, the post of the leader in charge of its units
FRONTS = (
    ("townships", "乡镇战线", "Townships", "FXZ-1"),
    ("agriculture", "涉农战线", "Agriculture", "FXZ-3"),
    ("science_education", "科教文卫战线", "Science, education, culture and health", "FXZ-4"),
    ("government", "综合政务战线", "General government", "FXZ-5"),
    ("economy", "经济战线", "Economic departments", "FXZ-2"),
)


@dataclass(frozen=True)
class Unit:
    """An invented unit; `small` ones also make up the reduced county of the tests."""

    code: str
    zh: str
    en: str
    front: str
    kind: str = "bureau"
    small: bool = False


def _units(front: str, kind: str, *rows: tuple[str, str, str]) -> tuple[Unit, ...]:
    return tuple(Unit(code, zh, en, front, kind, code in SMALL) for code, zh, en in rows)


# Three townships, the scoring units, and two units more for every other front.
SMALL = frozenset(
    "XQ SM BY FP NY SL JY WS KJ XF ZZ FZ JJ ZS CZ JT AJ RS".split()  # noqa: SIM905
)
UNITS = (
    *_units(
        "townships",
        "township",
        ("XQ", "溪桥镇", "Xiqiao Town"),
        ("SM", "石门镇", "Shimen Town"),
        ("BY", "白云乡", "Baiyun Township"),
        ("QS", "青松镇", "Qingsong Town"),
        ("LT", "龙潭镇", "Longtan Town"),
        ("HY", "鹤影镇", "Heying Town"),
        ("YM", "烟墨乡", "Yanmo Township"),
        ("ZL", "竹里镇", "Zhuli Town"),
        ("MX", "梅溪镇", "Meixi Town"),
        ("FG", "枫谷乡", "Fenggu Township"),
        ("TC", "桃川镇", "Taochuan Town"),
        ("YH", "雁回镇", "Yanhui Town"),
        ("SJW", "沙角湾乡", "Shajiaowan Township"),
        ("LH", "莲湖镇", "Lianhu Town"),
        ("GT", "谷田镇", "Gutian Town"),
        ("XY", "星野乡", "Xingye Township"),
        ("CQ", "长渠镇", "Changqu Town"),
        ("NA", "南庵镇", "Nan'an Town"),
        ("BL", "北岭乡", "Beiling Township"),
        ("DK", "渡口镇", "Dukou Town"),
    ),
    *_units(
        "agriculture",
        "bureau",
        ("FP", "扶贫办", "Poverty Relief Office"),
        ("NY", "农业局", "Agriculture Bureau"),
        ("SL", "水利局", "Water Bureau"),
        ("LY", "林业局", "Forestry Bureau"),
        ("XM", "畜牧局", "Livestock Bureau"),
        ("NJ", "农机局", "Farm Machinery Bureau"),
        ("QX", "气象局", "Meteorological Bureau"),
        ("GX", "供销社", "Supply Cooperative"),
        ("NF", "农开办", "Farm Development Office"),
        ("YC", "烟草产业办", "Tobacco Office"),
    ),
    *_units(
        "science_education",
        "bureau",
        ("JY", "教育局", "Education Bureau"),
        ("WS", "卫生局", "Health Bureau"),
        ("KJ", "科技局", "Science Bureau"),
        ("WH", "文化局", "Culture Bureau"),
        ("GD", "广电局", "Broadcasting Bureau"),
        ("TY", "体育局", "Sports Bureau"),
        ("JS", "计生局", "Family Planning Bureau"),
        ("YJ", "药监局", "Drug Bureau"),
        ("DA", "档案局", "Archives Bureau"),
        ("KX", "科协", "Science Association"),
    ),
    *_units(
        "government",
        "bureau",
        ("XF", "信访局", "Petitions Bureau"),
        ("ZZ", "综治办", "Public Order Office"),
        ("FZ", "法制办", "Legal Affairs Office"),
        ("JJ", "监察局", "Supervision Bureau"),
        ("MZ", "民政局", "Civil Affairs Bureau"),
        ("SF", "司法局", "Justice Bureau"),
        ("RW", "人防办", "Civil Defence Office"),
        ("JG", "机关事务局", "Government Offices Bureau"),
        ("ZC", "政务中心", "Service Centre"),
        ("WSB", "外事办", "Foreign Affairs Office"),
    ),
    *_units(
        "economy",
        "bureau",
        ("ZS", "招商局", "Investment Bureau"),
        ("CZ", "财政局", "Finance Bureau"),
        ("JT", "交通局", "Transport Bureau"),
        ("AJ", "安监局", "Work Safety Bureau"),
        ("RS", "人社局", "Labour and Social Security Bureau"),
        ("FG2", "发改局", "Development and Reform Bureau"),
        ("TJ", "统计局", "Statistics Bureau"),
        ("SW", "商务局", "Commerce Bureau"),
        ("HB", "环保局", "Environment Bureau"),
        ("GL", "国土局", "Land Bureau"),
    ),
)
# Units that answer for no targets here: who runs the year, and who inspects.
OTHERS = (
    ("MBB", "目标管理办公室", "Target Office", "office"),
    ("YSZ", "考核验收组", "Inspection Group", "county"),
)

# code, Chinese, English, capacity, unit; leaders are in charge of the units of one front
POSTS = (
    ("XZ", "县长", "County head", "county_head", None),
    ("FXZ-1", "副县长（分管乡镇）", "Deputy county head for townships", "leader", None),
    ("FXZ-2", "副县长（分管经济）", "Deputy county head for the economy", "leader", None),
    ("FXZ-3", "副县长（分管农业）", "Deputy county head for agriculture", "leader", None),
    ("FXZ-4", "副县长（分管科教）", "Deputy county head for education", "leader", None),
    ("FXZ-5", "副县长（分管政务）", "Deputy county head for government", "leader", None),
    ("MBB-1", "目标办主任", "Director of the target office", "office", "MBB"),
    ("MBB-3", "目标办副主任", "Deputy director of the target office", "office", "MBB"),
    ("MBB-2", "目标办科员", "Clerk of the target office", "secretary", "MBB"),
    ("YSZ-1", "验收一组组长", "Inspector, group one", "inspector", "YSZ"),
    ("YSZ-2", "验收二组组长", "Inspector, group two", "inspector", "YSZ"),
    ("XF-KH", "信访考核责任人", "Assessor for petitions", "assessor", "XF"),
    ("AJ-KH", "安全考核责任人", "Assessor for work safety", "assessor", "AJ"),
    ("ZZ-KH", "综治考核责任人", "Assessor for public order", "assessor", "ZZ"),
    ("FZ-KH", "执法考核责任人", "Assessor for law enforcement", "assessor", "FZ"),
    ("JJ-KH", "廉政考核责任人", "Assessor for clean government", "assessor", "JJ"),
    ("ZS-KH", "招商考核责任人", "Assessor for investment", "assessor", "ZS"),
    ("RS-KH", "社保考核责任人", "Assessor for social security", "assessor", "RS"),
    ("FP-KH", "扶贫考核责任人", "Assessor for poverty relief", "assessor", "FP"),
    ("SJ-1", "审计员", "Auditor", "auditor", None),
    ("GL-1", "系统管理员", "Administrator", "admin", None),
)

# user name, name, post
PEOPLE = (
    ("admin", "管理员", "GL-1"),
    ("head", "江远山", "XZ"),
    ("leader1", "陆青禾", "FXZ-1"),
    ("leader2", "沈望川", "FXZ-2"),
    ("leader3", "田满仓", "FXZ-3"),
    ("leader4", "书同文", "FXZ-4"),
    ("leader5", "安既定", "FXZ-5"),
    ("office", "叶知秋", "MBB-1"),
    ("office2", "苗青青", "MBB-3"),
    ("secretary", "乔一帆", "MBB-2"),
    ("inspector1", "石敢当", "YSZ-1"),
    ("inspector2", "林正清", "YSZ-2"),
    ("assessor", "季安澜", "XF-KH"),
    ("aj.assessor", "平无险", "AJ-KH"),
    ("zz.assessor", "宁静之", "ZZ-KH"),
    ("fz.assessor", "方圆规", "FZ-KH"),
    ("jj.assessor", "廉自清", "JJ-KH"),
    ("zs.assessor", "商远来", "ZS-KH"),
    ("rs.assessor", "保万家", "RS-KH"),
    ("fp.assessor", "扶小康", "FP-KH"),
    ("auditor", "明察秋", "SJ-1"),
)
# Who arbitrates where the county head is a party.
DEPUTY = "FXZ-2"
LEADER_OF = {"FXZ-1": "leader1", "FXZ-2": "leader2", "FXZ-3": "leader3", "FXZ-4": "leader4",
             "FXZ-5": "leader5"}  # fmt: skip
ASSESSORS = {
    "XF": "assessor", "AJ": "aj.assessor", "ZZ": "zz.assessor", "FZ": "fz.assessor",
    "JJ": "jj.assessor", "ZS": "zs.assessor", "RS": "rs.assessor", "FP": "fp.assessor",
}  # fmt: skip

_NATURE = "溪石云松潭鹤墨竹梅枫桃雁沙莲谷星渠岭渡苔"
_GIVEN = "听雨 拾光 知春 行远 望舒 归田 问渠 踏歌 折桂 临风 煮茶 观澜".split()  # noqa: SIM905


def people_of(number: int) -> tuple[str, str]:
    """The drafter's and the head's invented names in the unit of this number."""
    first, second = _NATURE[number % 20], _NATURE[(number * 7 + 3) % 20]
    return (
        f"{first}{_GIVEN[number % 12]}",
        f"{second}{_GIVEN[(number * 5 + number // 12 + 1) % 12]}",
    )


# code, title, kind, measure, unit of measure, lead unit; what they ask for: works.county_value
KEY_TASKS = (
    ("K1", "招商引资", "shared_out", "到位资金", "万元", "ZS"),
    ("K2", "农村公路建设", "shared_out", "建成里程", "公里", "JT"),
    ("K3", "农民增收", "shared_out", "人均纯收入增幅", "%", "NY"),
    ("K4", "重点项目建设", "shared_out", "完成投资", "万元", "CZ"),
    ("K5", "民生实事", "shared_out", "办结实事", "件", "JY"),
    ("K6", "溪桥通村公路示范线", "joint", "建成里程", "公里", "XQ"),
)
# Carried together by the lead unit's one target and this unit; from 2013 on.
JOINT_TASK, SUPPORTING = "K6", "JT"
