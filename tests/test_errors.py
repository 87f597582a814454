"""Errors: one family, messages a person can act on."""

import inspect
import pickle

import pytest

from audiobook import errors
from audiobook.errors import AudiobookError, Mistake, SheetError, did_you_mean

FAMILY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", FAMILY)
def test_every_error_is_an_audiobook_error_and_says_what_it_is_for(kind: type[Exception]) -> None:
    assert issubclass(kind, AudiobookError)
    assert kind.__doc__


def test_a_sheet_error_tells_all_mistakes_each_with_its_place() -> None:
    error = SheetError([Mistake("voices.yaml:3", "no engine 'espaek'"), Mistake("voices.yaml:9", "a rate of 7; 0.5 to 2 would work")])
    assert str(error).splitlines() == ["voices.yaml:3: no engine 'espaek'", "voices.yaml:9: a rate of 7; 0.5 to 2 would work"]


def test_a_sheet_error_crosses_processes_with_its_mistakes() -> None:
    error = SheetError([Mistake("voices.yaml:3", "twice")])
    copy = pickle.loads(pickle.dumps(error))
    assert copy.mistakes == error.mistakes
    assert str(copy) == str(error)


def test_a_near_name_is_suggested_whatever_its_case() -> None:
    assert did_you_mean("ESPAEK", ["tone", "eSpeak"]) == " (did you mean 'eSpeak'?)"


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    assert did_you_mean("saxophone", ["tone", "espeak"]) == ""


def test_several_near_names_are_suggested_when_asked_for() -> None:
    assert did_you_mean("en-us+f9", ["en-us+f1", "en-us+f2", "fr"], most=2).count("en-us+f") == 2
