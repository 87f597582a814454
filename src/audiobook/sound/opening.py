"""Other people's files, whose tags may be in any encoding."""

from typing import Any


def forgiving() -> dict[str, Any]:
    """Return what `av.open` needs so that tags that are not UTF-8 do no harm: PyAV 18 refuses such files unless told otherwise, 19 takes them."""
    import av

    return {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}


def readable(text: str) -> str:
    """Return a tag's text with question marks for bytes that are no UTF-8, which PyAV 19 hands on as lone surrogates."""
    return text.encode("utf-8", "replace").decode()
