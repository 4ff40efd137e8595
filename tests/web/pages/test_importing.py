"""Importing by page: upload, what is wrong by cell, what would be done, and then all or nothing."""

import io
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.web.visitor import Visitor, on_both
from tests.workflow.test_spreadsheets_import import LAST, RESULTS, ROW, TARGETS, UNITS, road
from tests.workflow.workbooks import book_of, read_here
from web.pages import importing
from workflow.spreadsheets import reading
from workflow.spreadsheets.importing import KINDS

NEW = {"单位": [UNITS, ["N1", "新一乡", "New One", "乡镇", None, None, None, None]]}
# The units, and for a township its two usual posts.
ACTS_OF_NEW = 3


def upload(visitor: Visitor, kind: str, body: bytes | None, **answers: str) -> Any:
    """Open the form of a kind, choose a file and send it."""
    visitor.get(f"/import/{kind}")
    form = next(f for f in visitor.page.forms if "file" in f.names)
    fields = {n: v for n, v in form.values if n != "file"} | answers
    # Put together by hand: the client's own way leaves a file of it open.
    parts = [f'"{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    if body is not None:
        parts.append(b'"file"; filename="../../etc/list.xlsx"\r\n\r\n' + body)
    begin = b"\r\n--BOUNDARY\r\nContent-Disposition: form-data; name="
    answer = visitor.client.post(
        form.action,
        data=b"".join(begin + part for part in parts) + b"\r\n--BOUNDARY--\r\n",
        content_type="multipart/form-data; boundary=BOUNDARY",
        follow_redirects=True,
    )
    return visitor._shown(answer)


@on_both
def test_workbook_is_uploaded_checked_and_confirmed(world, visit):
    admin = visit("admin", "en")
    before, entries = world.tables(), world.size()
    page = upload(admin, "units", book_of(NEW))
    assert page.status == 200
    assert "Add a unit" in page.text
    assert "单位, row 2 Add a unit N1 · 新一乡 · New One · township" in page.text
    assert "Head of New One · unit head · N1" in page.text
    assert world.tables() == before
    done = admin.send("sealed", press=("confirmed", "yes"))
    assert f"Imported; acts done: {ACTS_OF_NEW}" in done.text
    assert world.row("SELECT name_zh FROM unit WHERE code = 'N1'")["name_zh"] == "新一乡"
    assert world.size() == entries + ACTS_OF_NEW


def test_page_in_chinese_leads_through_the_same_way(world, visit):
    admin = visit("admin")
    page = upload(admin, "units", book_of(NEW))
    assert "将要办理" in page.text
    assert "单位 第 2 行 增设单位 N1 · 新一乡 · New One · 乡镇" in page.text
    assert "已导入，办理 3 项" in admin.send("sealed", press=("confirmed", "yes")).text


def test_every_wrong_cell_is_a_row_and_nothing_is_changed(world, visit):
    admin = visit("admin", "en")
    before = world.tables()
    wrong = {"单位": [UNITS, ["N 1", "新一乡", None, "乡"], [None, "<b>x</b>", None, "县级"]]}
    page = upload(admin, "units", book_of(wrong))
    assert page.status == 422
    for cell in ("A2", "D2", "A3"):
        assert re.search(rf">{cell}</td>", page.html), cell
    assert "Found wrong: 3" in page.text
    assert world.tables() == before


def test_what_people_wrote_stays_text_on_the_page(visit):
    wrong = {"单位": [UNITS, ["N1", "新一乡", None, "<script>x</script>"]]}
    page = upload(visit("admin", "en"), "units", book_of(wrong))
    assert "<script>x" not in page.html
    assert "“<script>x</script>”" in page.text


def test_what_the_door_would_refuse_is_named_before_anybody_confirms(world, visit):
    office = visit("office", "en")
    before, size = world.tables(), world.size()
    # FXZ-2 is not in charge of XQ.
    rows = {"目标": [[*TARGETS, "审定领导岗位"], [*road(), "FXZ-2"]]}
    page = upload(office, "targets", book_of(rows), year="2013")
    assert page.status == 422
    assert "The reviewing post must be a leader in charge of this unit" in page.text
    assert ">2</td>" in page.html
    assert (world.tables(), world.size()) == (before, size)


def test_refusal_at_confirming_undoes_all_of_it(world, visit, monkeypatch):
    """What passed the trial may be refused when it is confirmed: then no row of it stays."""
    monkeypatch.setattr(importing, "tried", lambda *_: ())
    office = visit("office", "en")
    good, bad = [*road(), "FXZ-1"], [*road("2", "改造危桥"), "FXZ-2"]
    rows = {"目标": [[*TARGETS, "审定领导岗位"], good, bad]}
    upload(office, "targets", book_of(rows), year="2013")
    before = world.tables()
    page = office.send("sealed", press=("confirmed", "yes"))
    assert page.status == 409
    assert ">3</td>" in page.html
    assert world.tables() == before


def test_confirming_twice_adds_nothing_twice(world, visit):
    office = visit("office", "en")
    upload(office, "targets", book_of({"目标": [TARGETS, road()]}), year="2013")
    address, values = office.filled("sealed", press=("confirmed", "yes"))
    data = dict(values)
    assert office.client.post(address, data=data).status_code == 303
    again = office.client.post(address, data=data)
    assert again.status_code == 409
    assert "has a target of this title" in again.text
    titles = world.rows("SELECT id FROM target WHERE title = ?", "新修通村公路")
    assert len(titles) == 1


def test_what_changed_between_upload_and_confirmation_is_seen(world, visit):
    admin = visit("admin", "en")
    upload(admin, "units", book_of(NEW))
    world.county("admin", "add_unit", code="N1", name_zh="别的", name_en="Other", kind="county")
    before = world.tables()
    page = admin.send("sealed", press=("confirmed", "yes"))
    assert page.status == 409
    assert "is there already, with “别的”" in page.text
    assert world.tables() == before


def test_sealed_plan_holds_for_its_person_kind_and_session_alone(world, visit, app):
    admin = visit("admin", "en")
    upload(admin, "units", book_of(NEW))
    address, values = admin.filled("sealed", press=("confirmed", "yes"))
    data, before = dict(values), world.tables()

    def refused(visitor: Visitor, to: str = address, **changes: str) -> None:
        visitor.get(to.removesuffix("/confirmed"))
        token = dict(visitor.page.form("csrf_token").values)["csrf_token"]
        sent = visitor.client.post(to, data={**data, "csrf_token": token, **changes})
        assert sent.status_code == 422
        assert "open too long" in sent.text
        assert world.tables() == before

    sealed = data["sealed"]
    # Of the last letter some bits are none of the signature's: another one may mean the same.
    body, _, signature = sealed.rpartition(".")
    bent = ("A" if signature[0] != "A" else "B") + signature[1:]
    refused(admin, sealed=f"{body}.{bent}")
    refused(admin, sealed="")
    refused(admin, to="/import/people/confirmed")
    # Another session of the same person, and another administrator.
    refused(visit("admin", "en"))
    refused(visit("xq.admin", "en"))
    app.secret_key = "x" * 40
    refused(visit("admin", "en"))


def test_sealed_plan_ends_with_the_time_a_session_may_lie_idle(visit, monkeypatch):
    import itsdangerous.timed

    admin = visit("admin", "en")
    upload(admin, "units", book_of(NEW))
    now = itsdangerous.timed.time.time
    monkeypatch.setattr(itsdangerous.timed.time, "time", lambda: now() + 2 * 3600 + 5)
    page = admin.send("sealed", press=("confirmed", "yes"))
    assert page.status == 422
    assert "open too long" in page.text


def test_nothing_without_the_csrf_value(visit, world):
    admin = visit("admin", "en")
    upload(admin, "units", book_of(NEW))
    address, values = admin.filled("sealed", press=("confirmed", "yes"))
    before = world.tables()
    data = {n: v for n, v in values if n != "csrf_token"}
    assert admin.client.post(address, data=data).status_code == 400
    file = {"file": (io.BytesIO(book_of(NEW)), "x.xlsx")}
    assert admin.client.post("/import/units", data=file).status_code == 400
    assert world.tables() == before


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("admin", {"units", "people"}),
        ("office", {"fronts", "results", "published", "targets"}),
        ("xq.head", set()),
        ("leader1", set()),
        ("head", set()),
        ("auditor", set()),
    ],
)
def test_kinds_are_there_for_whom_they_are(visit, who, kinds):
    visitor = visit(who)
    listed = visitor.get("/import")
    assert listed.status == (200 if kinds else 404)
    assert {link for link in listed.links if re.fullmatch(r"/import/\w+", link)} == {
        f"/import/{kind}" for kind in kinds
    }
    assert ("/import" in visitor.get("/inbox").links) == bool(kinds)
    token = dict(visitor.page.form("csrf_token").values)["csrf_token"]
    for kind in [*KINDS, "magic"]:
        status = 200 if kind in kinds else 404
        assert visitor.get(f"/import/{kind}").status == status
        assert visitor.client.get(f"/import/{kind}/template.xlsx").status_code == status
        if kind not in kinds:
            for path in (f"/import/{kind}", f"/import/{kind}/confirmed"):
                sent = visitor.client.post(path, data={"csrf_token": token})
                assert sent.status_code == 404


def test_stranger_is_sent_to_sign_in(app):
    answer = app.test_client().get("/import")
    assert (answer.status_code, "/sign-in" in answer.location) == (303, True)


def test_template_is_given_and_can_be_imported(visit):
    admin = visit("admin", "en")
    answer = admin.client.get("/import/units/template.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="shangxia-units.xlsx"'
    assert [s.name for s in read_here(answer.data).sheets][:2] == ["单位 Units", "战线 Fronts"]
    page = upload(admin, "units", answer.data)
    assert "There is nothing new." in page.text
    assert not any("sealed" in form.names for form in page.forms)


def test_year_is_chosen_where_one_is_needed(world, visit):
    office = visit("office", "en")
    rows = {"单位": [["代码", "战线"], ["MBB", "economy"]]}
    assert "Choose the year" in upload(office, "fronts", book_of(rows), year="").text
    assert "Choose the year" in upload(office, "fronts", book_of(rows), year="1999").text
    upload(office, "fronts", book_of(rows), year="2014")
    office.send("sealed", press=("confirmed", "yes"))
    (row,) = world.rows("SELECT year FROM unit_front WHERE unit_id = "
                        "(SELECT id FROM unit WHERE code = 'MBB')")  # fmt: skip
    assert row["year"] == 2014


def test_results_are_recorded_by_the_office(world, visit):
    office = visit("office", "en")
    upload(office, "results", book_of({"上年完成": [RESULTS, LAST]}))
    office.send("sealed", press=("confirmed", "yes"))
    assert world.row("SELECT result FROM past_result")["result"] == "12.5"


def test_file_is_asked_for_and_must_be_a_workbook(visit):
    admin = visit("admin", "en")
    for body, words in ((None, "Choose a file."), (b"", "Choose a file."), (b"a,b", "no .xlsx")):
        page = upload(admin, "units", body)
        assert page.status == 422
        assert words in page.text
        assert 'href="#f-file"' in page.html


def test_large_file_reaches_the_reader_and_a_larger_one_does_not(visit, monkeypatch):
    admin = visit("admin", "en")
    seen = []
    monkeypatch.setattr(reading, "_asked", lambda body: seen.append(len(body)) or {"sheets": []})
    assert upload(admin, "units", b"PK" + b"\0" * (reading.MOST_BYTES - 2)).status == 422
    assert seen == [reading.MOST_BYTES]
    assert (
        upload(admin, "units", b"PK" + b"\0" * (reading.MOST_BYTES + importing.REST)).status == 413
    )
    assert seen == [reading.MOST_BYTES]


def test_other_forms_keep_their_smaller_size(visit):
    admin = visit("admin", "en")
    sent = admin.client.post("/import/units/confirmed", data={"sealed": "x" * 2_200_000})
    assert sent.status_code == 413


def test_workbook_too_large_to_travel_is_refused_by_words(visit, monkeypatch):
    monkeypatch.setattr(importing, "MOST_SEALED", 200)
    page = upload(visit("admin", "en"), "units", book_of(NEW))
    assert page.status == 422
    assert "command line" in page.text


def test_what_a_county_imports_at_once_travels_in_the_form(visit):
    """A hundred units, and four thousand of last year's results."""
    units = [[f"U{n}", f"第{n}乡镇人民政府", f"Township {n}", "乡镇"] for n in range(100)]
    results = [[2012, "XQ", f"指标{n}", "万元", n, n + 0.5, "最终", "文1"] for n in range(4000)]
    for who, kind, sheets in (
        ("admin", "units", {"单位": [UNITS, *units]}),
        ("office", "results", {"上年完成": [RESULTS, *results]}),
    ):
        page = upload(visit(who, "en"), kind, book_of(sheets))
        assert page.status == 200
        assert len(dict(page.form("sealed").values)["sealed"]) < importing.MOST_SEALED / 5


def test_faults_beyond_the_first_are_counted(visit, monkeypatch):
    monkeypatch.setattr(importing, "SHOWN_FAULTS", 2)
    rows = [[None, *ROW[1:]] for _ in range(5)]
    page = upload(visit("admin", "en"), "units", book_of({"单位": [UNITS, *rows]}))
    assert "Found wrong: 5" in page.text
    assert len(re.findall(r">A[0-9]+</td>", page.html)) == 2
    assert "Only the first are shown: 2" in page.text


@pytest.fixture
def address(app) -> Iterator[str]:
    """The county on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_have_no_violation_and_fit(browser, axe, address, tmp_path, language, width):
    """Also those that answer an upload, to which no link leads."""
    wrong = {"单位": [UNITS, ["N 1", "新一乡", None, "乡"]]}
    for name, sheets in (("new.xlsx", NEW), ("wrong.xlsx", wrong)):
        (tmp_path / name).write_bytes(book_of(sheets))
    context = browser.new_context(locale=language, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.click('button[name=username][value="admin"]')
    page.wait_for_url("**/inbox*")

    def look() -> None:
        page.evaluate(axe)
        violations = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{address}/import")
    look()
    with page.expect_navigation():
        page.click('a[href="/import/units"]')
    look()
    for name in (None, "wrong.xlsx", "new.xlsx"):
        if name:
            page.set_input_files("#f-file", tmp_path / name)
        with page.expect_navigation():
            page.click("main form button.button")
        look()
    with page.expect_navigation():
        page.click("button[name=confirmed]")
    look()
    context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_can_be_read_by_a_screen_reader(visit, language):
    admin, office = visit("admin", language), visit("office", language)
    wrong = {"单位": [UNITS, ["N 1", "新一乡", None, "乡"]]}
    pages = [
        admin.get("/import"),
        office.get("/import/targets"),
        upload(admin, "units", book_of(NEW)),
        upload(admin, "units", book_of(wrong)),
        upload(admin, "units", None),
    ]
    for page in pages:
        assert (page.h1, page.language) == (1, language)
        assert len(page.ids) == len(set(page.ids))
        shown = [c for c in page.controls if c.get("type") != "hidden"]
        assert all(c.get("id") in page.labelled for c in shown)
