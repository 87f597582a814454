"""Ask a chat endpoint who says the uncertain lines, and weigh what it answers."""

import hashlib
import json
from collections.abc import Mapping
from typing import Protocol

from audiobook.consulting.answers import understood
from audiobook.consulting.chat import Chat, Failed, Refused, cleaned
from audiobook.consulting.endpoint import Endpoint, Inquiry
from audiobook.consulting.questions import Question, questions, tokens
from audiobook.consulting.verdicts import with_opinions
from audiobook.events import Notice, Report
from audiobook.script import Script

_FAILURES = 2  # in a row, after which nothing more is asked


class Memory(Protocol):
    """Where answers are kept from run to run."""

    def recall(self, key: str) -> str | None:
        """Return what was remembered under this key; None where nothing was."""
        ...

    def remember(self, key: str, text: str) -> None:
        """Keep a text under this key."""
        ...


class Forgetful:
    """Remembers nothing."""

    def recall(self, key: str) -> str | None:
        """Return None."""
        return None

    def remember(self, key: str, text: str) -> None:
        """Forget it."""


def consult(script: Script, inquiry: Inquiry, report: Report, memory: Memory, *, chat: Chat | None = None, send: bool = True) -> Script:
    """Return the script with the speakers that a second opinion gives to its uncertain lines; the text and all other lines stay as they are.

    Args:
        script: What we think.
        inquiry: Who is asked, and about what.
        report: Is told beforehand what will be sent, and what came of it.
        memory: What was answered before is not asked again.
        chat: The connection; by default one to the inquiry's endpoint, with the key from the environment.
        send: False: only say what would be sent; what is remembered counts.

    An endpoint that cannot be reached, or answers nonsense, is a notice, and what it should have told stays as it was.
    """
    asked, uncertain = questions(script, inquiry.below, inquiry.most)
    if not asked:
        return script
    chat = chat or Chat.opened(inquiry.endpoint)
    try:
        model = cleaned(inquiry.endpoint.model or (chat.first_model() if send else ""))
    except Failed as error:
        report(Notice(f"no second opinion: {error}; the script stays as it is"))
        return script
    opinions: dict[int, str | None] = {}
    waiting: list[Question] = []
    for question in asked:
        known = understood(memory.recall(_key(inquiry.endpoint, model, question)) or "", question, script)
        if known is None:
            waiting.append(question)
        else:
            opinions.update(known)
    report(Notice(_foretold(inquiry.endpoint, model, asked, waiting, uncertain, send=send)))
    if send:
        opinions.update(_answers(script, waiting, inquiry.endpoint, model, chat, memory, report))
    return with_opinions(script, opinions, model)


def _answers(script: Script, waiting: list[Question], endpoint: Endpoint, model: str, chat: Chat, memory: Memory, report: Report) -> Mapping[int, str | None]:
    """Ask one question after another; return the speakers by segment, of those that were answered."""
    opinions: dict[int, str | None] = {}
    failures = answered = useless = 0
    for number, question in enumerate(waiting):
        try:
            text = chat.answer(model, question.messages, question.most_tokens)
        except Failed as error:
            failures += 1
            if isinstance(error, Refused) or not answered or failures == _FAILURES:
                report(Notice(f"the second opinion ends after {number} of {len(waiting)} request(s): {error}; the other lines stay as they are"))
                break
            report(Notice(f"a request for a second opinion failed: {error}; its lines stay as they are"))
            continue
        failures, answered = 0, answered + 1
        understand = understood(text, question, script)
        if understand is None:
            useless += 1
        else:
            opinions.update(understand)
            memory.remember(_key(endpoint, model, question), text)
    if useless:
        report(Notice(f"{useless} answer(s) of {model} were not what was asked for; their lines stay as they are"))
    return opinions


def _key(endpoint: Endpoint, model: str, question: Question) -> str:
    """Return what an answer is known by: who was asked, and all that was sent."""
    sent = json.dumps([endpoint.base, model, question.messages, question.most_tokens], ensure_ascii=True)
    return hashlib.sha256(sent.encode()).hexdigest()


def _foretold(endpoint: Endpoint, model: str, asked: list[Question], waiting: list[Question], uncertain: int, *, send: bool) -> str:
    lines = sum(len(question.lines) for question in asked)
    which = f"{lines} uncertain line(s)" if lines == uncertain else f"{lines} of {uncertain} uncertain line(s), the least certain"
    known = f"; {len(asked) - len(waiting)} answer(s) are remembered" if len(waiting) < len(asked) else ""
    whom = f"{model + ' at ' if model else ''}{endpoint.base}"
    if not waiting:
        return f"second opinion on {which}: all answers of {whom} are remembered, nothing is sent"
    cost = f"{sum(len(question.lines) for question in waiting)} line(s) in {len(waiting)} request(s), about {sum(map(tokens, waiting)):,} tokens"
    return f"second opinion on {which}: {'sending' if send else 'a run would send'} {cost} to {whom}{known}"
