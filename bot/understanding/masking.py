"""A text without what tells who wrote it: names, phones, numbers of papers, birthdays, addresses are blotted out."""

import re
from collections.abc import Iterator, Sequence

from bot.types import Entity

BLOT = "•••"
_ENTITIES = frozenset(
    {"full_name", "phone", "phone_invalid", "personal_id", "birth_date", "birth_date_candidates"}
)
_SHAPES = (
    re.compile(r"\S+@\S+\.\S+"),
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    # Of seven digits and more: a phone, a card, an account. Amounts with their thousands apart are left.
    re.compile(r"(?<![\d.,])\+?\d(?:[ .\-]?\d){6,}(?![.,]?\d)"),
)
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+|[1-9]\d*0{5,}")
_FAMILY_NAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Đoàn|Tạ|Lương|Mai|Nông|Giáp|Thân"
    "|Nguyen|Tran|Pham|Hoang|Huynh|Vu|Vo|Dang|Bui|Do|Ngo|Duong|Ly|Dinh|Trinh|Doan|Ta|Luong|Nong|Giap|Than"
)
_CAPITAL = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
# A family name and what is written with capitals after it; other names in capitals after a form of address.
_NAMES = (
    re.compile(rf"\b(?:{_FAMILY_NAMES})(?: {_CAPITAL}\w*){{1,4}}"),
    re.compile(rf"(?<=\btên là )\w+|(?<=\btên ){_CAPITAL}\w*"),
    re.compile(rf"(?<=\b(?:chị|anh|bác|chú|ông) )(?!Em\b|Anh\b){_CAPITAL}\w+(?: {_CAPITAL}\w+)*"),
    re.compile(rf"(?<=\b(?:cô|bà) ){_CAPITAL}\w+(?: {_CAPITAL}\w+)*"),
)


def masked(text: str, entities: Sequence[Entity]) -> str:
    """The text with every value that tells who somebody is blotted out; communes, ages and incomes stay.

    :param entities: what was found in the text, with places in it.
    """
    found = {*_of_entities(entities), *_of_shapes(text)}
    spans = sorted(span for span in found if not _AMOUNT.fullmatch(text[slice(*span)]))
    out: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            out += [text[at:start], BLOT]
        at = max(at, end)
    return "".join([*out, text[at:]])


def _of_entities(entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    for entity in entities:
        if entity.entity in _ENTITIES:
            yield entity.start, entity.end


def _of_shapes(text: str) -> Iterator[tuple[int, int]]:
    for shape in _SHAPES:
        yield from (match.span() for match in shape.finditer(text))
    # Written all in capitals, every word would look like a name.
    for shape in () if text.isupper() else _NAMES:
        yield from (match.span() for match in shape.finditer(text))
