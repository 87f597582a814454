"""Options for a second opinion, and how they become an Inquiry: --ask, --ask-model, --ask-below, --ask-most."""

from collections.abc import Callable
from functools import wraps

import click

from audiobook.cli.options import Function
from audiobook.consulting.endpoint import BELOW, MOST, Endpoint, Inquiry, base_of


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the base of an address; refuse what is none."""
    try:
        return None if value is None else base_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_OPTIONS = (
    click.option(
        "--ask",
        "ask_base",
        metavar="URL",
        callback=_address,
        help="Ask a chat endpoint (OpenAI-compatible: Ollama, llama.cpp, …) who says the uncertain lines: docs/second-opinion.md.",
    ),
    click.option("--ask-model", metavar="NAME", default="", help="The model to ask.  [default: the first that the endpoint lists]"),
    click.option("--ask-below", type=click.FloatRange(0, 1), metavar="P", default=BELOW, show_default=True, help="Ask about lines less certain than P."),
    click.option("--ask-most", type=click.IntRange(min=1), metavar="N", default=MOST, show_default=True, help="Ask about N lines at most, the least certain."),
)


def asks(function: Function) -> Function:
    """Give a command the options; it gets what they make together as `ask`."""

    @wraps(function)
    def asking(*, ask_base: str | None, ask_model: str, ask_below: float, ask_most: int, **wishes: object) -> object:
        if ask_base is None and ask_model:
            raise click.UsageError("--ask-model names a model, and --ask URL where it is asked; the latter is missing")
        ask = None if ask_base is None else Inquiry(Endpoint(ask_base, ask_model.strip()), ask_below, ask_most)
        return function(ask=ask, **wishes)

    wrapped: Callable[..., object] = asking
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]
