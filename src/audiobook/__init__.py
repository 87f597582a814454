"""audiobook: a story in, a full-cast, chaptered audiobook out.

from audiobook import Order, render
outcome = render(Order("story.txt", formats=("m4b", "mp3")))
"""

from typing import TYPE_CHECKING, Any

from audiobook.version import __version__

if TYPE_CHECKING:
    from audiobook.production.order import Order, Outcome
    from audiobook.production.rendering import render

__all__ = ["Order", "Outcome", "__version__", "render"]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: `audiobook --help` asks for nothing."""
    if name == "render":
        from audiobook.production.rendering import render

        return render
    if name in {"Order", "Outcome"}:
        from audiobook.production import order

        return getattr(order, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
