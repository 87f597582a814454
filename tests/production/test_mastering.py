"""What a way of mastering settles, and what it refuses."""

from pathlib import Path

import click
import pytest

from audiobook.cast import EngineSpec, Voice
from audiobook.cli.render import render
from audiobook.errors import OutputError, SheetError
from audiobook.mixing.masters import MASTERS
from audiobook.production.mastering import Finish, credited, finish_of, mastered
from audiobook.production.order import Order
from audiobook.sheet import Pauses, Sheet
from audiobook.sidecar import BookTags
from audiobook.store import Store
from audiobook.timeline import Mark, Timeline

ACX = MASTERS["acx-spec"]
VOICE = Voice(EngineSpec("tone"), "alto")


def test_shops_want_mp3_at_their_rates_a_chapter_a_file() -> None:
    order, _ = mastered(Order("a.txt", master="acx-spec"))
    assert (order.formats, order.rate, order.bitrate, order.split) == (("mp3",), 44100, 192_000, True)
    order, _ = mastered(Order("a.txt", formats=("mp3", "vtt"), master="acx-spec", bitrate=192_000))
    assert order.formats == ("mp3", "vtt")


def test_by_default_it_is_one_m4b() -> None:
    order, _ = mastered(Order("a.txt", rate=48000))
    assert (order.formats, order.rate, order.bitrate, order.split) == (("m4b",), 48000, None, False)


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"formats": ("m4b", "mp3")}, r"makes mp3 files, not m4b; --to mp3 would work"),
        ({"rate": 24000}, r"has 44100 Hz, not 24000; without --sample-rate"),
        ({"bitrate": 64_000}, r"has 192 kbit/s, not 64; without --bitrate"),
    ],
)
def test_what_a_shop_does_not_take_is_refused(wishes: dict[str, object], told: str) -> None:
    with pytest.raises(OutputError, match=told):
        mastered(Order("a.txt", master="acx-spec", **wishes))  # type: ignore[arg-type]


def test_credits_say_title_author_and_narrator() -> None:
    first, last = credited((), BookTags(title="The Lamp", author="A. Writer", narrator="N. Voice"), VOICE, "en")
    assert [each.text for line in first.lines for each in line.utterances] == ["The Lamp, written by A. Writer, narrated by N. Voice."]
    assert [each.text for line in last.lines for each in line.utterances] == ["This has been The Lamp, written by A. Writer, narrated by N. Voice."]


def test_credits_leave_out_what_nobody_knows() -> None:
    first, _ = credited((), BookTags(title="The Lamp"), VOICE, "en")
    assert first.lines[0].utterances[0].text == "The Lamp."


def test_a_chapter_that_is_too_long_for_a_file_is_named() -> None:
    finish = Finish(ACX, Pauses(), 1)
    most = Timeline(100, 100 * 60 * 120, (), (Mark("The Flood", 0),))
    assert finish.chapter(0, most) == most
    with pytest.raises(OutputError, match=r"chapter 'The Flood' is 121 minutes long, and a file may have 120"):
        finish.chapter(0, Timeline(100, 100 * 60 * 121, (), (Mark("The Flood", 0),)))


@pytest.mark.parametrize("name", ["intro", "outro"])
def test_a_broken_sound_names_the_line_of_voices_yaml(name: str, tmp_path: Path) -> None:
    sound = tmp_path / "jingle.mp3"
    sound.write_text("no sound", encoding="utf-8")
    sheet = Sheet(tmp_path / "voices.yaml", **{name: sound, f"{name}_line": 7})  # type: ignore[arg-type]
    with Store(tmp_path / "store") as store, pytest.raises(SheetError, match=rf"voices\.yaml:7.*{name}: .*jingle\.mp3"):
        finish_of(store, sheet, MASTERS["podcast"], Pauses(), 1, opens=True, closes=True, credits_too=False)


def test_the_command_line_knows_every_way() -> None:
    option = next(each for each in render.params if each.name == "master")
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(MASTERS)
