"""The faulty engine has the faults that it is told to have, and workers survive each."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import open_engine
from audiobook.engines.tone import decode, said
from audiobook.errors import EngineError
from audiobook.take import Utterance
from audiobook.workers import Worker, WorkerLost

SPEAK = "tests.faulty:speak"
LINE = "The storm came at night."


def asked(text: str, faults: str, once: str = "") -> Utterance:
    return Utterance(text, Voice(EngineSpec("tests.faulty:open_faulty", (("faults", faults), ("once", once))), "alto-1"), "en")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker("faulty") as worker:
        yield worker


@pytest.mark.parametrize(("fault", "fate"), [("hang", "hung"), ("exit", "exit code 1"), ("crash", "SIGABRT")])
def test_a_lost_engine_speaks_the_next_line(worker: Worker, fault: str, fate: str, tmp_path: Path) -> None:
    with pytest.raises(WorkerLost, match=fate):
        worker.call(SPEAK, asked(LINE, f"{fault}:storm", str(tmp_path)), timeout=1)
    again = worker.call(SPEAK, asked(LINE, f"{fault}:storm", str(tmp_path)), timeout=30)
    assert isinstance(again, Audio)
    assert [(each.text, each.voice) for each in decode(again)] == [said(asked(LINE, ""))]


def test_junk_that_it_prints_harms_nothing(worker: Worker) -> None:
    assert worker.call(SPEAK, asked(LINE, "junk:storm"), timeout=30)


def test_bad_sound_is_as_bad_as_it_says() -> None:
    def sound(fault: str) -> Audio:
        spec = asked(LINE, f"{fault}:storm")
        return open_engine(spec.voice.engine).synthesize(spec)

    good = sound("junk")
    assert not sound("silence").samples.any()
    assert len(sound("nothing")) == 0
    assert np.isnan(sound("broken").samples).all()
    assert len(sound("short")) == len(good) // 10
    assert len(sound("long")) == 40 * len(good)
    assert (np.abs(sound("clip").samples) == 1).mean() > 0.1
    with pytest.raises(EngineError, match="told to fail"):
        sound("fail")


def test_other_lines_are_well() -> None:
    line = asked("All is quiet.", "silence:storm hang:thunder")
    assert [(each.text, each.voice) for each in decode(open_engine(line.voice.engine).synthesize(line))] == [said(line)]


def test_a_fault_that_is_none_is_an_error() -> None:
    with pytest.raises(EngineError, match="no fault 'sneeze'; there are fail, hang"):
        open_engine(asked(LINE, "sneeze:storm").voice.engine)
