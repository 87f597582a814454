"""One conversation with an endpoint: requests with deadlines and retries, answers of bounded size, no redirects, and messages that keep the key out."""

import http.client
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.consulting.endpoint import COMMON_KEY, OWN_KEY, Endpoint, key_for
from audiobook.consulting.wire import Reply, exchange

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_LONGEST = 300  # characters of a server's words that we repeat
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


class Failed(Exception):
    """A request that came to nothing; the message is for people, and holds no key."""


class Refused(Failed):
    """Asking again is no use: this server says no."""


class _Passing(Failed):
    """It may go better in a while."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        """Seconds that the server asked for."""


@dataclass(slots=True)
class Chat:
    """Requests to one endpoint, one after another."""

    endpoint: Endpoint
    key: str = field(default="", repr=False)
    sleep: Callable[[float], None] = time.sleep
    bound: str = "max_tokens"
    """How this endpoint calls the bound of an answer."""
    cool: bool = True
    """Whether it takes a temperature."""

    @classmethod
    def opened(cls, endpoint: Endpoint) -> "Chat":
        """Return a chat with the key from the environment."""
        return cls(endpoint, key_for(endpoint))

    def first_model(self) -> str:
        """Return the name of the first model there.

        Raises:
            Failed: there is none, or nobody answers.
        """
        told = self._asked("GET", "/models", None)
        try:
            name = told["data"][0]["id"]  # type: ignore[index]
        except (LookupError, TypeError):
            name = None
        if not isinstance(name, str) or not name:
            raise Refused(f"{self.endpoint.base}/models lists no model; --ask-model names one")
        return self._safe(name)

    def answer(self, model: str, messages: Sequence[Mapping[str, str]], most_tokens: int) -> str:
        """Return what the model answers; empty where it says nothing that is text.

        Raises:
            Failed: no answer was to be had.
        """
        told = self._completed({"model": model, "messages": list(messages)}, most_tokens)
        try:
            text = told["choices"][0]["message"]["content"]  # type: ignore[index]
        except (LookupError, TypeError):
            return ""
        return self._hidden(text) if isinstance(text, str) else ""

    def _completed(self, asked: Mapping[str, object], most_tokens: int) -> object:
        """Send a question with its bounds, in the words that this endpoint wants them in: some models refuse the older ones."""
        while True:
            wishes = {self.bound: most_tokens, **({"temperature": 0} if self.cool else {})}
            try:
                return self._asked("POST", "/chat/completions", {**asked, **wishes})
            except Refused as error:
                if self.bound == "max_tokens" and "max_completion_tokens" in str(error):
                    self.bound = "max_completion_tokens"
                elif self.cool and "temperature" in str(error):
                    self.cool = False
                else:
                    raise

    def _asked(self, method: str, path: str, body: object) -> object:
        """Send a request, again if need be; return the JSON of its answer."""
        for number in range(1, self.endpoint.tries + 1):
            try:
                return self._once(method, path, body)
            except _Passing as error:
                wait = error.wait if error.wait is not None else self.endpoint.pause * 2 ** (number - 1)
                if wait > self.endpoint.patience:
                    raise Refused(f"{error}, and wants us to wait {wait:.0f} seconds") from error
                if number == self.endpoint.tries:
                    raise Failed(f"{error} ({number} tries)") from error
                self.sleep(wait)
        raise AssertionError("there is at least one try")

    def _once(self, method: str, path: str, body: object) -> object:
        headers = {"Accept": "application/json", "User-Agent": "audiobook", "Connection": "close"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body, ensure_ascii=True).encode()
        where = self.endpoint.base + path
        try:
            reply = exchange(where, method, content, headers, connect=self.endpoint.connect, total=self.endpoint.total)
        except TimeoutError as error:
            # trying again would only multiply the wait: where a model is too slow once, it is too slow twice
            raise Failed(f"{where}: {error}") from error
        except (OSError, http.client.HTTPException) as error:
            raise _Passing(self._safe(f"{where}: cannot be reached: {_reason(error)}")) from error
        if reply is None:
            raise Refused(f"{where}: the answer is bigger than any answer to our question")
        return self._read(where, reply)

    def _read(self, where: str, reply: Reply) -> object:
        if 300 <= reply.status < 400:
            raise Refused(self._safe(f"{where}: sends us elsewhere ({reply.status}); we do not follow, name the endpoint itself"))
        try:
            told: object = json.loads(reply.content)
        except (ValueError, RecursionError):
            told = None
        if reply.status in _PASSING:
            raise _Passing(self._safe(f"{where}: {reply.status}{_said(told)}"), reply.retry_after)
        if not 200 <= reply.status < 300:
            hint = f"; the key is read from {OWN_KEY}, else {COMMON_KEY} (https only)" if reply.status in (401, 403) else ""
            raise Refused(self._safe(f"{where}: {reply.status}{_said(told)}{hint}"))
        if not isinstance(told, dict):
            if "json" in reply.kind.lower():
                raise Failed(f"{where}: answers with JSON that is broken or no object")
            raise Refused(f"{where}: what answers there is no chat endpoint: {cleaned(reply.kind) or 'something'} that is no JSON object")
        return told

    def _safe(self, message: str) -> str:
        return cleaned(self._hidden(message))

    def _hidden(self, text: str) -> str:
        """Return a server's words without the key, which it knows and may repeat."""
        return text.replace(self.key, "…") if self.key else text


def cleaned(text: str) -> str:
    """Return words of a server as we repeat them: one line, no control characters, not too long."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(told: object) -> str:
    """Return a server's own explanation, ready to be appended: {"error": {"message": …}}, {"error": …}, {"detail": …}, {"message": …}."""
    for name in ("error", "detail", "message"):
        said = told.get(name) if isinstance(told, dict) else None
        if isinstance(said, dict):
            said = said.get("message")
        if isinstance(said, list):
            said = "; ".join(str(each.get("msg", "")) for each in said if isinstance(each, dict))
        if isinstance(said, str) and said.strip():
            return f": {said.strip()}"
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    return "the connection ended in the middle of an answer" if isinstance(error, http.client.IncompleteRead) else f"no HTTP ({type(error).__name__})"
