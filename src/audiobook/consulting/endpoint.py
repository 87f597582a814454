"""Who is asked, and about what: an address, a model, bounds. The key never gets in here: it is read from the environment when it is sent."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from audiobook.errors import AudiobookError

OWN_KEY, COMMON_KEY = "AUDIOBOOK_ASK_KEY", "OPENAI_API_KEY"
BELOW, MOST = 0.75, 200

_VERSION = re.compile(r"/v\d+\w*(?:/|$)")
_ENDINGS = ("/chat/completions", "/models")
_PRINTABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible chat endpoint."""

    base: str
    """`http://localhost:11434/v1`: what `/chat/completions` is added to."""
    model: str = ""
    """Empty: the first that the endpoint lists."""
    connect: float = 10.0
    """Seconds to find somebody there."""
    total: float = 300.0
    """Seconds until an answer must be whole: a model that is loaded first may need minutes."""
    tries: int = 4
    """Of one request, when it fails in a way that may pass."""
    pause: float = 1.0
    """Seconds before the second try; they double from try to try."""
    patience: float = 60.0
    """Seconds that a server may tell us to wait."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked about."""

    endpoint: Endpoint
    below: float = BELOW
    """Lines of less confidence than this, 0 to 1."""
    most: int = MOST
    """Lines in all, the least certain first."""


def base_of(address: str) -> str:
    """Return the base address of an endpoint as people write it, with or without `/v1`.

    Raises:
        ValueError: it is no address of an endpoint; the message says why, and holds nothing secret.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise ValueError("this is no address; http://localhost:11434 would be one") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address begins with http:// or https:// and a host, such as http://localhost:11434")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError(f"an address holds no user, password, query or fragment; a key goes into the environment, as {OWN_KEY}")
    path = parts.path.rstrip("/")
    if not _PRINTABLE.fullmatch(parts.hostname + path):
        raise ValueError("an address has no blanks or signs beyond ASCII")
    for ending in _ENDINGS:
        path = path.removesuffix(ending)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = f"{parts.scheme}://{host}{'' if port is None else f':{port}'}{path}"
    return place if _VERSION.search(path) else f"{place}/v1"


def key_for(endpoint: Endpoint, environment: Mapping[str, str] = os.environ) -> str:
    """Return the key to send: AUDIOBOOK_ASK_KEY, else OPENAI_API_KEY, which is another's and never goes over a line that is not encrypted; empty for none.

    Raises:
        AudiobookError: it holds what no header can.
    """
    for name in (OWN_KEY, COMMON_KEY):
        key = environment.get(name, "").strip()
        if not key or (name == COMMON_KEY and not endpoint.base.startswith("https:")):
            continue
        if not _PRINTABLE.fullmatch(key):
            raise AudiobookError(f"{name} in the environment holds a blank or a sign that no key has")
        return key
    return ""
