"""The verdict on a finished file, ours or anybody's: measured on the file itself, against what shops, podcast directories and players ask for."""

from pathlib import Path

from audiobook.checking.acx import acx
from audiobook.checking.contents import chapters, cover, tags
from audiobook.checking.podcast import podcast
from audiobook.checking.verdict import Profile, Verdict
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
