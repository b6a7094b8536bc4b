"""The full name of the person: `full_name`, each word with a capital letter, with the tone marks that were typed.

A name is taken after "tên là", "tôi là", "họ tên:" and the like; where a family name begins words with capital
letters; and where a family name begins a part of the message that holds nothing else ("nguyen van tu 0912345678").
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.understanding.entities.reading import Atom, Found, Reading
from bot.understanding.syllables import strip_marks

_FAMILY_NAMES = [
    "nguyễn",
    "trần",
    "lê",
    "phạm",
    "huỳnh",
    "hoàng",
    "phan",
    "vũ",
    "võ",
    "đặng",
    "bùi",
    "đỗ",
    "hồ",
    "ngô",
    "dương",
    "lý",
    "lí",
    "đinh",
    "trịnh",
    "đoàn",
    "tô",
    "tạ",
    "hà",
    "lưu",
    "lương",
    "thái",
    "châu",
    "triệu",
    "tăng",
    "nghiêm",
    "phùng",
    "quách",
    "khúc",
    "đào",
    "kiều",
    "cao",
    "giáp",
    "vi",
    "chu",
    "tống",
    "mạc",
    "thân",
    "khổng",
    "lâm",
    "trương",
    "ông",
    "thạch",
    "lò",
    "lù",
    "ninh",
    "phí",
    "phương",
    "quản",
    "sầm",
    "tiêu",
    "tôn",
    "từ",
    "vương",
    "hứa",
    "hầu",
    "kim",
    "khuất",
    "lại",
    "liễu",
    "lều",
    "mâu",
    "nông",
    "ban",
    "bế",
    "bạch",
    "bành",
    "cam",
    "chế",
    "cung",
    "đàm",
    "đậu",
    "diệp",
    "đồng",
    "đường",
    "giang",
    "hàn",
    "hình",
    "hoa",
    "kha",
    "khương",
    "lạc",
    "la",
    "lã",
    "lữ",
    "lộc",
    "ma",
    "mã",
    "mẫn",
    "mông",
    "mai",
    "nhan",
    "nhữ",
    "ngụy",
    "ôn",
    "âu",
    "phó",
    "phù",
    "sái",
    "sùng",
    "sử",
    "sơn",
    "tào",
    "tất",
    "thiều",
    "thi",
    "tôn",
    "tòng",
    "trác",
    "trang",
    "ứng",
    "vàng",
    "văn",
    "viên",
    "vừ",
    "xa",
    "yên",
    "giàng",
    "lèng",
    "lầu",
    "lục",
    "hạng",
    "hạ",
    "quàng",
    "cà",
    "an",
    "ân",
    "chung",
    "hoàn",
    "khiếu",
    "lỗ",
    "ngạc",
    "nhâm",
    "trà",
    "tưởng",
    "thào",
    "triều",
    "trưng",
    "ung",
    "điêu",
    "quang",
    "cấn",
    "cù",
    "đới",
    "sìn",
    "chảo",
    "tẩn",
    "phàn",
    "lỳ",
    "vàng",
    "chẻo",
    "bàn",
    "đèo",
    "tòng",
    "lường",
    "cầm",
    "hù",
    "pờ",
    "chíu",
    "tằng",
    "voòng",
    "lềnh",
    "nình",
    "chìu",
    "lành",
    "hùng",
    "uông",
]
# Family names that typed without marks are hardly ever another word.
_SURE = frozenset(
    [
        "nguyen",
        "tran",
        "pham",
        "huynh",
        "hoang",
        "phan",
        "vu",
        "bui",
        "dang",
        "ngo",
        "duong",
        "trinh",
        "doan",
        "luu",
        "phung",
        "quach",
        "khuc",
        "giap",
        "trieu",
        "nghiem",
        "nong",
        "vuong",
        "dinh",
        "le",
        "do",
        "ly",
        "vo",
        "truong",
    ]
)
_MIDDLE_NAMES = frozenset(
    [
        "van",
        "thi",
        "duc",
        "huu",
        "xuan",
        "ngoc",
        "minh",
        "quang",
        "thanh",
        "cong",
        "the",
        "trong",
        "hong",
        "kim",
        "thuy",
        "viet",
        "tuan",
        "tien",
        "manh",
        "quoc",
    ]
)
# Words that end a name typed in small letters.
_NOT_IN_NAMES = frozenset(
    [
        "ngheo",
        "can",
        "khong",
        "chua",
        "bao",
        "nhieu",
        "dong",
        "tien",
        "thang",
        "tuoi",
        "dien",
        "thoai",
        "xa",
        "phuong",
        "huyen",
        "tinh",
        "thon",
        "goi",
        "buoi",
        "chieu",
        "sang",
        "toi",
        "trua",
        "gio",
        "so",
        "muon",
        "hoi",
        "duoc",
        "la",
        "co",
        "cho",
        "cua",
        "va",
        "voi",
        "thi",
        "ma",
        "nhe",
        "nha",
        "em",
        "anh",
        "chi",
        "minh",
        "bac",
        "chau",
        "o",
        "tai",
        "ho",
        "dang",
        "ky",
        "bhxh",
        "hiem",
        "muc",
        "nhap",
        "roi",
        "nua",
        "gi",
        "sao",
        "nao",
        "the",
        "lai",
        "nay",
        "kia",
        "do",
        "day",
        "phai",
        "sai",
        "nham",
        "sua",
        "lam",
        "ruong",
        "cay",
        "ban",
        "hang",
        "trieu",
        "tr",
        "k",
        "nghin",
        "sinh",
        "sn",
        "nam",
        "ngay",
        "cuoc",
        "cccd",
        "cmnd",
        "sdt",
        "dt",
        "zalo",
        "moi",
        "vi",
        "de",
        "khi",
        "neu",
        "nhung",
        "cung",
        "van",
        "deu",
        "hay",
        "hoac",
        "xin",
        "giup",
        "doc",
        "tu",
        "tren",
        "duoi",
        "theo",
        "luong",
        "huu",
        "tham",
        "gia",
        "chong",
        "vo",
        "con",
        "cai",
        "ten",
        "ad",
        "a",
        "vang",
        "da",
        "u",
        "nhan",
        "che",
        "viec",
        "loi",
        "ve",
        "di",
        "den",
        "vao",
        "ra",
        "len",
        "xuong",
        "mot",
        "hai",
        "ba",
        "luc",
        "nguoi",
        "dan",
        "toc",
        "tay",
        "nung",
        "dao",
        "muong",
        "kinh",
        "du",
        "nhu",
        "nhung",
        "that",
        "mat",
        "doi",
        "chu",
        "khoan",
        "roi",
        "het",
        "trong",
        "ngoai",
        "sau",
        "truoc",
    ]
)
# Of those, the ones that are names as well: after a family name they may end it or stand in its middle.
_NAMES_TOO = frozenset(
    [
        "thi",
        "van",
        "nam",
        "anh",
        "mai",
        "ha",
        "hai",
        "la",
        "can",
        "nhan",
        "hang",
        "lam",
        "ky",
        "the",
        "dao",
        "thoai",
        "nhung",
        "tinh",
        "phuong",
        "tu",
        "luong",
        "sang",
        "kinh",
        "ba",
        "cong",
        "du",
        "minh",
        "sinh",
        "ten",
        "chi",
        "em",
        "hoan",
        "tien",
        "trong",
        "nhu",
        "thanh",
        "truoc",
        "khoan",
        "viet",
        "den",
        "gia",
        "hiem",
        "chieu",
        "toan",
        "dien",
    ]
)
_MARK = re.compile(
    r"\b(?:ho (?:va )?ten(?: day du)?|(?:toi|em|minh|chau|bac|tui|chi|anh|me|bo|vo|chong|ong|ba|co|chu|ghi"
    r"|sua) (?:em |toi |chau )?ten|ten"
    r"|(?:toi|em|minh|chau|tui|bac|chi|anh|day) (?:xin gioi thieu )?la)"
    r"(?: (?:day du|that|khai sinh|cua|toi|em|minh|chau|bac|tui|me|bo|chong|vo|day|dung|cho dung|lai|thanh"
    r"|la|phai la|chi|anh|di))*[ :\-=]*$"
)
_STRONG_MARK = re.compile(r"\bten\b")
_PLACE_BEFORE = re.compile(
    r"\b(?:o|que|thon|lang|xom|xa|phuong|huyen|tinh|tp|thanh pho|thi xa|thi tran|cho|song|nui|truong|duong"
    r"|to|khu|ban|tai|dao|cong ty|cty|chua|den|ga)$"
)
_AFTER_NAME = frozenset(
    [
        "a",
        "nhe",
        "nha",
        "em",
        "day",
        "ad",
        "o",
        "sdt",
        "dt",
        "so",
        "xa",
        "phuong",
        "goi",
        "sn",
        "sinh",
        "nam",
        "nu",
        "tuoi",
        "va",
        "thon",
        "dien",
        "thoai",
        "dang",
        "muon",
        "can",
        "lam",
        "ban",
        "nghe",
        "tt",
        "huyen",
        "que",
        "lien",
        "he",
        "zalo",
        "dung",
        "la",
        "chu",
        "khong",
        "va",
    ]
)
_LEAD_IN = re.compile(r"[^a-z]|\b(?:da|vang|a|u|oke|ok|la|em|toi|chau|day|bac|ghi|cu|thi)\b")
_LONGEST = 6
_NO_NAMES = (["dang", "ky"], ["dang", "ki"], ["ho", "so"], ["le", "phi"], ["ho", "tro"], ["luong", "huu"])
_SPELLINGS: dict[str, set[str]] = defaultdict(set)
for _name in _FAMILY_NAMES:
    _SPELLINGS[strip_marks(_name)].add(_name)


def find_full_name(reading: Reading, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Names in the stretches that no other value claims.

    :param taken: spans of `Reading.text` that hold other values, in order.
    """
    for stretch in _stretches(reading, taken):
        words = _in_stretch(reading, stretch)
        if words:
            name = " ".join(_as_typed(reading, word) for word in words)
            yield Found("full_name", name, words[0].start, words[-1].end)


def _stretches(reading: Reading, taken: Sequence[tuple[int, int]]) -> Iterator[list[Atom]]:
    """Words in a row, up to a sign or another value."""
    stretch: list[Atom] = []
    spans = iter(taken)
    span = next(spans, None)
    for atom in reading.atoms:
        while span and span[1] <= atom.start:
            span = next(spans, None)
        if (span and span[0] <= atom.start) or not atom.plain.isalpha():
            if stretch:
                yield stretch
            stretch = []
        else:
            stretch.append(atom)
    if stretch:
        yield stretch


def _in_stretch(reading: Reading, stretch: Sequence[Atom]) -> Sequence[Atom]:
    for index, atom in enumerate(stretch):
        mark = _MARK.search(reading.before(atom.start, width=40))
        words = _name_from(reading, stretch[index:], mark=mark)
        if words:
            return words
    return ()


def _name_from(reading: Reading, words: Sequence[Atom], *, mark: re.Match[str] | None) -> Sequence[Atom]:
    named = bool(mark and _STRONG_MARK.search(mark.group()))
    if not _is_family_name(reading, words[0]):
        return _given_name(reading, words) if named else ()
    capitals = _capitals(reading, words)
    if len(capitals) >= 2:
        return capitals if mark or _is_plain_name(reading, capitals) else ()
    name = _small_letters(words)
    if [word.plain for word in name[:2]] in _NO_NAMES:
        return ()
    if len(name) < 2:
        return _given_name(reading, words) if named else ()
    if _is_capital(reading, words[0]) and name[1].plain not in _MIDDLE_NAMES and reading.is_marked:
        return ()
    return name if named or (mark and words[0].plain in _SURE) or _stands_apart(reading, words, name) else ()


def _is_family_name(reading: Reading, atom: Atom) -> bool:
    return atom.plain in _SPELLINGS and reading.may_be(atom, *_SPELLINGS[atom.plain])


def _is_plain_name(reading: Reading, name: Sequence[Atom]) -> bool:
    """Capitals make places too: a middle name, a sure family name or the whole message tells them apart."""
    if _PLACE_BEFORE.search(reading.before(name[0].start)):
        return False
    middle = len(name) >= 3 and name[1].plain in _MIDDLE_NAMES
    return (
        middle or name[0].plain in _SURE or (len(name) >= 3 and reading.is_whole(name[0].start, name[-1].end))
    )


def _capitals(reading: Reading, words: Sequence[Atom]) -> Sequence[Atom]:
    count = 0
    while count < min(len(words), _LONGEST) and _is_capital(reading, words[count]):
        count += 1
    # A message all in capitals says nothing by them.
    return () if reading.normalised.original.isupper() else words[:count]


def _small_letters(words: Sequence[Atom]) -> Sequence[Atom]:
    count = 1
    while count < min(len(words), _LONGEST - 1) and _goes_on(words, count):
        count += 1
    return words[:count]


def _goes_on(words: Sequence[Atom], index: int) -> bool:
    word = words[index]
    if len(word.plain) > 7 or (word.plain in _NOT_IN_NAMES and word.plain not in _NAMES_TOO):
        return False
    if word.plain not in _NAMES_TOO or index == 1:
        return True
    return (
        index + 1 == len(words)
        or words[index + 1].plain in _AFTER_NAME
        or words[index + 1].plain not in _NOT_IN_NAMES
    )


def _stands_apart(reading: Reading, words: Sequence[Atom], name: Sequence[Atom]) -> bool:
    """Whether an unmarked name in small letters is a value of its own, and not the beginning of a"
    " sentence."""
    rest = words[len(name) :]
    if rest and rest[0].plain not in _AFTER_NAME:
        return False
    middle = len(name) >= 3 and name[1].plain in _MIDDLE_NAMES
    if not middle and words[0].plain not in _SURE:
        return False
    return middle or (not rest and not _LEAD_IN.sub("", reading.plain[: words[0].start]))


def _given_name(reading: Reading, words: Sequence[Atom]) -> Sequence[Atom]:
    """A given name alone after "tên": capitals, or one word that ends the part."""
    capitals = _capitals(reading, words)[:4]
    if capitals and capitals[0].plain not in {"la", "toi"}:
        return capitals
    ends = len(words) == 1 or words[1].plain in _AFTER_NAME
    return words[:1] if ends and words[0].plain not in _NOT_IN_NAMES else ()


def _is_capital(reading: Reading, atom: Atom) -> bool:
    return reading.normalised.original_slice(atom.start, atom.end)[:1].isupper()


def _as_typed(reading: Reading, atom: Atom) -> str:
    """The word as typed with a capital; the decoded one where Telex or VNI signs were left in it."""
    typed = reading.normalised.original_slice(atom.start, atom.end).lower()
    word = typed if len(typed) == len(atom.text) else atom.text
    return word[:1].upper() + word[1:]
