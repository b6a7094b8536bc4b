"""The funeral grant (law 41/2024, articles 109 and 111; decree 159/2025, articles 12 and 15)."""

from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.history import History, HistoryInputs
from bot.law.inputs import YesNo, field
from bot.law.limits import REFERENCE_LEVEL
from bot.law.outputs import outputs
from bot.law.text import money, number, whole_dong
from bot.law.working import Working

MULTIPLE = "benefits.funeral.multiple"
MONTHS, COMPULSORY_MONTHS = "benefits.funeral.months", "benefits.funeral.compulsory_months"


class FuneralInputs(HistoryInputs):
    """The day of the calculation is the day of death."""

    pensioner: YesNo = field("đang hưởng hoặc tạm dừng hưởng lương hưu", default=False)


def funeral_grant(working: Working) -> int:
    """The grant for a death in the month of the calculation."""
    multiple, level = working.value(MULTIPLE), working.value(REFERENCE_LEVEL)
    amount = whole_dong(multiple * level)
    working.step(
        "amount", "Trợ cấp mai táng", f"{number(multiple)} × {money(level)} = {money(amount)}", amount
    )
    return amount


def _compute(working: Working, inputs: FuneralInputs) -> Amounts:
    history = History.of(working, inputs)
    months, compulsory = working.whole(MONTHS), working.whole(COMPULSORY_MONTHS)
    eligible = inputs.pensioner or history.months >= months or history.compulsory_months >= compulsory
    if eligible:
        return {"eligible": True, "amount": funeral_grant(working), "months": history.months}
    text = (
        f"Trợ cấp mai táng cần tổng cộng {months} tháng đóng, hoặc {compulsory} tháng đóng bắt buộc; "
        f"ở đây là {history.months} tháng."
    )
    working.warn("too_few_months", text, months=history.months, minimum=months)
    return {"eligible": False, "amount": 0, "months": history.months}


FUNERAL = CalculatorSpec(
    name="funeral",
    title="Trợ cấp mai táng",
    doc="Trợ cấp mai táng cho người lo mai táng; ngày tính là ngày người tham gia chết.",
    model=FuneralInputs,
    outputs=outputs("eligible", "amount", "months"),
    compute=_compute,
    looks_ahead=True,
)
