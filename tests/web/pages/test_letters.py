"""Letters of responsibility: registered with their scans, read by whom they concern, printed."""

import re

import pytest

from tests.web.pages.year_visits import PDF, issued, sent_with_file, upload
from tests.web.visitor import on_both
from tests.workflow.own_year import at_the_end

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 30


def register(visitor, year, body=PDF, name="scan.pdf", unit="XQ"):
    visitor.get(f"/years/{year}/acts/sign_letter?unit={unit}")
    upload(visitor, body, name)
    return visitor.send("confirmed", press=("confirmed", "yes"))


@on_both
def test_letter_is_registered_with_its_scan_once_it_was_checked(world, visit):
    year, office = issued(world), visit("office")
    office.get(f"/years/{year}/acts/sign_letter?unit=XQ")
    page = upload(office, PDF)
    assert "单位 XQ" in page.text
    assert "PDF · 1 KB · 摘要" in page.text
    assert "扫描件已存入县库；责任书在您确认之前不会登记。" in page.text
    assert world.rows("SELECT id FROM letter") == []
    office.send("confirmed", press=("confirmed", "yes"))
    row = world.row("SELECT f.media_type FROM letter l JOIN file f ON f.id = l.file_id")
    assert row == {"media_type": "application/pdf"}
    assert f"/years/{year}/letters/XQ/scan" in office.page.links
    assert "已签 1" in office.page.text


def test_scan_is_kept_while_one_goes_back_to_the_form(world, visit):
    year, office = issued(world), visit("office")
    office.get(f"/years/{year}/acts/sign_letter?unit=XQ")
    upload(office, PDF)
    page = office.send("confirmed", press=("change", "yes"))
    assert "已上传：PDF · 1 KB" in page.text
    office.send("unit", signed_on=world.clock().date().isoformat())
    office.send("confirmed", press=("confirmed", "yes"))
    assert world.row("SELECT file_id FROM letter")["file_id"] is not None


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (b"<html><script>alert(1)</script>", "scan.pdf", "只收 PDF、PNG 或 JPEG"),
        (b"GIF89a" + b"\x00" * 20, "scan.png", "只收 PDF、PNG 或 JPEG"),
        (b"", "scan.pdf", "文件是空的"),
        (PDF + b"\x00" * 5_000_000, "scan.pdf", "不能超过 5 MB"),
    ],
    ids=["page", "picture", "empty", "large"],
)
def test_what_is_no_scan_is_refused_at_its_field_whatever_it_is_called(
    world, visit, body, name, said
):
    year, office = issued(world), visit("office")
    before = world.size()
    office.get(f"/years/{year}/acts/sign_letter?unit=XQ")
    page = upload(office, body, name)
    assert (page.status, said in page.text) == (422, True)
    assert "#f-file" in page.links
    assert dict(page.form("unit").values)["unit"] == "XQ"
    assert (world.rows("SELECT id FROM file"), world.size()) == ([], before)


def test_far_too_large_upload_is_turned_away_unread(world, visit):
    year, office = issued(world), visit("office")
    office.get(f"/years/{year}/acts/sign_letter")
    assert upload(office, PDF + b"\x00" * 6_000_000, unit="XQ").status == 413


@pytest.mark.parametrize("body", [PDF, PNG, JPEG], ids=["pdf", "png", "jpeg"])
def test_scan_comes_back_byte_for_byte_and_is_opened_nowhere(world, visit, body):
    year, office = issued(world), visit("office")
    register(office, year, body, "../../etc/passwd.html")
    answer = office.client.get(f"/years/{year}/letters/XQ/scan")
    assert answer.data == body
    kind = answer.headers["Content-Type"]
    assert kind in ("application/pdf", "image/png", "image/jpeg")
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[kind]
    named = f"attachment; filename=letter-{year}-XQ.{ending}"
    assert answer.headers["Content-Disposition"] == named
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_scan_is_for_those_who_work_on_the_unit(world, visit):
    year = issued(world)
    register(visit("office"), year)
    for who in ("xq.head", "xq.drafter", "leader1", "leader3", "head", "auditor"):
        answer = visit(who).client.get(f"/years/{year}/letters/XQ/scan")
        assert (answer.status_code, answer.data) == (200, PDF), who
    for who in ("zs.head", "leader2", "inspector1", "admin", "secretary", "assessor"):
        other = visit(who)
        page = other.get(f"/years/{year}/letters")
        assert f"/years/{year}/letters/XQ/scan" not in page.links, who
        assert other.get(f"/years/{year}/letters/XQ/scan").status == 404, who


def test_nobody_but_the_office_registers_a_letter_or_leaves_a_file(world, visit):
    year, office = issued(world), visit("office")
    office.get(f"/years/{year}/acts/sign_letter")
    address, values = office.filled("unit", unit="XQ")
    unit = visit("xq.head")
    unit.get("/inbox")
    token = dict(unit.page.forms[0].values)["csrf_token"]
    sent = [(n, token if n == "csrf_token" else v) for n, v in values]
    assert sent_with_file(unit, address, sent, PDF, "scan.pdf").status_code == 403
    assert world.rows("SELECT id FROM file") == []


def test_upload_leaves_no_file_once_letters_are_not_registered_any_more(world, visit):
    year, _ = at_the_end(world)
    office = visit("office")
    office.get(f"/years/{year}/acts/sign_letter?unit=XQ")
    world.year("office", "publish", year, document="云考公告1号")
    page = upload(office, PDF)
    assert (page.status, "现在是“已公示”" in page.text) == (409, True)
    assert world.rows("SELECT id FROM file") == []


def test_units_without_a_letter_come_first_and_only_they_can_be_chosen(world, visit):
    year, office = issued(world), visit("office")
    register(office, year)
    text = office.get(f"/years/{year}/letters").text
    assert text.index("单位 ZS") < text.index("单位 XQ")
    html = office.get(f"/years/{year}/acts/sign_letter").html
    assert re.findall(r'<option value="(\w+)"', html) == ["ZS"]


def test_letter_says_what_the_unit_answers_for(world, visit):
    year = issued(world, targets=2)
    page = visit("zs.head").get(f"/years/{year}/letters/XQ")
    digest = world.row("SELECT digest FROM target WHERE year_id = ?", year)["digest"]
    for said in (
        f"云岭县{year}年度目标管理责任书",
        "云政发〔2013〕8号",
        "云岭县人民政府（岗位 XZ）",
        "单位 XQ（岗位 XQ-YBS）",
        "一、常规工作（40 分）",
        "第1条公路",
        f"不低于 10 公里 20 {year}年6月30日 {digest[:12]}",
        "合计 2 项 40 分",
        "甲方（盖章）",
        "岗位 XQ-YBS（签字）：",
    ):
        assert said in page.text, said
    assert page.text.index("第0条公路") < page.text.index("第1条公路")
    english = visit("zs.head", "en").get(f"/years/{year}/letters/XQ").text
    assert "In all 2 targets, 40 points" in english


def test_there_is_no_letter_before_the_plan_is_issued_nor_of_what_is_not_there(world, visit):
    world.approved()
    office = visit("office")
    assert office.get("/years/2013/letters/XQ").status == 404
    year = issued(world)
    for path in ("letters/NO", "letters/NO/scan", "letters/XQ/scan"):
        assert office.get(f"/years/{year}/{path}").status == 404, path
    for page in ("letters", "reports", "scheme", "scheme.toml", "letters/XQ"):
        assert office.get(f"/years/1999/{page}").status == 404, page
