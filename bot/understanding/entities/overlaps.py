"""Settles which of several readings of the same words stands, and drops the values that are taken back."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.understanding.entities.reading import Found, Reading

# Kinds that share words with nothing else but their companions; the rest only describe and may overlap anything.
_EXCLUSIVE_RANK = {
    kind: rank
    for rank, kinds in enumerate(
        (
            ("personal_id",),
            ("phone",),
            ("birth_date", "birth_date_candidates"),
            ("period",),
            ("birth_year", "birth_year_candidates"),
            ("age",),
            ("income", "income_high", "money"),
            ("phone_invalid",),
            ("payment_method", "years", "missing_months"),
            (
                "years_paid",
                "months_paid",
                "months",
                "planned_months",
                "more_months",
                "months_left",
                "skip_months",
                "supported_months",
            ),
            ("category",),
            ("commune", "commune_candidates"),
            ("call_time",),
            ("full_name",),
        )
    )
    for kind in kinds
}
# "Nửa năm" answers how often to pay as well as how long was paid.
_COMPANIONS = ({"payment_method", "years_paid"}, {"payment_method", "months_paid"})
_TAKEN_BACK = re.compile(
    r"\b(?:khong phai|chu khong phai|chang phai|chu dau phai|dau phai|dung lay|dung tinh|bo|thay vi"
    r"|khong con|khong o"
    r"|thay cho)(?: (?:la|o|cai|muc|cho|sinh|dong|nam|theo|nua|tuoi|thu nhap|khoang|phuong|xa|so|chi"
    r"|cua))*$"
)


def settle(found: Iterable[Found]) -> list[Found]:
    """Of overlapping values of different kinds the longest stands, then the rarer kind; sorted by place."""
    at: defaultdict[int, list[Found]] = defaultdict(list)
    for item in sorted(found, key=_strength):
        places = range(item.start, item.end)
        if not any(_clash(item, other) for place in places for other in at[place]):
            for place in places:
                at[place].append(item)
    kept = {id(item): item for items in at.values() for item in items}.values()
    return sorted(_without_superseded(kept), key=lambda item: (item.start, item.end, item.kind))


def without_taken_back(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """ "3 triệu chứ không phải 5 triệu" leaves 3 triệu: the other value of the same kind is denied."""
    denied = {id(item) for item in found if _TAKEN_BACK.search(reading.before(item.start, width=36))}
    if not denied:
        return list(found)
    standing = {item.kind for item in found if id(item) not in denied}
    return [item for item in found if id(item) not in denied or item.kind not in standing]


def _without_superseded(kept: Iterable[Found]) -> Iterator[Found]:
    """Candidates beside the value itself, and a given name beside the full one, say nothing new."""
    items = list(kept)
    kinds = {item.kind for item in items}
    given_names = {
        item.value.rsplit(" ", 1)[-1] for item in items if item.kind == "full_name" and " " in item.value
    }
    for item in items:
        known = item.kind.endswith("_candidates") and item.kind.removesuffix("_candidates") in kinds
        if not known and not (item.kind == "full_name" and item.value in given_names):
            yield item


def _strength(item: Found) -> tuple[int, int, int]:
    return -(item.end - item.start), _EXCLUSIVE_RANK.get(item.kind, 0), item.start


def _clash(item: Found, other: Found) -> bool:
    if item.kind == other.kind:
        return True
    same_span = (item.start, item.end) == (other.start, other.end)
    if same_span and {item.kind, other.kind} in _COMPANIONS:
        return False
    first, second = _EXCLUSIVE_RANK.get(item.kind), _EXCLUSIVE_RANK.get(other.kind)
    if first is None or second is None:
        return False
    return first != second
