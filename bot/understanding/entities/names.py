"""The full name of the person: `full_name`, each word with a capital letter, with the tone marks that were typed.

A name is taken after "tên là", "tôi là", "họ tên:" and the like; where a family name begins words with capital
letters; and where a family name begins a part of the message that holds nothing else ("nguyen van tu 0912345678").
"""

import re
from collections.abc import Iterator, Sequence

from bot.understanding.entities.reading import Atom, Found, Reading, Spelling, word_set

_FAMILY_NAMES = Spelling(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đinh trịnh đoàn tô tạ hà"
    " lưu lương thái châu triệu tăng nghiêm phùng quách khúc đào kiều cao giáp vi chu tống mạc thân"
    " khổng lâm trương ông thạch lò lù ninh phí phương quản sầm tiêu tôn từ vương hứa hầu kim khuất lại"
    " liễu lều mâu nông ban bế bạch bành cam chế cung đàm đậu diệp đồng đường giang hàn hình hoa kha"
    " khương lạc lã lữ lộc ma mã mẫn mông mai nhan nhữ ngụy ôn âu phó phù sái sùng sử sơn tào tất thiều"
    " tòng trác trang ứng vàng văn viên vừ giàng lèng lầu lục hạng hạ quàng cà ân chung khiếu lỗ ngạc"
    " nhâm trà tưởng thào triều ung điêu cấn đới sìn chảo tẩn phàn lỳ chẻo bàn đèo lường cầm pờ tằng"
    " voòng lềnh nình chìu hùng uông"
)
# Family names that typed without marks and in small letters are hardly ever another word.
_SURE = word_set("nguyen tran pham huynh hoang phan bui trinh phung quach giap nghiem vuong")
# With a middle name after them these are sure as well.
_LIKELY = _SURE | word_set(
    "vu vo dang ngo duong doan luu khuc trieu nong dinh le do ly truong ho dao luong vi ninh chu than ta"
    " to ha mai"
)
_MIDDLE_NAMES = word_set("van thi duc huu ngoc quang dinh xuan minh cong thanh quoc manh tuan viet")
_MIDDLE_SPELLING = Spelling("văn thị đức hữu ngọc quang đình xuân minh công thanh quốc mạnh tuấn việt")
# Words that end a name typed in small letters.
_NOT_IN_NAMES = word_set(
    "ngheo can khong chua bao nhieu dong tien thang tuoi dien thoai xa phuong huyen tinh thon goi buoi"
    " chieu sang toi trua gio so muon hoi duoc la co cho cua va voi thi ma nhe nha em anh chi minh bac"
    " chau o tai ho dang ky ki bhxh hiem muc nhap roi nua gi sao nao the lai nay kia do day phai sai"
    " nham sua lam ruong cay ban hang trieu tr k nghin sinh sn nam ngay cuoc cccd cmnd sdt dt zalo moi"
    " vi de khi neu nhung cung van deu hay hoac xin giup doc tu tren duoi theo luong huu tham gia chong"
    " vo con cai ten ad a vang da u nhan che viec loi ve di den vao ra len xuong mot hai ba luc nguoi"
    " dan toc tay nung dao muong kinh du nhu that mat doi chu khoan het trong ngoai sau truoc xong keu"
    " ai phi tro bau cong ty vien"
)
# Of those, the ones that are names as well: after a family name they may end it or stand in its middle.
_NAMES_TOO = word_set(
    "thi luc tham van nam anh mai ha hai can nhan hang lam ky the dao thoai nhung tinh phuong tu luong"
    " sang kinh ba cong minh sinh chi tien thanh khoan viet hiem toan dien vien sau nha loi vi ai"
)
_ABOUT = (
    r"cua|toi|em|minh|chau|bac|me|bo|chong|vo|day|dung|cho dung|lai|thanh|la|phai la|chi|anh|di|ong|ba|ay"
)
_MARK = re.compile(
    r"\b(?:ho (?:va )?ten(?: day du)?"
    r"|(?:toi|em|e|minh|chau|bac|chi|anh|me|bo|vo|chong|ong|ba|co|chu|ghi"
    r"|sua)(?: (?:em|toi|chau|e|lai))? ten|^ten|doi ten|sai ten"
    r"|(?:toi|em|e|minh|chau|bac|chi|anh|day|ong|ba|co|chu) (?:xin gioi thieu )?la)"
    rf"(?: (?:day du|that|khai sinh|{_ABOUT}))*[ :\-=]*$"
)
_NAMED = re.compile(r"\bten\b")
_PLACE_BEFORE = re.compile(
    r"\b(?:o|que|thon|lang|xom|xa|phuong|huyen|tinh|tp|thanh pho|thi xa|thi tran|cho|song|nui|truong"
    r"|duong|to|khu|ban|tai|dao|cong ty|cty|chua|den|ga)$"
)
_AFTER_NAME = word_set(
    "a nhe nha em day ad o sdt dt so xa phuong goi sn sinh nam nu tuoi va thon dien thoai dang muon can"
    " lam ban nghe tt huyen que lien he zalo dung la chu khong"
)
_LEAD_IN = re.compile(r"[^a-z]|\b(?:da|vang|a|u|oke|ok|la|em|toi|chau|day|bac|ghi|cu|thi|ten)\b")
_NO_NAMES = frozenset(
    {
        "dang ky",
        "dang ki",
        "ho so",
        "ho tro",
        "luong huu",
        "an tam",
        "ho ngheo",
        "ho can",
        "do dien",
        "vo bau",
    }
)
_TITLES = word_set("em chi anh bac co chu ong ba toi chau")
_NO_GIVEN_NAMES = word_set("la toi zalo so an nam nu kinh tay nung dao muong thai mong")
_LONGEST = 6
_LONGEST_LEAD_IN = 24


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
    titled = _after_title(reading, stretch)
    if titled:
        return titled
    for index, atom in enumerate(stretch):
        mark = _MARK.search(reading.before(atom.start, width=40))
        if mark or atom.plain in _FAMILY_NAMES:
            words = _name_from(reading, stretch[index:], mark=mark, begins=index == 0)
            if words:
                return words
    return ()


def _after_title(reading: Reading, stretch: Sequence[Atom]) -> Sequence[Atom]:
    """ "Chị Hoa, xã Tam Giang, …": a given name after the title that begins a message of values."""
    title, *rest = stretch
    name = [word for word in rest if word.plain not in _AFTER_NAME]
    has_values = any(atom.is_number for atom in reading.atoms) or reading.is_whole(
        title.start, stretch[-1].end
    )
    if title.start or title.plain not in _TITLES or not has_values or not 0 < len(name) <= 2:
        return ()
    capitals = all(reading.begins_capital(word) for word in name)
    return name if capitals and name[0].plain not in _NO_GIVEN_NAMES else ()


def _name_from(
    reading: Reading, words: Sequence[Atom], *, mark: re.Match[str] | None, begins: bool
) -> Sequence[Atom]:
    if " ".join(word.plain for word in words[:2]) in _NO_NAMES:
        return ()
    named = bool(mark and _NAMED.search(mark.group()))
    if not _is_family_name(reading, words[0]):
        return _given_name(reading, words, named=named) if mark else ()
    capitals = _capitals(reading, words)
    if len(capitals) >= 2:
        return capitals if mark or _is_plain_name(reading, capitals) else ()
    name = _small_name(reading, words, named=named, introduced=bool(mark), begins=begins)
    return name or (_given_name(reading, words, named=named) if mark else ())


def _is_family_name(reading: Reading, atom: Atom) -> bool:
    return atom.plain in _FAMILY_NAMES and not _FAMILY_NAMES.rejects(
        atom, unmarked_text=not reading.is_marked
    )


def _has_middle_name(reading: Reading, name: Sequence[Atom]) -> bool:
    if len(name) < 3 or name[1].plain not in _MIDDLE_NAMES:
        return False
    return not _MIDDLE_SPELLING.rejects(name[1], unmarked_text=not reading.is_marked)


def _is_plain_name(reading: Reading, name: Sequence[Atom]) -> bool:
    """Capitals make places too: a middle name, a sure family name or the whole message tells them apart."""
    if _PLACE_BEFORE.search(reading.before(name[0].start)):
        return False
    whole = reading.is_whole(name[0].start, name[-1].end)
    return _has_middle_name(reading, name) or name[0].plain in _SURE or (len(name) >= 3 and whole)


def _capitals(reading: Reading, words: Sequence[Atom]) -> Sequence[Atom]:
    count = 0
    while count < min(len(words), _LONGEST) and reading.begins_capital(words[count]):
        count += 1
    # A message all in capitals says nothing by them.
    return () if reading.normalised.original.isupper() else words[:count]


def _small_name(
    reading: Reading, words: Sequence[Atom], *, named: bool, introduced: bool, begins: bool
) -> Sequence[Atom]:
    """A name in small letters: introduced by "tên", or a part of the message on its own."""
    count = 1
    while count < min(len(words), _LONGEST - 1) and _goes_on(words, count):
        count += 1
    name, rest = words[:count], words[count:]
    if count < 2:
        return ()
    middle = _has_middle_name(reading, name)
    sentence = reading.begins_capital(name[0]) and reading.is_marked and not middle
    if sentence or (rest and rest[0].plain not in _AFTER_NAME):
        return ()
    sure = name[0].plain in (_LIKELY if middle or named else _SURE)
    alone = begins and (middle or (not rest and _leads_in(reading, name[0])))
    return name if (named and (sure or middle)) or (sure and (introduced or alone)) else ()


def _leads_in(reading: Reading, first: Atom) -> bool:
    """Whether nothing but signs and a few small words stands before a name."""
    return first.start <= _LONGEST_LEAD_IN and not _LEAD_IN.sub("", reading.plain[: first.start])


def _goes_on(words: Sequence[Atom], index: int) -> bool:
    word = words[index]
    if len(word.plain) > 7 or (word.plain in _NOT_IN_NAMES and word.plain not in _NAMES_TOO):
        return False
    if word.plain not in _NAMES_TOO or (index == 1 and word.plain in _MIDDLE_NAMES):
        return True
    return (
        index + 1 == len(words)
        or words[index + 1].plain in _AFTER_NAME
        or words[index + 1].plain not in _NOT_IN_NAMES
    )


def _given_name(reading: Reading, words: Sequence[Atom], *, named: bool) -> Sequence[Atom]:
    """A given name alone, in capitals, after "tên"; after "tôi là" only when nothing but it follows."""
    name = _capitals(reading, words)[:4]
    if not name or name[0].plain in _NO_GIVEN_NAMES:
        return ()
    rest = words[len(name) :]
    alone = not rest or rest[0].plain in _AFTER_NAME
    return name if named or (alone and name[0].plain not in _NOT_IN_NAMES) else ()


def _as_typed(reading: Reading, atom: Atom) -> str:
    """The word as typed with a capital; the decoded one where Telex or VNI signs were left in it."""
    typed = reading.normalised.original_slice(atom.start, atom.end).lower()
    word = typed if len(typed) == len(atom.text) else atom.text
    return word[:1].upper() + word[1:]
