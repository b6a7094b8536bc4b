"""The age of the insured person: "52 tuổi", "45t", "năm nay bác năm tám", "mẹ e 57t".

Ages that the law names ("đủ 60 tuổi", "dưới mười lăm tuổi", "75 tuổi được trợ cấp") are left out.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.numerals import Numeral, is_half, says, spoken, written
from bot.understanding.entities.reading import Found, Reading, Spelling

_AGES = range(12, 111)
# From here on an age without a person before it is the one of the social pension.
_OLD = 75
_PEOPLE = (
    r"(?:toi|tui|em|e|minh|chau|con|bac|co|chu|anh|chi|ong|ba|bo|me|ma|bu|u|thay|vo|chong|cu|di|cau|mo|thim"
    r"|gai|trai|xa|nha|ay|no|lao|nu|nam|dan ba|dan ong|phu nu|noi|ngoai|ruot|hang xom|tho|nay)"
)
_PERSON_BEFORE = re.compile(
    rf"\b{_PEOPLE},?(?: (?:nam nay|nay|la|thi|da|moi|duoc|gan|hon|vua|tron|khoang|chung|tam|ngoai|sap"
    rf"|cung|tren|chua|con|cua (?:toi|em|e)"
    r"|roi|ma|ten [a-z]+|sang|buoc sang|gio|toan|deu|a|nguoi nung|nguoi tay|dan toc [a-z]+))*,?$"
)
_LAW_BEFORE = re.compile(
    r"\b(?:du|den|toi|tu|duoi|tren|qua|het|luc|khi|tuoi|moi la|len|xuong|giu|tien|tro cap|hay|doi|thuong"
    r"|sau|o tuoi|tu nam|truoc|them|hon som|som|tang len|xuong con|cho cu|song den|tho|neu|ai|nguoi"
    r"|cac cu|bao gio|la)(?: (?:nam|luc|khi|la|moi|them))?$"
)
_LAW_SPELLING = Spelling(
    "đủ đến tới từ dưới trên quá hết lúc khi lên xuống giữ tiền trợ cấp hay đợi thường sau ở trước thêm"
    " tăng còn cụ sống đến thọ nếu ai"
)
_LAW_AFTER = re.compile(
    r"^(?:moi (?:duoc|co|la)|tro (?:len|xuong|di)|la (?:duoc|tuoi)"
    r"|thi (?:moi|nghi|duoc|ve|huong|co duoc tro)"
    r"|(?:co )?(?:duoc|co) (?:huong|linh|tro cap|nhan|the|tien|may|bao|them)|nghi huu|ve huu|huong|linh"
    r"|nhan|hay \d|bat dau nhan|\d+ ?thang|tro cap)"
)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:tuoi(?: (?:toi|em|cua toi|mu|ta|that|cua em|chau|minh|bac|me))*(?: (?:la|duoc|da|gan|ngoai"
    r"|hon|tron))?|voi tuoi|\d\d tuoi ta, ?tuoi tay"
    r"|(?:nam|lam) nay(?: (?!bao|thi|co|dong|luong|muc)[a-z]+){1,2}(?: (?:duoc|da|gan|ngoai|moi|hon"
    r"|tron))?|(?:vua|duoc|da) tron|moc lam|ngoai|khai|ghi))$"
)
_LABEL_OF_LAW = re.compile(r"\b(?:du|o|theo|huong|ve|do|den|qua) tuoi(?: la)?$")
_OTHER_UNIT = re.compile(
    r"^(?:trieu|tr\b|nghin|ngan|k\b|nam\b|thang|th\b|%|phan tram|cu\b|dong|ngay|lan|nguoi|con\b|dua|gio"
    r"|h\b|m\b|cong|sao|tram|chuc|cuoi|xu|ho\b|lop|/|nghi|huu|va \d|\d)"
)


def find_age(reading: Reading) -> Iterator[Found]:
    """Ages, from left to right."""
    law_text = reading.plain_as(_LAW_SPELLING)
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
            else _counted(reading, law_text, index, number, after)
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


def _counted(reading: Reading, law_text: str, index: int, number: Numeral, after: int) -> Found | None:
    start, end = reading.atoms[index].start, reading.atoms[after - 1].end
    if not reading.is_whole(start, end) and _is_law(reading, law_text, int(number.value), start, end):
        return None
    if is_half(reading, after):
        end = reading.atoms[after].end
    return Found("age", int(number.value), start, end)


def _is_law(reading: Reading, law_text: str, value: int, start: int, end: int) -> bool:
    """Whether the law's age is meant: a rule follows, or no person goes before it."""
    has_person = bool(_PERSON_BEFORE.search(reading.before(start, width=40)))
    if _LAW_AFTER.match(reading.after(end)):
        return not has_person
    if _LAW_BEFORE.search(law_text[max(0, start - 24) : start].rstrip()):
        return not has_person or bool(
            re.search(
                r"\b(?:tu|duoi|den|du|o tuoi|tuoi)(?: nam| khi)?$",
                law_text[max(0, start - 12) : start].rstrip(),
            )
        )
    return value >= _OLD and not has_person


def _labelled(reading: Reading, index: int, number: Numeral) -> Found | None:
    """ "Tuổi mụ là 60", "năm nay bác năm mươi tám": the word stands before the number."""
    start, end = reading.atoms[index].start, reading.atoms[number.next - 1].end
    before = reading.before(start)
    if (
        number.value >= 100
        or number.value < 14
        or _OTHER_UNIT.match(reading.after(end))
        or _LABEL_OF_LAW.search(before)
    ):
        return None
    if _LABEL_BEFORE.search(before) or _is_bare_age(reading, index, number):
        return Found("age", int(number.value), start, end)
    return None


def _is_bare_age(reading: Reading, index: int, number: Numeral) -> bool:
    """A message that is nothing but "58" or "gần bốn chục" answers how old the person is."""
    start, end = reading.atoms[index].start, reading.atoms[number.next - 1].end
    long_enough = len(reading.atoms[index].plain) == 2 or number.next - index > 1
    pronoun = re.search(r"\b(?:e|em|m|minh|mk|t|chi|anh) \d\d$", reading.before(end, width=16))
    return long_enough and not pronoun and reading.is_whole(start, end)
