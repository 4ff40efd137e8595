"""The viewer out of a bundle, opened from the disk: no server, no network, both languages."""

import json

import pytest

from tests.program import Cli, copied
from tests.workflow.bundles import parts_of, together

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def bundle(demo_golden, tmp_path_factory):
    """The closed year of the demo county, exported at the command line."""
    folder = tmp_path_factory.mktemp("bundle")
    url = copied(demo_golden, folder)
    out = folder / "year.zip"
    ran = Cli(url)("audit", "export", "--out", str(out), "--year", "2012", "--as", "auditor")
    assert ran.code == 0, ran.err
    (folder / "viewer.html").write_bytes(parts_of(out)["viewer.html"])
    return out


def vkey(bundle) -> str:
    return json.loads(parts_of(bundle)["keys.json"])["log"][-1]["vkey"]


@pytest.fixture
def page(browser, bundle, request):
    """The viewer, opened from its file; whatever it asks of anybody fails the test."""
    language, size = getattr(request, "param", ("en", "desk"))
    context = browser.new_context(locale=language, viewport=SIZES[size])
    opened, asked = context.new_page(), []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda said: asked.append(said.text))
    opened.on("pageerror", lambda error: asked.append(str(error)))
    address = bundle.with_name("viewer.html").as_uri()
    opened.goto(address)
    yield opened
    assert set(asked) == {address}
    context.close()


def choose(page, bundle, key: str = "") -> str:
    page.reload()
    page.fill("#vkey", key)
    page.set_input_files("#bundle", str(bundle))
    page.wait_for_selector("#results:not([hidden]), #failed:not([hidden])")
    return page.inner_text("main")


def test_a_bundle_is_read_and_its_root_and_signatures_are_computed_in_the_page(page, bundle):
    said = choose(page, bundle, vkey(bundle))
    assert "Authentic: signed by the key that you gave." in said
    assert page.locator("#checks li.good").count() == 4
    assert "Consistent only" in choose(page, bundle)
    assert "Bent" in choose(page, bundle, vkey(bundle).replace("/1+", "/2+"))


@pytest.mark.parametrize(
    "member", ["entries.jsonl.gz", "texts.jsonl.gz", "README.txt", "checkpoint"]
)
def test_a_bent_bundle_is_said_to_be_bent(page, bundle, tmp_path, member):
    parts = parts_of(bundle)
    other = together(tmp_path / "bent", {**parts, member: parts[member] + b"\n"})
    said = choose(page, other, vkey(bundle))
    assert "Bent: do not rely on this bundle." in said or "no whole bundle" in said


def test_what_is_no_bundle_is_said_to_be_none(page, bundle):
    said = choose(page, bundle.with_name("viewer.html"))
    assert "This is no whole bundle" in said


def test_entries_are_found_by_person_act_object_and_period(page, bundle):
    choose(page, bundle)
    caption = page.locator("#list caption")
    everything = int(caption.inner_text().split()[0])
    page.fill("#object", "target 1")
    one = int(caption.inner_text().split()[0])
    assert 3 < one < 40 < everything
    page.select_option("#act", "target/score")
    assert caption.inner_text() == "1 entries"
    page.select_option("#act", "")
    page.fill("#object", "")
    page.fill("#since", "2012-07-01")
    page.fill("#until", "2012-07-31")
    july = page.locator("#list tbody td:nth-child(2)").all_inner_texts()
    assert july
    assert all("Jul" in shown and "2012" in shown for shown in july)
    page.fill("#since", "")
    page.fill("#until", "")
    page.select_option("#person", label=page.locator("#person option").nth(3).inner_text())
    assert 0 < int(caption.inner_text().split()[0]) < everything


def test_an_entry_shows_its_writes_and_a_target_its_course(page, bundle):
    choose(page, bundle)
    page.fill("#object", "target 1")
    page.locator("#list tbody tr").first.locator("a").first.click()
    assert page.locator("#detail h2").inner_text().startswith("Entry ")
    assert "(new)" in page.locator("#detail table").inner_text()
    page.go_back()
    page.locator("#list tbody tr").first.locator("a").nth(1).click()
    assert page.locator("#detail h2").inner_text().startswith("Target 1 ")
    captions = page.locator("#detail caption").all_inner_texts()
    assert captions == ["Last revision", "Hands", "Course"]
    sides = page.locator("#detail table").nth(1).inner_text()
    assert "signed" in sides


@pytest.mark.parametrize(
    "page", [(lang, size) for lang in ("zh-CN", "en") for size in SIZES], indirect=True
)
def test_the_viewer_is_accessible_in_both_languages_and_sizes(page, bundle, axe):
    def sound():
        found = page.evaluate(f"() => {{ {axe}; return axe.run(); }}")
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert page.locator("h1").count() == 1
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"]

    sound()
    choose(page, bundle)
    sound()
    page.fill("#object", "target 1")
    page.locator("#list tbody tr").first.locator("a").nth(1).click()
    sound()
    page.locator("#detail table").last.locator("a").first.click()
    sound()


def test_the_language_can_be_changed(page, bundle):
    choose(page, bundle)
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert "仅自洽" in page.inner_text("main")
    assert "Consistent" not in page.inner_text("main")
