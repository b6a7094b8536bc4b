"""The group that State support depends on: `poor`, `near_poor`, `ethnic_minority`, `island_commune`,"
" `other`."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading

_NOT = r"(?:khong|k|ko|kg|hk|hong|hem|chang|cha|chua|deo|cha phai)"
_BELONGING = r"(?:thuoc|phai|la|co|o|trong|nam|vao|huong|dc|duoc|con|nha|toi|so|dien|ho|gia dinh|bi|xep|cai)"
_OTHER = re.compile(
    rf"\b{_NOT} (?:{_BELONGING} )*(?:(?:can )?ngheo|cn|hn|dan toc(?: thieu so)?|dtts|uu tien|xa dao|nhom"
    rf" nao|dien nao|dien gi|dien j"
    r"|nhom gi|doi tuong nao|doi tuong gi|gi ca|dau ca|cai nao|loai nao|truong hop nao|ai ca|dien uu tien)\b"
    rf"(?:[ ,]+(?:va|hay|hoac|cung|ma|,|{_NOT})?(?: {_NOT})?(?: {_BELONGING})* ?(?:can ngheo|ngheo|dan"
    rf" toc(?: thieu so)?|dien nao|dien gi|gi ca))*"
    r"|\b(?:ho|dien|nguoi|dan|gia dinh|nha|loai) (?:binh )?thuong\b(?! xuyen| xuong)"
    r"|\b(?:doi tuong|nhom|dien|dang|truong hop|loai) (?:khac|con lai)\b"
    r"|\bthoat (?:khoi )?(?:ho )?(?:can )?ngheo\b"
    r"|\b(?:nguoi|dan toc|dt) kinh\b"
    r"|\bho (?:kha|giau|trung binh|kha gia)\b"
)
_NEAR_POOR = re.compile(
    r"\b(?:(?:ho |dien )?can (?:ngheo|ngeo|ngheof|ngeho|nghoe)|ho can(?= |$)|ho cn|hcn|cn)\b"
)
_POOR = re.compile(
    r"\b(?:(?:ho|dien|nha|gia dinh|so|giay|thuoc|nguoi|dang|la|bi|co so|chuan|tieu chuan|tieu chi)(?: ho)?"
    r" (?:ngheo|ngeo|ngehof|nghoe)|hn|ngheo)\b"
)
_ETHNIC_NAMES = (
    "ba na|bana|bo y|brau|bru|van kieu|cao lan|cham|cho ro|chu ru|chut|co ho|cong|co tu|cor|dao|e de|ede"
    "|gia rai|giarai|giay|gie trieng"
    "|ha nhi|h re|hoa|khang|khmer|kho me|khome|kho mu|la chi|la ha|la hu|lao|lo lo|lu|ma|mang|m nong|mnong"
    "|mong|hmong|h mong|muong|ngai"
    "|nung|o du|pa then|phu la|pu peo|ra glai|raglai|ro mam|san chay|san chi|san diu|san riu|xan diu|si la"
    "|ta oi|tay|thai|tho|xinh mun"
    "|xo dang|xtieng|x tieng|nung phan xin|nung phan slinh|nung phan sinh"
)
# Unmarked or marked alike, these names are other words unless the marks agree.
_MARKED_NAMES = {
    "tay": "tày",
    "muong": "mường",
    "nung": "nùng",
    "thai": "thái",
    "cham": "chăm",
    "hoa": "hoa",
    "tho": "thổ",
    "giay": "giáy",
    "lao": "lào",
    "ma": "mạ",
    "mang": "mảng",
    "cong": "cống",
    "lu": "lự",
    "dao": "dao",
    "mong": "mông",
    "khang": "kháng",
    "ngai": "ngái",
    "chut": "chứt",
    "brau": "brâu",
    "cor": "cor",
    "bru": "bru",
}
_ETHNIC = re.compile(
    r"\b(?:dan toc thieu so|dan toc it nguoi|nguoi thieu so|thieu so|dtts|dtoc thieu so|"
    rf"(?:nguoi|ng|dan toc|dt|dan|goc|dtoc)(?: dan toc)? (?P<name>{_ETHNIC_NAMES})|(?:nguoi|la) dan toc)\b"
)
_FOLLOWED_BY_THING = re.compile(
    r"^(?:nguoi|thai lan|lam|dung|o|nghe|que|ban|viet|nam|chet|nay|day|kia|khac)\b"
)
_ISLAND = re.compile(
    r"\b(?:xa dao|dac khu|huyen dao|hai dao|dao xa|xa (?:bai ngang|hai dao)|ngoai dao|o dao)\b"
)
# Talk about the rule or the paper, not about the person: "chuẩn hộ nghèo", "giấy xác nhận hộ nghèo".
_ABOUT_THE_RULE = re.compile(
    r"\b(?:chuan|tieu chuan|tieu chi|muc chuan|giay xac nhan|xin giay|xoa doi giam|chinh sach)(?: ho)?$"
)
_POVERTY_LINE = re.compile(r"^(?:chuan|tieu chuan|tieu chi)\b")


def find_category(reading: Reading) -> Iterator[Found]:
    """The groups a text names, from left to right; a denied group is `other`."""
    claimed: list[tuple[int, int]] = []
    for value, pattern in (
        ("other", _OTHER),
        ("near_poor", _NEAR_POOR),
        ("poor", _POOR),
        ("ethnic_minority", _ETHNIC),
        ("island_commune", _ISLAND),
    ):
        for match in pattern.finditer(reading.plain):
            span = match.span()
            if any(span[0] < end and start < span[1] for start, end in claimed):
                continue
            if value == "other" or _is_about_person(reading, match):
                claimed.append(span)
                yield Found("category", value, *span)


def _is_about_person(reading: Reading, match: re.Match[str]) -> bool:
    if _POVERTY_LINE.match(match.group()) or _ABOUT_THE_RULE.search(reading.before(match.start())):
        return False
    if match.re is _NEAR_POOR and match.group() in {"cn", "ho can"}:
        return match.group() == "ho can" or reading.is_whole(*match.span())
    if match.re is _POOR and match.group() in {"ngheo", "hn"}:
        return _is_claimed_poverty(reading, match)
    return match.re is not _ETHNIC or _is_ethnic_name(reading, match)


def _is_claimed_poverty(reading: Reading, match: re.Match[str]) -> bool:
    """A bare "nghèo" is the answer to the question, or a complaint when it stands in a sentence."""
    return reading.is_whole(*match.span())


def _is_ethnic_name(reading: Reading, match: re.Match[str]) -> bool:
    name = match.group("name")
    if name is None:
        return True
    said = reading.text[match.start("name") : match.end("name")]
    if not said.isascii() or reading.is_marked:
        return said == _MARKED_NAMES.get(name, said)
    return name not in {"lao", "ma", "mang", "hoa", "cong", "giay"} and not _FOLLOWED_BY_THING.match(
        reading.after(match.end())
    )
