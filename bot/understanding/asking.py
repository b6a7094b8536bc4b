"""Whether a word asks for something where it stands (the words are in `asking.yml`)."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("asking.yml")
_REACH = 4  # words over which a denial reaches


def asks_at(words: Sequence[str], index: int, part: slice) -> bool:
    """Whether the word at `index` of a part of a text asks or requests.

    :param words: the whole text's words with their marks, one a token.
    """
    known = _words()
    word, following = words[index], words[index + 1 : part.stop]
    before = words[index - 1] if index > part.start else ""
    after = following[0] if following else ""
    if word == "?":
        return True
    if word == "mấy":
        return known["some_after"].isdisjoint(following[:2]) and before not in known["some_before"]
    if word in known["asking"]:
        return after != "cũng" and known["denying"].isdisjoint(words[max(part.start, index - _REACH) : index])
    if word in known["after_how"]:
        return before in known["before_long"]
    return (word in known["asking_last"] and _is_last(following)) or after in _requests().get(word, ())


def hands_in(words: Sequence[str], part: slice, *, before: slice) -> bool:
    """Whether a part asks only where the papers go that the part before it asks for."""
    known = _words()
    said = [word for word in words[part] if word[:1].isalnum() and word not in known["particles"]]
    if known["handing_in"].isdisjoint(said) or not known["handing_in_words"].issuperset(said):
        return False
    return not known["papers"].isdisjoint(words[before])


def _is_last(following: Sequence[str]) -> bool:
    """Whether what is said ends here: at its end, at a mark, or before what joins it to the next."""
    rest = next((word for word in following if word not in _words()["particles"]), "")
    return not rest[:1].isalnum() or following[0] in _words()["joining"]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = yaml.safe_load(_FILE.read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items() if name != "requests"}


@cache
def _requests() -> Mapping[str, frozenset[str]]:
    data = yaml.safe_load(_FILE.read_text("utf-8"))["requests"]
    return {first: frozenset(words) for first, words in data.items()}
