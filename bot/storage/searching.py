"""Which terms a lead is found by: words without tone marks and their beginnings, a phone's last digits.

The terms are kept as keyed hashes, so the search finds them without the database knowing a name. Only whole terms
can be found that way, which is why each beginning of a word is a term of its own.
"""

import re
import unicodedata
from dataclasses import dataclass

_SHORTEST_BEGINNING = 2
# The longest Vietnamese syllable has seven letters.
_LONGEST_BEGINNING = 16
_LAST_DIGITS = range(3, 10)
_WORD = re.compile(r"[^\W_]+")
# A number may be typed in groups: 0912 345 678, 0912.345.678, +84 912-345-678.
_GROUPED_DIGITS = re.compile(r"(?<!\w)\+?\d+(?:[ .-]+\d+)*(?!\w)")
# A receipt's number, with or without its letters.
_RECEIPT = re.compile(r"[a-z]{0,2}0*(\d{1,18})")
_COUNTRY_CODE = "84"
# The letter đ does not come apart into d and a mark; old keyboards type the Icelandic ð for it.
_STROKED = str.maketrans("đð", "dd")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a query: a lead fits by its term or by its number."""

    term: str
    lead_id: int | None


def unmarked(text: str) -> str:
    """Lower case without tone marks or accents: «Nguyễn Thị Đào» → «nguyen thi dao»."""
    letters = unicodedata.normalize("NFD", text.casefold().translate(_STROKED))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def lead_terms(*texts: str | None, phone: str) -> set[str]:
    """All terms of a lead; ``phone`` is in E.164."""
    lengths = range(_SHORTEST_BEGINNING, _LONGEST_BEGINNING + 1)
    words = {word for text in texts if text for word in _words(text)}
    # A slice longer than the word is the word itself, also when it is a single letter.
    return {word[:length] for word in words for length in lengths} | _phone_terms(phone)


def wanted_words(query: str) -> list[Wanted]:
    """The words of a query; a lead is found when every one of them fits."""
    joined = _GROUPED_DIGITS.sub(lambda found: re.sub(r"\D", "", found[0]), query)
    return [Wanted(word[:_LONGEST_BEGINNING], _lead_number(word)) for word in _words(joined)]


def _words(text: str) -> list[str]:
    return _WORD.findall(unmarked(text))


def _phone_terms(phone: str) -> set[str]:
    digits = re.sub(r"\D", "", phone)
    whole = {digits, "0" + digits.removeprefix(_COUNTRY_CODE)}
    return whole | {digits[-count:] for count in _LAST_DIGITS}


def _lead_number(word: str) -> int | None:
    found = _RECEIPT.fullmatch(word)
    return int(found[1]) if found else None
