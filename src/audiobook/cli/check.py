"""`audiobook check`: is a finished file what shops, podcast directories and players ask for?"""

import json
from pathlib import Path

import click

from audiobook.checking.verdict import Group, Line, Verdict, clock

_HEADS = {
    Group.ACX: "ACX (audio shops)",
    Group.PODCAST: "Podcast",
    Group.CHAPTERS: "Chapters",
    Group.TAGS: "Tags",
    Group.COVER: "Cover",
}


@click.command(short_help="Measure a finished file: loudness, peaks, noise, chapters, tags, cover.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profile", type=click.Choice(["acx", "podcast", "all"]), help="What decides.  [default: everything but ACX's lines, which are shown]")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(files: tuple[Path, ...], profile: str | None, as_json: bool) -> int:
    """Measure a finished file, ours or anybody's, and tell what would be refused. Exits 1 when a line that counts fails.

    \b
    audiobook check "output/story/The Story.m4b"
    audiobook check --profile acx chapters/*.mp3
    audiobook check --json book.mp3
    """
    from audiobook.checking import check as judge
    from audiobook.checking import uneven
    from audiobook.checking.verdict import Profile
    from audiobook.errors import SoundError

    asked, code = Profile(profile) if profile else None, 0
    told: list[object] = []
    verdicts: list[Verdict] = []
    for number, path in enumerate(files):
        try:
            verdict = judge(path, asked)
        except SoundError as error:
            click.echo(f"audiobook: {error}", err=True)
            code = 1
            told.append({"file": str(path), "passed": False, "error": str(error)})
            continue
        verdicts.append(verdict)
        code = code if verdict.passed else 1
        if as_json:
            told.append(_plain(verdict))
        else:
            click.echo(("\n" if number else "") + _table(verdict))
    if differ := uneven(verdicts):
        click.echo(f"audiobook: {differ}; shops want all files of a book in mono, or all in stereo", err=True)
        code = 1
    if as_json:
        click.echo(json.dumps(told[0] if len(files) == 1 else told, ensure_ascii=False, indent=1))
    return code


def _table(verdict: Verdict) -> str:
    probed = verdict.heard.probed
    rows = [click.style(f"{probed.path}", bold=True)]
    rows.append(f"  {clock(verdict.heard.seconds)}, {probed.codec}, {probed.rate:,} Hz, {verdict.heard.bitrate / 1000:.0f} kbit/s, {probed.size / 1e6:,.1f} MB")
    names = max(len(line.name) for line in verdict.lines)
    width = min(40, max(len(line.found) for line in verdict.lines))
    for group, head in _HEADS.items():
        lines = [line for line in verdict.lines if line.group is group]
        note = "" if verdict.counts(group) else f"  (does not count here; --profile {'all' if group is not Group.ACX else 'acx'} makes it)"
        rows.append(f"{head}{note}")
        rows += [_row(line, names, width, counts=verdict.counts(group)) for line in lines]
    failed = verdict.failed
    rows.append(f"{len(failed)} line(s) fail: {', '.join(line.name for line in failed)}" if failed else "passes")
    return "\n".join(rows)


def _row(line: Line, names: int, width: int, *, counts: bool) -> str:
    sign = click.style("✓", fg="green") if line.passed else click.style("✗", fg="red", bold=True) if counts else "–"
    found = " ".join(line.found.split())
    return f"  {sign} {line.name:{names}}  {found if len(found) <= width else found[: width - 1] + '…':{width}}  {line.wanted}"


def _plain(verdict: Verdict) -> dict[str, object]:
    probed = verdict.heard.probed
    return {
        "file": str(probed.path),
        "passed": verdict.passed,
        "profile": verdict.profile.value if verdict.profile else None,
        "seconds": round(verdict.heard.seconds, 3),
        "container": probed.container,
        "codec": probed.codec,
        "lines": [
            {
                "group": line.group.value,
                "name": line.name,
                "value": line.value,
                "found": line.found,
                "wanted": line.wanted,
                "passed": line.passed,
                "counts": verdict.counts(line.group),
            }
            for line in verdict.lines
        ],
    }
