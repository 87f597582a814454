"""The page in a real browser: it plays the line that is clicked, keeps its place, and fits a phone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import find_tool
from tests.e2e.stage import STORY, command, made, written

pytestmark = [pytest.mark.real, pytest.mark.slow]
WICKED = (
    STORY.replace("Mira", "Mira<script>document.title='x'</script>").replace("the harbour", "the <img src=x onerror=\"document.title='y'\"> harbour")
    + "x" * 300
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_tool("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a story was rendered and pictured."""
    workspace = tmp_path_factory.mktemp("workspace")
    story = written(workspace)
    made(story, workspace, formats=("mp3", "json"))
    ran = command("script", story, "--engine", "tone", "--workspace", workspace, "--html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip() == str(workspace / "output" / "lamp" / "The Lamp.html")
    return workspace / "output" / "lamp"


@pytest.fixture
def said() -> list[str]:
    """What the page complained of."""
    return []


@pytest.fixture(params=[(390, "light"), (1280, "dark")], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, folder: Path, said: list[str]) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    opened = context.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(folder.as_uri()) else None)
    opened.goto((folder / "The Lamp.html").as_uri())
    yield opened
    context.close()


def times(folder: Path) -> dict[int, tuple[float, float]]:
    lines = json.loads((folder / "The Lamp.json").read_text(encoding="utf-8"))["lines"]
    return {line["line"]: (line["start"], line["end"]) for line in lines if line["line"]}


def lit(page: Page) -> int:
    return int((page.locator("main .lit").get_attribute("id") or "l0")[1:])


def test_a_line_that_is_clicked_sounds_from_its_start(page: Page, folder: Path, said: list[str]) -> None:
    page.evaluate("window.sought = []; document.querySelector('audio').addEventListener('seeked', (event) => sought.push(event.target.currentTime))")
    told = times(folder)
    for number in (6, 15):
        page.locator(f"#l{number}").click()
        page.wait_for_function("(count) => sought.length >= count && !document.querySelector('audio').paused", arg=1 if number == 6 else 2)
        assert page.evaluate("sought.at(-1)") == pytest.approx(told[number][0], abs=0.1)
    page.wait_for_function("() => document.querySelector('main .lit').id !== 'l15'")
    assert lit(page) == min(number for number in told if number > 15)
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('audio').paused")
    assert said == []


def test_arrows_step_from_line_to_line(page: Page, folder: Path) -> None:
    heard = sorted(times(folder))
    page.locator("#l6").click()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert lit(page) == heard[heard.index(6) + 1]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert lit(page) == heard[heard.index(6) - 1]
    assert page.evaluate("document.querySelector('audio').currentTime") == pytest.approx(times(folder)[lit(page)][0], abs=0.1)


def test_nothing_is_wider_than_the_screen_and_what_is_lit_is_seen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("End")
    page.locator("#l6").click()
    page.keyboard.press("Space")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    box, strip, footer = (page.locator(selector).bounding_box() for selector in ("main .lit", ".scenes", "footer"))
    assert box
    assert strip
    assert footer
    assert strip["y"] + strip["height"] <= box["y"]
    assert box["y"] + box["height"] <= footer["y"]


def test_the_strip_leads_to_the_line_that_sounds_there(page: Page, folder: Path) -> None:
    last = page.locator(".strip a").last
    box = last.bounding_box()
    assert box
    last.click(position={"x": box["width"] - 2, "y": 5})
    assert lit(page) == max(times(folder))
    head = page.locator(".scenes .head").bounding_box()
    assert head
    assert box["x"] < head["x"] <= box["x"] + box["width"]


def test_the_place_is_kept(page: Page) -> None:
    page.locator("#l9").click()
    page.keyboard.press("Space")
    before = page.evaluate("document.querySelector('audio').currentTime")
    page.reload()
    assert lit(page) == 9
    assert page.evaluate("document.querySelector('audio').currentTime") == pytest.approx(before, abs=0.1)


def test_unsure_lines_are_stepped_through_and_told(page: Page) -> None:
    page.locator("select").select_option(index=1)
    count = page.locator("output").text_content()
    page.get_by_label("Next of these lines").click()
    assert count is not None
    assert count.startswith("– of ")
    assert page.locator("output").text_content() == count.replace("–", "1")
    told = page.locator("footer .about").text_content()
    assert told == page.locator("main .lit").get_attribute("title")


def test_without_javascript_it_is_read(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((folder / "The Lamp.html").as_uri())
    assert page.locator("footer").is_hidden()
    assert page.locator("main").inner_text().count("lamp") >= 1
    page.locator(".strip a").nth(1).click()
    assert page.locator("#s1-2").is_visible()
    context.close()


def test_a_wicked_story_does_nothing(browser: Browser, tmp_path: Path) -> None:
    ran = command("script", written(tmp_path, WICKED), "--workspace", tmp_path, "--html", tmp_path / "page.html")
    assert ran.code == 0
    assert "render" in ran.err
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title() == "The Lamp"
    assert page.locator("main script, main img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("audio, .play:visible").count() == 0
    page.locator("main .s").nth(4).click()
    assert page.locator("footer .about").text_content()
    assert said == []
    context.close()


def test_a_page_never_takes_the_storys_place(tmp_path: Path) -> None:
    story = written(tmp_path, f"<p>{STORY}</p>".replace("\n\n", "</p><p>"), "lamp.html")
    before = story.read_bytes()
    ran = command("script", story, "--workspace", tmp_path, "--html", story)
    assert ran.code == 1
    assert "is the story itself" in ran.err
    assert story.read_bytes() == before
    assert command("script", story, "--workspace", tmp_path, "--html", tmp_path / "story.txt").code == 2
