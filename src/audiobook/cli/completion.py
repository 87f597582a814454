"""`audiobook completion`: what makes the shell complete these commands."""

import click
from click.shell_completion import get_completion_class


@click.command(short_help="Print what makes the shell complete these commands.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes the shell complete these commands.

    \b
    bash:  audiobook completion bash > ~/.audiobook-complete.bash   and source that in ~/.bashrc
    zsh:   audiobook completion zsh > ~/.audiobook-complete.zsh     and source that in ~/.zshrc
    fish:  audiobook completion fish > ~/.config/fish/completions/audiobook.fish
    """
    from audiobook.cli import audiobook

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(audiobook, {}, "audiobook", "_AUDIOBOOK_COMPLETE").source())
