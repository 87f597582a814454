"""`audiobook feed`: finished books as a podcast."""

from pathlib import Path

import click

from audiobook.cli.progress import notices


@click.command(short_help="Write a podcast feed of finished books.")
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", required=True, metavar="URL", help="Where the folder with the feed will be found: https://example.org/books")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The feed's file.  [default: feed.xml in FOLDER]")
@click.option("--title", default="", metavar="TEXT", help="The show's.  [default: the book's, or the series']")
@click.option("--author", default="", metavar="NAME", help="The show's.  [default: the books']")
@click.option("--description", default="", metavar="TEXT", help="The show's.  [default: the book's]")
@click.option("--language", default="", metavar="CODE", help="en, en-GB, de.  [default: the books']")
@click.option("--category", default="Fiction", show_default=True, metavar="NAME", help="One of Apple's: Fiction, Fiction/Drama, Arts/Books.")
@click.option("--email", default="", metavar="ADDRESS", help="The owner's, with which some directories make sure whose feed it is.")
@click.option("--explicit", is_flag=True, help="Not for children.")
@click.option("--private", is_flag=True, help="Ask directories to leave the feed out.")
def feed(folders: tuple[Path, ...], url: str, output: Path | None, category: str, explicit: bool, private: bool, **texts: str) -> None:
    """Write a podcast feed of the finished books in folders: an episode a chapter where each is a file, else one a book.

    Put the folder on a web server at that address; covers and chapters are written beside the books.

    \b
    audiobook render story.txt --to mp3 && audiobook feed output/story --url https://example.org/story
    audiobook feed output --url https://example.org/books --title "Sea Stories"
    """
    from audiobook.podcasting.categories import category as named
    from audiobook.podcasting.feed import publish
    from audiobook.podcasting.show import Wishes

    wishes = Wishes(category=named(category), explicit=explicit, private=private, **texts)
    published = publish(folders, url, output, wishes, notices)
    show = published.show
    click.echo(f"{show.title}: {len(show.volumes)} book(s), {len(show.episodes)} episode(s)")
    for path in published.beside:
        click.echo(f"  {path}")
    click.echo(f"{published.path}\nto be found at {published.address}")
