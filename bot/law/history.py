"""What a person has paid so far: months of both schemes, when, on which income; and how years are counted.

Compulsory periods carry the average wage that the office confirms, already adjusted, because its own index
belongs to the compulsory scheme. Voluntary periods carry the chosen income, not yet adjusted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Self

from pydantic import model_validator

from bot.law.errors import EstimateInputError
from bot.law.inputs import Inputs, MonthOfYear, StrictModel, Whole, field
from bot.law.methods import MOST_MONTHS
from bot.law.months import Month
from bot.law.working import FIRST_DAY, Working

HALF_YEAR_MONTHS = "scheme.half_year_months"


class Period(StrictModel):
    """Months paid on one income, both ends included."""

    start: MonthOfYear = field("từ tháng", alias="from")
    end: MonthOfYear = field("đến tháng", alias="to")
    income: Whole = field("thu nhập tháng", unit="currency-VND/month", ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"tháng cuối {self.end.vietnamese} đứng trước tháng đầu {self.start.vietnamese}")
        return self

    @property
    def months(self) -> int:
        return self.end.minus(self.start) + 1

    def by_year(self) -> Iterator[tuple[int, int]]:
        """Each calendar year with its number of months."""
        for year in range(self.start.year, self.end.year + 1):
            first, last = max(self.start, Month(year, 1)), min(self.end, Month(year, 12))
            yield year, last.minus(first) + 1

    def months_before(self, month: Month) -> int:
        """How many of the months lie before a month."""
        return max(0, min(self.months, month.minus(self.start)))


@dataclass(frozen=True, slots=True)
class Bought:
    """Missing months paid for in one sum; their income is not adjusted (decree 159/2025, article 10 clause 3)."""

    months: int
    income: int


class HistoryInputs(Inputs):
    """Either the months and the average income as the office states them, or the periods themselves."""

    months_paid: Whole | None = field(
        "tổng số tháng đã đóng", unit="month", ge=0, le=MOST_MONTHS, default=None
    )
    average_income: Whole | None = field(
        "mức bình quân thu nhập đã điều chỉnh", unit="currency-VND/month", ge=1, default=None
    )
    voluntary_periods: tuple[Period, ...] = field("các giai đoạn đóng tự nguyện", default=())
    compulsory_periods: tuple[Period, ...] = field(
        "các giai đoạn đóng bắt buộc, income là mức bình quân tiền lương đã điều chỉnh", default=()
    )
    benefit_year: Whole | None = field("năm hưởng, để chọn bảng hệ số điều chỉnh", unit="year", default=None)

    def bought(self) -> Bought | None:
        """The months bought in one sum; where a benefit knows none, there are none."""
        return None


class BoughtInputs(HistoryInputs):
    """A history to which missing months may be bought in one sum."""

    missing_months: Whole | None = field(
        "số tháng đóng một lần cho thời gian còn thiếu", unit="month", ge=1, le=MOST_MONTHS, default=None
    )
    income: Whole | None = field(
        "thu nhập tháng chọn cho các tháng đóng một lần", unit="currency-VND/month", ge=1, default=None
    )

    def bought(self) -> Bought | None:
        """The bought months.

        :raises EstimateInputError: when their income is not told.
        """
        if self.missing_months is None:
            return None
        if self.income is None:
            raise EstimateInputError("income", "Cần cho biết thu nhập chọn cho các tháng đóng một lần.")
        return Bought(self.missing_months, self.income)


@dataclass(frozen=True, slots=True)
class History:
    """The months behind a benefit; ``stated_average`` stands in for the periods where only it is known."""

    voluntary: tuple[Period, ...]
    compulsory: tuple[Period, ...]
    stated_months: int
    stated_average: int | None
    bought: Bought | None = None

    @classmethod
    def of(cls, working: Working, inputs: HistoryInputs) -> "History":
        """The history of the inputs.

        :raises EstimateInputError: when periods overlap, lie before the scheme, or stand beside a stated sum.
        """
        periods = (*inputs.voluntary_periods, *inputs.compulsory_periods)
        if periods:
            for name in ("months_paid", "average_income"):
                _refuse_beside_periods(name, getattr(inputs, name))
        _require_apart(periods)
        _require_after_start(working, inputs.voluntary_periods)
        return cls(
            voluntary=inputs.voluntary_periods,
            compulsory=inputs.compulsory_periods,
            stated_months=inputs.months_paid or 0,
            stated_average=inputs.average_income,
            bought=inputs.bought(),
        )

    @property
    def periods(self) -> tuple[Period, ...]:
        return (*self.voluntary, *self.compulsory)

    @property
    def voluntary_months(self) -> int:
        return sum(period.months for period in self.voluntary)

    @property
    def compulsory_months(self) -> int:
        return sum(period.months for period in self.compulsory)

    @property
    def months(self) -> int:
        bought = self.bought.months if self.bought else 0
        return self.stated_months + self.voluntary_months + self.compulsory_months + bought

    @property
    def last(self) -> Month | None:
        """The last month paid, where the periods are known."""
        return max((period.end for period in self.periods), default=None)

    def months_before(self, month: Month) -> int:
        return sum(period.months_before(month) for period in self.periods)


def counted_years(working: Working, months: int) -> Decimal:
    """Years for an amount: odd months count as half a year or a whole one (law 41/2024, article 5 clause 6)."""
    years, odd = divmod(months, 12)
    half = working.whole(HALF_YEAR_MONTHS)
    return Decimal(years) + (0 if not odd else Decimal("0.5") if odd <= half else 1)


def _refuse_beside_periods(name: str, value: Any) -> None:
    if value is not None:
        raise EstimateInputError(
            name, "Đã có các giai đoạn đóng thì không nhập thêm số tháng hay mức bình quân.", value=value
        )


def _require_apart(periods: tuple[Period, ...]) -> None:
    ordered = sorted(periods, key=lambda period: period.start)
    for earlier, later in pairwise(ordered):
        if later.start <= earlier.end:
            reason = (
                f"Tháng {later.start.vietnamese} nằm trong hai giai đoạn; mỗi tháng chỉ được tính một lần."
            )
            raise EstimateInputError("voluntary_periods", reason, value=str(later.start))


def _require_after_start(working: Working, periods: tuple[Period, ...]) -> None:
    first = next(iter(working.parameter(FIRST_DAY)))
    for period in periods:
        if period.start.first_day < first.valid_from:
            reason = f"Bảo hiểm xã hội tự nguyện chỉ có từ tháng {Month.of(first.valid_from).vietnamese}."
            raise EstimateInputError(
                "voluntary_periods",
                reason,
                value=str(period.start),
                minimum=first.valid_from,
                reference=first.reference,
            )
