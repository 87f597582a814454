"""A listener for tests, so that speech can be checked without ears: pocketsphinx, with a language model of the script's own words."""

import math
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder, get_model_path
from scipy.signal import resample_poly

from audiobook.audio import Audio, Samples, to_int16

RATE = 16000  # Hz, of its acoustic model
_NOISE = 0.0005  # digital silence confuses it


def spoken(text: str) -> list[str]:
    """Return the words of the text as its dictionary has them."""
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


class Recogniser:
    """Hears the words of a script, in any order."""

    def __init__(self, script: Sequence[str]) -> None:
        lines = [spoken(line) for line in script]
        with tempfile.TemporaryDirectory() as folder:
            model, dictionary = Path(folder, "script.lm"), Path(folder, "script.dict")
            known = _pronunciations({word for line in lines for word in line})
            dictionary.write_text("".join(known.values()))
            model.write_text(_bigrams([[word for word in line if word in known] for line in lines]))
            self._decoder = Decoder(hmm=get_model_path("en-us/en-us"), lm=str(model), dict=str(dictionary), loglevel="FATAL")

    def hear(self, audio: Audio) -> list[str]:
        """Return the words it heard."""
        step = math.gcd(RATE, audio.rate)
        samples: Samples = resample_poly(audio.samples, RATE // step, audio.rate // step).astype(np.float32)
        noise = np.random.default_rng(1).normal(0, _NOISE, len(samples)).astype(np.float32)
        self._decoder.start_utt()
        self._decoder.process_raw(to_int16(samples + noise).tobytes(), full_utt=True)
        self._decoder.end_utt()
        hypothesis = self._decoder.hyp()
        return re.sub(r"\(\d+\)", "", hypothesis.hypstr).split() if hypothesis else []


def word_errors(said: Sequence[str], heard: Sequence[str]) -> float:
    """Return the word error rate: insertions, deletions and substitutions, over the words said."""
    row = list(range(len(heard) + 1))
    for count, word in enumerate(said, 1):
        last, row[0] = row[0], count
        for at, other in enumerate(heard, 1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (word != other))
    return row[-1] / max(1, len(said))


@cache
def _dictionary() -> dict[str, str]:
    entries: dict[str, str] = {}
    for line in Path(get_model_path("en-us/cmudict-en-us.dict")).read_text(encoding="utf-8").splitlines():
        word = line.partition(" ")[0].partition("(")[0]
        entries[word] = entries.get(word, "") + line + "\n"
    return entries


def _pronunciations(words: set[str]) -> dict[str, str]:
    return {word: _dictionary()[word] for word in sorted(words) if word in _dictionary()}


def _bigrams(lines: Sequence[Sequence[str]]) -> str:
    """Return a bigram model of the lines in the ARPA format, discounted by a tenth for what was not seen."""
    sentences = [["<s>", *line, "</s>"] for line in lines]
    singles = Counter(word for sentence in sentences for word in sentence)
    pairs = Counter(pair for sentence in sentences for pair in pairwise(sentence))
    total = sum(singles.values())
    ones = [f"{math.log10(count / total):.4f} {word} {-1.0:.4f}" for word, count in sorted(singles.items())]
    twos = [f"{math.log10(0.9 * count / singles[first]):.4f} {first} {second}" for (first, second), count in sorted(pairs.items())]
    head = f"\\data\\\nngram 1={len(ones)}\nngram 2={len(twos)}\n\n"
    return head + "\\1-grams:\n" + "\n".join(ones) + "\n\n\\2-grams:\n" + "\n".join(twos) + "\n\n\\end\\\n"
