"""The command line: the only place that prints. A command is a module of its own, loaded when it is called."""

import importlib
import sys
from collections.abc import Mapping

import click

from audiobook.version import __version__

COMMANDS: Mapping[str, tuple[str, str]] = {
    "render": ("audiobook.cli.render:render", "Turn stories into audiobooks."),
    "script": ("audiobook.cli.script:script", "Show who says each line, how sure that is, and why."),
    "fix": ("audiobook.cli.fix:fix", "Correct who says a line, or what it is; corrections hold through edits."),
    "cast": ("audiobook.cli.cast:cast", "Show who speaks, how much, and in which voice; hear them."),
    "voices": ("audiobook.cli.voices:voices", "List the voices there are; hear them."),
    "store": ("audiobook.cli.store:store", "Show what the store holds; prune it."),
    "check": ("audiobook.cli.check:check", "Measure a finished file: loudness, peaks, noise, chapters, tags, cover."),
    "feed": ("audiobook.cli.feed:feed", "Write a podcast feed of finished books."),
    "serve": ("audiobook.cli.serve:serve", "Let podcast apps and browsers in the house listen to finished books."),
    "doctor": ("audiobook.cli.doctor:doctor", "Tell what works on this machine, and what to install for the rest."),
    "completion": ("audiobook.cli.completion:completion", "Print what makes the shell complete these commands."),
}
"""Name: where it is, and its line in the list (which loads none of them)."""


class Commands(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; say which one was meant when there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from audiobook.errors import did_you_mean

            ctx.fail(f"no command {args[0]!r}{did_you_mean(args[0], COMMANDS)}; there are {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, "-V", "--version", prog_name="audiobook", message="%(prog)s %(version)s")
def audiobook() -> None:
    """Turn a story into a full-cast, chaptered audiobook.

    \b
    audiobook render story.txt            makes output/story/<Title>.m4b
    audiobook render story.txt --to mp3   as MP3
    audiobook cast story.txt              who speaks, in which voice
    audiobook script story.txt            who says each line, and why

    Change a voice in voices.yaml and render again: only that character's lines are spoken anew.
    """


def main() -> None:
    """Run the command line; exit 0 made, 1 our error, 2 wrong command line, 3 made with holes, 130 interrupted."""
    sys.exit(run(sys.argv[1:]))


def run(args: list[str]) -> int:
    """Run the command line with these arguments; return the exit code."""
    from audiobook.errors import AudiobookError

    try:
        code = audiobook.main(args=args, prog_name="audiobook", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ninterrupted; what was recorded is safe, the same command goes on from there", err=True)
        return 130
    except AudiobookError as error:
        click.echo(f"audiobook: {error}", err=True)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return code if isinstance(code, int) else 0
