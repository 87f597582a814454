"""Chapter marks of a whole run: on a book of forty chapters, in every format, a chapter's first sound is where its mark says."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from audiobook.engines import tone
from audiobook.production.order import Outcome
from audiobook.sheet import Pauses
from audiobook.writers import WRITERS
from tests.conftest import find_tool
from tests.e2e.stage import made, sound, written

pytestmark = pytest.mark.real
CHAPTERS = 40
NUMBERS = ("Tide", "Rope", "Salt", "Wind", "Lamp", "Bell", "Mast", "Oar")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Forty short chapters of different lengths, in every format."""
    folder = tmp_path_factory.mktemp("workspace")
    chapters = [
        f"Chapter {number}: {NUMBERS[number % 8]} and {NUMBERS[number // 8]}\n\n" + "The rope held. " * (1 + number % 3) + f"It was day {number}.\n"
        for number in range(1, CHAPTERS + 1)
    ]
    return made(written(folder, "\n\n".join(chapters)), folder, formats=(*WRITERS, "json"), announce=False)


@pytest.mark.parametrize("kind", WRITERS)
def test_marks_agree_with_what_is_heard_within_10_ms_and_do_not_drift(kind: str, rendered: Outcome) -> None:
    path = next(path for path in rendered.files if path.suffix == f".{kind}")
    marks = marked(path)
    assert len(marks) == CHAPTERS
    told = json.loads(next(path for path in rendered.files if path.suffix == ".json").read_text(encoding="utf-8"))
    assert marks == pytest.approx([chapter["start"] for chapter in told["chapters"]], abs=0.0011)
    audio = sound(path)
    starts = np.array([each.start for each in tone.decode(audio)]) / audio.rate
    lines = np.array([line["start"] for line in told["lines"]])
    assert len(starts) == len(lines)
    lags = starts - lines  # from a clip's first sample to the tone in it: alike for all of them
    assert np.ptp(lags) < 0.010
    waits = [starts[np.searchsorted(lines, mark)] - mark - np.median(lags) for mark in marks]
    assert np.abs(np.array(waits) - Pauses().head).max() < 0.010
    assert abs(np.polyfit(marks, waits, 1)[0]) * marks[-1] < 0.005  # seconds over the whole book


def marked(path: Path) -> list[float]:
    """Return where a file's chapters start, in seconds, as ffprobe has them."""
    command = [find_tool("ffprobe"), "-v", "error", "-show_entries", "chapter=start_time", "-of", "csv=p=0", str(path)]
    return [float(row) for row in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]
