"""audiobook: a story in, a full-cast, chaptered audiobook out."""

__version__ = "0.1.0"
