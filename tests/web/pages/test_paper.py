"""The signature sheet on the pages: printed with its digest, registered with its scan, shown."""

import segno

from tests.web.pages.year_visits import sent_with_file
from tests.web.visitor import on_both
from tests.workflow.proposal_cases import issued
from web.pages.marking import qr

PDF = b"%PDF-1.4 signed by hand"


@on_both
def test_sheet_is_printed_registered_with_its_scan_and_marked(world, visit):
    target = world.submitted(title="新建通村公路")
    digest = world.target(target)["digest"]
    office = visit("office")
    page = office.get(f"/targets/{target}")
    page = office.get(next(link for link in page.links if link.endswith("/signature-sheet")))
    assert digest in page.text
    assert "岗位 FXZ-1" in page.text
    assert 'class="qr"' in page.html
    office.get(f"/targets/{target}/acts/register_paper")
    address, values = office.filled(
        "signer", digest=digest, signer="leader1", signed_on=world.clock().date().isoformat()
    )
    page = office._shown(sent_with_file(office, address, values, PDF, "sheet.pdf"))
    assert page.status == 200
    assert world.standing_hands(target) == {"up"}  # nothing before it is confirmed
    assert "签署在您确认之前不会登记" in page.text
    page = office.send("confirmed", press=("confirmed", "yes"))
    assert world.standing_hands(target) == {"up", "down"}
    assert "纸质审签 2013年1月17日，某office登记" in page.text
    leader = visit("leader1")
    page = leader.get(f"/targets/{target}")
    assert f"/targets/{target}/acts/withdraw" in page.links
    link = next(link for link in page.links if "/signature-sheets/" in link)
    assert leader.client.get(link).data == PDF
    assert visit("sm.head").client.get(link).status_code == 404


def test_old_sheet_is_refused_with_what_changed(world, visit):
    target = world.submitted()
    digest = world.target(target)["digest"]
    world.act("xq.drafter", "edit", target, points="19")
    office = visit("office")
    office.get(f"/targets/{target}/acts/register_paper")
    address, values = office.filled(
        "signer", digest=digest, signer="leader1", signed_on="2013-01-17"
    )
    page = office._shown(sent_with_file(office, address, values, PDF, "sheet.pdf"))
    if page.status == 200:
        page = office.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 409
    assert "19" in page.text


def test_code_on_the_sheet_is_the_digest_itself():
    digest = "0123456789abcdef" * 4
    assert qr(digest) == segno.make(digest, error="m", micro=False).svg_inline(
        scale=3, border=2, svgclass="qr", lineclass=None, omitsize=True
    )


def test_sheet_of_a_cancellation_says_what_it_is_for(world, visit):
    """Its content, and so its digest, is the one that was signed when it was to bind."""
    target = issued(world)
    world.act("xq.head", "cancel", target, text="项目由市里统一实施。")
    for language, said in (("zh-CN", "本单用于：撤销"), ("en", "This sheet is for: cancellation")):
        assert said in visit("office", language).get(f"/targets/{target}/signature-sheet").text
    draft = world.submitted(year=world.drafting_year())
    assert "本单用于" not in visit("office").get(f"/targets/{draft}/signature-sheet").text
