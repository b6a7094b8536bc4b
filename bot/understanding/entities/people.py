"""Whom the talk is about: `relation` of the insured person to the writer, and that person's `gender`.

Relations: self, parent, spouse, child, sibling, grandparent, other. A relative who is only mentioned
("con tôi gõ hộ", "bố mẹ cho tiền") is not the insured person and gives nothing.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading

# Unmarked form → relation, gender; longer forms first where one begins with another.
_KIN: tuple[tuple[str, str, str | None], ...] = (
    ("bo me|ba me|cha me|thay bu|thay u|bo mej|ba ma|tia ma|cac cu", "parent", None),
    ("vo chong", "spouse", None),
    ("bo chong|bo vo|cha chong|cha vo|ba vo|ba chong", "parent", "male"),
    ("me chong|me vo|ma vo|ma chong", "parent", "female"),
    ("ong ba(?: noi| ngoai)?", "grandparent", None),
    ("ong noi|ong ngoai", "grandparent", "male"),
    ("ba noi|ba ngoai", "grandparent", "female"),
    ("em gai|chi gai|chi ruot|chi dau|em dau|chi ho", "sibling", "female"),
    ("em trai|anh trai|anh ruot|anh re|em re|anh ho", "sibling", "male"),
    ("em ruot|anh chi em|anh em|chi em", "sibling", None),
    ("con gai|con dau", "child", "female"),
    ("con trai|con re", "child", "male"),
    ("ba xa|ba nha|ba vo|vo|vk|vox|voj|ck vk", "spouse", "female"),
    ("ong xa|ong nha|ong chong|chong|ck|choongf", "spouse", "male"),
    ("me|mej|ma|bu|bam|u|mom|ba via|ba bu", "parent", "female"),
    ("bo|cha|tia|thay|bos|ong bo|ong gia", "parent", "male"),
    ("con(?: cai)?", "child", None),
    ("thim|di|mo|co|o", "other", "female"),
    ("chu|cau|duong", "other", "male"),
    ("bac|hang xom|ban|nguoi yeu|nguoi quen|nguoi nha|ho hang|chau", "other", None),
)
_WEAK = {
    "thim",
    "di",
    "mo",
    "co",
    "o",
    "chu",
    "cau",
    "duong",
    "bac",
    "ban",
    "chau",
    "con",
    "chi",
    "anh",
    "em",
}
_OWNER = (
    r"(?:toi|tui|em|e|chau|minh|mk|mik|con|t|tao|tau|tớ|to|nha(?: (?:toi|em|chau|minh))?|chung toi|bon em)"
)
_NAMES = "|".join(name for name, _, _ in _KIN)
_KINSHIP = re.compile(
    rf"\b(?P<kin>{_NAMES})(?: (?:ca|ut|lon|dau|thu|be)(?= cua| (?:toi|em|chau|minh)))?(?P<owner>(?: cua)?"
    rf" {_OWNER})?\b"
)
_SELF = re.compile(
    r"\b(?:cho|dung cho) (?:chinh )?(?:ban than(?: (?:toi|minh|em))?|toi|minh|tui|em|mk)\b(?! (?:hoi|biet"
    r"|xem|xin|muon|hay|duoc|gui|gai|trai|be|bo|me|ruot|voi|ti)\b)"
    r"|\bban than(?: (?:toi|minh|em))?\b|\bchinh (?:toi|minh|em)\b"
)
_FOR = re.compile(
    r"\b(?:cho|ho|giup|thay|gium|dum|biu|cua|the cho|thay cho|ho cho|lam thay|tang|bieu|giup cho|la|hoi"
    r"|mua|dong)(?: (?:ong|ba|ca|may|cai|hai|ca hai|con|nguoi))?$"
)
_ABOUT_THE_WRITER = re.compile(
    r"\b(?:zalo|dien thoai|sdt|so|dt|may|acc|nick|nho|hoi|bao|thay|nghe|bang)(?: (?:cua|con|thi|la|duoc))*$"
)
_NOT_THE_INSURED = re.compile(
    r"^(?:go|nhan|bam|doc|viet|bao|noi|hoi|tra tien|tra ho|cho tien|dong ho|dong cho|lam ho|gui tien|muon"
    r" dong cho|mua cho|khong cho|ke|bien|dong giup|dang ky ho|nhac|xui|khuyen|chi)\b"
)
_FACT = re.compile(
    r"^,|^(?:(?:nam nay|nay|thi|cung|hien|gio|dang|da|chua|duoc|dc|moi|vua|bi|lai|hien tai|o nha|ngay xua"
    r"|truoc|truoc day|sap|vua tron|khoang|gan) )*"
    r"(?:\d|sinh|sn|tuoi|tuoi|ten|dong|lam|ban|nuoi|thieu|chua|co (?:bao|duoc|tham|dong|so)|muon|la|bi|lay"
    r"|ngoai|gan|om|mat|het|nghi|ve|tham gia|thuoc"
    r"|can ngheo|ho|chay|o|tron|vua|khong|nam|bay|sau|bon|ba|hai|mot|muoi|chin|tam|du|gia|ngoai|lam|cay|di"
    r"|dk|dang ky|ko|nghi)"
)
_MALE = re.compile(
    r"\b(?:dan ong|nam gioi|con trai|trai|gioi tinh:? (?:la )?nam|nam(?= \d\d ?(?:tuoi|t\b))|la nam(?! \d)"
    r"|lai nam|toi la nam|dan ong)\b"
)
_FEMALE = re.compile(r"\b(?:phu nu|dan ba|nu gioi|con gai|gai|gioi tinh:? (?:la )?nu|nu)\b")
_SELF_ADDRESS = re.compile(
    r"\b(?P<who>chi|co|ba|anh|chu|ong|thim|mo|di)(?= (?:nam nay|sinh nam|sinh|sn|ten la|nay|cung) |,? \d\d"
    r" ?(?:tuoi|t\b))"
)
_FEMALE_ADDRESS = {"chi", "co", "ba", "thim", "mo", "di"}


def find_people(reading: Reading) -> Iterator[Found]:
    """Relations and genders."""
    relations = list(_relations(reading))
    for relation, gender, start, end in relations:
        yield Found("relation", relation, start, end)
        if gender:
            yield Found("gender", gender, start, end)
    if not relations:
        for match in _SELF.finditer(reading.plain):
            yield Found("relation", "self", *match.span())
    yield from _genders(reading, relations)


def _relations(reading: Reading) -> Iterator[tuple[str, str | None, int, int]]:
    for match in _KINSHIP.finditer(reading.plain):
        relation, gender = _kin(match.group("kin"))
        if _is_insured(reading, match):
            yield relation, gender, *match.span()


def _kin(word: str) -> tuple[str, str | None]:
    for names, relation, gender in _KIN:
        if re.fullmatch(names, word):
            return relation, gender
    raise AssertionError(word)


def _is_insured(reading: Reading, match: re.Match[str]) -> bool:
    word, owner = match.group("kin"), match.group("owner")
    if not _is_spelled(reading, match, word):
        return False
    before, after = reading.before(match.start()), reading.after(match.end())
    if _ABOUT_THE_WRITER.search(before) or _NOT_THE_INSURED.match(after):
        return False
    if reading.is_whole(match.start(), match.end()) and (owner or word not in _WEAK):
        return word not in {"u", "ma"}
    if _FOR.search(before):
        return bool(owner) or word not in _WEAK
    return bool(owner and _FACT.match(after))


_SPELLED = {
    "bo": {"bố"},
    "me": {"mẹ"},
    "ma": {"má", "mạ"},
    "bu": {"bu"},
    "u": {"u"},
    "vo": {"vợ"},
    "di": {"dì"},
    "co": {"cô"},
    "chu": {"chú"},
    "cau": {"cậu"},
    "ban": {"bạn"},
    "thay": {"thầy"},
    "tia": {"tía"},
    "cha": {"cha"},
    "con": {"con"},
    "mo": {"mợ"},
    "o": {"o"},
    "duong": {"dượng"},
    "bac": {"bác"},
    "chau": {"cháu"},
    "bam": {"bầm"},
}
_UNMARKED_OTHER_WORD = {
    "ma",
    "di",
    "o",
    "u",
    "bo",
    "thay",
    "ban",
    "bam",
    "mo",
    "co",
    "cau",
    "duong",
    "bu",
    "cha",
}


def _is_spelled(reading: Reading, match: re.Match[str], word: str) -> bool:
    said = reading.text[match.start("kin") : match.end("kin")]
    known = _SPELLED.get(word)
    if known is None or said in known:
        return True
    if not said.isascii() or reading.is_marked:
        return False
    return word not in _UNMARKED_OTHER_WORD or bool(match.group("owner"))


def _genders(reading: Reading, relations: list[tuple[str, str | None, int, int]]) -> Iterator[Found]:
    taken = [(start, end) for _, gender, start, end in relations if gender]
    for gender, pattern in (("male", _MALE), ("female", _FEMALE)):
        for match in pattern.finditer(reading.plain):
            if not any(start < match.end() and match.start() < end for start, end in taken) and _is_gender(
                reading, match
            ):
                yield Found("gender", gender, *match.span())
    yield from _bare_male(reading)
    if not taken:
        for match in _SELF_ADDRESS.finditer(reading.plain):
            yield Found(
                "gender", "female" if match.group("who") in _FEMALE_ADDRESS else "male", *match.span("who")
            )


def _bare_male(reading: Reading) -> Iterator[Found]:
    """ "Nam" as the whole answer; inside a sentence it is a year, a number or a name as often."""
    for match in re.finditer(r"\bnam\b", reading.plain):
        if reading.text[match.start() : match.end()] == "nam" and reading.is_whole(*match.span()):
            yield Found("gender", "male", *match.span())


def _is_gender(reading: Reading, match: re.Match[str]) -> bool:
    word = match.group()
    if word == "nu":
        return reading.means(match, "nữ") and not reading.before(match.start()).endswith("phu")
    if word in {"con trai", "con gai", "trai", "gai"}:
        return reading.is_whole(*match.span())
    return word != "nam" or not reading.after(match.end()).startswith("nay")
