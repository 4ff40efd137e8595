"""A published table on the page: its faults by row, and its draft into the year's scheme."""

import pytest

from tests.web.visitor import on_both
from tests.workflow.own_year import prepared
from tests.workflow.workbooks import book_of

HEAD = ["类别", "类别分值", "序号", "考核内容", "分值", "考核责任单位"]


def table(*rows: list) -> bytes:
    return book_of({"方案": [HEAD, *rows]})


WRONG = table(["甲", 60, 1, "项一（20+30）", 60, "无此局"], ["乙", 40, 2, "项二", 40, None])


def upload(visitor, year: int, body: bytes | None, name: str = "方案.xlsx", **answers: str):
    visitor.get(f"/years/{year}/scheme/table")
    return sent_file(visitor, body, name, **answers)


def sent_file(visitor, body: bytes | None, name: str, **answers: str):
    """Choose a file in the form that is open, and send it."""
    form = visitor.page.form("file")
    fields = {n: v for n, v in form.values if n != "file"} | answers
    # Put together by hand: the client's own way leaves a file of it open.
    parts = [f'"{n}"\r\n\r\n{v}'.encode() for n, v in fields.items()]
    if body is not None:
        parts.append(f'"file"; filename="{name}"\r\n\r\n'.encode() + body)
    begin = b"\r\n--BOUNDARY\r\nContent-Disposition: form-data; name="
    answer = visitor.client.post(
        form.action,
        data=b"".join(begin + part for part in parts) + b"\r\n--BOUNDARY--\r\n",
        content_type="multipart/form-data; boundary=BOUNDARY",
    )
    return visitor._shown(answer)


@on_both
def test_a_table_is_read_its_faults_are_told_and_its_draft_goes_into_the_form(world, visit):
    year, office = prepared(world), visit("office")
    page = office.get(f"/years/{year}/scheme")
    assert f"/years/{year}/scheme/table" in page.links
    before = world.tables()
    page = upload(office, year, WRONG)
    assert page.status == 200
    assert "表中 2 处有误" in page.text
    for said in ("2 分值 “项一（20+30）”为 60 分，而分项 20+30 相加为 50。 有误",
                 "2 考核责任单位 本县没有单位“无此局”。 有误"):  # fmt: skip
        assert said in page.text
    page = office.send("toml", press=("change", "yes"))
    assert 'zh = "项一（20+30）"' in dict(page.form("toml").values)["toml"]
    assert world.tables() == before
    # From there it is a change of the scheme like any other, with its differences shown first.
    page = office.send("toml")
    assert "与现行方案的差别" in page.text
    office.send("confirmed", press=("confirmed", "yes"))
    assert "甲 60 乙 40 合计 100" in office.get(f"/years/{year}/scheme").text


def test_the_page_speaks_english_to_whoever_asked_for_it(world, visit):
    year, office = prepared(world), visit("office", "en")
    page = upload(office, year, WRONG)
    assert "is worth 60, while its parts 20+30 add to 50." in page.text
    assert "2 wrong in the table" in page.text


def test_csv_and_other_headings_and_common_points_are_read(world, visit):
    year, office = prepared(world), visit("office")
    body = "局名,满分\n一局,60\n二局,50\n".encode("gb18030")
    said = {"columns": "department=局名\r\nblock_points=满分", "common": "40"}
    page = upload(office, year, body, "各局.csv", **said)
    assert page.status == 200
    assert "“二局”各块相加为 50，应为 60。" in page.text


@pytest.mark.parametrize(
    ("body", "answers", "field", "words"),
    [
        (None, {}, "f-file", "请选择文件。"),
        (b"MZ\x00", {}, "f-file", "既不是 .xlsx 工作簿"),
        (b"a,b\n1,2\n", {}, "f-file", "没有找到可读的表"),
        (WRONG, {"total": "many"}, "f-total", "应为分值"),
        (WRONG, {"columns": "nonsense=x"}, "f-columns", "字段为其一"),
    ],
)
def test_what_is_sent_wrongly_is_said_at_its_field(world, visit, body, answers, field, words):
    year, office = prepared(world), visit("office")
    page = upload(office, year, body, **answers)
    assert (page.status, f"#{field}" in page.links, words in page.text) == (422, True, True)
    assert all(dict(page.form("file").values)[name] == text for name, text in answers.items())


def test_only_who_may_change_the_scheme_and_only_until_the_plan_is_issued(world, visit):
    year = prepared(world)
    for who in ("xq.head", "auditor", "admin"):
        assert visit(who).get(f"/years/{year}/scheme/table").status == 403, who
    issued = world.target(world.running())["year_id"]
    office = visit("office")
    assert office.get(f"/years/{issued}/scheme/table").status == 409
    assert f"/years/{issued}/scheme/table" not in office.get(f"/years/{issued}/scheme").links
