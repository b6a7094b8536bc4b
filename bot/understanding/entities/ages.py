"""The age of the insured person: "52 tuổi", "45t", "năm nay bác năm tám", "mẹ e 57t".

Ages that the law names ("đủ 60 tuổi", "dưới mười lăm tuổi", "60 tuổi mới được hưởng") are left out.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.numerals import Numeral, is_half, says, spoken, written
from bot.understanding.entities.reading import Found, Reading

_AGES = range(1, 121)
_SHORT_AGES = range(14, 100)
_LAW_BEFORE = re.compile(
    r"\b(?:du|den|toi|tu|duoi|tren|qua|het|luc|khi|song den|tho|nghi huu|huu|tuoi huu|phai|khoang|moi|cho"
    r" nguoi|cac cu|nguoi"
    r"|chua den|chua du|chua toi|cham|tuoi tu|cho den|toi nam|nam|nam toi|nhung nguoi)(?: (?:khi|luc|co|la"
    r"|nam))?$"
)
_SELF_BEFORE = re.compile(
    r"\b(?:nay|tui|toi|em|e|minh|mk|m|t|chau|con|bac|co|chu|anh|chi|ong|ba|bo|me|ma|bu|u|thay|vo|chong|ck"
    r"|vk|cu|di|cau|mo|thim|gai|trai|day"
    r"|noi|ngoai|ay|no|nha|lao|ta|nu|dan ba|dan ong|phu nu|duoc|vua|tron|vua tron|gan|da|hon|moi|xap xi"
    r"|chung|ngoai|sap|roi|la|thi|sang"
    r"|chuan bi|buoc sang|nam nay|tinh ra|khai|ghi|tam)(?: (?:khoang|gan|hon|duoc|da|moi|chung|vua|tron"
    r"|sap|bang|tam|roi|cung|len|cu|co|thi|la|tren|ngoai))*$"
)
_LAW_AFTER = re.compile(
    r"^(?:moi (?:duoc|dc|co)|tro (?:len|xuong)|la (?:duoc|dc|tuoi)|(?:duoc|dc) (?:huong|linh|tro cap|nhan)"
    r"|nghi huu|ve huu|thi (?:moi|nghi|duoc|dc|ve|huong)|den|hay"
    r"|tro di|huong|\+|nhan tro cap|linh)"
)
_AGE_LABEL = re.compile(
    r"\b(?:tuoi(?: (?:toi|em|cua toi|mu|tay|ta|that|la|cua em|chau|minh|bac|me|thi))*|nam nay(?:"
    r" [a-z]+){1,2}|voi tuoi|lam nay(?: [a-z]+){1,2}|(?:vua|duoc|chan) tron|xap xi)(?: (?:la|duoc|da|gan"
    r"|ngoai|moi|hon|tron|vua))*$"
)
_NOT_AN_AGE_AFTER = re.compile(
    r"^(?:trieu|tr\b|nghin|ngan|k\b|nam\b|thang|%|phan tram|cu\b|dong|ngay|lan|nguoi|con\b|dua|chau|gio"
    r"|lam\b|sao|con ga|m\b)"
)


def find_age(reading: Reading) -> Iterator[Found]:
    """Ages, from left to right."""
    index = 0
    while index < len(reading.atoms):
        number = _number_at(reading, index)
        if number is None or int(number.value) not in _AGES:
            index += 1
            continue
        end = _unit_end(reading, number.next)
        found = _labelled(reading, index, number) if end is None else _counted(reading, index, number, end)
        if found:
            yield found
        index = end or number.next


def _number_at(reading: Reading, index: int) -> Numeral | None:
    atom = reading.atoms[index]
    if atom.is_number:
        return (
            Numeral(written(atom, decimal=True), index + 1)
            if atom.plain.isdigit() and len(atom.plain) < 4
            else None
        )
    return spoken(reading, index, pairs=True)


def _unit_end(reading: Reading, index: int) -> int | None:
    """The index after "tuổi", or after the "t" that is glued to figures."""
    if says(reading, index, "tuoi", "tuoii", "tui") and reading.atoms[index].text not in {
        "tươi",
        "tưới",
        "tủi",
        "túi",
        "tui",
    }:
        return index + 1
    if says(reading, index, "t") and reading.atoms[index].glued and reading.atoms[index - 1].is_number:
        return index + 1
    return None


def _counted(reading: Reading, index: int, number: Numeral, after: int) -> Found | None:
    start, end = reading.atoms[index].start, reading.atoms[after - 1].end
    short = says(reading, after - 1, "t")
    if short and int(number.value) not in _SHORT_AGES:
        return None
    before, following = reading.before(start, width=36), reading.after(end)
    if not reading.is_whole(start, end) and _is_law(before, following):
        return None
    if is_half(reading, after):
        end = reading.atoms[after].end
    return Found("age", int(number.value), start, end)


def _is_law(before: str, following: str) -> bool:
    """Whether the law's age is meant: nobody's age is said before it, or a rule follows."""
    if _LAW_AFTER.match(following):
        return True
    own, law = _SELF_BEFORE.search(before), _LAW_BEFORE.search(before)
    if law and not (own and own.start() <= law.start()):
        return not re.search(
            r"\b(?:toi|em|me|bo|chong|vo|bac|chi|anh) (?:nay )?(?:khoang|moi)$|\bnam nay (?:khoang )?$"
            r"|(?:^|[^a-z]|toi la )nam$",
            before,
        )
    return False


def _labelled(reading: Reading, index: int, number: Numeral) -> Found | None:
    """ "Tuổi mụ là 60", "năm nay bác năm mươi tám": the word stands before the number."""
    start, end = reading.atoms[index].start, reading.atoms[number.next - 1].end
    if int(number.value) not in _SHORT_AGES or _NOT_AN_AGE_AFTER.match(reading.after(end)):
        return None
    if _AGE_LABEL.search(reading.before(start)) or (
        reading.is_whole(start, end) and _is_plain_age(reading, index, number)
    ):
        return Found("age", int(number.value), start, end)
    return None


def _is_plain_age(reading: Reading, index: int, number: Numeral) -> bool:
    """A message that is nothing but "58" or "gần bốn chục" answers how old the person is."""
    return len(reading.atoms[index].plain) == 2 or number.next - index > 1
