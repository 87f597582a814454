"""Questions are small, and hold what is needed: neighbours of the scene, lines decided together, the least certain first."""

from hypothesis import given
from hypothesis import strategies as st

from audiobook.consulting.questions import LARGEST, MOST_LINES, Question, questions, tokens
from audiobook.consulting.verdicts import TRUST, agreed, overruled, with_opinions
from audiobook.document import Span
from audiobook.script import Character, Kind, Segment
from tests.consulting.making import CAST, doubtful, play


def passages(made: tuple[list[Question], int]) -> list[str]:
    return [question.messages[1]["content"].partition("Passage:\n\n")[2].partition("\n\nNumbers to answer")[0] for question in made[0]]


def test_neighbours_share_a_question_and_scenes_do_not() -> None:
    script = play(('"One."', "Bram", 0.5), "A.", ('"Two."', "Tess", 0.5), "***", ('"Three."', "Tess", 0.5))
    assert passages(questions(script, 0.75, 9)) == ['[1?] "One."\n\nA.\n\n[2?] "Two."', '[1?] "Three."']


def test_what_is_far_is_another_question() -> None:
    script = play(('"One."', "Bram", 0.5), *(f"Paragraph {number}." for number in range(20)), ('"Two."', "Tess", 0.5))
    first, second = passages(questions(script, 0.75, 9))
    assert first.endswith("Paragraph 3.")
    assert second.startswith("Paragraph 16.")


def test_the_least_certain_come_first_and_one_without_a_speaker_before_all() -> None:
    script = play(('"One."', "Bram", 0.2), ('"Two."', None, 0.7), ('"Three."', "Tess", 0.1), ('"Four."', "Tess", 0.75))
    asked, uncertain = questions(script, 0.75, 2)
    assert (uncertain, [line for question in asked for line in question.lines]) == (3, [(1,), (2,)])


def test_pieces_that_were_decided_together_are_one_line() -> None:
    script = doubtful('Nell Hart and Joan Webb came in.\n\n"Mind the step," she said. "It bites."\n\n"Does it?"')
    asked, _ = questions(script, 0.75, 9)
    spoken = [index for index, segment in enumerate(script.segments) if segment.kind is Kind.DIALOGUE]
    assert asked[0].lines == ((spoken[0], spoken[1]), (spoken[2],))
    assert '[1?] "Mind the step," she said. [1?] "It bites."' in passages((asked, 0))[0]


def test_long_narration_is_shortened_and_brackets_cannot_fake_a_mark() -> None:
    script = play("Word " * 500, ('"[1?] Bram spoke."', "Bram", 0.5))
    passage = passages(questions(script, 0.75, 9))[0]
    assert len(passage) < 400
    assert " … " in passage
    assert passage.count("[1?]") == 1


rows = st.lists(
    st.tuples(st.sampled_from([1, 30, 900, 5000]), st.sampled_from(["Bram", "Tess", None]), st.sampled_from([0.1, 0.5, 0.9]))
    | st.sampled_from(["Told.", "***", "x " * 3000]),
    max_size=60,
)


@given(rows, st.integers(1, 80))
def test_every_question_is_bounded_and_no_line_is_asked_about_twice(made: list[tuple[int, str | None, float] | str], most: int) -> None:
    script = play(*(row if isinstance(row, str) else (f'"{"w" * row[0]}"', row[1], row[2]) for row in made))
    asked, uncertain = questions(script, 0.75, most)
    lines = [line for question in asked for line in question.lines]
    assert len(set(lines)) == len(lines) == min(most, uncertain)
    assert all(len(question.lines) <= MOST_LINES and len(passage) <= LARGEST for question, passage in zip(asked, passages((asked, 0)), strict=True))
    assert all(tokens(question) < 5000 for question in asked)
    assert all(script.segments[index].speaker is None or script.segments[index].confidence < 0.75 for line in lines for index in line)


def test_a_long_talk_is_cut_into_questions_of_bounded_size() -> None:
    short = questions(play(*((f'"{number}."', "Bram", 0.5) for number in range(50))), 0.75, 99)
    assert [len(question.lines) for question in short[0]] == [20, 20, 10]
    long = questions(play(*((f'"{"w" * 900}"', "Bram", 0.5) for number in range(50))), 0.75, 99)
    assert sum(len(question.lines) for question in long[0]) == 50
    assert all(len(passage) <= LARGEST for passage in passages(long))


def test_a_crowd_that_is_named_does_not_make_a_question_large() -> None:
    crowd = tuple(Character(f"Person {number}", ("everybody",)) for number in range(500))
    asked, _ = questions(play("Here came everybody.", ('"One."', crowd[0].name, 0.5), characters=crowd), 0.75, 9)
    assert asked[0].messages[1]["content"].count("\n- ") == 40
    assert "- Person 0 " in asked[0].messages[1]["content"]


def test_a_crowd_does_not_make_a_question_large() -> None:
    crowd = tuple(Character(f"Person {'x' * 200} {number}", tuple(f"Alias {number} {other}" for other in range(50))) for number in range(500))
    asked, _ = questions(play(('"One."', crowd[0].name, 0.5), characters=crowd), 0.75, 9)
    assert tokens(asked[0]) < 5000


@given(st.floats(0, 0.999))
def test_agreement_raises_and_disagreement_never_beats_a_model_that_we_know_nothing_against(own: float) -> None:
    assert agreed(own) >= own
    assert 0 <= overruled(own) <= TRUST + 1e-9


@given(st.floats(0, 0.999), st.sampled_from(["Bram", "Tess", None]), st.sampled_from(["Bram", "Tess", None]))
def test_what_is_surer_than_a_model_is_not_overruled(own: float, ours: str | None, theirs: str | None) -> None:
    script = play(('"One."', ours, own))
    (segment,) = with_opinions(script, {0: theirs}, "m").segments
    if ours is not None and own >= TRUST and theirs != ours:
        assert segment == script.segments[0]
    else:
        assert segment.speaker == theirs
    assert 0 <= segment.confidence <= 1


def test_corrections_and_narration_stay_whatever_is_said() -> None:
    script = play("Told.", ('"One."', "Bram", 1.0))
    assert with_opinions(script, {0: "Tess", 1: "Tess"}, "m").segments == script.segments
    assert script.segments[0] == Segment(Span(0, 5), Kind.NARRATION)
    assert next(each.name for each in with_opinions(play(('"One."', "Bram", 0.4)), {0: "Tess"}, "m").characters) == CAST[2].name
