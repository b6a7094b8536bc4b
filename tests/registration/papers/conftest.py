"""What the tests of the papers begin with: the law, a day, a declaration with every field and one with the least."""

from datetime import date

import pytest

from bot.law import Law
from bot.registration.declaring import Declaration

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture
def everything() -> Declaration:
    return Declaration(
        full_name="Nguyễn Thị Hường",
        gender="female",
        birth_date=date(1985, 9, 5),
        nationality="Việt Nam",
        result_form="paper",
        income=2_000_000,
        payment_method="quarterly",
        insurance_number="2400000001",
        ethnicity="Tày",
        email="ten@example.vn",
        house="Số 12, thôn Đông",
        commune="Phường Cảnh Thụy",
        province="Tỉnh Bắc Ninh",
        requests="Cấp lại sổ",
        papers="Bản sao căn cước",
    )


@pytest.fixture
def the_least() -> Declaration:
    return Declaration(
        full_name="Trần Văn An",
        gender="male",
        birth_date=date(1970, 1, 2),
        nationality="Việt Nam",
        result_form="electronic",
        income=1_500_000,
        payment_method="monthly",
    )
