"""`audiobook serve`: finished books for the podcast apps and browsers in the house."""

import sys
from pathlib import Path

import click

from audiobook.cli.progress import notices


@click.command(short_help="Let podcast apps and browsers in the house listen to finished books.")
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="0.0.0.0 lets phones in the house in.")
@click.option("--port", default=8808, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free.")
@click.option("--open", "unguarded", is_flag=True, help="No token in the address: whoever can reach this machine can listen.")
@click.option("--title", default="", metavar="TEXT", help="The show's.  [default: the book's, or the series']")
def serve(folders: tuple[Path, ...], host: str, port: int, unguarded: bool, title: str) -> int:
    """Serve the finished books in folders as a podcast, and on a page with a player, until Ctrl-C.

    Scan the code with a phone, or give its podcast app the address. The address holds a token that nobody guesses, and stays the same.

    \b
    audiobook serve output                     for this machine
    audiobook serve output --host 0.0.0.0      for the phones in the house
    """
    from audiobook.cli.qr import qr
    from audiobook.podcasting.show import Wishes
    from audiobook.serving.server import Server
    from audiobook.serving.site import Site

    site = Site(folders, Wishes(title=title, private=True), notices, secret=not unguarded)
    with Server(site, host, port) as server:
        show = site.show
        click.echo(f"{show.title}: {len(show.volumes)} book(s), {len(show.episodes)} episode(s)")
        click.echo(f"subscribe: {server.feed}\nlisten:    {server.page}")
        if _drawable():
            click.echo(qr(server.feed))
        if server.local:
            click.echo("only this machine can reach it; --host 0.0.0.0 lets phones in the house in")
        elif unguarded:
            click.echo("whoever is in this network can listen; without --open, only those who have the address")
        click.echo("Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nended", err=True)
    return 0


def _drawable() -> bool:
    """Tell whether the terminal has the signs that a code is drawn with."""
    try:
        "▀▄█".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
