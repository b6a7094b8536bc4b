"""How often a person wants to pay: `payment_method`; lengths of time are read in `paid_time`."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading

_ONCE = r"(?:mot|1|moi|vao) (?:lan|nan|luot|ky|phat|dot|cai)"
_EACH = r"(?:moi|mot|1|tung|hang|theo|cu|dinh ky|deu|o)"
_PAY = r"(?:dong|nop|dg|tra|mua|bu)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "missing_years",
        re.compile(
            r"\b(?:dong|nop|mua|tra|bu|dg) (?:(?:bu|not|bo sung|them|mot lan|1 lan|mot cuc|luon|gop|het|du"
            r"|cho|tien) )*"
            r"(?:cho )?(?:(?:nhung|may|cac|so|cai|phan|khoang|thoi gian|quang) )*(?:nam |thang |lam"
            r" )?(?:con )?thieu\b"
            r"|\b(?:dong|nop|mua) (?:bu|not)\b(?! tru)"
        ),
    ),
    (
        "half_yearly",
        re.compile(
            r"\b(?:(?:6|sau) ?(?:thang|th|t)(?: dong| nop| tra)? ?(?:/|mot|1|moi)? ?(?:lan|nan|luot|ky"
            r"|phat|dot)"
            r"|(?:moi|cu|hang|theo|tung|deu|dong|nop) (?:6|sau) ?(?:thang|th)\b(?! (?:nua|truoc|qua|sau|roi))"
            r"|(?:6|sau) (?:thang|th) (?:mot|1)\b"
            r"|nua (?:nam|lam)(?: dong| nop)? (?:mot|1|moi) ?(?:lan|nan|phat|ky)?"
            r"|(?:moi|theo|hang|cu|dong|nop|chon) nua (?:nam|lam)"
            r"|(?:mot |1 |moi )?nam (?:dong |nop |tra )?(?:hai|2) (?:lan|nan|luot|dot|ky)"
            r"|ban nien|theo ban nien)\b"
        ),
    ),
    (
        "quarterly",
        re.compile(
            r"\b(?:(?:3|ba) ?(?:thang|th|t)(?: dong| nop| tra)? ?(?:/|mot|1|moi)? ?(?:lan|nan|luot|ky|phat"
            r"|dot)"
            r"|(?:moi|cu|hang|theo|tung|deu|dong|nop) (?:3|ba) ?(?:thang|th)\b(?! (?:nua|truoc|qua|sau|roi))"
            r"|(?:3|ba) (?:thang|th) (?:mot|1)\b"
            rf"|{_EACH} (?:quy|qui)\b|(?:quy|qui) (?:dong |nop )?(?:mot|1|moi) ?(?:lan|nan|phat|ky)?"
            rf"|{_PAY} (?:quy|qui)|(?:qua|sang|ve|chon|lay) (?:lai )?(?:dong |theo )?(?:quy|qui))\b"
        ),
    ),
    (
        "yearly",
        re.compile(
            r"\b(?:(?:12|muoi hai) ?(?:thang|th|t)(?: dong| nop| tra)? ?(?:/|mot|1|moi)? ?(?:lan|nan|luot"
            r"|ky|phat|dot)"
            r"|(?:moi|cu|theo|dong|nop) (?:12|muoi hai) ?(?:thang|th)\b(?! (?:nua|truoc|qua|sau|roi))"
            r"|(?:mot|1|moi|ca|hang|tung) (?:nam|lam)(?: (?:dong|nop|tra|chi dong))? (?:mot|1|co mot|dung"
            r" mot) (?:lan|nan|luot|phat|ky|dot)"
            r"|(?:nam|lam) (?:dong |nop |tra )?(?:mot|1) (?:lan|nan|luot|phat|ky|dot)"
            r"|(?:theo|hang|tung|dinh ky) (?:nam|lam)\b(?! (?:sinh|nao|con|thieu))"
            r"|(?:dong|nop|dg) (?:ca|tron|luon|luon ca|mot lan ca|1 lan ca|gop ca) (?:(?:mot|1) )?nam"
            r"|(?:dong|nop|dg) nam(?! \d)(?= (?:nha|nhe|di|cho|luon|duoc|mot lan)|$)"
            r"|(?:qua|sang|thanh|chon|lay) (?:dong )?(?:theo )?(?:mot |1 )?nam(?= (?:mot|1) (?:lan|nan)|$))\b"
        ),
    ),
    (
        "monthly",
        re.compile(
            r"\b(?:(?:hang|theo|tung|dinh ky|deu dan) (?:thang|thag|th)\b(?! (?:cao|thap|co))"
            r"|(?:thang|th) (?:mot|1) (?:lan|nan|phat)|(?:mot|1|moi|moi mot) (?:thang|th)(?: dong| nop|"
            r" tra)? (?:mot|1) (?:lan|nan|phat)"
            r"|(?:thang nao|thang) (?:dong|nop) (?:thang|luon thang) (?:nay|day|do)"
            r"|dong (?:deu )?(?:tung|hang|moi) thang|thang nao dong thang (?:do|ay|nay))\b"
        ),
    ),
)
_MULTI = re.compile(
    rf"\b{_PAY} (?:(?:mot lan|1 lan|truoc|gop|lien) )*(?:cho )?nhieu (?:nam|lam)\b(?! (?:con )?thieu| roi)"
    rf"|\b{_PAY} (?:truoc|gop) (?:(?:mot lan|1 lan) )?(?:cho )?(?:nhieu|nhung|cac|may) nam\b(?! (?:con"
    rf" )?thieu)"
    r"|\bnhieu nam (?:mot|1) lan\b|\bcho nhung nam ve sau\b"
)


def find_payment_method(reading: Reading) -> Iterator[Found]:
    """The rhythm of payment that a person names."""
    for method, pattern in _PATTERNS:
        for match in pattern.finditer(reading.plain):
            yield Found("payment_method", method, *match.span())
    for match in _MULTI.finditer(reading.plain):
        yield Found("payment_method", "multi_year", *match.span())
