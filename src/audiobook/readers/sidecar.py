"""A story's sidecar: what its reader knows of the book, and the corrections, read and written.

book:
  title: The Lamp at Hollow Quay
  series: Tales of the Ferry
  part: 2
fixes:
  - line: "Nobody asked you"       # the line's first words
    speaker: Mara
    occurrence: 2                  # which of the lines that begin so; without it the first, `every` for all of them
  - line: "The sign over the door"
    is: narration                  # or speech, thought (both also with a speaker), heading, break (a scene ends before it), note
  - merge: the ferryman
    into: Old Tobin
  - rename: Girl
    to: Mara
"""

from pathlib import Path
from typing import Any

from audiobook.sidecar import BookTags, Fix, Fixes, Merge, Ruling, Sidecar
from audiobook.yamlfile import Addition, Checker, Node, Shape, append, item, load, missing, quoted, rewrite

_BOOK = ("title", "author", "series", "part", "year", "isbn", "publisher", "description", "language", "narrator", "genre", "cover")
_FORMS = "'line: …' with 'speaker:' or 'is:', 'merge: …' with 'into:', or 'rename: …' with 'to:'"
_RULINGS = {ruling.value: ruling for ruling in Ruling if ruling is not Ruling.SPEAKER}
_SPOKEN = (Ruling.SPEECH, Ruling.THOUGHT)
_EVERY = "every"
_MOST = 100_000  # occurrences
_FRESH = "# Corrections to a story and what is known of its book; `audiobook fix` adds to it, and so may you.\n"


def sidecar_path(story: Path) -> Path:
    """Return where a story's sidecar lies: `<story>.audiobook.yaml` beside it, without the story's suffix; a folder's beside the folder."""
    if story.is_dir():
        folder = story if story.name not in ("", "..") else story.resolve()
        return folder.with_name(f"{folder.name}.audiobook.yaml") if folder.name else folder / "audiobook.yaml"
    return story.with_name(f"{story.stem}.audiobook.yaml")


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar; a file that is not there is an empty one without a path.

    Raises:
        SheetError: with all mistakes, by line.
    """
    if missing(path):
        return Sidecar()
    check = Checker(path)
    top = check.table(load(path), ("book", "fixes"), "'book:' and 'fixes:'")
    tags = _tags(check, top["book"]) if "book" in top else BookTags()
    read = [_fix(check, node) for node in check.items(top["fixes"], f"a list of fixes ({_FORMS})")] if "fixes" in top else []
    check.finish()
    lines = tuple(fix for fix in read if isinstance(fix, Fix))
    merges = tuple(fix for fix in read if isinstance(fix, Merge))
    return Sidecar(path, tags, Fixes(lines, merges))


def add_fix(path: Path, *fixes: Fix | Merge) -> None:
    """Append corrections; a file that is not there is made. Nothing else is touched.

    Raises:
        SheetError: the file has mistakes, or is written so that nothing can be appended safely.
        OutputError: it cannot be written.
    """
    read_sidecar(path)
    rewrite(path, lambda text: append(text, "fixes", [_addition(fix) for fix in fixes], path), fresh=_FRESH)


def _addition(fix: Fix | Merge) -> Addition:
    if isinstance(fix, Merge):
        return item({"merge": quoted(fix.old), "into": quoted(fix.new)})
    values = {"line": quoted(fix.text, always=True)}
    if fix.ruling is not Ruling.SPEAKER:
        values["is"] = fix.ruling.value
    if fix.name:
        values["speaker"] = quoted(fix.name)
    if fix.occurrence != 1:
        values["occurrence"] = str(fix.occurrence) if fix.occurrence else _EVERY
    return item(values)


def _tags(check: Checker, node: Node) -> BookTags:
    held = check.table(node, _BOOK, "'title: …', 'author: …' and the like")
    values: dict[str, Any] = {key: _tag(check, key, value) for key, value in held.items()}
    return BookTags(**{key: value for key, value in values.items() if value is not None})


def _tag(check: Checker, key: str, node: Node) -> str | Path | None:
    """Read one tag as written; several authors, narrators or genres may stand in a list."""
    if key == "cover":
        return check.file(node)
    if key == "language":
        return check.language(node)
    if node.shape is Shape.LIST and key in ("author", "narrator", "genre"):
        return ", ".join(filter(None, (check.text(each, "a name") for each in node.items)))
    return check.text(node)


def _fix(check: Checker, node: Node) -> Fix | Merge | None:
    """Read one correction; its form is told by its first key that is one of line, merge and rename."""
    if node.shape is not Shape.MAP:
        check.mistake(node, f"{node} where a fix is wanted; {_FORMS} would work")
        return None
    for old, new in (("merge", "into"), ("rename", "to")):
        if node.get(old):
            return _merge(check, node, old, new)
    held = check.table(node, ("line", "speaker", "is", "occurrence"), _FORMS)
    if "line" not in held:
        check.mistake(node, f"a fix without 'line'; {_FORMS} would work")
        return None
    text = check.text(held["line"], "the line's first words")
    name = check.text(held["speaker"], "a character's name") if "speaker" in held else ""
    ruling = check.choice(held["is"], _RULINGS) if "is" in held else Ruling.SPEAKER
    occurrence = _occurrence(check, held["occurrence"]) if "occurrence" in held else 1
    if "is" not in held and "speaker" not in held:
        check.mistake(node, f"a fix that says nothing of its line; 'speaker: Name' or 'is: {' | '.join(_RULINGS)}' would work")
    elif ruling not in (None, Ruling.SPEAKER, *_SPOKEN) and "speaker" in held:
        check.mistake(held["speaker"], f"a speaker for what is {ruling}; only speech and thought have one")
    return Fix(ruling or Ruling.SPEAKER, text, name, 1 if occurrence is None else occurrence, check.where(node.line))


def _merge(check: Checker, node: Node, old: str, new: str) -> Merge | None:
    held = check.table(node, (old, new), f"'{old}: …' with '{new}: …'")
    for key in (old, new):
        if key not in held:
            check.mistake(node, f"a fix without '{key}'; '{old}: one name' with '{new}: another' would work")
    if len(held) < 2:
        return None
    names = [check.text(held[key], "a name") for key in (old, new)]
    if names[0] and names[0] == names[1]:
        check.mistake(node, f"{names[0]!r} into itself")
    return Merge(names[0], names[1], check.where(node.line))


def _occurrence(check: Checker, node: Node) -> int | None:
    if node.shape is Shape.TEXT and node.text.casefold() in (_EVERY, "all"):
        return 0
    if node.shape is Shape.TEXT and node.text.isdecimal():
        return check.whole(node, 1, _MOST)
    check.mistake(node, f"{node} is not an occurrence; 1, 2, … or every would work")
    return None
