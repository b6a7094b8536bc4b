"""The age of the insured person: "52 tuổi", "45t", "năm nay bác năm tám", "mẹ e 57t".

Ages that the law names ("đủ 60 tuổi", "dưới mười lăm tuổi", "75 tuổi được trợ cấp") are left out.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.numerals import Numeral, is_half, says, spoken, written
from bot.understanding.entities.reading import Found, Reading, Spelling

_AGES = range(12, 111)
_TOLD_AGES = range(14, 100)
_GROWN_UP = 18
_CHILD_BEFORE = re.compile(
    r"\b(?:dua|be|thang (?:lon|be|ut|anh|em)|con (?:lon|be|ut)|chau (?:lon|be))(?: (?:lon|be|nho|thi|la|kia|nay|moi))*$"
)
_WONDER = re.compile(
    r" *(?:à|hả|ha|ư|sao|cơ à|cơ|chứ)(?: (?:em|cháu|con|anh|chị|bạn))?[ ?!.]*", re.IGNORECASE
)
# From here on an age without a person before it is the one of the social pension.
_OLD = 75
_BETWEEN = (
    r"(?:,? (?:nam nay|nay|la|thi|da|moi|duoc|gan|hon|vua|tron|khoang|chung|tam|ngoai|sap|cung|tren|chua"
    r"|con|cua (?:toi|em)|roi|ma|ten [a-z]+|sang|buoc sang|gio|toan|deu|a|nguoi [a-z]+|dan toc [a-z]+))*,?$"
)
_PERSON_BEFORE = re.compile(
    r"\b(?:toi|em|e|minh|chau|con|bac|co|chu|anh|chi|ong|ba|bo|me|ma|bu|u|thay|vo|chong|di|cau|mo|thim"
    r"|gai|trai|xa|nha|ay|no|lao|noi|ngoai|ruot"
    rf"|tho|nay|cu nha toi){_BETWEEN}"
)
# "Bố tôi 76", "mẹ em thì 58": nothing but a relative and the number.
_JUST_A_RELATIVE = re.compile(
    r"(?:(?:the|con|vay|a|u|da)[ ,]+)*(?:bo|me|ma|vo|chong|ong|ba|thay|cha|tia|anh trai|chi gai"
    r"|em trai|em gai|con trai|con gai)"
    r"(?: (?:toi|em|chau|minh|con|chi|bac|anh|chu|nha toi|nha em|noi|ngoai))?(?: (?:thi|nay|nam nay|duoc))?"
)
_CLAUSE_MARKS = re.compile(r"[,;.\d]")
_NEXT_RELATIVE = re.compile(r"(?:$|[,;.]|(?:va |con |thi )?(?:bo|me|vo|chong|con|ong|ba)\b)")
# A sex alone may be anybody's: "nữ mới là 60 tuổi".
_ANYBODY_BEFORE = re.compile(rf"\b(?:nu|nam|dan ba|dan ong|phu nu){_BETWEEN}")
_LAW_BEFORE = re.compile(
    r"\b(?:du|den|toi|tu|duoi|tren|qua|het|luc|khi|o tuoi|tu tuoi|len|xuong|giu|tien|tro cap|hay|doi"
    r"|thuong|sau|truoc|them|hon|som|song den|tho|neu|nguoi|cac cu|moi la|bao gio"
    r"|nghe noi)(?: (?:nam|luc|khi|la|moi|them|nguyen))?$"
)
_LAW_SPELLING = Spelling(
    "đủ đến tới từ dưới trên quá hết lúc khi ở lên xuống giữ tiền trợ hay đợi thường sau trước thêm hơn"
    " sớm sống thọ nếu người cụ mới bao nghe nói là năm"
)
_PERSON_SPELLING = Spelling(
    "tôi nay năm cháu con bác cô chú anh chị ông bà bố mẹ má vợ chồng dì cậu mợ nữ nam đàn phụ xã nhà nó"
    " nội ngoại ruột thợ gái trai thầy"
)
_LAW_AFTER = re.compile(
    r"^(?:moi (?:duoc|co|la|cho)|tro (?:len|xuong|di)|la (?:duoc|tuoi)"
    r"|thi (?:moi|nghi|duoc|ve|huong|co duoc tro)"
    r"|(?:co )?(?:duoc|co) (?:huong|linh|tro cap|nhan|the|tien|may|bao|them)|nghi huu|ve huu|huong|linh"
    r"|nhan|hay \d|bat dau nhan|\d+ ?th|tro cap|mat thi)"
)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:tuoi(?: (?:toi|em|cua toi|mu|ta|that|cua em|chau|minh|bac|me))*(?: (?:la|duoc|da|gan|ngoai"
    r"|hon|tron))?|voi tuoi"
    r"|(?:nam|lam) nay(?: (?!bao|thi|co|dong|luong|muc)[a-z]+){1,2}(?: (?:duoc|da|gan|ngoai|moi|hon"
    r"|tron))?|(?:vua|duoc|da) tron|(?:deu|moi|da|cung|nay|toi|em|chi|anh|me|bo|vo|chong|bac) ngoai|khai|ghi"
    r"|tuoi\b[^.;?!\d]{0,28} (?:chinh xac|that ra|dung ra|cu the)(?: (?:la|thi))?)|^ngoai)$"
)
# A person, a word of time and a number that ends its clause: "con tôi mới mười bảy", "bố năm nay 58".
_PERSON_AND_TIME = re.compile(
    r"\b(?:toi|em|e|minh|chau|con|bac|co|chu|anh|chi|ong|ba|bo|me|ma|bu|u|thay|tia|cha|vo|chong|di|cau|mo|no|ay"
    r"|(?:ong|ba|cu) (?:nha|xa)|gai|trai)(?: (?:da|thi|cung|hien))?"
    r" (?:moi(?: (?:co|duoc|tron|ngoai|hon))?|(?:(?:nam|lam) )?nay(?: (?:moi|da|duoc|tron|ngoai|hon|gan))?"
    r"|vua (?:tron|buoc sang)|da(?: (?:ngoai|hon|gan))?|gan|hon|ngot|sap)$"
)
_CLAUSE_ENDS = re.compile(
    r"^(?:$|[^\w\s%/]|(?:roi|thi|ma|a|ad|nha|nhe|day|chua|co|con|muon|dong|van|lam|ban|o nha|thoi|dau)\b)"
)
_LABEL_OF_LAW = re.compile(r"\b(?:du|o|theo|huong|ve|do|den|qua) tuoi(?: la)?$")
_OTHER_UNIT = re.compile(
    r"^(?:trieu|tr\b|nghin|ngan|k\b|nam\b|thang|th\b|%|phan tram|cu\b|dong|ngay|lan|nguoi|con\b|dua|gio"
    r"|h\b|m\b|cong|sao|tram|chuc|cuoi|xu|ho\b|lop|/|nghi|huu|va \d|\d)"
)


def find_age(reading: Reading) -> Iterator[Found]:
    """Ages, from left to right."""
    people = reading.plain_as(_PERSON_SPELLING)
    # Without marks "toi" is the person ("tôi"), not the limit ("tới").
    law = (
        reading.plain_as(_LAW_SPELLING)
        if reading.is_marked
        else re.sub(r"(?<!nguyen )\btoi\b", "___", reading.plain)
    )
    index = 0
    while index < len(reading.atoms):
        number = _number_at(reading, index)
        if number is None or int(number.value) not in _AGES:
            index += 1
            continue
        after = _after_unit(reading, number.next)
        found = (
            _labelled(reading, index, number)
            if after is None
            else _counted(reading, (people, law), index, number, after)
        )
        if found:
            yield found
        index = after or number.next


def _number_at(reading: Reading, index: int) -> Numeral | None:
    atom = reading.atoms[index]
    if atom.is_number:
        return Numeral(written(atom), index + 1) if atom.plain.isdigit() and len(atom.plain) < 4 else None
    return spoken(reading, index, pairs=True)


def _after_unit(reading: Reading, index: int) -> int | None:
    """The index after "tuổi", or after the "t" that is glued to figures."""
    if says(reading, index, "tuoi", "tuoii", "tuoir") and reading.atoms[index].text not in {"tươi", "tưới"}:
        return index + 1
    if says(reading, index, "t") and reading.atoms[index].glued and reading.atoms[index - 1].is_number:
        return index + 1
    return None


def _counted(
    reading: Reading, views: tuple[str, str], index: int, number: Numeral, after: int
) -> Found | None:
    start, end = reading.atoms[index].start, reading.atoms[after - 1].end
    named = index > 1 and reading.begins_capital(reading.atoms[index - 1])  # "Nguyễn Thị Từ 62 tuổi".
    if not named and not reading.is_whole(start, end) and _is_law(*views, int(number.value), start, end):
        return None
    if _is_of_a_child(reading, start, int(number.value)) or _is_wondered_at(reading, start, end):
        return None
    if is_half(reading, after):
        end = reading.atoms[after].end
    return Found("age", int(number.value), start, end)


def _is_law(people: str, law: str, value: int, start: int, end: int) -> bool:
    """Whether the law's age is meant: a word of rules stands beside it and no person before it."""
    begin = max(0, start - 40)
    if _LAW_BEFORE.search(law[begin:start].rstrip()):
        return True
    before = people[begin:start].rstrip()
    if _PERSON_BEFORE.search(before):
        return False
    if _LAW_AFTER.match(law[end : end + 28].lstrip()):
        return True
    return value >= _OLD and not _ANYBODY_BEFORE.search(before)


def _is_wondered_at(reading: Reading, start: int, end: int) -> bool:
    """ "60 tuổi à?": nothing but an age that somebody else named; without its mark "a" may be a polite "ạ"."""
    return _WONDER.fullmatch(reading.text[end:]) is not None and not reading.before(start).strip(" ,.")


def _is_of_a_child(reading: Reading, start: int, value: int) -> bool:
    """ "Một đứa 8 tuổi một đứa 12 tuổi": children who are counted, not the insured person."""
    return value < _GROWN_UP and bool(_CHILD_BEFORE.search(reading.before(start)))


def _labelled(reading: Reading, index: int, number: Numeral) -> Found | None:
    """ "Tuổi mụ là 60", "năm nay bác năm mươi tám": the word stands before the number."""
    start, end = reading.atoms[index].start, reading.atoms[number.next - 1].end
    before = reading.before(start, width=48)
    if (
        number.value not in _TOLD_AGES
        or _OTHER_UNIT.match(reading.after(end))
        or _LABEL_OF_LAW.search(before)
    ):
        return None
    told = (
        _PERSON_AND_TIME.search(before) and _CLAUSE_ENDS.match(reading.after(end)) and " nua " not in before
    )
    if told or _LABEL_BEFORE.search(before) or _is_bare_age(reading, index, number):
        return Found("age", int(number.value), start, end)
    return None


def _is_bare_age(reading: Reading, index: int, number: Numeral) -> bool:
    """A message that is nothing but "58" or "gần bốn chục" answers how old the person is."""
    start, end = reading.atoms[index].start, reading.atoms[number.next - 1].end
    long_enough = len(reading.atoms[index].plain) == 2 or number.next - index > 1
    clause = _CLAUSE_MARKS.split(reading.before(start, width=48))[-1].strip()
    of_relative = _JUST_A_RELATIVE.fullmatch(clause)
    if of_relative and (reading.is_whole(0, end) or _NEXT_RELATIVE.match(reading.after(end))):
        return len(reading.atoms[index].plain) == 2
    pronoun = re.search(r"\b(?:e|em|m|minh|mk|t|chi|anh) \d\d$", reading.before(end, width=16))
    return long_enough and not pronoun and reading.is_whole(start, end)
