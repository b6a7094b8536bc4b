"""What comes out when Telex or VNI typing slips: decoding of left-over keys, and the keys of a marked word."""

from functools import lru_cache

from bot.understanding.syllables import is_syllable, split_tone, with_tone

_TELEX_TONES = {"s": 1, "f": 2, "r": 3, "x": 4, "j": 5, "z": 0}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_VOWELS = frozenset("aăâeêioôơuưy")
_LONGEST = 12  # more keys than the longest syllable needs (`nghieengs`, doubled keys included)


@lru_cache(maxsize=32_768)
def decode(word: str) -> str | None:
    """The marked syllable that a lower-case run of Telex or VNI keys stands for, or None.

    Keys may stand anywhere after the letter they change (`hieemr`, `hiemer`, `hiem63`), and part of
    the word may already be marked (`đongs`).
    """
    if len(word) > _LONGEST or is_syllable(word):
        return None
    if any(char.isdigit() for char in word):
        return _decode_vni(word)
    readings = (_decode_telex(word, adjacent=adjacent) for adjacent in (False, True))
    return next((reading for reading in map(_spelled, readings) if reading and reading != word), None)


def _spelled(reading: str | None) -> str | None:
    """The reading if it is a syllable; the horn of `uow` stands on both letters, but in `thuở` on the last only."""
    if reading is None or is_syllable(reading):
        return reading
    bare, tone = split_tone(reading)
    other = with_tone(bare.replace("ươ", "uơ"), tone)
    return other if is_syllable(other) else None


def _decode_telex(word: str, *, adjacent: bool) -> str | None:
    bare, tone = split_tone(word)
    out: list[str] = []
    for key in bare:
        if key in _TELEX_TONES and _VOWELS.intersection(out):
            tone = _TELEX_TONES[key]
        elif key == "w":
            _add_horn(out)
        elif key in _HAT and _can_double(out, key, adjacent=adjacent):
            out[_last(out, key)] = _HAT[key]
        elif key == "d" and out[:1] == ["d"]:
            out[0] = "đ"
        else:
            out.append(key)
    return with_tone("".join(out), tone) if out else None


def _can_double(out: list[str], key: str, *, adjacent: bool) -> bool:
    return out[-1:] == [key] if adjacent else key in out


def _last(out: list[str], key: str) -> int:
    return len(out) - 1 - out[::-1].index(key)


def _add_horn(out: list[str]) -> None:
    """Put the horn or the breve on the last vowel that can take it; a `w` alone is an `ư`."""
    for index in range(len(out) - 1, -1, -1):
        if out[index] in _HORN:
            out[index] = _HORN[out[index]]
            if out[index] == "ơ" and index and out[index - 1] == "u" and out[: index - 1][-1:] != ["q"]:
                out[index - 1] = "ư"
            return
    out.append("ư")


def _decode_vni(word: str) -> str | None:
    """VNI's digits: 1–5 tones, 6 hat, 7 horn, 8 breve, 9 đ. A lone letter with a tone digit is no slip."""
    if not word[0].isalpha() or not all(char.isalpha() or char in "123456789" for char in word):
        return None
    bare, tone = split_tone(word)
    out: list[str] = []
    changed = False
    for key in bare:
        if not key.isdigit():
            out.append(key)
        elif key in "12345":
            tone = int(key)
        elif not _apply_vni(out, key):
            return None
        else:
            changed = True
    return _spelled(with_tone("".join(out), tone)) if changed or len(out) > 1 else None


def _apply_vni(out: list[str], key: str) -> bool:
    """Change the letter that a VNI digit means; False when there is none."""
    if key == "9":
        if "d" not in out:
            return False
        out[out.index("d")] = "đ"
        return True
    table = {"6": _HAT, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}[key]
    for index in range(len(out) - 1, -1, -1):
        if out[index] in table:
            out[index] = table[out[index]]
            if key == "7" and index and out[index] == "ơ" and out[index - 1] == "u":
                out[index - 1] = "ư"
            return True
    return False


_TELEX_LETTERS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_LETTERS = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_TONE_KEYS = {"telex": ("", "s", "f", "r", "x", "j"), "vni": ("", "1", "2", "3", "4", "5")}


def encode(word: str, *, method: str = "telex") -> str:
    """The keys that type a lower-case marked word, the tone key last (`hiểm` ▸ `hieemr` or `hie6m3`)."""
    letters = _TELEX_LETTERS if method == "telex" else _VNI_LETTERS
    bare, tone = split_tone(word)
    return "".join(letters.get(char, char) for char in bare) + _TONE_KEYS[method][tone]
