"""What parsers from npm say: W3C's of our captions, and one that knows the podcast namespace of our feed. `.ci/run` installs them and sets NODE_PATH."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from audiobook.production.order import Outcome
from audiobook.sidecar import BookTags
from tests.conftest import IN_CI, find_tool
from tests.e2e.stage import STORY, command, made, written

pytestmark = pytest.mark.real
CAPTIONS = """
const {WebVTTParser} = require('webvtt-parser'), text = require('fs').readFileSync(process.argv[1], 'utf8');
const told = new WebVTTParser(require('webvtt-parser/html-entities.json')).parse(text, 'subtitles');
console.log(JSON.stringify({errors: told.errors, cues: told.cues.map(cue => ({start: cue.startTime, end: cue.endTime, tree: cue.tree}))}));
"""
FEED = "console.log(JSON.stringify(require('feedsmith').parseRssFeed(require('fs').readFileSync(process.argv[1], 'utf8'))));"
HARD = STORY.replace("Mira", "Mira <b>&amp; Co").replace("wet", "wet --> & <i>cold</i>")


def node(package: str, script: str, path: Path) -> Any:
    """Return what a script prints, as JSON; without the package the test is skipped, and in CI it fails."""
    program = find_tool("node")
    if subprocess.run([program, "-e", f"require('{package}')"], capture_output=True, check=False).returncode:
        (pytest.fail if IN_CI else pytest.skip)(f"{package} of npm is not in NODE_PATH")
    return json.loads(subprocess.run([program, "-e", script, str(path)], capture_output=True, check=True).stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def rendered(folder: Path) -> Outcome:
    tags = BookTags(title="The Lamp", author="Ada Writer", narrator="Low Voice", series="Harbour Lights", part="2", language="en")
    return made(written(folder, HARD), folder, formats=("mp3", "vtt", "srt", "json"), tags=tags)


def test_w3cs_parser_finds_no_error_in_the_captions(rendered: Outcome) -> None:
    told = node("webvtt-parser", CAPTIONS, next(path for path in rendered.files if path.suffix == ".vtt"))
    assert told["errors"] == []
    lines = json.loads(next(path for path in rendered.files if path.suffix == ".json").read_text(encoding="utf-8"))["lines"]
    assert [cue["start"] for cue in told["cues"]] == pytest.approx([line["start"] for line in lines], abs=0.001)
    voices = [[each["value"] for each in cue["tree"]["children"] if each.get("name") == "v"] for cue in told["cues"]]
    assert voices == [[line["character"]] if line["character"] else [] for line in lines]
    assert [" ".join(words(cue["tree"]).split()) for cue in told["cues"]] == [line["text"] for line in lines]


def words(tree: dict[str, Any]) -> str:
    """Return all the text below a node."""
    return str(tree.get("value", "")) if tree.get("type") == "text" else "".join(words(each) for each in tree.get("children", ()))


def test_w3cs_parser_would_tell(rendered: Outcome, tmp_path: Path) -> None:
    whole = next(path for path in rendered.files if path.suffix == ".vtt").read_text(encoding="utf-8")
    (tmp_path / "a.vtt").write_text(whole.replace(" --> ", " -> ", 1).replace("&lt;i&gt;", "<i>"), encoding="utf-8")
    assert node("webvtt-parser", CAPTIONS, tmp_path / "a.vtt")["errors"]


def test_a_parser_of_the_podcast_namespace_reads_all_that_we_say_in_it(rendered: Outcome, folder: Path) -> None:
    ran = command("feed", folder / "output", "--url", "https://example.org/books")
    assert ran.code == 0, ran.err
    told = node("feedsmith", FEED, folder / "output" / "feed.xml")
    assert told["podcast"]["medium"] == "audiobook"
    assert told["podcast"]["guid"]
    assert told["itunes"]["type"] == "serial"
    (item,) = told["items"]
    path = rendered.files[0]
    (enclosure,) = item["enclosures"]
    assert (enclosure["length"], enclosure["type"]) == (path.stat().st_size, "audio/mpeg")
    said = item["podcast"]
    assert said["season"] == {"number": 2, "name": "The Lamp"}
    assert said["episode"] == {"number": 1}
    assert said["chapters"]["type"] == "application/json+chapters"
    assert [each["type"] for each in said["transcripts"]] == ["text/vtt", "application/x-subrip"]
    people = {(each["display"], each["role"], each["group"]) for each in said["persons"]}
    assert {("Ada Writer", "author", "writing"), ("Low Voice", "narrator", "cast"), ("Joss", "voice actor", "cast")} <= people
