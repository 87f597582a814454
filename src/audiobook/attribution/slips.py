"""Names that are a slip for another: one letter off, or two swapped ("Betram")."""

from collections.abc import Iterator, Mapping

from audiobook.attribution.evidence import Evidence
from audiobook.attribution.lexicon import given
from audiobook.attribution.names import Form

_USUAL = 8  # times a name must stand for others to be slips for it
_RARE = 2  # times that a slip may stand
_LENGTH = 5  # letters, below which names are too much alike


def misspelt(evidence: Mapping[Form, Evidence], by_form: Mapping[Form, int]) -> Iterator[tuple[Form, int]]:
    """Yield rare single names that are a slip for a usual one, with the index of its bearer."""
    usual: dict[str, set[Form]] = {}
    for form in by_form:
        if len(form.names) == 1 and evidence[form].count >= _USUAL and len(form.names[0]) >= _LENGTH:
            for key in _shortened(form.names[0].lower()):
                usual.setdefault(key, set()).add(form)
    found: list[tuple[Form, int]] = []
    for form, seen in evidence.items():
        name = form.names[0].lower() if len(form.names) == 1 else ""
        if len(name) < _LENGTH or seen.count > _RARE or name in given():
            continue
        hits = {by_form[other] for key in _shortened(name) for other in usual.get(key, ()) if _slip(name, other.names[0].lower())}
        if len(hits) == 1 and by_form.get(form) not in hits:
            found.append((form, hits.pop()))
    yield from found


def _shortened(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(1, len(name)))}


def _slip(wrong: str, right: str) -> bool:
    """Tell whether one is the other with one letter changed, left out or doubled, or two neighbours swapped; plurals are none."""
    if wrong[0] != right[0] or wrong in (right + "s", right + "es", right + "ed") or right == wrong + "s":
        return False
    if len(wrong) == len(right):
        different = [at for at in range(len(right)) if wrong[at] != right[at]]
        if len(different) == 2 and different[1] == different[0] + 1:
            return wrong[different[0]] == right[different[1]] and wrong[different[1]] == right[different[0]]
        return len(different) == 1 and len(right) >= 7
    longer, shorter = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    return len(longer) == len(shorter) + 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer)))
