"""Which phone numbers can be called, and the number that the person keeps."""

import pytest

from bot.registration import is_phone_number, receipt_code


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "+84912345678", "0356789123", "02043555678", "0912.345.678"]
)
def test_numbers_that_can_be_called(text):
    assert is_phone_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "091234567",
        "09123456789",
        "0112345678",
        "1900",
        "abc",
        "+1 650 253",
        "0912345678" * 20,
        "không có",
    ],
)
def test_numbers_that_cannot(text):
    assert not is_phone_number(text)


@pytest.mark.parametrize(
    ("lead_id", "code"), [(1, "AT000001"), (42, "AT000042"), (999_999, "AT999999"), (1_234_567, "AT1234567")]
)
def test_receipt_code(lead_id, code):
    assert receipt_code(lead_id) == code
