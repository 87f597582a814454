"""`audiobook cast`: who speaks, how much, in which voice."""

from pathlib import Path

import click

from audiobook.cast import Cast
from audiobook.cli.asking import asks
from audiobook.cli.options import shared, story_named
from audiobook.cli.progress import notices, unknown
from audiobook.errors import CastError, did_you_mean
from audiobook.production.order import Order
from audiobook.script import Kind, Script
from audiobook.take import Utterance

_LONGEST_SAMPLE = 200  # characters


@click.command(short_help="Show who speaks, how much, and in which voice; hear them.")
@click.argument("story", callback=story_named)
@click.option("--play", "heard", metavar="NAME", help="Hear a character's own line.")
@click.option("--save", "saved", metavar="NAME", help="Write a character's own line to <NAME>.wav.")
@click.option("--recast-missing", is_flag=True, help="Give characters whose voice this machine lacks another one, in voices.yaml.")
@click.option("--no-save-cast", is_flag=True, help="Leave voices.yaml alone.")
@asks
@shared
def cast(story: str, heard: str | None, saved: str | None, recast_missing: bool, no_save_cast: bool, **wishes: object) -> None:
    """Show who speaks, how much, and in which voice.

    New characters are appended to voices.yaml, where you may give them another voice.

    \b
    audiobook cast story.txt
    audiobook cast story.txt --play Mira
    """
    from audiobook.cli.sample import play, save
    from audiobook.production.preparing import parts_of, prepare
    from audiobook.production.workspace import file_name

    prepared = prepare(Order(story, recast_missing=recast_missing, save_cast=not no_save_cast, **wishes), notices)  # type: ignore[arg-type]
    if heard is not None:
        play(own_line(prepared.script, prepared.cast, heard))
    if saved is not None:
        save(own_line(prepared.script, prepared.cast, saved), Path(f"{file_name(saved)}.wav"))
    if heard is not None or saved is not None:
        return
    genders = {character.name: character.gender.value for character in prepared.script.characters}
    parts = parts_of(prepared.script, prepared.cast)
    width = max(len(part.name) for part in parts)
    for part in parts:
        lines, new = "line " if part.lines == 1 else "lines", "  (new)" if part.new else ""
        click.echo(f"{part.name:{width}}  {part.lines:5} {lines}  {genders.get(part.name, ''):8} {part.voice}{new}")
    if prepared.unattributed:
        click.echo(unknown(prepared.unattributed))
    click.echo(f"voices: {prepared.sheet_path}")


def own_line(script: Script, cast: Cast, name: str) -> Utterance:
    """Return a line of that character ("narrator" too) to hear the voice by: the longest of at most 200 characters, else the shortest.

    Raises:
        CastError: nobody of that name has a line.
    """
    from audiobook.recording.speech import parts, spoken

    if name.casefold() == "narrator":
        segments = [segment for segment in script.segments if segment.kind is Kind.NARRATION]
    else:
        called = {alias.casefold(): character.name for character in script.characters for alias in (*character.aliases, character.name)}
        whose = called.get(name.casefold())
        segments = [segment for segment in script.segments if segment.speaker is not None and segment.speaker == whose]
    texts = [text for segment in segments if (text := spoken(script.text(segment)))]
    if not texts:
        raise CastError(
            f"nobody called {name!r} has a line{did_you_mean(name, [character.name for character in script.characters])}; `audiobook cast` lists them"
        )
    short = [text for text in texts if len(text) <= _LONGEST_SAMPLE]
    text = max(short, key=len) if short else parts(min(texts, key=len))[0]
    return Utterance(text, cast.voice_for(segments[0]), script.document.language)
