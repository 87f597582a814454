"""Each line of the verdict fails on what is planted against it, and passes on what is as it should be."""

import contextlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from audiobook.checking import check
from audiobook.checking.acx import acx
from audiobook.checking.verdict import Group, Profile
from audiobook.errors import SoundError
from tests.checking.planting import Plan, encoded, mp3, speech
from tests.e2e.stage import command

GOOD = Plan()
DEFECTS = {
    "RMS": [Plan(rms=-27.0), Plan(rms=-17.0)],
    "peak": [Plan(click=0.95)],
    "noise floor": [Plan(floor=-56.0)],
    "room tone, head": [Plan(head=0.2), Plan(head=1.5)],
    "room tone, tail": [Plan(tail=0.4), Plan(tail=5.5, seconds=9.0, marks=(("One", 0, 9),))],
    "rate": [Plan(rate=48000)],
    "bit rate": [Plan(bitrates=(128,))],
    "constant": [Plan(bitrates=(192, 256))],
    "loudness": [Plan(rms=-22.5), Plan(rms=-17.0), Plan(channels=2, rms=-23.0)],
    "true peak": [Plan(click=0.97)],
    "chapters": [],
    "in order": [Plan(marks=(("One", 0, 2.5), ("Two", 4.0, 6.0), ("Three", 2.5, 4.0)))],
    "unique": [Plan(marks=(("One", 0, 2.5), ("One", 2.5, 6.0)))],
    "within the sound": [Plan(marks=(("One", 0, 2.5), ("Two", 2.5, 9.0))), Plan(marks=(("One", 0, 6), ("Two", 8.0, 9.0)))],
    "without gaps": [
        Plan(marks=(("One", 0, 2.0), ("Two", 2.5, 6.0))),
        Plan(marks=(("One", 0.5, 2.5), ("Two", 2.5, 6.0))),
        Plan(marks=(("One", 0, 3.5), ("Two", 2.5, 6.0))),
        Plan(marks=(("One", 0, 2.5), ("Two", 2.5, 5.0))),
    ],
    "title": [Plan(tags={"TPE1": "Ada"})],
    "author": [Plan(tags={"TIT2": "The Weir"})],
    "narrator": [Plan(tags={"TIT2": "The Weir"})],
    "cover": [Plan(cover=None)],
    "cover size": [Plan(cover=(1000, 1000)), Plan(cover=(3200, 3200))],
    "cover shape": [Plan(cover=(1400, 2000))],
}


def failing(path: Path, profile: Profile | None = Profile.ALL) -> set[str]:
    return {line.name for line in check(path, profile).failed}


def test_a_file_as_it_should_be_passes_every_line(tmp_path: Path) -> None:
    verdict = check(mp3(tmp_path / "a.mp3", GOOD), Profile.ALL)
    assert verdict.failed == ()
    assert {line.name for line in verdict.lines} >= set(DEFECTS)


@pytest.mark.parametrize(("name", "plan"), [(name, plan) for name, plans in DEFECTS.items() for plan in plans], ids=lambda value: str(value)[:40])
def test_a_planted_defect_fails_its_line(name: str, plan: Plan, tmp_path: Path) -> None:
    assert name in failing(mp3(tmp_path / "a.mp3", plan))


@pytest.mark.parametrize("name", ["noise floor", "room tone, head", "rate", "bit rate", "constant", "unique", "without gaps", "cover shape"])
def test_and_no_other_line(name: str, tmp_path: Path) -> None:
    assert failing(mp3(tmp_path / "a.mp3", DEFECTS[name][0])) == {name}


def test_a_chapter_without_a_title_fails(tmp_path: Path) -> None:
    import av

    encoded(tmp_path / "a.m4a", speech(GOOD), 44100, "aac")
    with av.open(str(tmp_path / "a.m4a")) as source, av.open(str(tmp_path / "b.m4a"), "w", format="ipod") as file:
        stream = file.add_stream_from_template(source.streams.audio[0])
        unit = Fraction(1, 1000)
        titles = ("One", "", "Three")
        file.set_chapters([{"id": k, "start": 2000 * k, "end": 2000 * k + 2000, "time_base": unit, "metadata": {"title": titles[k]}} for k in range(3)])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = stream
                file.mux(packet)
    assert [line.found for line in check(tmp_path / "b.m4a").failed if line.group is Group.CHAPTERS] == ["no. 2"]


def test_a_file_over_two_hours_is_too_long_for_shops(tmp_path: Path) -> None:
    heard = check(mp3(tmp_path / "a.mp3", GOOD)).heard
    length = {seconds: next(line.passed for line in acx(replace(heard, seconds=seconds)) if line.name == "length") for seconds in (7200.0, 7201.0)}
    assert length == {7200.0: True, 7201.0: False}


def test_a_file_that_turns_from_mono_to_stereo_fails_for_its_channels(tmp_path: Path) -> None:
    parts = [mp3(tmp_path / f"{channels}.mp3", replace(GOOD, channels=channels, marks=(), tags={}, cover=None)) for channels in (1, 2)]
    (tmp_path / "both.mp3").write_bytes(b"".join(part.read_bytes()[part.read_bytes().index(b"\xff\xfb") :] for part in parts))
    assert "channels" in failing(tmp_path / "both.mp3")


@pytest.mark.parametrize(("suffix", "codec"), [("m4a", "aac"), ("opus", "libopus"), ("flac", "flac"), ("wav", "pcm_s16le")])
def test_other_formats_are_measured_alike_and_are_no_mp3(suffix: str, codec: str, tmp_path: Path) -> None:
    plan = replace(GOOD, rate=48000)
    verdict = check(encoded(tmp_path / f"a.{suffix}", speech(plan), 48000, codec), Profile.ACX)
    assert {line.name for line in verdict.failed} >= {"format", "rate", "constant"}
    assert verdict.heard.rms == pytest.approx(-20.2, abs=0.3)
    assert verdict.heard.head == pytest.approx(0.7, abs=0.03)
    assert verdict.heard.tail == pytest.approx(2.0, abs=0.03)
    assert verdict.heard.seconds == pytest.approx(6.0, abs=0.05)


def test_the_noise_floor_is_that_of_the_pauses(tmp_path: Path) -> None:
    for floor in (-72.0, -62.0, -50.0):
        heard = check(encoded(tmp_path / "a.flac", speech(replace(GOOD, floor=floor)), 44100, "flac")).heard
        assert heard.floor == pytest.approx(floor, abs=0.7)


def test_digital_silence_is_told_as_such(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.wav", 0 * speech(GOOD), 44100, "pcm_s16le")
    verdict = check(path, Profile.ALL)
    assert {"RMS", "loudness", "room tone, head"} <= {line.name for line in verdict.failed}
    assert {line.found for line in verdict.lines if line.name == "RMS"} == {"digital silence"}


def test_acx_does_not_count_unless_asked(tmp_path: Path) -> None:
    path = mp3(tmp_path / "a.mp3", replace(GOOD, rate=48000))
    assert failing(path, None) == set()
    assert failing(path, Profile.PODCAST) == set()
    assert failing(path, Profile.ACX) == {"rate"}


def test_a_long_book_without_chapters_fails_and_a_chapter_of_it_does_not(tmp_path: Path) -> None:
    from audiobook.checking.contents import chapters

    probed = check(mp3(tmp_path / "a.mp3", replace(GOOD, marks=()))).heard.probed
    assert [line.passed for line in chapters(probed, 600.0)] == [True]
    assert [line.passed for line in chapters(probed, 7200.0)] == [False]
    part = replace(probed, label=replace(probed.label, track=3, tracks=12))
    assert [line.passed for line in chapters(part, 7200.0)] == [True]


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.m4a", speech(replace(GOOD, seconds=20.0)), 44100, "aac")
    content = path.read_bytes()
    moov = content.index(b"moov") - 4
    assert moov > len(content) // 2  # the index stands behind the sound
    front = tmp_path / "front.m4a"
    remuxed_with_index_in_front(path, front)
    (tmp_path / "cut.m4a").write_bytes(front.read_bytes()[: len(content) // 2])
    with pytest.raises(SoundError, match=r"cut\.m4a: cut short: it promises 20\.0 s"):
        check(tmp_path / "cut.m4a")
    (tmp_path / "lost.m4a").write_bytes(content[:moov])
    with pytest.raises(SoundError, match=r"lost\.m4a"):
        check(tmp_path / "lost.m4a")


def remuxed_with_index_in_front(path: Path, to: Path) -> None:
    import av

    with av.open(str(path)) as source, av.open(str(to), "w", container_options={"movflags": "+faststart"}) as file:
        stream = file.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = stream
                file.mux(packet)


def test_what_is_no_sound_is_refused_by_name(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "story.txt").write_text("Once upon a time.\n" * 50)
    (tmp_path / "story.mp3").write_text("Once upon a time.\n" * 50)
    (tmp_path / "empty.mp3").write_bytes(b"")
    Image.new("RGB", (64, 64)).save(tmp_path / "picture.png")
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    for name in ("story.txt", "story.mp3", "empty.mp3", "picture.png", "missing.mp3", "list.m3u8", ""):
        with pytest.raises(SoundError, match=name or str(tmp_path)):
            check(tmp_path / name)


@pytest.mark.parametrize("rate", [1, 3999, 2**31])
def test_a_rate_that_is_no_sounds_is_refused(rate: int, tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.wav", speech(GOOD), 44100, "pcm_s16le")
    content = bytearray(path.read_bytes())
    content[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SoundError, match=r"a\.wav"):
        check(path)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_damage_only_our_error_escapes(seed: int, tmp_path: Path) -> None:
    import random

    chance = random.Random(seed)
    whole = mp3(tmp_path / "a.mp3", GOOD) if seed % 2 else encoded(tmp_path / "a.m4a", speech(GOOD), 44100, "aac")
    content = bytearray(whole.read_bytes())
    for _ in range(1 + 20 * (seed % 3)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    whole.write_bytes(content[: chance.randrange(len(content) // 2, len(content))])
    with contextlib.suppress(SoundError):
        check(whole)


def test_a_film_is_refused(tmp_path: Path) -> None:
    import av
    import numpy as np

    with av.open(str(tmp_path / "film.mp4"), "w") as file:
        video, audio = file.add_stream("mpeg4", rate=25), file.add_stream("aac", rate=44100, layout="mono")
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            file.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
        file.mux(video.encode(None))
        block = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), format="fltp", layout="mono")
        block.sample_rate, block.pts = 44100, 0
        file.mux([*audio.encode(block), *audio.encode(None)])
    with pytest.raises(SoundError, match=r"film\.mp4: a film"):
        check(tmp_path / "film.mp4")


def test_the_command_prints_a_table_and_exits_1_when_a_line_fails(tmp_path: Path) -> None:
    path = mp3(tmp_path / "a.mp3", GOOD)
    ran = command("check", path, "--profile", "all")
    assert ran.code == 0, ran.out
    assert "passes" in ran.out
    ran = command("check", path, mp3(tmp_path / "b.mp3", replace(GOOD, cover=None)))
    assert ran.code == 1
    assert "1 line(s) fail: cover" in ran.out
    ran = command("check", tmp_path / "none.mp3", path)
    assert ran.code == 1
    assert "none.mp3: no such file" in ran.err
    assert "passes" in ran.out


def test_files_of_one_book_are_all_mono_or_all_stereo_for_shops(tmp_path: Path) -> None:
    one, two = mp3(tmp_path / "a.mp3", GOOD), mp3(tmp_path / "b.mp3", replace(GOOD, channels=2))
    assert command("check", one, two).code == 0
    ran = command("check", one, two, "--profile", "acx")
    assert ran.code == 1
    assert "1 file(s) with 1 channel(s), 1 file(s) with 2 channel(s)" in ran.err
    assert command("check", two, two, "--profile", "acx").code == 0


def test_the_command_speaks_json(tmp_path: Path) -> None:
    import json

    ran = command("check", mp3(tmp_path / "a.mp3", GOOD), "--json")
    said = json.loads(ran.out)
    assert said["passed"] is True
    found = {line["name"]: line["value"] for line in said["lines"]}
    assert found["RMS"] == pytest.approx(-20.2, abs=0.3)
    assert found["rate"] == 44100
    assert {line["group"] for line in said["lines"]} == {group.value for group in Group}
    ran = command("check", tmp_path / "none.mp3", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["passed"] is False


@pytest.mark.parametrize(("suffix", "codec"), [("wav", "pcm_s16le"), ("opus", "libopus"), ("flac", "flac"), ("ogg", "libopus")])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_every_format_that_can_tell_its_end_is_refused_without_it(suffix: str, codec: str, share: float, tmp_path: Path) -> None:
    path = encoded(tmp_path / f"a.{suffix}", speech(replace(GOOD, seconds=20.0)), 24000, codec)
    check(path)
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * share)])
    with pytest.raises(SoundError, match=rf"a\.{suffix}: cut short"):
        check(path)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_that_was_written_into_a_pipe_knows_no_length(size: int, tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.wav", speech(GOOD), 24000, "pcm_s16le")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 4] = size.to_bytes(4, "little")
    path.write_bytes(content)
    if size:
        assert check(path).heard.seconds > 1
    else:
        with contextlib.suppress(SoundError):
            check(path)
