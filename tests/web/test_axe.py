"""Every page that anybody can reach, in both languages and on both sizes of screen: axe finds no
violation, nothing overflows sideways, there is one first heading (ux.md, rules)."""

import re
import threading
from collections import deque
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.program import Cli, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PEOPLE = (
    "xq.head", "xq.drafter", "leader1", "head", "office", "inspector1", "assessor", "auditor",
    "admin",
)  # fmt: skip
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})
LANGUAGES = ("zh-CN", "en")
# Not ours to draw: the vendored API browser, and what is no page.
NOT_PAGES = (
    *("/api/", "/sign-out", "/language", "/static/"),
    *("/template.xlsx", "/sheet.xlsx", "/ledger.xlsx", "/scheme.toml", "/scan"),
)
STATES = (
    "drafted", "reviewed", "approved", "in_progress", "due", "inspected", "scored", "cancelled",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('axe') / 'county.db'}"
    Cli(url)("demo", "--reduced")
    with served(url, "--demo") as (process, address):
        # Hundreds of pages write more log lines than a pipe holds; nobody else reads them.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address


def shape(url: str) -> str:
    """What kind of page an address leads to: numbers, units and values make no other kind."""
    parts = urlsplit(url)
    path = re.sub(r"/results/[A-Z]+$", "/results/UNIT", re.sub(r"\d+", "N", parts.path))
    path = re.sub(r"/results/units/[^/]+$", "/results/units/UNIT", path)
    path = re.sub(r"/(letters|reports)/.+", r"/\1/UNIT", path)
    path = re.sub(r"/audit/(people|units|absent)/[^/]+", r"/audit/\1/ONE", path)
    return path + "?" + ",".join(sorted(parse_qs(parts.query)))


def signed_in(browser, address, who, **options):
    page = browser.new_context(**options).new_page()
    page.goto(f"{address}/sign-in")
    page.click(f'button[name=username][value="{who}"]')
    page.wait_for_url(re.compile("/inbox"))
    return page


def reachable(page, address, seen):
    """One address of every kind of page that this person's links lead to and nobody's did yet."""
    found, walked, todo = [], set(), deque([f"{address}/inbox"])
    while todo:
        url = todo.popleft()
        if shape(url) in walked or any(part in url for part in NOT_PAGES):
            continue
        walked.add(shape(url))
        assert page.goto(url).status == 200, url
        if shape(url) not in seen:
            seen.add(shape(url))
            found.append(url)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        todo.extend(link.split("#")[0] for link in links if link.startswith(address))
    return found


def one_of_each_state(page, address):
    """A target in every state: the page of each says and offers other things."""
    found = []
    for state in STATES:
        page.goto(f"{address}/targets?state={state}")
        found.append(page.locator("main table a[href*='/targets/']").first.evaluate("a => a.href"))
    return found


def looking_back(address):
    """Pages of a past, and what changed since: where a form leads and no link."""
    then = "as_of=entry:2000"
    since = f"{address}/audit/difference?from=entry:2000&to=entry:2400"
    return [
        f"{address}/targets?{then}",
        f"{address}/targets/5?{then}",
        f"{address}/years?{then}",
        since,
    ]


def faults(page, axe):
    """What axe finds on the page as it stands, and what does not fit its width."""
    page.evaluate(axe)
    violations = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    headings = page.locator("h1").count()
    return [
        *told,
        *([f"{wide}px too wide"] if wide > 0 else []),
        *([f"{headings} first headings"] if headings != 1 else []),
    ]


@pytest.fixture(scope="module")
def addresses(browser, address):
    """Who can see which kinds of page; together every kind there is."""
    seen: set[str] = set()
    found = {}
    for who in PEOPLE:
        page = signed_in(browser, address, who, locale="zh-CN")
        found[who] = reachable(page, address, seen)
        if who == "auditor":
            found[who] += one_of_each_state(page, address)
            found[who] += looking_back(address)
        page.context.close()
    assert len(seen) > 30, "the crawl has lost its way"
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_violation(browser, axe, address, addresses, language, size):
    wrong = []
    for who, urls in addresses.items():
        page = signed_in(browser, address, who, locale=language, viewport=size)
        for url in urls:
            page.goto(url)
            assert page.get_attribute("html", "lang") == language
            wrong += [f"{who} {urlsplit(url).path}: {fault}" for fault in faults(page, axe)]
        page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_answer_a_form_have_no_violation(browser, axe, address, language, size):
    wrong = []
    visitor = browser.new_context(locale=language, viewport=size).new_page()
    visitor.goto(f"{address}/sign-in")
    wrong += [f"sign-in: {fault}" for fault in faults(visitor, axe)]
    visitor.fill("[name=username]", "nobody")
    visitor.fill("[name=password]", "wrong")
    visitor.press("[name=password]", "Enter")
    wrong += [f"sign-in refused: {fault}" for fault in faults(visitor, axe)]
    visitor.context.close()

    page = signed_in(browser, address, "xq.drafter", locale=language, viewport=size)
    page.goto(f"{address}/targets/999999")
    wrong += [f"not found: {fault}" for fault in faults(page, axe)]
    page.goto(f"{address}/targets/new/create")
    page.fill("[name=title]", "x" * 121)
    page.click("form[data-draft] button.button")
    assert page.locator("[aria-invalid=true], .problem, [role=alert]").count() > 0
    wrong += [f"form refused: {fault}" for fault in faults(page, axe)]
    page.fill("[name=title]", "便民桥")
    page.select_option("[name=category]", "routine")
    page.click("form[data-draft] button.button")
    assert page.locator("button[name=confirmed]").count() == 1
    wrong += [f"check answers: {fault}" for fault in faults(page, axe)]
    page.goto(f"{address}/targets?state=drafted")
    page.locator("input[name=item]").first.check()
    page.click("button[value=choose]")
    wrong += [f"edit many: {fault}" for fault in faults(page, axe)]
    page.fill("[name=evidence]", "照片")
    page.click("button[value=check]")
    assert page.locator("button[value=edit]").count() == 1
    wrong += [f"check edit of many: {fault}" for fault in faults(page, axe)]
    page.context.close()
    assert not wrong, "\n".join(wrong)
