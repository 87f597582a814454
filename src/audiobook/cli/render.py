"""`audiobook render`: stories in, audiobooks out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli.asking import asks
from audiobook.cli.options import minutes, shared, story_named, to_formats
from audiobook.cli.progress import clock, counted, progress, put, unknown
from audiobook.cli.store import size
from audiobook.production.order import Gaps, Order, Outcome
from audiobook.sidecar import BookTags

if TYPE_CHECKING:
    from audiobook.executors import TaskExecutor


@click.command(short_help="Turn stories into audiobooks.")
@click.argument("stories", nargs=-1, required=True, metavar="STORY...", callback=story_named)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder for the results.  [default: output/<story>/]")
@click.option("--to", "formats", callback=to_formats, metavar="FORMATS", help="Formats, with commas between them: m4b,mp3.  [default: m4b; acx-spec: mp3]")
@click.option(
    "--master",
    type=click.Choice(["podcast", "acx-spec", "none"]),
    default="podcast",
    help="Loudness: podcast, -19 LUFS in mono; acx-spec, MP3 files as audio shops measure them; none, as the voices speak.  [default: podcast]",
)
@click.option("--split", type=click.Choice(["chapters"]), help="One file a chapter, in a folder of the book's title.  [default: one file]")
@shared
@click.option("--title", default="", help="Title, where the story does not tell, or tells it wrong.")
@click.option("--author", default="", help="Author.")
@click.option("--narrator", default="", help="Who is named as narrator.  [default: the narrator's voice]")
@click.option("--year", default="", help="Year; left out of the tags when unknown.")
@click.option("--series", default="", help="Series that the book belongs to.")
@click.option("--part", default="", help="Its number within the series.")
@click.option("--genre", default="", help="Genre.  [default: Audiobook]")
@click.option("--description", default="", help="Description.")
@click.option("--cover", type=click.Path(dir_okay=False, path_type=Path), help="Picture.  [default: the one beside the story, else a drawn one]")
@click.option("--chapter", type=click.IntRange(min=1), metavar="N", help="Only this chapter.")
@click.option(
    "--minutes", type=click.FloatRange(min=0, min_open=True), callback=minutes, metavar="M", help="Only about the first M minutes: for a first listen."
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Lines and chapters worked on at once.  [default: the cores this process may use]")
@click.option("--sample-rate", type=click.IntRange(8000, 48000), metavar="HZ", help="Samples a second.  [default: the voices' own, else 24000]")
@click.option("--bitrate", type=click.IntRange(8, 512), metavar="KBIT", help="Kilobits a second.  [default: 64 for m4b and mp3]")
@click.option("--notes", is_flag=True, help="Read authors' notes, licences and contents pages as well.")
@click.option("--no-announce", is_flag=True, help="Do not say title and author at the start, nor the chapters' titles.")
@click.option("--one-voice", is_flag=True, help="Read everything in the narrator's voice.")
@click.option("--no-save-cast", is_flag=True, help="Leave voices.yaml alone.")
@click.option(
    "--keep-going", type=click.Choice(["silence", "narrator"]), help="Lines that cannot be spoken: leave a pause, or let the narrator read them (exit code 3)."
)
@asks
@click.option("--dry-run", is_flag=True, help="Say what would be spoken, how long it would get, and do nothing.")
@click.option(
    "--executor", metavar="WHERE", default="local", help="Who speaks: local, or the workers of a Dask scheduler, dask=tcp://HOST:8786.  [default: local]"
)
@click.option("--json-events", is_flag=True, help="Print what happens as JSON, one object a line, on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what goes wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Print every step.")
def render(stories: tuple[str, ...], output: Path | None, formats: tuple[str, ...], **wishes: object) -> int:
    """Turn stories into audiobooks.

    A STORY is a .txt, .md, .epub or .html file, a folder of them (one book, a file a chapter), or - for the standard input. Several stories are
    several books.

    \b
    audiobook render story.txt                      output/story/<Title>.m4b
    audiobook render story.txt --to m4b,mp3         both formats
    audiobook render story.txt --minutes 3          a first listen
    audiobook render chapters/ --title "The Long Way" --author "N. N."
    audiobook render *.txt                          many books
    """
    from audiobook.production.rendering import render_all

    quiet, as_json, where = bool(wishes.pop("quiet")), bool(wishes.pop("json_events")), str(wishes.pop("executor"))
    orders = [_order(story, folder, formats, wishes) for story, folder in zip(stories, _folders(stories, output), strict=True)]
    with progress(quiet=quiet, verbose=bool(wishes["verbose"]), json_events=as_json) as report, _speakers(where) as speakers:
        results = render_all(orders, report, speakers=speakers)
    code = 0
    for order, result in zip(orders, results, strict=True):
        if isinstance(result, Outcome):
            if as_json:
                put({"event": "made", **asdict(result), "exit_code": result.exit_code})
            elif not quiet:
                click.echo(summary(result))
            for lost in result.lost:
                click.echo(f"audiobook: {order.story}: not spoken: {lost.text[:80]!r}: {lost.why}", err=True)
            code = max(code, result.exit_code)
        else:
            if as_json:
                put({"event": "failed", "source": order.story, "message": str(result)})
            click.echo(f"audiobook: {result}", err=True)
            code = max(code, 1)
    return code


@contextmanager
def _speakers(where: str) -> "Iterator[TaskExecutor | None]":
    """Open what speaks: None for this machine."""
    if where == "local":
        yield None
        return
    kind, _, address = where.partition("=")
    if kind != "dask" or not address:
        raise click.BadParameter(f"{where!r}; local would work, or dask=tcp://HOST:8786", param_hint="--executor")
    from audiobook.executors import DaskExecutor

    with DaskExecutor(address) as executor:
        yield executor


def _folders(stories: tuple[str, ...], output: Path | None) -> list[Path | None]:
    """Return the folder of each story's results under `-o`: no two stories share one. None: where the workspace wants it."""
    if output is None or len(stories) == 1:
        return [output] * len(stories)
    from audiobook.production.workspace import file_name

    taken: set[str] = set()
    folders: list[Path | None] = []
    for story in stories:
        path = Path(story).resolve()
        stem = "stdin" if story == "-" else file_name(path.name if path.is_dir() else path.stem)
        both = file_name(f"{path.parent.name} {stem}")
        name = next(name for name in chain((stem, both), (f"{both} {number}" for number in count(2))) if name.casefold() not in taken)
        taken.add(name.casefold())
        folders.append(output / name)
    return folders


def _order(story: str, output: Path | None, formats: tuple[str, ...], wishes: dict[str, object]) -> Order:
    said = {name: wishes[name] for name in ("title", "author", "narrator", "year", "series", "part", "genre", "description", "cover")}
    kept = {name: wishes[name] for name in ("workspace", "voices", "engine", "chapter", "minutes", "jobs", "notes", "one_voice", "dry_run", "ask")}
    bitrate = wishes["bitrate"]
    return Order(
        story,
        out=output,
        formats=formats,
        master=str(wishes["master"]),
        split=wishes["split"] is not None,
        tags=BookTags(**said),  # type: ignore[arg-type]
        rate=wishes["sample_rate"],  # type: ignore[arg-type]
        bitrate=1000 * bitrate if isinstance(bitrate, int) else None,
        announce=not wishes["no_announce"],
        save_cast=not wishes["no_save_cast"],
        gaps=Gaps(str(wishes["keep_going"] or "stop")),
        **kept,  # type: ignore[arg-type]
    )


def summary(outcome: Outcome, most: int = 20) -> str:
    """Return what came of a story, as people read it."""
    would = "would be " if outcome.dry else ""
    rows = [f"{outcome.title}"]
    rows.append(f"  {counted(len(outcome.chapters), 'chapter')}, {'about ' if outcome.dry else ''}{clock(outcome.seconds)}")
    rows.append(f"  {outcome.words_spoken:,} words read{_unread(outcome)}")
    width = max(len(part.name) for part in outcome.parts[:most])
    for part in outcome.parts[:most]:
        rows.append(f"  {part.name:{width}}  {part.lines:5} {'line ' if part.lines == 1 else 'lines'}  {part.voice}{'  (new)' if part.new else ''}")
    if len(outcome.parts) > most:
        rows.append(f"  … and {len(outcome.parts) - most} more; `audiobook cast` shows them all")
    if outcome.unattributed:
        rows.append(f"  {unknown(outcome.unattributed)}")
    by = ", ".join(f"{name} {count}" for name, count in sorted(outcome.recorded_by.items(), key=lambda row: -row[1])[:6])
    if outcome.dry:
        rows.append(f"  {_foreseen(outcome)}")
    rows.append(f"  takes: {outcome.recorded} {would}recorded{f' ({by})' if by else ''}, {outcome.takes - outcome.recorded} there already")
    for path in outcome.files[:most]:
        rows.append(f"  {path}{' (up to date)' if path in outcome.kept else ''}")
    if len(outcome.files) > most:
        rows.append(f"  … and {len(outcome.files) - most} more files in {outcome.files[-1].parent}")
    if outcome.voices_file and outcome.voices_file.exists():
        rows.append(f"  voices: {outcome.voices_file}")
    return "\n".join(rows)


def _foreseen(outcome: Outcome) -> str:
    takes = f"it would take about {clock(outcome.time)}" if outcome.time is not None else "how long it would take is known after a first render here"
    return f"about {size(outcome.size)}; {takes}"


def _unread(outcome: Outcome) -> str:
    if not outcome.words_unread:
        return ", none left unread"
    told = ", ".join(f"{why}: {count:,}" for why, count in outcome.words_unread.items())
    return f", {sum(outcome.words_unread.values()):,} left unread ({told})"
