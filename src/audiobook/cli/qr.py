"""A QR code in the terminal: dark on light, whatever the terminal's own colours."""

import click

_SIGNS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}  # upper and lower module: dark or not
_BORDER = 3  # modules; scanners want some


def qr(text: str) -> str:
    """Return the code of a text, two modules a sign."""
    import segno

    rows = [[bool(module) for module in row] for row in segno.make_qr(text, error="l").matrix_iter(border=_BORDER)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    lines = ["".join(_SIGNS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]
    return "\n".join(click.style(line, fg="black", bg="bright_white") for line in lines)
