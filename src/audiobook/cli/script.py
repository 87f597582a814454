"""`audiobook script`: who says each line, how sure that is, and why."""

import json
import sys
from pathlib import Path

import click

from audiobook.cli.asking import asks
from audiobook.cli.options import shared, story_named
from audiobook.cli.progress import notices
from audiobook.production.order import Order
from audiobook.script import Kind, Script, to_json

_COLOURS = ("bright_cyan", "bright_yellow", "bright_green", "bright_magenta", "bright_blue", "bright_red", "cyan", "yellow", "green", "magenta", "blue", "red")


@click.command(short_help="Show who says each line, how sure that is, and why.")
@click.argument("story", callback=story_named)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "text", "json"]),
    help="For people, for files, for programs (docs/script-format.md).  [default: terminal]",
)
@click.option(
    "--html",
    "html",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write a page for the browser; it plays the book where `render --to m4b,json` was there.  [default: output/<story>/<Title>.html]",
)
@click.option("--why", is_flag=True, help="Tell for each line what decided.")
@click.option("--unsure", "review", is_flag=True, help="Only the least certain lines, with what stands around them.")
@click.option("--strict", type=click.FloatRange(0, 1), metavar="P", help="List the lines of less confidence than P, and exit 1 if there are any.")
@asks
@shared
def script(story: str, form: str | None, html: str | None, why: bool, review: bool, strict: float | None, **wishes: object) -> int:
    """Show who says each line, how sure that is, and why.

    \b
    audiobook script story.txt                  in the terminal, a colour a speaker
    audiobook script story.txt --why            with what decided
    audiobook script story.txt --format json    for programs
    audiobook script story.txt --unsure         what to look at
    audiobook script story.txt --html           a page that shows it all, and plays it
    """
    if html is not None:
        return _pictured(Order(story, **wishes), html)  # type: ignore[arg-type]
    from audiobook.cli.review import page, shown, unsure
    from audiobook.production.preparing import script_of, sheet_of

    order = Order(story, **wishes)  # type: ignore[arg-type]
    made, _ = script_of(order, sheet_of(order)[1], notices)
    if strict is not None:
        doubtful = unsure(made, below=strict)
        click.echo("\n\n".join(shown(made, index) for index in sorted(doubtful)) if doubtful else f"every line has at least {strict:g}")
        if doubtful:
            click.echo(f"{len(doubtful)} line(s) below {strict:g}", err=True)
        return 1 if doubtful else 0
    if review:
        click.echo(page(made, story))
    elif form == "json":
        json.dump(to_json(made), sys.stdout, ensure_ascii=False, indent=1)
        click.echo()
    elif form == "text":
        click.echo("\n".join(_rows(made, why=why, coloured=False)))
    else:
        rows = _rows(made, why=why, coloured=True)
        click.echo_via_pager("\n".join(rows), color=True) if sys.stdout.isatty() else click.echo("\n".join(rows))
    return 0


def _pictured(order: Order, html: str) -> int:
    from audiobook.production.picturing import picture

    if html and Path(html).suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(f"{html!r} is no .html file; the story stands before --html", param_hint="--html")
    path, plays = picture(order, notices, Path(html) if html else None)
    click.echo(path)
    if not plays:
        click.echo(f"it shows the text alone; after `audiobook render {order.story} --to m4b,json` it plays the book as well", err=True)
    return 0


def _rows(made: Script, *, why: bool, coloured: bool) -> list[str]:
    colours = {character.name: _COLOURS[index % len(_COLOURS)] for index, character in enumerate(made.characters)}
    rows: list[str] = []
    for number, segment in enumerate(made.segments, start=1):
        text = " ".join(made.text(segment).split())
        match segment.kind:
            case Kind.HEADING:
                row = f"\n# {text}\n"
            case Kind.BREAK:
                row = "\n* * *\n"
            case Kind.NOTE:
                row = f"{number:5}  [not read: {text[:60]}{'…' if len(text) > 60 else ''}]"
            case Kind.NARRATION:
                row = f"{number:5}  {text}"
            case Kind.DIALOGUE | Kind.THOUGHT:
                name = segment.speaker or "?"
                thinks = " thinks" if segment.kind is Kind.THOUGHT else ""
                label = f"{number:5}  {name}{thinks} ({segment.confidence:.2f}): "
                row = click.style(label, fg=colours.get(name), bold=True) + click.style(text, fg=colours.get(name)) if coloured else label + text
        rows.append(row)
        if why and segment.reason and segment.kind in (Kind.DIALOGUE, Kind.THOUGHT):
            rows.append(f"       because: {segment.reason}")
    return rows
