"""The group that State support depends on: `poor` `near_poor` `ethnic_minority` `island_commune` `other`."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading, Spelling

_NOT = r"(?:khong|k|ko|kg|chang|cha|chua|deo|chua he)"
_FILL = (
    r"(?:thuoc|phai|la|co|o|trong|nam|vao|huong|duoc|con|nha|toi|so|dien|ho|gia dinh|bi|xep|cai|lam|roi"
    r"|cung|em|vao dien|giay)"
)
_GROUP = (
    r"(?:(?:can )?ngheo|cn|hn|dan toc(?: thieu so)?|dtts|uu tien|xa dao|nhom nao|dien nao|dien gi|nhom gi"
    r"|doi tuong nao|doi tuong gi|gi ca|dau ca|cai nao|loai nao|truong hop nao|ai ca|dien uu tien"
    r"|nhom ho tro nao|nhom do|nhom tren|cac nhom)"
)
_OTHER = re.compile(
    rf"\b{_NOT} (?:{_FILL} )*{_GROUP}\b(?: ca| het| nao ca| gi ca"
    rf"| gi het)?(?:[ ,]+(?:(?:va|hay|hoac|cung|ma|{_NOT}) )*(?:{_FILL} )*{_GROUP}\b(?: ca| het| gi ca"
    rf"| gi het)?)*"
    r"|\b(?:ho|dien|nguoi|dan|gia dinh|nha|loai|ho gia dinh) (?:binh )?thuong\b(?! xuyen| xuong| binh)"
    r"|\bbinh thuong(?= thoi)|\b(?:doi tuong|nhom|dien|dang|truong hop|loai) (?:khac|con lai)\b"
    r"|\b(?:moi |da |duoc xet |xet )?thoat (?:khoi )?(?:ho )?(?:can )?ngheo\b"
    r"|\b(?:nguoi|dan toc|dt) kinh\b|\bho (?:kha|giau|trung binh|kha gia)\b|\bbo ho ngheo\b"
)
_NEAR_POOR = re.compile(
    r"\b(?:(?:ho|dien|nha|thuoc|so|giay|giay chung nhan) )*can (?:ngheo|ngeo|ngheof|ngeho|nghoe)\b"
    r"|\b(?:ho can|ho cn)\b|\bhcn\b"
)
_POOR = re.compile(
    r"\b(?:ho|dien|nha|gia dinh|so|the|thuoc|nguoi|la|giay chung nhan|giay)(?: ho)? (?:ngheo|ngeo|ngehof"
    r"|nghoe|ngheof)\b|\bngheo\b|\bhn\b"
)
_NAMES = (
    "ba na|bana|bo y|brau|bru|van kieu|cao lan|cham(?! soc| lo| chi| bon| nom)|cho ro"
    "|chu ru|chut|co ho|cong|co tu|cor|dao|e de|ede"
    "|gia rai|giay|gie trieng|ha nhi|h re|hoa|khang|khmer|kho me|khome|kho mu|la chi|la ha|la hu|lao|lo lo"
    "|lu|ma|mang|m nong|mnong|mong|hmong|h mong|muong|ngai|nung(?: phan \\w+)?|o du|pa then|phu la|pu peo"
    "|ra glai|raglai|ro mam|san chay|san chi|san diu|san riu|xan diu|si la|ta oi|tay|thai|tho|xinh mun|xo"
    " dang|xtieng|x tieng"
)
_ETHNIC = re.compile(
    r"\b(?:(?:(?:nguoi|ng|la|dong bao) )?dan toc (?:thieu so|it nguoi)|nguoi thieu so|thieu so|dtts"
    rf"|(?:(?:nguoi|ng) )?(?:dan toc|dtoc|dt) (?P<folk>{_NAMES})|(?:nguoi|ng) (?P<people>{_NAMES})"
    rf"|(?:nguoi|la) dan toc|dan toc(?= (?:thi|duoc|dong)\b))\b"
)
_ISLAND = re.compile(r"\b(?:xa dao|dac khu|huyen dao|hai dao|dao xa|xa hai dao|ngoai dao|o dao)\b")
_SPELLING = Spelling(
    "không chẳng chả chưa nghèo ngèo nghoè cận cân hộ diện diên người ngừoi dân tộc tôc thường kinh Kinh"
    " thiểu số sổ thoát đảo khu tày mường nùng thái chăm thổ giáy lào mạ mảng cống lự dao mông kháng"
    " ngái chứt hoa sán dìu xán lan cao chay chí chỉ bỏ nhóm nào gì đâu thuộc phải khác loại"
)
# These need a person's group said before them when the text has no marks: "nguoi lao dong", "nguoi ma".
_UNMARKED_OTHER_WORDS = {"lao", "ma", "mang", "hoa", "cong", "giay", "lu", "co ho", "tho", "dao"}
_BOTH_GROUPS = re.compile(r"\bvua\b")
# From the most support to the least.
_BY_SUPPORT = ("poor", "island_commune", "near_poor", "ethnic_minority", "other")
# "Sang năm thoát nghèo thì sao": nobody is out of it yet.
_SUPPOSED_BEFORE = re.compile(
    r"\b(?:sang nam|nam sau|nam toi|mai mot|sau nay|neu|lo|nho|khi|luc|gia su|bao gio)(?: [a-z]+){0,3}$"
)
# Talk about the rule or the paper, not about the person.
_ABOUT_THE_RULE = re.compile(r"\b(?:chuan|tieu chuan|tieu chi|muc chuan|xoa doi giam|giam|thoat)(?: ho)?$")


def find_category(reading: Reading) -> Iterator[Found]:
    """The groups a text names, from left to right; a denied group is `other`.

    Who is "vừa … vừa …" of two groups is of the one that gets more: nobody gets both.
    """
    found = list(_named_groups(reading))
    if len(found) > 1 and len(_BOTH_GROUPS.findall(reading.plain)) > 1:
        found = [min(found, key=lambda group: _BY_SUPPORT.index(group.value))]
    yield from found


def _named_groups(reading: Reading) -> Iterator[Found]:
    plain = reading.plain_as(_SPELLING)
    claimed: list[tuple[int, int]] = []
    for value, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(start < last and first < end for first, last in claimed) or not _is_meant(reading, match):
                continue
            claimed.append((start, end))
            yield Found("category", value, start, end)


# A denial swallows the groups it denies; near-poor comes before poor, whose word it contains.
_PATTERNS = (
    ("other", _OTHER),
    ("near_poor", _NEAR_POOR),
    ("poor", _POOR),
    ("ethnic_minority", _ETHNIC),
    ("island_commune", _ISLAND),
)


def _is_meant(reading: Reading, match: re.Match[str]) -> bool:
    if match.re is _OTHER:
        leaves = "thoat" in match.group() or match.group().startswith("bo ")
        return not (leaves and _SUPPOSED_BEFORE.search(reading.before(match.start())))
    if match.re is _ISLAND:
        return True
    if _ABOUT_THE_RULE.search(reading.before(match.start())):
        return False
    if match.re is _ETHNIC:
        return _is_people(reading, match)
    # A bare "nghèo" or "hn" is the answer to the question, or a complaint when it stands in a sentence.
    return match.group() not in {"ngheo", "hn", "nguoi ngheo", "la ngheo"} or reading.is_whole(*match.span())


def _is_people(reading: Reading, match: re.Match[str]) -> bool:
    if match.group("people") not in _UNMARKED_OTHER_WORDS:
        return True
    place = match.span("people")
    # The Dao alone are written without any mark; then their capital letter tells them from "dao".
    typed = reading.normalised.original_slice(*place)
    return reading.is_marked and (typed == "Dao" or not reading.text[slice(*place)].isascii())
