"""Erasing by law on the pages: looked up, checked with its words, gone, and read as such."""

import base64

from tests.web.api_client import Api
from tests.web.visitor import on_both
from tests.workflow.erasing_cases import ORDER, REMARK, erase, name_of, remark

FILE = base64.b64encode(b"%PDF-1.4 letter").decode()


@on_both
def test_administrator_finds_a_text_by_its_words_and_erases_it_knowing_them(world, visit):
    number = remark(world)
    target = world.row("SELECT MAX(id) AS id FROM target")["id"]
    assert REMARK in visit("leader1").get(f"/targets/{target}").text
    admin = visit("admin")
    assert "/county/erasure" in admin.get("/county").links
    assert "words" in admin.get("/county/erasure").form("words").names
    page = admin.get("/county/erasure?words=电话 139")
    assert "没有查到" not in page.text
    assert REMARK not in page.text
    page = admin.get(next(link for link in page.links if link.endswith(f"/text/{number}")))
    assert REMARK in page.text
    page = admin.send("document", **ORDER)
    assert "删除后不可恢复" in page.text
    assert REMARK in page.text
    page = admin.send("confirmed", press=("confirmed", "yes"))
    assert "已办：依法删除" in page.text
    for language, words in (("zh-CN", "已依法删除"), ("en", "erased by law")):
        page = visit("leader1", language).get(f"/targets/{target}")
        assert REMARK not in page.text
        assert words in page.text
    page = admin.get(f"/county/erasure?target={target}")
    assert "依法删除（云法〔2013〕民1号）" in page.text
    assert f"/county/erasure/text/{number}" not in page.links


def test_the_api_says_so_in_the_words_place_and_erases_by_the_general_way(world, visit):
    api, number = Api(world.door), remark(world)
    target = world.row("SELECT MAX(id) AS id FROM target")["id"]
    digest = world.row("SELECT digest FROM text WHERE id = ?", number)["digest"]
    fields = {"kind": "text", "number": number, "digest": digest, **ORDER}
    assert api.post("office", "/county/actions/erase", fields).status_code == 403
    assert api.post("admin", "/county/actions/erase", fields).status_code == 200
    history = api.get("leader1", f"/targets/{target}/history").get_json()["items"]
    assert history[0]["text"] == "已依法删除"
    again = api.post("admin", "/county/actions/erase", fields)
    assert [r["code"] for r in again.get_json()["refusals"]] == ["it_is_not_erased_yet"]


def test_name_that_was_erased_reads_as_such_beside_what_its_holder_did(world, visit):
    person = world.newcomer("XQ-KY")
    target = world.draft(person)
    number = name_of(world, person)
    admin = visit("admin")
    admin.get(f"/county/erasure/text/{number}")
    admin.send("document", **ORDER)
    page = admin.send("confirmed", press=("confirmed", "yes"))
    assert "请先停用该账号" in page.text
    world.county("admin", "disable_person", username=person)
    erase(world, "text", number)
    page = visit("xq.head").get(f"/targets/{target}")
    assert "新来的人" not in page.text
    assert "已依法删除" in page.text


def test_letters_scan_that_was_erased_reads_as_such_and_is_no_link(world, visit):
    year = world.target(world.running())["year_id"]
    number = world.county("office", "attach_file", name="letter.pdf", body=FILE)
    row = world.row("SELECT digest FROM file WHERE id = ?", number)
    today = world.clock().date().isoformat()
    world.year("office", "sign_letter", year, unit="XQ", signed_on=today, file=row["digest"])
    office = visit("office")
    assert f"/years/{year}/letters/XQ/scan" in office.get(f"/years/{year}/letters").links
    page = visit("admin").get("/county/erasure?person=office")
    assert "责任书扫描件" in page.text
    erase(world, "file", number)
    page = office.get(f"/years/{year}/letters")
    assert f"/years/{year}/letters/XQ/scan" not in page.links
    assert "已依法删除" in page.text
    assert office.get(f"/years/{year}/letters/XQ/scan").status == 404
    letter = Api(world.door).get("office", f"/years/{year}").get_json()["letters"][0]
    assert (letter["scan"], letter["scan_erased"]) == (row["digest"], True)


def test_pages_of_erasure_are_for_administrators_alone(world, visit):
    number = remark(world)
    for who in ("xq.head", "leader1", "office", "auditor", "head"):
        assert visit(who).get("/county/erasure?words=电话").status == 403, who
        assert visit(who).get(f"/county/erasure/text/{number}").status == 403, who
    admin = visit("admin")
    assert admin.get("/county/erasure/text/999999").status == 404
    assert admin.get("/county/erasure/nothing/1").status == 404
    assert admin.get("/county/acts/erase").status == 404
    assert "没有查到" in admin.get("/county/erasure?target=x").text
