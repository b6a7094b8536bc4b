"""The lowest and the highest monthly income one may pay on (law 41/2024, article 31 clause 2)."""

from dataclasses import dataclass
from decimal import Decimal

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import Inputs
from bot.law.outputs import outputs
from bot.law.text import money, number, percent, whole_dong
from bot.law.working import Working

RATE = "contribution.rate"
MINIMUM_INCOME = "contribution.minimum_income"
MAXIMUM_INCOME_MULTIPLE = "contribution.maximum_income_multiple"
INCOME_STEP = "contribution.income_step"
REFERENCE_LEVEL = "scheme.reference_level"


@dataclass(frozen=True, slots=True)
class IncomeLimits:
    """The incomes that may be chosen on a day: đồng a month, and the step between two of them."""

    minimum: int
    maximum: int
    step: int
    reference: str

    @classmethod
    def of(cls, working: Working) -> "IncomeLimits":
        return cls(
            minimum=working.whole(MINIMUM_INCOME),
            maximum=int(working.value(MAXIMUM_INCOME_MULTIPLE) * working.value(REFERENCE_LEVEL)),
            step=working.whole(INCOME_STEP),
            reference=working.reference(MAXIMUM_INCOME_MULTIPLE),
        )

    def nearest(self, income: int) -> int:
        """The income moved into the limits, as a change of the limits would force it."""
        return min(max(income, self.minimum), self.maximum)

    def require(self, income: int) -> None:
        """Refuse an income that may not be chosen.

        :raises EstimateInputError: below the lowest, above the highest or between two steps.
        """
        if not self.minimum <= income <= self.maximum:
            self._refuse(
                income,
                f"Thu nhập chọn đóng phải từ {money(self.minimum)} đến {money(self.maximum)} đồng một tháng.",
            )
        if (income - self.minimum) % self.step:
            self._refuse(
                income,
                f"Thu nhập chọn đóng phải bằng {money(self.minimum)} cộng với bội số của {money(self.step)} đồng.",
            )

    def _refuse(self, income: int, reason: str) -> None:
        raise EstimateInputError(
            "income",
            reason,
            value=income,
            minimum=self.minimum,
            maximum=self.maximum,
            reference=self.reference,
        )


class LimitsInputs(Inputs):
    """The limits depend on the day alone."""


def _compute(working: Working, inputs: LimitsInputs) -> Amounts:
    limits, rate = IncomeLimits.of(working), working.value(RATE)
    payments = [whole_dong(rate * Decimal(income)) for income in (limits.minimum, limits.maximum)]
    multiple, level = working.value(MAXIMUM_INCOME_MULTIPLE), working.value(REFERENCE_LEVEL)
    working.step(
        "minimum_income",
        "Thấp nhất bằng chuẩn hộ nghèo khu vực nông thôn",
        money(limits.minimum),
        limits.minimum,
    )
    working.step(
        "maximum_income",
        f"Cao nhất bằng {number(multiple)} lần mức tham chiếu",
        f"{number(multiple)} × {money(level)} = {money(limits.maximum)}",
        limits.maximum,
    )
    for key, title, income, payment in (
        ("minimum_payment", "Mức đóng thấp nhất mỗi tháng, trước hỗ trợ", limits.minimum, payments[0]),
        ("maximum_payment", "Mức đóng cao nhất mỗi tháng, trước hỗ trợ", limits.maximum, payments[1]),
    ):
        working.step(key, title, f"{percent(rate)} × {money(income)} = {money(payment)}", payment)
    return {
        "minimum_income": limits.minimum,
        "maximum_income": limits.maximum,
        "income_step": limits.step,
        "minimum_payment": payments[0],
        "maximum_payment": payments[1],
    }


CONTRIBUTION_LIMITS = CalculatorSpec(
    name="contribution_limits",
    title="Mức thu nhập được chọn đóng",
    doc="Thu nhập tháng thấp nhất và cao nhất được chọn, với mức đóng tương ứng trước hỗ trợ.",
    model=LimitsInputs,
    outputs=outputs("minimum_income", "maximum_income", "income_step", "minimum_payment", "maximum_payment"),
    compute=_compute,
    looks_ahead=True,
)
