"""Engines by name: what opens, and what is said when nothing does."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from audiobook import engines
from audiobook.cast import EngineSpec
from audiobook.engines import ENGINES, kinds, open_engine
from audiobook.engines.tone import ToneEngine
from audiobook.errors import EngineError


def test_a_kind_that_is_not_there_is_an_error_that_names_a_near_one() -> None:
    with pytest.raises(EngineError, match=r"no engine 'espaek' \(did you mean 'espeak'\?\); there are .*tone"):
        open_engine(EngineSpec("espaek"))


def test_options_are_given_by_name() -> None:
    assert open_engine(EngineSpec("tone", (("rate", 16000), ("seconds_per_word", 1)))).revision


def test_an_option_that_is_not_there_is_an_error_that_names_a_near_one() -> None:
    with pytest.raises(
        EngineError, match=r"engine 'tone' has no option 'seconds_per_wrod' \(did you mean 'seconds_per_word'\?\); it has seconds_per_word, rate"
    ):
        open_engine(EngineSpec("tone", (("seconds_per_wrod", 0.1),)))
    with pytest.raises(EngineError, match=r"engine 'espeak' has no option 'speed'; it has none"):
        open_engine(EngineSpec("espeak", (("speed", 3),)))


@pytest.mark.parametrize("value", ["fast", True])
def test_an_option_of_the_wrong_type_is_an_error(value: str | bool) -> None:
    with pytest.raises(EngineError, match=f"engine 'tone': option 'rate' is {value!r}; int would work"):
        open_engine(EngineSpec("tone", (("rate", value),)))


def test_an_option_out_of_range_is_an_error() -> None:
    with pytest.raises(EngineError, match=r"engine 'tone': seconds_per_word 0.35, rate 10; .* would work"):
        open_engine(EngineSpec("tone", (("rate", 10),)))


def test_an_engine_may_be_named_by_module_and_factory() -> None:
    assert isinstance(open_engine(EngineSpec("audiobook.engines.tone:open_tone")), ToneEngine)
    with pytest.raises(EngineError, match=r"engine 'no\.such:thing' cannot be loaded"):
        open_engine(EngineSpec("no.such:thing"))


def test_installed_engines_join_ours_and_replace_none(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = [EntryPoint(name, "audiobook.engines.tone:open_tone", engines.GROUP) for name in ("chime", "espeak")]
    monkeypatch.setattr(engines, "entry_points", lambda group: theirs if group == "audiobook.engines" else [])
    assert kinds() == {"chime": "audiobook.engines.tone:open_tone", **ENGINES}
    assert isinstance(open_engine(EngineSpec("chime")), ToneEngine)


def test_the_table_of_engines_loads_none_of_them() -> None:
    code = "import sys; import audiobook.engines; print(sorted(name for name in sys.modules if name.startswith(('audiobook.engines.', 'pyttsx3', 'av'))))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"
