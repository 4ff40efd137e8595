"""A county from nothing, by the browser alone: from the link that `init` prints to a target that
both hands have signed. Nothing but clicks, typing and uploads, in both languages."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.program import served, shangxia

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GOOD = "correct horse battery"
YEAR = 2027
# A person who knows the way needs a few seconds for each; fifteen minutes are far more than this.
MOST_CLICKS = 120

SHEETS = {
    "单位 Units": [
        ["XQ", "小桥乡", "Xiaoqiao", "乡镇", None, "townships", "FXZ-1", None],
        ["JT", "交通局", "Transport Bureau", "部门", None, "economy", "FXZ-1", None],
        ["MBB", "目标办", "Target Office", "目标办", None, None, None, None],
        ["YSZ", "考核验收组", "Inspectors", "县级", None, None, None, None],
    ],
    "岗位 Posts": [
        ["XZ", "县长", "County head", "县长", None, None],
        ["FXZ-1", "副县长", "Deputy", "审定领导", None, None],
        ["MBB-1", "目标办主任", "Head of office", "目标办", "MBB", None],
        ["YSZ-1", "验收员", "Inspector", "考核验收组", "YSZ", None],
    ],
    "人员 People": [
        ["head", "周县长", "XZ", "1号"],
        ["leader", "吴副县长", "FXZ-1", "1号"],
        ["office", "郑主任", "MBB-1", "1号"],
        ["inspector", "王验收", "YSZ-1", "1号"],
        ["xq.head", "冯乡长", "XQ-YBS", "1号"],
        ["xq.drafter", "陈干事", "XQ-KY", "1号"],
        ["jt.head", "褚局长", "JT-YBS", "1号"],
    ],
}
RESULTS = {
    "上年完成 Results": [[YEAR - 1, "XQ", "便民桥", "座", 2, 2, "最终", "2号"]],
}
TARGET = {
    "title": "建成便民桥三座",
    "category": "routine",
    "measure": "便民桥",
    "unit_of_measure": "座",
    "direction": "at_least",
    "target_value": "3",
    "points": "10",
    "due_on": f"{YEAR}-12-31",
    "scoring_rule": "proportional",
    "responsible_post": "XQ-KY",
    "evidence": "竣工验收证书",
    "data_source": "交通局年报",
}


class Hands:
    """Somebody at a browser; every click, upload and typed field is counted together."""

    clicks = typed = 0

    def __init__(self, browser: Any, language: str, address: str) -> None:
        self.page = browser.new_context(locale=language, accept_downloads=True).new_page()
        self.page.set_default_timeout(15_000)
        self.address = address

    def click(self, selector: str) -> None:
        """Click, and wait for the page that it leads to."""
        type(self).clicks += 1
        with self.page.expect_navigation():
            self.page.click(selector)

    def type(self, **fields: str) -> None:
        """Fill in fields by name, whatever kind of control each is."""
        for name, value in fields.items():
            Hands.typed += 1
            one = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            assert one.count(), f"no field {name}: {self.page.inner_text('main')[:1500]}"
            if one.first.get_attribute("type") == "radio":
                self.page.check(f'main [name="{name}"][value="{value}"]')
            elif one.first.evaluate("e => e.tagName") == "SELECT":
                one.first.select_option(value)
            else:
                one.first.fill(value)

    def to(self, path: str) -> None:
        """Follow a link of this page."""
        self.click(f'a[href="{path}"]')

    def home(self, path: str = "/setup") -> None:
        """A place in the navigation."""
        self.click(f'nav a[href="{path}"]')

    def act(self, **fields: str) -> None:
        """Fill in an act's form, look at the check page, confirm."""
        if fields:
            self.type(**fields)
            self.click("form[data-draft] button.button")
        assert self.page.locator("button[name=confirmed]").count(), self.said
        self.click("button[name=confirmed]")
        assert not self.page.locator("[role=alert]").count(), self.said

    def fill(self, kind: str, sheets: dict[str, list[list[Any]]]) -> bytes:
        """Take the empty workbook that the page offers, and write rows into it."""
        type(self).clicks += 1
        with self.page.expect_download() as begun:
            self.page.click(f'a[href="/import/{kind}/template.xlsx"]')
        book = openpyxl.load_workbook(io.BytesIO(Path(begun.value.path()).read_bytes()))
        for name, rows in sheets.items():
            for row in rows:
                book[name].append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def upload(self, body: bytes, **fields: str) -> None:
        """Send a workbook, look at what it would do, and confirm."""
        self.type(**fields)
        type(self).clicks += 1
        self.page.set_input_files(
            "[name=file]",
            {"name": "county.xlsx", "mimeType": "application/zip", "buffer": body},
        )
        self.click("main form button.button")
        assert self.page.locator("button[name=confirmed]").count(), self.said
        self.click("button[name=confirmed]")

    @property
    def said(self) -> str:
        return self.page.inner_text("main")[:2000]

    def tasks(self) -> list[str]:
        """How each task of the list stands, by its shape."""
        self.home()
        return self.page.locator(".task > .light > span").all_inner_texts()


def arrived(browser: Any, language: str, address: str, link: str) -> Hands:
    """A person opens the link on their slip and chooses a password."""
    hands = Hands(browser, language, address)
    hands.page.goto(link)
    hands.type(password=GOOD, again=GOOD)
    hands.click("main button.button")
    assert hands.page.url.endswith("/inbox"), hands.said
    return hands


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_county_from_nothing_to_a_target_signed_by_both_hands(browser, tmp_path, language):
    url = f"sqlite:///{tmp_path / 'new' / 'county.db'}"
    offered = shangxia("init", url=url)
    path = re.search(r"http://[^/]+(/setup/\S+)", offered.out)
    assert path, offered
    Hands.clicks = Hands.typed = 0
    with served(url) as (_, address):
        admin = founded(browser, language, address, path[1])
        links, workbook = people(admin)
        office = arrived(browser, language, address, links["office"])
        year(office, workbook)
        number = target(browser, language, address, links)
        # All but the passwords of those who have not opened their link yet.
        assert "".join(office.tasks()) == "✓✓✓▲✓✓✓✓"
        for hands in (admin, office):
            hands.page.context.close()
    assert Hands.clicks <= MOST_CLICKS
    print(f"{language}: {Hands.clicks} clicks and uploads, {Hands.typed} fields typed")
    shown = shangxia("target", "show", str(number), "--as", "office", "--json", url=url)
    assert '"state": "reviewed"' in shown.out
    assert shangxia("audit", "verify", url=url).code == 0


def founded(browser: Any, language: str, address: str, path: str) -> Hands:
    admin = Hands(browser, language, address)
    admin.page.goto(f"{address}/inbox")
    assert admin.page.url.endswith("/not-founded")
    admin.page.goto(address + path)
    admin.type(name_zh="清溪县", name_en="Qingxi County", name="赵管理", username="root")
    admin.type(password=GOOD, again=GOOD)
    admin.click("main button.button")
    assert admin.page.url.endswith("/setup"), admin.said
    assert admin.page.locator(".task").count() == 8
    return admin


def people(admin: Hands) -> tuple[dict[str, str], bytes]:
    """The organisation by one workbook, and a link for everybody by user name."""
    admin.to("/import/units")
    workbook = admin.fill("units", SHEETS)
    admin.upload(workbook)
    assert admin.tasks()[:3] == ["✓"] * 3
    admin.to("/county/links")
    admin.click("button[name=everybody]")
    slips = admin.page.locator(".slip").all()
    found = {
        slip.locator("small").inner_text(): slip.locator("code").inner_text() for slip in slips
    }
    assert len(found) == len(SHEETS["人员 People"])
    return found, workbook


def year(office: Hands, workbook: bytes) -> None:
    """The year under the shipped scheme, fronts, last year's results, the call for drafts."""
    office.home()
    office.to("/county/acts/open_year")
    office.act(year=str(YEAR))
    office.home()
    office.to("/import/fronts")
    office.upload(workbook, year=str(YEAR))
    office.home()
    office.to("/import/results")
    office.upload(office.fill("results", RESULTS))
    office.home()
    office.to(f"/years/{YEAR}/acts/open")
    office.act()


def target(browser: Any, language: str, address: str, links: dict[str, str]) -> int:
    """A target drafted, signed by the unit's head and by the leader in charge; its number."""
    drafter = arrived(browser, language, address, links["xq.drafter"])
    drafter.home("/targets")
    drafter.to("/targets/new/create")
    drafter.act(**TARGET)
    number = int(drafter.page.url.rsplit("/", 1)[1])
    head = arrived(browser, language, address, links["xq.head"])
    signed(head, number, "submit")
    leader = arrived(browser, language, address, links["leader"])
    signed(leader, number, "review")
    for hands in (drafter, head, leader):
        hands.page.context.close()
    return number


def signed(hands: Hands, number: int, act: str) -> None:
    hands.home("/targets")
    hands.to(f"/targets/{number}")
    hands.to(f"/targets/{number}/acts/{act}")
    hands.act()
