"""`audiobook fix`: say who really speaks."""

import click

from audiobook.cli.options import shared, story_named
from audiobook.cli.progress import notices
from audiobook.errors import StoryError, did_you_mean
from audiobook.production.order import Order
from audiobook.script import Kind, Script
from audiobook.sidecar import Ruling

_RULINGS = [ruling.value for ruling in Ruling if ruling is not Ruling.SPEAKER]


@click.command(short_help="Correct who says a line, or what it is; corrections hold through edits.")
@click.argument("story", callback=story_named)
@click.argument("lines", required=False)
@click.argument("speaker", required=False)
@click.option("--is", "ruling", type=click.Choice(_RULINGS), help="What the line is; break: a scene ends before it.")
@click.option("--lines-of", "whose", metavar="NAME", help="All lines of this speaker, instead of numbers.")
@click.option("--merge", nargs=2, metavar="NAME NAME", help="The first is the same person as the second.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give a character another name.")
@shared
def fix(
    story: str,
    lines: str | None,
    speaker: str | None,
    ruling: str | None,
    whose: str | None,
    merge: tuple[str, str] | None,
    rename: tuple[str, str] | None,
    **wishes: object,
) -> None:
    """Correct who says a line, or what it is. LINES is a number as `audiobook script` shows it, or a range.

    The correction goes to `<story>.audiobook.yaml` beside the story, by the line's first words, so that it holds when the story is edited. It helps the lines
    around it, too.

    \b
    audiobook fix story.txt 41 Mira                     Mira says line 41
    audiobook fix story.txt 41-45 Mira                  and the lines of speech up to 45
    audiobook fix story.txt 41 --is narration           nobody says it
    audiobook fix story.txt --lines-of Boy Mira         all lines of Boy are Mira's
    audiobook fix story.txt --merge "the masked man" Mira
    audiobook fix story.txt --rename Boy Tobin
    """
    from audiobook.production.fixing import correct
    from audiobook.production.fixing import merge as merge_names
    from audiobook.production.preparing import facts_of, script_of, sheet_of

    order = Order(story, **wishes)  # type: ignore[arg-type]
    sheet = sheet_of(order)[1]
    script, _ = script_of(order, sheet, notices)
    if pair := merge or rename:
        _known(script, pair[0])
        click.echo(f"{merge_names(story, *pair)}: {pair[0]} is {pair[1]} from now on")
        return
    if whose is not None:
        speaker, lines = lines if speaker is None else speaker, None
    if speaker is None and ruling is None:
        raise click.UsageError("say whose line it is (audiobook fix STORY 41 NAME), or what it is (--is narration)")
    if speaker is not None and not speaker.strip():
        raise click.UsageError("the name is empty; to take a line from everybody, say --is narration")
    indices = _lines_of(script, whose) if whose is not None else _numbers(script, lines, speech=ruling is None)
    said = Ruling(ruling) if ruling else Ruling.SPEAKER
    if speaker is not None:
        speaker = _called(script, speaker)
    made = correct(story, facts_of(sheet), [script.segments[index].span for index in indices], said, speaker or "")
    for each in made:
        click.echo(f"{each.text!r}{f' ({each.occurrence})' if each.occurrence > 1 else ''}: {each.name or each.ruling.value}")


def _numbers(script: Script, lines: str | None, *, speech: bool) -> list[int]:
    """Return the indices that `41` or `41-45` means; of a range for a speaker, only speech."""
    if lines is None:
        raise click.UsageError("say which line: a number as `audiobook script` shows it, or a range (41-45)")
    first, dash, last = lines.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise click.UsageError(f"{lines!r} is no line; 41 or 41-45 would be, as `audiobook script` shows them")
    numbers = range(int(first), int(last or first) + 1)
    if not numbers or numbers[0] < 1 or numbers[-1] > len(script.segments):
        raise StoryError(f"{script.document.source}: there is no line {lines}; it has {len(script.segments)}")
    indices = [number - 1 for number in numbers]
    return [index for index in indices if script.segments[index].kind in (Kind.DIALOGUE, Kind.THOUGHT)] if dash and speech else indices


def _lines_of(script: Script, name: str) -> list[int]:
    found = _called(script, _known(script, name))
    return [index for index, segment in enumerate(script.segments) if segment.speaker == found]


def _known(script: Script, name: str) -> str:
    names = [called for character in script.characters for called in (character.name, *character.aliases)]
    if name.casefold() not in {called.casefold() for called in names}:
        raise StoryError(f"{script.document.source}: nobody is called {name!r}{did_you_mean(name, names)}; `audiobook cast` lists who speaks")
    return name


def _called(script: Script, name: str) -> str:
    """Return the name that the script has for this name or alias; the name itself for somebody new."""
    return next(
        (each.name for each in script.characters if name.casefold() in {called.casefold() for called in (each.name, *each.aliases)}),
        name,
    )
