"""`audiobook store`: what the store holds, and pruning it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobook.store.pruning import Kept

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_DAYS = {"h": 1 / 24, "d": 1, "w": 7}
_WORKSPACE = click.option(
    "--workspace", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder that the store belongs to.  [default: the current one]"
)


@click.group(short_help="Show what the store holds; prune it.", invoke_without_command=True)
@_WORKSPACE
@click.pass_context
def store(ctx: click.Context, workspace: Path) -> int:
    """Show what the store holds: takes and encoded chapters, story by story.

    The store (.audiobook/) makes the next render fast. Deleting it loses nothing but that.
    """
    ctx.obj = workspace
    if ctx.invoked_subcommand is not None:
        return 0
    from audiobook.store import Store
    from audiobook.store.pruning import holdings

    if not _there(workspace):
        return 0
    with Store(workspace / ".audiobook") as opened:
        there = holdings(opened)
    for share in there.shares:
        gone = "" if share.needs.current else "  (the story is gone)"
        last = datetime.fromtimestamp(share.needs.at, UTC).date()
        click.echo(f"{share.needs.title}  takes {size(share.takes)}, chapters {size(share.chapters)}, last rendered {last}  {share.needs.story}{gone}")
    takes = sum(file.kind == "take" for file in there.files)
    click.echo(f"in all: {takes:,} takes, {len(there.files) - takes:,} encoded chapters, {size(there.size)}")
    click.echo(f"needed by no story: {len(there.loose):,} files, {size(sum(file.size for file in there.loose))}; `audiobook store prune` removes them")
    return 0


def _age(_: click.Context, __: click.Parameter, value: str | None) -> float:
    if value is None:
        return 0.0
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([hdw]?)", value.strip().lower())
    if found is None:
        raise click.BadParameter(f"{value!r} is no age; 12h, 30d and 8w are")
    return float(found[1]) * _DAYS[found[2] or "d"] * 86400


def _bytes(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", value.strip().lower())
    if found is None:
        raise click.BadParameter(f"{value!r} is no size; 500MB and 2GB are")
    return round(float(found[1]) * _UNITS[found[2]])


@store.command(short_help="Remove what no current story needs.")
@click.option("--older-than", callback=_age, metavar="AGE", help="Only what was made longer ago: 12h, 30d, 8w.")
@click.option("--down-to", callback=_bytes, metavar="SIZE", help="Only as much, the oldest first, as brings the store to a size: 500MB, 2GB.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@click.pass_obj
def prune(workspace: Path, older_than: float, down_to: int | None, dry_run: bool) -> int:
    """Remove takes and chapters that no current story needs.

    A story needs what its last render used, as long as its file is there. While a render runs, nothing is removed.
    """
    from audiobook.store import Store
    from audiobook.store.pruning import prune as pruned

    if not _there(workspace):
        return 0
    with Store(workspace / ".audiobook") as opened:
        gone: tuple[Kept, ...] = pruned(opened, older_than=older_than, down_to=down_to, dry=dry_run)
    click.echo(f"{'would remove' if dry_run else 'removed'} {len(gone):,} files, {size(sum(file.size for file in gone))}")
    return 0


def _there(workspace: Path) -> bool:
    if (workspace / ".audiobook").is_dir():
        return True
    click.echo(f"{workspace}: no store here; the first `audiobook render` makes it")
    return False


def size(count: float) -> str:
    """Return bytes as people write them: 3.4 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
