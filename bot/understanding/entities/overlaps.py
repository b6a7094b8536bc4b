"""Settles which of several readings of the same words stands, and drops the values that a person takes"
" back."""

import re
from collections.abc import Iterable, Sequence

from bot.understanding.entities.reading import Found, Reading

# Kinds that share words with nothing else but their companions; the rest only describe and may overlap anything.
_EXCLUSIVE_RANK = {
    kind: rank
    for rank, kinds in enumerate(
        (
            ("personal_id",),
            ("phone",),
            ("birth_date", "birth_date_candidates"),
            ("birth_year", "birth_year_candidates"),
            ("age",),
            ("income", "income_high", "money"),
            ("phone_invalid",),
            ("payment_method", "years", "missing_months"),
            ("years_paid", "months_paid", "months"),
            ("category",),
            ("commune", "commune_candidates"),
            ("call_time",),
            ("full_name",),
        )
    )
    for kind in kinds
}
_TAKEN_BACK = re.compile(
    r"\b(?:khong phai|chu khong phai|chang phai|chu dau phai|dau phai|dung lay|dung tinh|bo|thay vi|khong"
    r" con|thay cho)(?: (?:la|o|cai|muc|cho|sinh|dong|nam|theo|nua|tuoi|thu nhap|khoang|phuong|xa|so|chi"
    r"|cua))*$"
)


def settle(found: Iterable[Found]) -> list[Found]:
    """Of overlapping values of different kinds the longest stands, then the rarer kind; sorted by place."""
    kept: list[Found] = []
    for item in sorted(found, key=_strength):
        if not any(_clash(item, other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: (item.start, item.end, item.kind))


def without_taken_back(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """ "3 triệu chứ không phải 5 triệu" leaves 3 triệu: the other value of the same kind is denied."""
    denied = {id(item) for item in found if _TAKEN_BACK.search(reading.before(item.start, width=36))}
    if not denied:
        return list(found)
    standing = {item.kind for item in found if id(item) not in denied}
    return [item for item in found if id(item) not in denied or item.kind not in standing]


def _strength(item: Found) -> tuple[int, int, int]:
    return -(item.end - item.start), _EXCLUSIVE_RANK.get(item.kind, 0), item.start


def _clash(item: Found, other: Found) -> bool:
    if not (item.start < other.end and other.start < item.end):
        return False
    if item.kind == other.kind:
        return True
    first, second = _EXCLUSIVE_RANK.get(item.kind), _EXCLUSIVE_RANK.get(other.kind)
    if first is None or second is None:
        return False
    return first != second
