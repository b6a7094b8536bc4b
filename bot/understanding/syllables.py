"""The written Vietnamese syllable: which ones exist, where the tone mark stands, how it looks without marks."""

import unicodedata
from functools import lru_cache

_TONE_MARKS = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")  # level, sắc, huyền, hỏi, ngã, nặng
_STOPS = ("c", "ch", "p", "t")
_SHARP, _HEAVY = 1, 5
_VOWELS = frozenset("aăâeêioôơuưy")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ up ut "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
)
_AFTER_QU = (
    "a ac ach ai an ang anh ao at au ay ăc ăn ăng ăp ăt ân ât âu ây e en eo et ê ên ênh êt êch "
    "i it ich inh y ynh yt yên yêt ơ ơi ôc ông"
)
# The few words with a double o; everywhere else it is the Telex spelling of `ô` (`khoong`, `coong ty`).
_DOUBLE_O = ("boong", "goong", "loong", "xoong", "mooc", "sooc", "rooc")
_AFTER_GI = ("", "n", "m", "p", "êng", "êt", "êm", "êc", "ên", "êp")
_FRONT = frozenset("ieêy")


def _is_spelled(onset: str, rime: str) -> bool:
    """Whether the spelling rules let this onset stand before this rime (k, gh, ngh before front vowels only)."""
    front = rime[0] in _FRONT
    if onset in {"k", "gh", "ngh"}:
        return front
    if onset == "c":
        return not front
    if onset in {"g", "ng"}:
        return not front or (onset == "g" and rime[0] == "i")
    return True


def _all_syllables() -> frozenset[str]:
    onsets, rimes = {"", *_ONSETS.split()} - {"qu", "gi"}, _RIMES.split()
    regular = {onset + rime for onset in onsets for rime in rimes if _is_spelled(onset, rime)}
    after_gi = {"gi" + rime for rime in rimes if rime[0] not in "iyê"} | {"gi" + rime for rime in _AFTER_GI}
    return frozenset(
        regular | after_gi | {"qu" + rime for rime in _AFTER_QU.split()} | set(_DOUBLE_O) | {"kông"}
    )


@lru_cache(maxsize=65_536)
def strip_marks(text: str) -> str:
    """The same text without tone and letter marks, one letter for one letter (`đường` ▸ `duong`)."""
    return text.translate(_PLAIN)


def _plain_table() -> dict[int, str]:
    """A translation table for every precomposed letter of the Latin script."""
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table.setdefault(code, base)
    return table


_PLAIN = _plain_table()
TONELESS_SYLLABLES = _all_syllables()
PLAIN_SYLLABLES = frozenset(strip_marks(syllable) for syllable in TONELESS_SYLLABLES)


def split_tone(word: str) -> tuple[str, int]:
    """A lower-case word without its tone mark, and the tone's number (0 = none; the last mark counts)."""
    decomposed = unicodedata.normalize("NFD", word)
    tone = max((_TONE_MARKS.index(char) for char in decomposed if char in _TONE_MARKS[1:]), default=0)
    bare = "".join(char for char in decomposed if char not in _TONE_MARKS[1:])
    return unicodedata.normalize("NFC", bare), tone


def with_tone(bare: str, tone: int) -> str:
    """The word with its tone mark in the standard place (`hoa` + 2 ▸ `hòa`, `thuong` stays its spelling)."""
    if not tone:
        return bare
    index = _tone_position(bare)
    return unicodedata.normalize("NFC", bare[: index + 1] + _TONE_MARKS[tone] + bare[index + 1 :])


def _tone_position(bare: str) -> int:
    """Where the tone mark stands: on the letter with a mark of its own, else by the shape of the rime."""
    start, end = _nucleus(bare)
    marked = [index for index in range(start, end) if bare[index] in "ăâêôơư"]
    if marked:
        return marked[-1]
    length = end - start
    if length <= 1:
        return start
    if length == 2 and end == len(bare):
        return start
    return start + 1


def _nucleus(bare: str) -> tuple[int, int]:
    """Start and end of the vowels, the `u` of `qu` and the `i` of `gi` left out when another vowel follows."""
    indices = [index for index, char in enumerate(bare) if char in _VOWELS]
    if not indices:
        return 0, 0
    start = indices[0]
    end = start
    while end < len(bare) and bare[end] in _VOWELS:
        end += 1
    if bare[:2] in {"qu", "gi"} and start == 1 and end > 2:
        start = 2
    return start, end


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word is a possible Vietnamese syllable, fully marked, half marked or without marks."""
    if word in PLAIN_SYLLABLES:
        return True
    bare, tone = split_tone(word)
    if bare not in TONELESS_SYLLABLES and not (tone and bare in PLAIN_SYLLABLES):
        return False
    return tone in {0, _SHARP, _HEAVY} or not bare.endswith(_STOPS)


@lru_cache(maxsize=65_536)
def standard(word: str) -> str:
    """A lower-case syllable with its tone mark in the standard place (`hoà` ▸ `hòa`, `khoá` ▸ `khóa`)."""
    if word.isascii():
        return word
    return with_tone(*split_tone(word))
