"""A second opinion changes speakers of uncertain lines and nothing else, however the endpoint behaves."""

import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.consulting.answers import understood
from audiobook.consulting.questions import questions
from audiobook.consulting.verdicts import agreed, overruled
from audiobook.script import to_json
from tests.consulting.making import Kept, asked, play
from tests.consulting.server import (
    Answer,
    babbles,
    cuts,
    drips,
    drips_content,
    echoes_the_key,
    floods,
    hangs,
    models,
    says,
    sends,
    serving,
    slams,
)

SCENE = play(
    "The engine coughed over the marsh.",
    ('"Who packed the rope?"', "Odile Marr", 0.97),
    ('"I did."', "Tess", 0.41),
    "Nobody looked up.",
    ('"Then we are saved."', None, 0.3),
    ('"Uncle, please."', "Odile Marr", 0.6),
)
OURS = ["Odile Marr", "Tess", None, "Odile Marr"]
SECRET = "sk-very-secret-0123456789"


def test_an_answer_becomes_the_lines_speaker_with_both_in_the_reason() -> None:
    with serving(says('{"1": "Bram", "2": "the pilot", "3": "Odile Marr"}')) as server:
        made = asked(SCENE, server.base, model="llama3")
    assert made.speakers == ["Odile Marr", "Bram", "Odile Marr", "Odile Marr"]
    first, second, third, fourth = (segment for segment in made.script.segments if segment.reason)
    assert first == SCENE.segments[1]
    assert second.reason == "second opinion: llama3 says Bram; we thought Tess (0.41)"
    assert second.confidence == pytest.approx(overruled(0.41))
    assert third.reason == "second opinion: llama3 says Odile Marr; we knew nobody"
    assert third.confidence == pytest.approx(0.8)
    assert fourth.reason == "second opinion: llama3 agrees (we 0.60); reason 5"
    assert fourth.confidence == pytest.approx(agreed(0.6)) and fourth.confidence > 0.8
    assert [character.name for character in made.script.characters] == ["Odile Marr", "Bram", "Tess"]


def test_the_question_has_the_lines_by_number_the_roster_and_the_anchors() -> None:
    with serving(says("{}")) as server:
        asked(SCENE, server.base, model="llama3")
    sent = server.asked[0]
    assert (sent.method, sent.path) == ("POST", "/v1/chat/completions")
    assert (sent.body["model"], sent.body["temperature"]) == ("llama3", 0)
    assert sent.body["max_tokens"] > 0
    assert "Authorization" not in sent.headers
    question = sent.body["messages"][-1]["content"]
    assert '[Odile Marr] "Who packed the rope?"\n\n[1?] "I did."\n\nNobody looked up.\n\n[2?] "Then' in question
    assert "- Odile Marr (also Odile, the pilot; female)" in question
    assert "Numbers to answer: 1, 2, 3" in question


def test_what_will_be_sent_is_said_beforehand() -> None:
    with serving(says("{}")) as server:
        made = asked(SCENE, server.base, most=2)
    assert made.notices[0].startswith("second opinion on 2 of 3 uncertain line(s), the least certain: sending 2 line(s) in 1 request(s), about ")
    assert made.notices[0].endswith(f"tokens to m at {server.base}")
    assert '[?] "Uncle, please."' in server.asked[0].body["messages"][-1]["content"]


def test_a_dry_run_says_it_and_sends_nothing() -> None:
    with serving(says('{"1": "Bram"}')) as server:
        made = asked(SCENE, server.base, model="", send=False)
    assert "a run would send 3 line(s)" in made.notices[0]
    assert (server.asked, made.speakers) == ([], OURS)


def test_where_every_line_is_sure_nobody_is_asked() -> None:
    with serving(says("{}")) as server:
        assert asked(SCENE, server.base, below=0.0).notices == []
    assert server.asked == []


def test_the_first_model_is_asked_where_none_is_named() -> None:
    with serving(models("tiny", "big"), says('{"1": "Bram"}')) as server:
        made = asked(SCENE, server.base, model="")
    assert [(each.method, each.path) for each in server.asked] == [("GET", "/v1/models"), ("POST", "/v1/chat/completions")]
    assert server.asked[1].body["model"] == "tiny"
    assert made.speakers[1] == "Bram"


def test_what_was_answered_is_not_asked_again() -> None:
    memory = Kept()
    with serving(says('{"1": "Bram"}')) as server:
        first = asked(SCENE, server.base, memory)
        again = asked(SCENE, server.base, memory)
        assert len(server.asked) == 1
        assert "nothing is sent" in again.notices[0]
        assert to_json(again.script) == to_json(first.script)
        asked(SCENE, server.base, memory, model="another")
        assert len(server.asked) == 2


def test_a_passage_is_known_again_wherever_it_moves() -> None:
    scene = (("The engine coughed."), ('"I did."', "Tess", 0.41), "***")
    memory = Kept()
    with serving(says('{"1": "Bram"}')) as server:
        asked(play(*scene), server.base, memory)
        moved = asked(play("An opening.", "***", *scene), server.base, memory)
    assert len(server.asked) == 1
    assert moved.speakers == ["Bram"]


@pytest.mark.parametrize(
    ("said", "speakers"),
    [
        ('Sure! Here it is:\n```json\n{"1": "Bram"}\n```\nAnything else?', ["Odile Marr", "Bram", None, "Odile Marr"]),
        ('<think>{"1": "Tess"} or {"1": "Odile"}?</think> {"1": "  bram "}', ["Odile Marr", "Bram", None, "Odile Marr"]),
        ('{"1": "Bram"} <think>or {"1": "Odile Marr"}?</think>', ["Odile Marr", "Bram", None, "Odile Marr"]),
        ('<think>It may be {"1": "Bram"}, but', OURS),
        ('Not {this}. First {"1": "Tess"}, no: {"1": "Bram"}', ["Odile Marr", "Bram", None, "Odile Marr"]),
        ('{"1": "nobody", "3": "Narrator"}', ["Odile Marr", None, None, None]),
        ('{"1": "Bram", "1": "Odile Marr", "2": "Bram"}', ["Odile Marr", "Tess", "Bram", "Odile Marr"]),
        ('{"0": "Bram", "4": "Bram", "41": "Bram", "-1": "Bram", "1.0": "Bram", "01": "Bram", "¹": "Bram"}', OURS),
        ('{"1": "Bramm", "2": "Uncle", "3": "Somebody Else"}', OURS),
        ('{"1": {"speaker": "Bram"}, "2": ["Bram"], "3": null}', OURS),
        ('{"1": "Bram said \\"I rewrote this\\"", "text": "Bram", "3": 7}', OURS),
        ('{"1": "Bram", "2": "Te', OURS),
        ('["Bram", "Bram", "Bram"]', OURS),
        ("I cannot help with that.", OURS),
        ("", OURS),
        ("{" * 3000, OURS),
        ('{"1":' * 3000, OURS),
    ],
)
def test_only_names_for_numbers_that_were_asked_count(said: str, speakers: list[str | None]) -> None:
    with serving(says(said)) as server:
        assert asked(SCENE, server.base).speakers == speakers


def test_an_answer_that_is_no_use_is_counted_and_not_kept() -> None:
    memory = Kept()
    with serving(says("I cannot help with that.")) as server:
        made = asked(SCENE, server.base, memory)
    assert made.notices[-1] == "1 answer(s) of m were not what was asked for; their lines stay as they are"
    assert memory.texts == {}


def test_words_that_a_model_adds_never_reach_the_script() -> None:
    said = '{"1": "Bram", "2": "REWRITTEN", "story": "REWRITTEN", "segments": [{"text": "REWRITTEN"}]}'
    with serving(says(said)) as server:
        made = asked(SCENE, server.base)
    assert "REWRITTEN" not in json.dumps(to_json(made.script))
    assert made.speakers[1] == "Bram"


@given(st.text() | st.dictionaries(st.sampled_from(["1", "2", "3", "4", "x"]), st.sampled_from(["Bram", "TESS", "nobody", "x", ""])).map(json.dumps))
def test_whatever_is_said_names_somebody_of_the_script_or_nobody(said: str) -> None:
    (question,), _ = questions(SCENE, 0.75, 200)
    opinions = understood(said, question, SCENE) or {}
    assert set(opinions) <= {2, 4, 5}
    assert set(opinions.values()) <= {"Odile Marr", "Bram", "Tess", None}


SERVES_LATER = says('{"1": "Bram"}')


@pytest.mark.parametrize(
    ("bad", "waits"),
    [
        ([sends(b"oops", 500)], [1.0]),
        ([sends(b"oops", 503), sends(b"", 502)], [1.0, 2.0]),
        ([sends(b"{}", 429, Retry_After="7")], [7.0]),
        ([sends(b"{}", 429, Retry_After="Sat, 01 Jan 2000 00:00:00 GMT")], [0.0]),
        ([sends(b"{}", 429, Retry_After="soon")], [1.0]),
        ([cuts], [1.0]),
        ([slams, cuts], [1.0, 2.0]),
    ],
)
def test_what_may_pass_is_tried_again(bad: list[Answer], waits: list[float]) -> None:
    with serving(*bad, SERVES_LATER) as server:
        made = asked(SCENE, server.base)
    assert made.waits == waits
    assert made.speakers[1] == "Bram"
    assert len(made.notices) == 1


MISBEHAVIOURS = {
    "fails for ever": (sends(b'{"error": "overloaded"}', 500), "500: overloaded (3 tries)", 3),
    "wants an hour": (sends(b"{}", 429, Retry_After="3600"), "wants us to wait 3600 seconds", 1),
    "hangs": (hangs, "no whole answer in 0.3 seconds", 1),
    "drips its head": (drips, "no whole answer in 0.3 seconds", 1),
    "drips its content": (drips_content, "no whole answer in 0.3 seconds", 1),
    "is always cut": (cuts, "the connection ended in the middle of an answer (3 tries)", 3),
    "speaks no HTTP": (babbles, "no HTTP", 3),
    "sends 50 MB": (floods, "bigger than any answer", 1),
    "redirects": (sends(b"", 307, Location="http://127.0.0.1:9/v1/chat/completions"), "sends us elsewhere (307)", 1),
    "is a web page": (sends(b"<html>hello</html>", kind="text/html"), "no chat endpoint: text/html", 1),
    "sends half JSON": (sends(b'{"choices": [{"message": {"content": "{'), "JSON that is broken", 1),
    "sends deep JSON": (sends(b"[" * 100_000), "JSON that is broken", 1),
    "does not know the model": (sends(b'{"error": {"message": "model \'m\' not found"}}', 404), "404: model 'm' not found", 1),
    "wants something else": (sends(b'{"detail": [{"msg": "field required"}]}', 422), "422: field required", 1),
    "has a short detail": (sends(b'{"detail": "Not enough money"}', 402), "402: Not enough money", 1),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_an_endpoint_that_misbehaves_is_a_notice_and_changes_nothing(name: str) -> None:
    answer, message, requests = MISBEHAVIOURS[name]
    with serving(answer) as server:
        made = asked(SCENE, server.base, total=0.3)
    assert made.script == SCENE
    assert message in made.notices[-1]
    assert "stay as they are" in made.notices[-1]
    assert len(server.asked) == requests


@pytest.mark.parametrize("said", [{"text": "Bram"}, None, 7, ["Bram"]])
def test_content_that_is_no_text_changes_nothing(said: object) -> None:
    with serving(says(said)) as server:
        assert asked(SCENE, server.base).script == SCENE


@pytest.mark.parametrize("content", [b"{}", b'{"choices": []}', b'{"choices": {}}', b'{"choices": [{"message": "Bram"}]}', b'{"choices": [7]}'])
def test_an_answer_of_another_shape_changes_nothing(content: bytes) -> None:
    with serving(sends(content)) as server:
        assert asked(SCENE, server.base).script == SCENE


def test_json_of_another_content_type_is_read() -> None:
    with serving(says('{"1": "Bram"}', kind="text/plain")) as server:
        assert asked(SCENE, server.base).speakers[1] == "Bram"


def test_where_nobody_listens_the_script_stays_ours() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{bound.getsockname()[1]}/v1"
        named, unnamed = asked(SCENE, base), asked(SCENE, base, model="")
    assert named.script == unnamed.script == SCENE
    assert "cannot be reached" in named.notices[-1]
    assert unnamed.notices[-1].startswith("no second opinion: ")


@pytest.mark.parametrize("content", [b'{"data": []}', b'{"data": [{"id": 7}]}', b"{}", b'{"data": null}'])
def test_an_endpoint_without_models_asks_for_a_name(content: bytes) -> None:
    with serving(sends(content)) as server:
        assert "--ask-model names one" in asked(SCENE, server.base, model="").notices[-1]


def test_one_failure_between_good_answers_costs_its_own_lines_and_two_in_a_row_the_rest() -> None:
    scenes = [row for number in range(5) for row in (f"Scene {number}.", (f'"Line {number}."', "Tess", 0.4), "***")]
    good, bad = says('{"1": "Bram"}'), sends(b'{"choices": [')
    with serving(good, bad, good, bad, bad, good) as server:
        made = asked(play(*scenes), server.base)
    assert made.speakers == ["Bram", "Tess", "Bram", "Tess", "Tess"]
    assert len(server.asked) == 5
    assert "ends after 4 of 5 request(s)" in made.notices[-1]


def test_a_model_that_wants_its_bounds_in_other_words_gets_them() -> None:
    scenes = [row for number in range(2) for row in (f"Scene {number}.", (f'"Line {number}."', "Tess", 0.4), "***")]
    other = sends(b'{"error": {"message": "\'max_tokens\' is not supported. Use \'max_completion_tokens\' instead."}}', 400)
    warm = sends(b'{"error": {"message": "\'temperature\' does not support 0 with this model."}}', 400)
    with serving(other, warm, says('{"1": "Bram"}')) as server:
        assert asked(play(*scenes), server.base).speakers == ["Bram", "Bram"]
    sent = [set(each.body) - {"model", "messages"} for each in server.asked]
    assert sent == [{"max_tokens", "temperature"}, {"max_completion_tokens", "temperature"}, {"max_completion_tokens"}, {"max_completion_tokens"}]
    with serving(warm) as server:
        assert "temperature" in asked(play(*scenes), server.base).notices[-1]
    assert len(server.asked) == 2


def test_where_the_first_request_fails_the_others_are_not_sent() -> None:
    scenes = [row for number in range(5) for row in (f"Scene {number}.", (f'"Line {number}."', "Tess", 0.4), "***")]
    with serving(sends(b'{"choices": ['), says('{"1": "Bram"}')) as server:
        assert "ends after 0 of 5 request(s)" in asked(play(*scenes), server.base).notices[-1]
    assert len(server.asked) == 1


def test_the_key_is_sent_and_shown_nowhere() -> None:
    memory = Kept()
    with serving(echoes_the_key) as server:
        made = asked(SCENE, server.base, memory, key=SECRET)
    assert server.asked[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert "wrong key: Bearer …; the key is read from AUDIOBOOK_ASK_KEY" in made.notices[-1]
    assert "\x1b" not in made.notices[-1]
    with serving(models(SECRET), says(f'{SECRET} {{"1": "Bram", "x": "{SECRET}"}}')) as server:
        made = asked(SCENE, server.base, memory, model="", key=SECRET)
    assert made.speakers[1] == "Bram"
    assert SECRET not in json.dumps([made.notices, memory.texts, to_json(made.script)])
