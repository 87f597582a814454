"""Contents pages are not read, and make no chapters."""

import pytest

from audiobook.document import BlockKind
from tests.readers.stories import of_kind, prose, titles, told, whys, wrapped

NAMES = ["The Quay", "The Rope", "The Other Bank", "Low Water"]
ROMAN = ["I", "II", "III", "IV"]
BOOK = "\n\n\n".join(f"CHAPTER {number}\n{name.upper()}\n\n{wrapped(prose(5))}" for number, name in zip(ROMAN, NAMES, strict=True))
ENTRIES = [f"CHAPTER {number}. {name}" for number, name in zip(ROMAN, NAMES, strict=True)]


@pytest.mark.parametrize(
    "page",
    [
        "CONTENTS\n\n" + "\n".join(ENTRIES),
        "Contents\n\n" + "\n\n".join(ENTRIES),
        "TABLE OF CONTENTS\n" + "\n".join(f"{number}. {name} .... {12 * page}" for page, (number, name) in enumerate(zip(ROMAN, NAMES, strict=True))),
        "\n\n".join(ENTRIES),
        "\n".join(ENTRIES),
        "CONTENTS.\n\n" + "\n".join(NAMES),
    ],
)
def test_a_contents_page_is_not_read(page: str) -> None:
    document = told(f"THE FERRY BELL\n\n\n{page}\n\n\n\n{BOOK}")
    assert titles(document) == [f"CHAPTER {number}: {name.upper()}" for number, name in zip(ROMAN, NAMES, strict=True)]
    assert {why for why, _ in whys(document)} == {"title page", "contents"}
    assert len(of_kind(document, BlockKind.PROSE)) == 20


def test_chapters_of_one_line_are_no_contents_page() -> None:
    text = "\n\n".join(f"Chapter {number}\n\nNobody rang." for number in range(1, 9))
    assert len(titles(told(text))) == 8
