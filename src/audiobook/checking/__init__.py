"""The verdict on a finished file, ours or anybody's: measured on the file itself, against what shops, podcast directories and players ask for."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from audiobook.checking.acx import acx
from audiobook.checking.contents import chapters, cover, tags
from audiobook.checking.podcast import podcast
from audiobook.checking.verdict import Group, Profile, Verdict
from audiobook.sound.meters import measure


def check(path: Path, profile: Profile | None = None) -> Verdict:
    """Listen to a file and judge it.

    Args:
        path: of any format that the codec library reads.
        profile: which lines count; None: all but ACX's, which most files are not meant for.

    Raises:
        SoundError: not a sound file, or cut short.
    """
    heard = measure(path)
    probed = heard.probed
    return Verdict(heard, (*acx(heard), *podcast(heard), *chapters(probed, heard.seconds), *tags(probed), *cover(probed)), profile)


def uneven(verdicts: Sequence[Verdict]) -> str:
    """Return in what the files of one book differ that shops want alike, mono or stereo; nothing where they do not, or ACX's lines do not count."""
    kinds = Counter(each.heard.probed.channels for each in verdicts if each.counts(Group.ACX))
    return ", ".join(f"{count} file(s) with {channels} channel(s)" for channels, count in sorted(kinds.items())) if len(kinds) > 1 else ""
