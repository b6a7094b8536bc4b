"""Whom the talk is about: `relation` of the insured person to the writer, and that person's `gender`.

Relations: self, parent, spouse, child, sibling, grandparent, other. A relative who is only mentioned
("con tôi gõ hộ", "bố mẹ cho tiền") is not the insured person and gives nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.entities.reading import Found, Reading, Spelling, word_set

# Unmarked form → relation, gender; where one form begins with another the longer comes first.
_KIN: tuple[tuple[str, str | None, str | None], ...] = (
    ("vo chong|vo con|chong con|me con|bo con|cha con|chu con|con cai|con chau|ck vk", None, None),
    ("bo me(?: chong| vo| de| ruot| gia)?|ba me|cha me|thay bu|thay u|ba ma|tia ma", "parent", None),
    (
        "bo chong|bo vo|cha chong|cha vo|ba vo|ba chong|bo duong|ong bo|ong via|ong gia|ong cu",
        "parent",
        "male",
    ),
    ("me chong|me vo|ma vo|ma chong|me de|ba via|ba gia|ba cu", "parent", "female"),
    ("ong ba(?: noi| ngoai)?", "grandparent", None),
    ("ong noi|ong ngoai", "grandparent", "male"),
    ("ba noi|ba ngoai", "grandparent", "female"),
    ("em gai|chi gai|chi ruot|chi dau|em dau|chi ho", "sibling", "female"),
    ("em trai|anh trai|anh ruot|anh re|em re|anh ho|thang em", "sibling", "male"),
    ("em ruot|anh chi em|anh em|chi em", "sibling", None),
    ("con gai|con dau", "child", "female"),
    ("con trai|con re", "child", "male"),
    ("ba xa|ba nha|vo", "spouse", "female"),
    ("ong xa|ong nha|ong chong|chong|ck", "spouse", "male"),
    ("me|ma|bu|bam|u", "parent", "female"),
    ("bo|cha|tia|thay", "parent", "male"),
    ("con", "child", None),
    ("thim|di|mo", "other", "female"),
    ("chu|cau|duong", "other", "male"),
    ("bac trai", "other", "male"),
    ("bac gai|o", "other", "female"),
    ("bac|hang xom|ban|nguoi yeu|nguoi quen|chau", "other", None),
    ("ong", "grandparent", "male"),
    ("ba", "parent", "male"),
)
# The same letters with other marks are other people.
_SPELLED = {
    "bà": ("grandparent", "female"),
    "ba nhà": ("parent", "male"),
    "ba xã": (None, None),
    "bà vợ": ("spouse", "female"),
    "ở": (None, None),
}
# Without marks these are other words more often than not: "bà", "ở".
_MARKED_ONLY = {"ba", "o"}
# "Nuôi ba con", "ba em gái" count, and "bà con" are people in general.
_COUNTING_BEFORE = re.compile(r"\b(?:nuoi|co|duoc|de|sinh|ca|them|du|nhung|hai|con)$")
_COUNTED_AFTER = re.compile(r"^(?:trai|gai|nho|be|dua|nguoi|dau|lon|ga|bo|trau|chau)\b")
# These are said to anybody; without "của tôi" they are no relation.
_WEAK = word_set("thim di mo chu cau duong bac ban chau con em u ma ong ba o") | {
    "ong cu",
    "ong via",
    "ong gia",
    "ba cu",
    "ba via",
    "ba gia",
    "bac trai",
    "bac gai",
}
_OWNER = r"(?:toi|em|e|chau|minh|con|t|tao|tau|nha(?: (?:toi|em|chau|minh))?|chung toi|bon em)"
_KINSHIP = re.compile(
    rf"\b(?P<kin>{'|'.join(names for names, _, _ in _KIN)})(?: (?:ca|ut|lon|dau|thu hai|thu ba|be)(?= cua"
    rf"| {_OWNER}\b))?(?P<owner>(?: cua)? {_OWNER}\b| (?:chi|bac|chu|anh)\b)?(?![a-z])"
)
# Who calls themselves so speaks of the closest in this way.
_ELDERS = {"chi", "bac", "chu", "anh"}
_CLOSE = {"vo", "chong", "con trai", "con gai", "con dau", "con re", "me", "bo"}
_SPELLING = Spelling(
    "đẻ bản thân bố mẹ mẹe mạ má bu u bầm vợ dì mợ chú cậu bạn thầy tía cha con dượng bác cháu bà ba ông"
    " o ở cụ vía già gia nội ngoại gái trai em chị anh rể dâu chồng xã nhà thím hàng xóm út cả lớn tôi"
    " mình của cho hộ giúp thay đóng mua hỏi làm nữ nam đàn phụ là tui đờn"
)
_FOR = re.compile(
    r"\b(?:cho|ho|giup|thay|gium|dum|cua|tang|bieu|la|hoi"
    r"|lo cho)(?: (?:ca|may|cai|hai|ca hai|ong|ba|chinh|nguoi))?$"
)
_FOR_A_PURPOSE = re.compile(
    r"\b(?:dang ky|dk|dong|nop|mua|tham gia|lam|hoi|bieu|tang|tinh|ho so|lo|tra|dung ten|xin|muon|ho|cho"
    r"|giup|thay|dki|dky)\b[^.;?!]{0,24}$|^[a-z]+(?: [a-z]+)?$"
)
_ONLY_MENTIONED_BEFORE = re.compile(
    r"\b(?:zalo|dien thoai|sdt|so|may|acc|nick|nho|bao|nghe|bang|tai khoan|lay tien|tien|gui tien|ten"
    r"|chua|khong phai|chu khong phai)(?: (?:cua|con|thi|la|duoc|cho|ve))*$"
)
_ONLY_MENTIONED_AFTER = re.compile(
    r"^(?:(?:no|ong ay|ba ay|toi) )?(?:go|nhan|bam|doc|viet|bao|noi|hoi|tra tien|tra ho|cho tien|dong ho"
    r"|dong cho|lam ho|gui tien|muon dong cho|mua cho|khong cho|ke|bien|dong giup|dang ky ho|nhac|xui"
    r"|khuyen|chi\b|cu hoi|van chua hieu|(?:o nha |o que )?dong (?:ho|giup|cho|thay) (?:em|toi|minh|chau|con)"
    r"|dong thi (?:em|e|toi|minh|vo|con)(?! (?:dong|nop)))\b"
)
# "Còn bố em?": nothing but the relative.
_JUST_MARKED = re.compile(r"(?:(?:the|con|___|vay|a|u|roi)[ ,]*)+")
# Told of, they are somebody else's story: only "đóng cho hàng xóm" makes them the insured person.
_STRANGERS = {"hang xom", "ban", "nguoi quen", "nguoi yeu"}
# Who is asked for advice is not the insured person: "để bác hỏi vợ đã".
_ADVISED_BEFORE = re.compile(r"\b(?:hoi|ban voi|ban|xin y kien|noi chuyen voi|hoi y kien|noi voi)$")
_ADVISED_AFTER = re.compile(
    r"^(?:(?:bac|co|chu|anh|chi|ay|lai|xem|y|y kien|truoc|mot tieng|thu|the nao|sao) )*(?:da|roi|xem|cai)\b|^\W*$"
)
_FACT = re.compile(
    r"^,|^(?:thi )?(?:sao|the nao|ra sao)\b"
    r"|^(?:(?:nam nay|nay|thi|cung|hien|gio|dang|da|chua|duoc|moi|vua|bi|lai|o nha|ngay xua|truoc"
    r"|truoc day|sap|vua tron|khoang|gan|cung nhau) )*(?:\d"
    r"|(?:sinh|sn|tuoi|ten|dong|lam|ban|nuoi|thieu|co|muon|la|lay|ngoai|gan|om|mat|het|nghi|ve|tham gia"
    r"|thuoc|deu|tren|can ngheo|ho|chay|tron|khong|nam|bay|sau|bon|ba|hai|mot|muoi|chin|tam|du|gia|cay|di|dk|om"
    r"|dang ky|ban|trong|vua|may|bay|xo|liet|quen|bi|chua|sap|lai xe|vao|nguoi)\b)"
)
# Words of what is told that are other words with other marks.
_TELLING_SPELLING = Spelling(
    "bán bận đóng là mất mắt cấy nuôi thiếu đang đã chưa chửa muốn bị lại lái đăng gần gàn năm nằm nàm bốn mười bảo"
)
_SELF = re.compile(
    r"\b(?:dang ky|dk|dong|nop|mua|lam ho so|tham gia|ho so"
    r"|tinh)(?: [a-z0-9]+){0,4}? cho (?:chinh )?(?:ban than(?: toi| minh| em)?|toi|minh"
    r"|em)\b(?! (?:hoi|gai|trai|be|ruot))|\b(?:cho )?ban than (?:toi|minh|em)\b"
    r"|\bcho (?:chinh )?ban than\b|\bcho (?:chinh )?(?:ban than|toi|minh)\b(?= dang ky| tham gia)"
    r"|\bchinh (?:toi|minh|em)\b"
)
# "Em tên …", "tôi cũng đăng ký": who writes tells of nobody else.
_WRITER = re.compile(
    r"(?:^|[,.;:] ?|\b(?:da|vang|a|gio|con|the|roi) )(?P<self>(?:toi|em|minh|chau|bac)"
    r"(?: ten(?: la)?\b(?! (?:gi|chi|ai|j)\b)| cung (?:muon |xin |can )?(?:dang ky|dk|tham gia|dong|mua)\b))"
    r"|^(?:(?:the|___|vay|a|nhung)[ ,]+)+(?P<back>toi|minh|tui|ban than toi|em)\b"
    r"(?! (?:cua|hoi|muon hoi|xin|gai|trai|ruot|dau|re|chong|vo|be|ho))"
    r"|\b(?P<name>ten (?:toi|em|minh) la)\b"
)
_MALE = re.compile(
    r"\b(?:dan ong|don ong|nam gioi|gioi tinh:? (?:la )?nam|nam(?= \d\d ?(?:tuoi|t\b))"
    r"|(?:la|lai|toi|sua thanh|chon lai) nam(?! nay| \d|g)|nam(?=,? (?:19[3-9]|200)\d\b)"
    r"|(?:^|(?<=[,;.?:] )|(?<=huu )|(?<=voi )|(?<=cho )|(?<=neu )|(?<=con )|(?<=___ )|(?<=the )|(?<=tuoi )|(?<=tuoi, ))"
    r"nam(?= (?:dong|nop|tham gia|da|moi|chua|ch|co|khong|lam|muon|dang|thu nhap|ho|o|\d\d? (?:nam|_+))\b)"
    r"|(?<=tuoi )nam(?= *(?:$|[,.;]))|(?<=\dt )nam(?= *(?:$|[,.;]))"
    r"|(?:^|(?<=neu )|(?<=con )|(?<=the )|(?<=la ))nam(?= thi\b)"
    r"|nam(?=,? sn\b)|(?<=, )nam(?= *(?:$|[,.;]))|(?<=(?:19|20)\d\d )nam(?= *(?:$|[,;]))"
    # The year itself has been named: what follows its number is the man.
    r"|(?<=sinh (?:nam|___) (?:19|20)\d\d )nam|(?<=\bsn (?:19|20)\d\d )nam)\b"
)
_FEMALE = re.compile(r"\b(?:dan ba|nu gioi|gioi tinh:? (?:la )?nu|nu)\b")
# "Thế còn nam?", "con nu thi sao": the other sex beside the last answer; without marks "nam" is no year here.
_THE_OTHER = re.compile(
    r"^(?:(?:a|u|o|uh|ma|da|va|roi)[ ,]+)*(?:the|vay|the con|vay con|the neu|con neu|con|neu|nhu|doi voi|gia su)\b"
    r"(?: (?:la|neu|nguoi|ben|toi|em))*"
    r" ?(?P<sex>nam|dan ong|don ong|con trai|nu|dan ba|phu nu|con gai)(?: gioi)?"
    r"(?: (?:thi|sao|the|nao|bao|nhieu|ra|duoc|vay|nhi|a|ha|em|chau|ad|nhe|may))*\W*$"
)
_MEN = {"nam", "dan ong", "don ong", "con trai"}
_BOTH = re.compile(r"^(?:,? ?(?:hay|hoac|va|voi|/) ?)?(?:nam|nu)\b")
_SELF_ADDRESS = re.compile(
    r"(?<![a-z] )\b(?P<who>chi|co|ba|anh|chu|ong|thim|mo"
    r"|di)(?= (?:nam nay|sinh nam|sinh|sn|ten la|nay|cung) |,? \d\d ?(?:tuoi|t\b))"
)
_FEMALE_ADDRESS = {"chi", "co", "ba", "thim", "mo", "di"}


@dataclass(frozen=True, slots=True)
class _Relative:
    """A relative whom the insurance is about."""

    relation: str
    gender: str | None
    start: int
    end: int


def find_people(reading: Reading) -> Iterator[Found]:
    """Relations and genders."""
    plain = reading.plain_as(_SPELLING)
    relatives = list(_relatives(reading, plain))
    for relative in relatives:
        yield Found("relation", relative.relation, relative.start, relative.end)
        if relative.gender:
            yield Found("gender", relative.gender, relative.start, relative.end)
    if not relatives:
        for match in _SELF.finditer(plain):
            yield Found("relation", "self", *match.span())
        for match in _WRITER.finditer(plain):
            yield Found("relation", "self", *match.span(match.lastgroup or 0))
    yield from _genders(reading, plain, relatives)


def _is_owned(match: re.Match[str]) -> bool:
    """Whether the relative is the writer's: "chồng tôi", "chồng chị"; "con anh" and the like may be anybody's."""
    owner = match.group("owner")
    return bool(owner) and (owner.strip() not in _ELDERS or match.group("kin") in _CLOSE)


def _relatives(reading: Reading, plain: str) -> Iterator[_Relative]:
    telling = reading.plain_as(_TELLING_SPELLING)
    for match in _KINSHIP.finditer(plain):
        relation, gender = _kin(reading, match)
        if relation and _is_insured(reading, plain, telling, match):
            yield _Relative(relation, gender, *match.span())


def _kin(reading: Reading, match: re.Match[str]) -> tuple[str | None, str | None]:
    word, said = match.group("kin"), reading.text[slice(*match.span("kin"))]
    if word in _MARKED_ONLY and (reading.normalised.original.isascii() or _is_counted(reading, match)):
        return None, None
    known = next((relation, gender) for names, relation, gender in _KIN if re.fullmatch(names, word))
    return _SPELLED.get(said, known)


def _is_counted(reading: Reading, match: re.Match[str]) -> bool:
    """Whether "ba" is the number three, or "bà con" means people."""
    if match.group("kin") != "ba" or match.group("owner") is None:
        return False
    if reading.text[match.start() : match.end()] == "bà con":
        return True
    young = match.group("owner").split()[-1] in {"con", "em", "chau"}
    return young and bool(
        _COUNTING_BEFORE.search(reading.before(match.start()))
        or _COUNTED_AFTER.match(reading.after(match.end()))
    )


def _is_insured(reading: Reading, plain: str, telling: str, match: re.Match[str]) -> bool:
    weak, owned = match.group("kin") in _WEAK, _is_owned(match)
    before = plain[max(0, match.start() - 40) : match.start()].rstrip()
    after = telling[match.end() : match.end() + 32].lstrip()
    if _ONLY_MENTIONED_BEFORE.search(before) or _ONLY_MENTIONED_AFTER.match(after):
        return False
    if _ADVISED_BEFORE.search(before) and _ADVISED_AFTER.match(after):
        return False
    if owned and _JUST_MARKED.fullmatch(before) and not after.strip(" ?.!"):
        return True
    if reading.is_whole(*match.span()):
        # "Bác gái cháu ạ" tells who is writing.
        return (owned or not weak) and match.group("kin") not in {"bac gai", "bac trai"}
    if _FOR.search(before) and _FOR_A_PURPOSE.search(before):
        return owned or not weak
    return (
        owned
        and match.group("kin") not in _STRANGERS
        and bool(_FACT.match(after))
        and not before.endswith((" dong", " nop"))
    )


def _genders(reading: Reading, plain: str, relatives: Sequence[_Relative]) -> Iterator[Found]:
    told = [(relative.start, relative.end) for relative in relatives if relative.gender]
    said = list(_said_genders(plain, told))
    both_named = reading.is_marked and re.search(r"\bnam\b", plain) and re.search(r"\bnu\b", plain)
    if len({found.value for found in said}) == 1 and not both_named:
        yield from said
    yield from _bare_genders(reading, plain)
    if (other := _THE_OTHER.match(reading.plain)) and reading.text[slice(*other.span("sex"))] != "năm":
        yield Found("gender", "male" if other["sex"] in _MEN else "female", *other.span("sex"))
    if not told:
        for match in _SELF_ADDRESS.finditer(plain):
            yield Found(
                "gender", "female" if match.group("who") in _FEMALE_ADDRESS else "male", *match.span("who")
            )


def _said_genders(plain: str, told: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Words of sex outside the relatives; where both are said, nobody's is meant."""
    for gender, pattern in (("male", _MALE), ("female", _FEMALE)):
        for match in pattern.finditer(plain):
            overlaps = any(start < match.end() and match.start() < end for start, end in told)
            if not overlaps and not _is_other(plain, match):
                yield Found("gender", gender, *match.span())


def _is_other(plain: str, match: re.Match[str]) -> bool:
    """ "Nam hay nữ", "phụ nữ", and the unmarked year in "từ nam 1998"."""
    before = plain[max(0, match.start() - 12) : match.start()]
    aged = re.match(r" \d\d ?(?:tuoi|t)\b", plain[match.end() :])
    if (
        match.group() == "nam"
        and not aged
        and re.search(r"\b(?:tu|truoc|sinh|den|toi|trong|dau|cuoi|thang \d+) $", before)
    ):
        return True
    both_before = re.search(r"\b(?:nam|nu)(?: (?:hay|hoac|va|voi))? $", before)
    return bool(
        both_before or before.endswith("phu ") or _BOTH.match(plain[match.end() : match.end() + 12].lstrip())
    )


def _bare_genders(reading: Reading, plain: str) -> Iterator[Found]:
    """ "Nam" or "con gái" as the whole answer; inside a sentence they are other things as often."""
    for match in re.finditer(r"\b(?P<male>nam|trai)\b|\b(?P<female>gai|phu nu)\b", plain):
        if reading.text[match.start() : match.end()] != "năm" and reading.is_whole(*match.span()):
            yield Found("gender", "male" if match.group("male") else "female", *match.span())
