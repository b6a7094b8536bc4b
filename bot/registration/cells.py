"""Texts in table files: nothing that a person typed may start a formula when the file is opened."""

# OWASP's list: with one of these a cell's text is run instead of shown.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """The text, with a quote before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_STARTS) else text
