"""`audiobook voices`: what there is to cast."""

import json
from pathlib import Path

import click

from audiobook.cast import EngineSpec, Offer, Voice
from audiobook.errors import EngineError, did_you_mean
from audiobook.take import Utterance

_SAMPLE = "The rain had stopped by the time we reached the harbour, and nobody spoke for a while."


@click.command(short_help="List the voices there are; hear them.")
@click.option("--engine", "kinds", multiple=True, metavar="NAME", help="Only this engine's; may be given several times.  [default: all that work here]")
@click.option("--language", metavar="CODE", help="Only voices of this language: en, en-us, de.")
@click.option("--all", "everything", is_flag=True, help="Those that are hard to understand as well.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--play", "heard", metavar="VOICE", help="Hear a voice: en-us+f3, espeak:en-us.")
@click.option("--save", "saved", metavar="VOICE", help="Write a sample of a voice to <VOICE>.wav.")
@click.option("--text", default=_SAMPLE, metavar="TEXT", help="What --play and --save say.")
def voices(kinds: tuple[str, ...], language: str | None, everything: bool, as_json: bool, heard: str | None, saved: str | None, text: str) -> None:
    """List the voices there are, the best first.

    \b
    audiobook voices --language en
    audiobook voices --play en-us+f3
    In voices.yaml:   Mira: en-us+f3
    """
    from audiobook.cli.sample import play, save
    from audiobook.production.order import DEFAULT_ENGINE
    from audiobook.production.workspace import file_name

    if heard is not None:
        play(_utterance(heard, kinds[0] if kinds else DEFAULT_ENGINE, text))
    if saved is not None:
        save(_utterance(saved, kinds[0] if kinds else DEFAULT_ENGINE, text), Path(f"{file_name(saved)}.wav"))
    if heard is not None or saved is not None:
        return
    found = {kind: [offer for offer in offers if _wanted(offer, language, everything=everything)] for kind, offers in _offers(kinds).items()}
    if as_json:
        rows = [
            {"engine": kind, "voice": offer.name, "language": offer.language, "gender": offer.gender.value, "clear": offer.clear}
            for kind in found
            for offer in found[kind]
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for kind, offers in found.items():
        click.echo(f"{kind}: {len(offers)} voice(s)")
        for offer in offers:
            heard_as = f" {offer.f0:3.0f} Hz" if offer.f0 else ""
            click.echo(f"  {offer.name:28} {offer.language:10} {offer.gender.value:8}{heard_as}{'' if offer.clear else '  (hard to understand)'}")


def _offers(kinds: tuple[str, ...]) -> dict[str, list[Offer]]:
    """Return each engine's voices, the best first; engines that do not work here are left out unless they were named."""
    from audiobook.engines import kinds as kinds_there_are
    from audiobook.engines import open_engine

    found: dict[str, list[Offer]] = {}
    for kind in kinds or kinds_there_are():
        engine = open_engine(EngineSpec(kind))
        if engine.ready() is None:
            found[kind] = sorted(engine.voices(), key=lambda offer: (not offer.clear, offer.rank, offer.name))
        elif kinds:
            raise EngineError(f"engine {kind!r} does not work here: {engine.ready()}")
    return found


def _wanted(offer: Offer, language: str | None, *, everything: bool) -> bool:
    spoken = offer.language.casefold()
    return (everything or offer.clear) and (language is None or spoken == language.casefold() or spoken.startswith(f"{language.casefold()}-"))


def _utterance(voice: str, kind: str, text: str) -> Utterance:
    from audiobook.engines import kinds as kinds_there_are
    from audiobook.engines import open_engine

    before, colon, after = voice.partition(":")
    kind, name = (before, after) if colon and before in kinds_there_are() else (kind, voice)
    offers = {offer.name: offer for offer in open_engine(EngineSpec(kind)).voices()}
    if name not in offers:
        raise EngineError(f"engine {kind!r} has no voice {name!r}{did_you_mean(name, offers, most=3)}; `audiobook voices --engine {kind}` lists them")
    return Utterance(text, Voice(EngineSpec(kind), name), offers[name].language)
