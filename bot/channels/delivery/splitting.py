"""Long texts in parts: at a blank line if possible, else at a line, a sentence, a word, and only then anywhere."""

from collections.abc import Callable, Iterator

# In the order of how little each disturbs the reader; the sign stays with what comes before it.
_SEAMS = ("\n\n", "\n", ". ", " ")


def utf16_length(text: str) -> int:
    """The length as platforms with JavaScript clients count it: letters beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2


def split_text(text: str, *, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """The text in parts of at most ``limit``, none of them empty; nothing but white space at the seams is lost."""
    return list(_parts(text.strip(), limit, length))


def _parts(text: str, limit: int, length: Callable[[str], int]) -> Iterator[str]:
    while length(text) > limit:
        fitting = _fitting(text, limit, length)
        cut = next((at + len(seam) for seam in _SEAMS if (at := fitting.rfind(seam)) > 0), len(fitting))
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _fitting(text: str, limit: int, length: Callable[[str], int]) -> str:
    """The longest beginning within the limit; a letter counts as two at the most."""
    beginning = text[:limit]
    while (excess := length(beginning) - limit) > 0:
        beginning = beginning[: -((excess + 1) // 2)]
    return beginning
