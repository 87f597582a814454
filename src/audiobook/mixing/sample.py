"""A retail sample: the story's first minutes as a file of their own, as audio shops want it."""

from collections.abc import Sequence
from itertools import pairwise

from audiobook.mixing.arrange import join
from audiobook.sound.press import grid
from audiobook.timeline import Mark, Timeline

TITLE = "Retail Sample"
_LEAST, _MOST = 90.0, 240.0  # seconds; shops want one to five minutes


def sample(chapters: Sequence[Timeline], tail: float) -> Timeline:
    """Return the first minutes of these chapters, up to the longest pause within them that comes late enough; all of a short story.

    Args:
        chapters: in order, without credits.
        tail: seconds of silence at its end.
    """
    first, seconds = 0, 0.0
    while first < len(chapters) and seconds < _MOST:
        seconds += chapters[first].seconds
        first += 1
    story = join(chapters[:first])
    clips, rate = story.clips, story.rate
    ends = [clip.start + clip.length for clip in clips]
    pauses = {
        place: following.start - ends[place - 1] for place, (_, following) in enumerate(pairwise(clips), 1) if _LEAST * rate <= ends[place - 1] <= _MOST * rate
    }
    count = max(pauses, key=lambda place: (pauses[place], -place)) if pauses and ends[-1] > _MOST * rate else len(clips)
    length = (ends[count - 1] if count else 0) + round(tail * rate)
    return Timeline(rate, -(-length // grid(rate)) * grid(rate), clips[:count], (Mark(TITLE, 0),))
