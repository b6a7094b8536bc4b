"""The form of a personal ID: twelve digits for province, century and sex, year of birth (circular 59/2021/TT-BCA).

Whether a number was ever given out nobody here can know; what is checked is that it agrees with what was said.
"""

import re
from datetime import date
from pathlib import Path
from typing import Literal

import yaml

from bot.errors import AnTamError

Gender = Literal["male", "female"]

_PROVINCES: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("provinces.yml").read_text(encoding="utf-8")
)
_SEPARATORS = re.compile(r"[\s.\-]+")
_DIGITS = 12
# An identity card of before 2012, which is no personal ID.
_OLD_CARD_DIGITS = 9
_FIRST_CENTURY = 1900
_GENDERS: dict[Gender, str] = {"male": "nam", "female": "nữ"}


class FieldError(AnTamError):
    """A value of the form cannot be taken; ``reason`` is a whole sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, remedy="sửa lại rồi gửi")


def check_personal_id(text: str, *, gender: Gender | None, birth_date: date | None) -> str:
    """The twelve digits of a personal ID, typed with blanks or dots or without.

    :param gender, birth_date: what the number has to agree with; None where that could not be read.
    :raises FieldError: naming the first thing that is wrong, never the number.
    """
    number = _SEPARATORS.sub("", text)
    if not number:
        raise FieldError("Chưa ghi số định danh cá nhân.")
    if not (number.isascii() and number.isdigit()):
        raise FieldError("Số định danh chỉ gồm chữ số.")
    if len(number) == _OLD_CARD_DIGITS:
        raise FieldError("Đây là số chứng minh nhân dân cũ. Xin ghi số định danh 12 chữ số trên căn cước.")
    if len(number) != _DIGITS:
        raise FieldError(f"Số định danh có đúng 12 chữ số, anh/chị vừa ghi {len(number)} chữ số.")
    if number[:3] not in _PROVINCES:
        raise FieldError("Ba chữ số đầu không phải mã của tỉnh, thành phố nào. Xin xem lại trên căn cước.")
    _check_agreement(number, gender=gender, birth_date=birth_date)
    return number


def _check_agreement(number: str, *, gender: Gender | None, birth_date: date | None) -> None:
    """:raises FieldError: when sex or year of birth in the number are others than those said."""
    century, sex = divmod(int(number[3]), 2)
    told: Gender = "female" if sex else "male"
    year = _FIRST_CENTURY + 100 * century + int(number[4:6])
    if gender is not None and told != gender:
        raise FieldError(
            f"Số định danh này là của {_GENDERS[told]}, còn giới tính ghi là {_GENDERS[gender]}. "
            "Xin xem lại hai ô ấy."
        )
    if birth_date is not None and year != birth_date.year:
        raise FieldError(
            f"Số định danh này là của người sinh năm {year}, còn ngày sinh ghi năm {birth_date.year}. "
            "Xin xem lại hai ô ấy."
        )


def masked_personal_id(number: str) -> str:
    """Only the last three digits, enough to see that one is there and which."""
    return f"••• ••• ••• {number[-3:]}"
