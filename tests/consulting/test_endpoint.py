"""Addresses as people write them, and whose key is sent where."""

import pytest

from audiobook.consulting.chat import Chat
from audiobook.consulting.endpoint import Endpoint, base_of, key_for
from audiobook.errors import AudiobookError

SECRET = "sk-very-secret-0123456789"


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:11434/", "http://localhost:11434/v1"),
        (" http://localhost:11434/v1/ ", "http://localhost:11434/v1"),
        ("HTTP://LocalHost:8080/v1/chat/completions", "http://localhost:8080/v1"),
        ("https://cloud.example/api/v1", "https://cloud.example/api/v1"),
        ("https://cloud.example/api", "https://cloud.example/api/v1"),
        ("https://cloud.example/v1beta/openai/", "https://cloud.example/v1beta/openai"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_read_with_or_without_v1(written: str, base: str) -> None:
    assert base_of(written) == base


@pytest.mark.parametrize(
    "written",
    [
        "",
        "localhost:11434",
        "localhost",
        "ftp://localhost",
        "http://",
        "http://:80",
        "http://host:port",
        "http://host:99999",
        "http://[::1",
        "http://a b",
        "http://höst",
        f"http://{SECRET}@host",
        f"http://me:{SECRET}@host",
        f"http://host?key={SECRET}",
        f"http://host#{SECRET}",
        f"http://host:{SECRET}",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(ValueError, match=r"address") as raised:
        base_of(written)
    assert SECRET not in str(raised.value)


def test_our_own_key_goes_anywhere_and_the_common_one_only_over_an_encrypted_line() -> None:
    here, cloud = Endpoint("http://localhost:1/v1"), Endpoint("https://cloud.example/v1")
    both = {"AUDIOBOOK_ASK_KEY": f" {SECRET}\n", "OPENAI_API_KEY": "common"}
    assert key_for(here, both) == key_for(cloud, both) == SECRET
    assert key_for(here, {"OPENAI_API_KEY": "common"}) == ""
    assert key_for(cloud, {"OPENAI_API_KEY": "common"}) == "common"
    assert key_for(cloud, {}) == ""


def test_a_key_that_no_header_can_hold_is_refused_unshown() -> None:
    with pytest.raises(AudiobookError, match="AUDIOBOOK_ASK_KEY") as raised:
        key_for(Endpoint("http://localhost:1/v1"), {"AUDIOBOOK_ASK_KEY": f"{SECRET}\nX: y"})
    assert SECRET not in str(raised.value)


def test_a_chat_does_not_show_its_key() -> None:
    assert SECRET not in repr(Chat(Endpoint("http://localhost:1/v1"), SECRET))
