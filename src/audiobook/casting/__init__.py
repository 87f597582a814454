"""Casting: a script and voices.yaml into everybody's voice, and new characters back into the file."""

from audiobook.casting.casts import cast
from audiobook.casting.choosing import speaks
from audiobook.casting.saving import recast_missing, save_cast, template
from audiobook.casting.sheets import read_sheet
from audiobook.casting.voicing import engines_named, parse_voice

__all__ = ["cast", "engines_named", "parse_voice", "read_sheet", "recast_missing", "save_cast", "speaks", "template"]
