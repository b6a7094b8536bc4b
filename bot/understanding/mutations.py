"""The ways in which one sentence is typed: without marks, in teencode, with slips, without spaces, in dialect.

Used to show at training and in tests that every way of typing means the same. Given the same
randomness a mutation gives the same text.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random

import yaml

from bot.understanding.keyboard import encode
from bot.understanding.syllables import is_syllable, split_tone, strip_marks, with_tone

_FILE = Path(__file__).with_name("mutations.yml")
_WORD = re.compile(r"[^\W\d_]+")
# Tones that people mix up: hỏi and ngã, and marks left out.
_OTHER_TONE = {1: 0, 2: 0, 3: 4, 4: 3, 5: 0}


def unmarked(text: str, random: Random) -> str:
    """`đóng bảo hiểm` ▸ `dong bao hiem`."""
    return strip_marks(text)


def teencode(text: str, random: Random) -> str:
    """`bảo hiểm bao nhiêu` ▸ `bh bn`: every word that has a short form gets one."""
    return _replace(text, _words("teencode"), random, share=0.8)


def typing_slips(text: str, random: Random) -> str:
    """`đóng bảo hiểm` ▸ `ddongs bảo hieemr`: some words are left as Telex or VNI keys."""
    method = random.choice(("telex", "telex", "vni"))
    return _each_word(text, lambda word: encode(word, method=method) if random.random() < 0.4 else word)


def wrong_tones(text: str, random: Random) -> str:
    """`hỗ trợ` ▸ `hổ trợ`: some tone marks are mixed up or left out."""
    return _each_word(text, lambda word: _other_tone(word) if random.random() < 0.3 else word)


def missing_spaces(text: str, random: Random) -> str:
    """`làm ruộng đóng bao nhiêu` ▸ `làmruộng đóngbaonhiêu`: some spaces between words are left out."""
    return re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", lambda _: "" if random.random() < 0.4 else " ", text)


def dialect(text: str, random: Random) -> str:
    """`thế nào` ▸ `răng`: words of the regions in the place of the common ones."""
    return _replace(text, _words(random.choice(("central", "southern", "northern"))), random, share=1.0)


MUTATIONS: Mapping[str, Callable[[str, Random], str]] = {
    function.__name__: function
    for function in (unmarked, teencode, typing_slips, wrong_tones, missing_spaces, dialect)
}


@cache
def _words(name: str) -> Mapping[str, tuple[str, ...]]:
    """What may stand for a word or phrase, from `mutations.yml`."""
    data = yaml.safe_load(_FILE.read_text("utf-8"))[name]
    return {common: tuple(others) for common, others in data.items()}


def _replace(text: str, words: Mapping[str, tuple[str, ...]], random: Random, *, share: float) -> str:
    """Longer phrases first; the rest of the text stays as it is."""
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def other(match: re.Match[str]) -> str:
        return random.choice(words[match.group().lower()]) if random.random() < share else match.group()

    return pattern.sub(other, text)


def _each_word(text: str, change: Callable[[str], str]) -> str:
    return _WORD.sub(lambda match: change(match.group().lower()), text)


def _other_tone(word: str) -> str:
    bare, tone = split_tone(word)
    changed = with_tone(bare, _OTHER_TONE.get(tone, 0))
    return changed if is_syllable(word) and is_syllable(changed) else word
