"""Questions that say much the same, brought together for a reader."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.understanding.normalise import normalise

# Of 100: from here on two questions, spelled alike and in any order of words, count as one.
_ALIKE = 72


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts that are alike, the largest group first; each text is in one group."""
    firsts: list[str] = []
    groups: list[list[int]] = []
    for index, text in enumerate(texts):
        plain = normalise(text).plain
        found = process.extractOne(plain, firsts, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
        if found is None:
            firsts.append(plain)
            groups.append([index])
        else:
            groups[found[2]].append(index)
    return sorted(groups, key=len, reverse=True)
