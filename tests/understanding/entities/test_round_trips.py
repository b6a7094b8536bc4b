"""Sums, phone numbers and ages written in many ways come back as they were."""

from datetime import date

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.understanding.entities import extract
from bot.understanding.normalise import normalise
from bot.understanding.syllables import strip_marks

TODAY = date(2026, 11, 23)
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
HUNDRED_THOUSANDS = st.integers(min_value=10, max_value=999)
UNMARKED = st.booleans()


def values(text: str, kind: str) -> list[object]:
    entities = extract(text, normalised=normalise(text), communes=None, today=TODAY)
    return [entity.value for entity in entities if entity.entity == kind]


def below_hundred(number: int) -> str:
    """A number from 1 to 99 in words."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        return DIGITS[unit]
    if tens == 1:
        return "mười" + ("" if unit == 0 else " lăm" if unit == 5 else f" {DIGITS[unit]}")
    units = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}
    return f"{DIGITS[tens]} mươi" + units.get(unit, f" {DIGITS[unit]}")


def spoken_sum(hundred_thousands: int) -> str:
    """A sum of at most 99,9 million in words."""
    millions, hundreds = divmod(hundred_thousands, 10)
    words = f"{below_hundred(millions)} triệu"
    return f"{words} {DIGITS[hundreds]} trăm nghìn" if hundreds else words


def in_figures(hundred_thousands: int) -> list[str]:
    amount = hundred_thousands * 100_000
    millions, hundreds = divmod(hundred_thousands, 10)
    dotted = f"{amount:,}".replace(",", ".")
    with_comma = f"{millions},{hundreds} triệu" if hundreds else f"{millions} triệu"
    teencode = f"{millions}tr{hundreds or ''}"
    return [
        str(amount),
        dotted,
        f"{dotted}đ",
        f"{amount} đồng",
        with_comma,
        teencode,
        f"{hundred_thousands}00k",
    ]


def as_typed(text: str, *, unmarked: bool) -> str:
    return strip_marks(text) if unmarked else text


@given(
    HUNDRED_THOUSANDS, st.integers(0, 6), st.sampled_from(["", "thu nhập ", "tôi chọn mức ", "tháng được "])
)
def test_a_sum_in_figures_comes_back(hundred_thousands: int, form: int, before: str) -> None:
    text = before + in_figures(hundred_thousands)[form]
    assert values(text, "income") == [hundred_thousands * 100_000]


@given(HUNDRED_THOUSANDS, UNMARKED)
def test_a_sum_in_words_comes_back(hundred_thousands: int, unmarked: bool) -> None:
    # "Chin muoi trieu" is nine or ten million: nobody who says ninety leaves the marks out.
    assume(not unmarked or hundred_thousands // 10 != 90)
    text = as_typed(f"thu nhập {spoken_sum(hundred_thousands)} một tháng", unmarked=unmarked)
    assert values(text, "income") == [hundred_thousands * 100_000]


@given(st.integers(1, 40), st.integers(1, 20), st.sampled_from(["-", " - ", " đến ", " tới "]), UNMARKED)
def test_a_range_comes_back_with_both_ends(low: int, step: int, sign: str, unmarked: bool) -> None:
    text = as_typed(f"thu nhập {low}{sign}{low + step} triệu", unmarked=unmarked)
    assert values(text, "income") == [low * 1_000_000]
    assert values(text, "income_high") == [(low + step) * 1_000_000]


MOBILES = (
    st.tuples(
        st.sampled_from(("032", "035", "039", "070", "077", "081", "086", "090", "097", "098")),
        st.integers(0, 9_999_999),
    )
    .map(lambda parts: f"{parts[0]}{parts[1]:07}")
    .filter(lambda number: phonenumbers.is_valid_number(phonenumbers.parse(number, "VN")))
)
PHONE_FORMS = {
    "written together": lambda number: number,
    "with spaces": lambda number: f"{number[:4]} {number[4:7]} {number[7:]}",
    "with dots": lambda number: f"{number[:4]}.{number[4:7]}.{number[7:]}",
    "with dashes": lambda number: f"{number[:3]}-{number[3:6]}-{number[6:]}",
    "with the country code": lambda number: f"+84{number[1:]}",
    "with the country code and spaces": lambda number: f"+84 {number[1:4]} {number[4:7]} {number[7:]}",
    "spoken": lambda number: " ".join(DIGITS[int(digit)] for digit in number),
    "spoken without marks": lambda number: strip_marks(" ".join(DIGITS[int(digit)] for digit in number)),
}


@pytest.mark.parametrize("form", PHONE_FORMS)
@given(number=MOBILES, before=st.sampled_from(["", "số của tôi ", "gọi cho em theo số "]))
def test_a_phone_number_comes_back(form: str, number: str, before: str) -> None:
    assert values(before + PHONE_FORMS[form](number), "phone") == [f"+84{number[1:]}"]


@given(st.integers(15, 99), UNMARKED)
def test_an_age_in_words_comes_back(age: int, unmarked: bool) -> None:
    assert values(as_typed(f"tôi {below_hundred(age)} tuổi", unmarked=unmarked), "age") == [age]


@given(st.dates(date(1935, 1, 1), date(2008, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]))
def test_a_birth_date_comes_back(day: date, form: str) -> None:
    assert values(f"sinh ngày {day.strftime(form)}", "birth_date") == [day.isoformat()]


@given(st.integers(1935, 2008))
def test_a_birth_year_comes_back_from_two_figures(year: int) -> None:
    assert values(f"sn {year % 100:02}", "birth_year") == [year]


@given(st.integers(1, 40), st.integers(1, 11), UNMARKED)
def test_years_and_months_paid_come_back(years: int, months: int, unmarked: bool) -> None:
    text = as_typed(f"đóng được {years} năm {months} tháng", unmarked=unmarked)
    assert values(text, "years_paid") == [years]
    assert values(text, "months_paid") == [years * 12 + months]
