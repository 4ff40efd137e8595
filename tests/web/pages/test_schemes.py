"""The scheme of a year in words, as a file, and changed with its differences shown first."""

from tests.web.pages.year_visits import act
from tests.web.visitor import on_both
from tests.workflow.own_year import prepared, scheme
from workflow.scheme.scheme import SHIPPED, body_of, digest_of, shipped


@on_both
def test_scheme_is_told_in_words(world, visit):
    year = prepared(world, points=False)
    text = visit("xq.head").get(f"/years/{year}/scheme").text
    for said in (
        "重点 40 常规 30 通用 20 稳定 10 合计 100",
        "信访 稳定 未定 信访扣分事项 台账加减分 单位 YSZ 岗位 FXZ-1",
        "得分＝分值×完成率，完成率最高按 100% 计。",
        "越级上访：每次扣 0.5 分。",
        "扣完为止，最低 0 分。",
        "超标：总分不低于 15。",
        "两项：重点目标因主观不努力未完成 2 项以上的，定为“未达标”。",
        "总分相同的并列，其后名次空缺（1、2、2、4）。",
        "结果保留 2 位小数，四舍五入。",
        "第一名 5,000 元",
        f"第一季度 {year}年3月31日 {year}年4月10日",
        "公示 5 个工作日；10 个工作日内可申请复核，10 个工作日内答复。",
        "年中不调整目标。",
        "分值未定 item.petitions.points",
    ):
        assert said in text, said


def test_every_shipped_scheme_can_be_told_in_both_languages(world, visit):
    for code in SHIPPED:
        year = world.next_year()
        world.county("office", "open_year", year=year, scheme=code)
        chinese = visit("xq.head").get(f"/years/{year}/scheme").text
        english = visit("xq.head", "en").get(f"/years/{year}/scheme").text
        assert "第二名 未定" in chinese
        assert "Completion below 50%: none." in english
        assert "where exactly 1 unfinished Key targets, down by 1" in english


@on_both
def test_file_that_is_downloaded_is_the_scheme_again(world, visit):
    year = prepared(world)
    answer = visit("zs.head").client.get(f"/years/{year}/scheme.toml")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="scheme-{year}.toml"'
    kept = world.row("SELECT s.digest FROM scheme s JOIN year y ON y.scheme_id = s.id "
                     "WHERE y.id = ?", year)  # fmt: skip
    assert digest_of(body_of(answer.text)) == kept["digest"]


def test_change_is_shown_by_path_before_it_is_made(world, visit):
    year, office = prepared(world), visit("office")
    page = office.get(f"/years/{year}/scheme")
    office.get(next(link for link in page.links if link.endswith("/acts/change_scheme")))
    assert 'code = "own"' in dict(office.page.form("toml").values)["toml"]
    changed = scheme(year).replace('amount = "5000"', 'amount = "8000"').replace('"0.5"', '"1"')
    page = office.send("toml", toml=changed)
    assert "奖励 › 第一名（1） › 金额 5000 8000" in page.text
    assert "计分办法 › petitions › 扣分事项 › 越级上访 › 分值 0.5 1" in page.text
    assert "S44" not in page.text
    office.send("confirmed", press=("confirmed", "yes"))
    assert "第一名 8,000 元" in office.get(f"/years/{year}/scheme").text


def test_wrong_scheme_is_named_by_line_before_anything_is_checked(world, visit):
    year, office = prepared(world), visit("office")
    office.get(f"/years/{year}/acts/change_scheme")
    wrong = scheme(year).strip().replace('points = "40"', 'points = "41"')
    page = office.send("toml", toml=wrong)
    assert page.status == 422
    line = 1 + wrong[: wrong.index('"41"')].count("\n")
    assert f"第 {line} 行" in page.text
    assert "confirmed" not in page.html
    page = office.send("toml", toml="[[category]\n")
    assert (page.status, "第 1 行" in page.text) == (422, True)


def test_change_is_offered_to_the_office_until_the_plan_is_issued(world, visit):
    year = world.target(world.running())["year_id"]
    for who in ("office", "head"):
        links = visit(who).get(f"/years/{year}/scheme").links
        assert not any(link.endswith("/acts/change_scheme") for link in links)
    assert visit("office").get(f"/years/{year}/acts/change_scheme").status == 409
    same = prepared(world)
    office = visit("office")
    office.get(f"/years/{same}/acts/change_scheme")
    assert "全部内容" in office.send("toml", toml=scheme(same)).text
    assert "2013" in shipped("county_2013")
    act(office, same, "change_scheme", toml=scheme(same))
