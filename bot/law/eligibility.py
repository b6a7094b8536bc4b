"""Who may join the voluntary scheme, with the reason when not (law 41/2024, article 2; decree 159/2025, article 3)."""

from dataclasses import dataclass
from typing import Literal

from bot.law.birth import MINIMUM_AGE, Birth, require_alive, require_matching
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.errors import EstimateInputError
from bot.law.inputs import BirthDate, Inputs, Whole, YesNo, field
from bot.law.limits import REFERENCE_LEVEL
from bot.law.outputs import outputs
from bot.law.text import money
from bot.law.working import Working

CONTRACT_MONTHS = "eligibility.contract_months"
REVENUE = "eligibility.household_business_revenue"

Situation = Literal[
    "own_account",
    "domestic_helper",
    "short_contract",
    "probation",
    "contract",
    "part_time",
    "suspended_contract",
    "official",
    "armed_forces",
    "commune_staff",
    "works_abroad_by_contract",
    "company_manager",
    "household_business_owner",
    "pensioner",
    "monthly_allowance",
    "social_pension",
    "survivor_or_accident_allowance",
    "unemployment_benefit",
]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a situation lets a person join, why, and by which article; ``sure`` is whether the law says so."""

    may_join: bool
    reason: str
    reference: str
    sure: bool = True


_LAW, _N158 = "Luật Bảo hiểm xã hội 41/2024/QH15, Điều 2 ", "Nghị định 158/2025/NĐ-CP, Điều 3 "
_OUTSIDE = _LAW + "khoản 4 điểm a"


def _no(reason: str, reference: str) -> Ruling:
    return Ruling(False, reason, reference)


def _yes(reason: str, reference: str = _OUTSIDE) -> Ruling:
    return Ruling(True, reason, reference)


_COMPULSORY = "thuộc diện đóng bắt buộc"
_RULINGS: dict[str, Ruling] = {
    "own_account": _yes(
        "Người làm ruộng, buôn bán, làm nghề tự do không thuộc diện bắt buộc nên được tham gia."
    ),
    "domestic_helper": _yes("Người giúp việc gia đình được tham gia tự nguyện.", _LAW + "khoản 7 điểm b"),
    "probation": _yes("Người làm theo hợp đồng thử việc được tham gia tự nguyện.", _N158 + "khoản 5"),
    "suspended_contract": _yes(
        "Đang tạm hoãn hợp đồng thì được tham gia, trừ khi hai bên thỏa thuận vẫn đóng bắt buộc.",
        _LAW + "khoản 4 điểm b",
    ),
    "official": _no(f"Cán bộ, công chức, viên chức {_COMPULSORY}.", _LAW + "khoản 1 điểm b"),
    "armed_forces": _no(f"Người trong lực lượng vũ trang {_COMPULSORY}.", _LAW + "khoản 1 điểm c, d, đ, e"),
    "commune_staff": _no(
        f"Người hoạt động không chuyên trách ở cấp xã, thôn, tổ dân phố {_COMPULSORY}.",
        _LAW + "khoản 1 điểm k",
    ),
    "works_abroad_by_contract": _no(
        f"Người đi làm việc ở nước ngoài theo hợp đồng {_COMPULSORY}.", _LAW + "khoản 1 điểm g"
    ),
    "company_manager": _no(
        f"Người quản lý doanh nghiệp, hợp tác xã {_COMPULSORY}.", _LAW + "khoản 1 điểm i và điểm n"
    ),
    "pensioner": _no("Người đang hưởng lương hưu không tham gia nữa.", _OUTSIDE),
    "monthly_allowance": _no(
        "Người đang hưởng trợ cấp hằng tháng thuộc danh mục của Nghị định không tham gia nữa.",
        _N158 + "khoản 4",
    ),
    "social_pension": _yes(
        "Trợ cấp hưu trí xã hội không cản trở việc tham gia.", "Nghị định 159/2025/NĐ-CP, Điều 3"
    ),
    "survivor_or_accident_allowance": _yes(
        "Trợ cấp tuất hoặc trợ cấp tai nạn lao động hằng tháng không cản trở việc tham gia.",
        _N158 + "khoản 4",
    ),
    "unemployment_benefit": Ruling(
        True,
        "Luật không loại người đang hưởng trợ cấp thất nghiệp, nhưng phần mềm của cơ quan bảo hiểm xã hội có thể "
        "trả lại hồ sơ; hãy hỏi cơ quan bảo hiểm xã hội trước.",
        "Quyết định 366/QĐ-BHXH năm 2026, Điều 5 khoản 1",
        sure=False,
    ),
}


class EligibilityInputs(Inputs):
    situation: Situation = field("công việc hoặc khoản đang hưởng", default="own_account")
    birth_date: BirthDate | None = field("ngày sinh", default=None)
    age: Whole | None = field("tuổi", unit="year", ge=0, le=120, default=None)
    citizen: YesNo = field("là công dân Việt Nam", default=True)
    monthly_wage: Whole | None = field("tiền lương tháng", unit="currency-VND/month", ge=0, default=None)
    yearly_revenue: Whole | None = field(
        "doanh thu năm của hộ kinh doanh", unit="currency-VND/year", ge=0, default=None
    )


def _compute(working: Working, inputs: EligibilityInputs) -> Amounts:
    ruling = _by_person(working, inputs) or _by_situation(working, inputs)
    working.step(
        "eligible",
        "Được tham gia" if ruling.may_join else "Chưa được tham gia",
        ruling.reason,
        ruling.may_join,
    )
    working.cite(ruling.reference)
    if not ruling.sure:
        working.warn("ask_office", ruling.reason)
    return {"eligible": ruling.may_join, "reason": ruling.reason}


def _by_person(working: Working, inputs: EligibilityInputs) -> Ruling | None:
    """What nationality and age exclude; there is no upper age."""
    least = working.dated(MINIMUM_AGE)
    if not inputs.citizen:
        return _no("Chỉ công dân Việt Nam được tham gia bảo hiểm xã hội tự nguyện.", least.reference)
    age = _age(working, inputs)
    if age is not None and age < least.number:
        return _no(f"Phải từ đủ {least.number} tuổi trở lên; không có tuổi cao nhất.", least.reference)
    return None


def _age(working: Working, inputs: EligibilityInputs) -> int | None:
    birth: Birth | None = inputs.birth_date
    if birth is None:
        if inputs.age is None:
            working.assume(f"Đã đủ {working.whole(MINIMUM_AGE)} tuổi.")
        return inputs.age
    require_alive(working, birth)
    require_matching(working, birth, age=inputs.age)
    return birth.age_on(working.on)


def _by_situation(working: Working, inputs: EligibilityInputs) -> Ruling:
    match inputs.situation:
        case "contract" | "short_contract":
            return _contract(working, inputs.situation)
        case "part_time":
            return _part_time(working, inputs)
        case "household_business_owner":
            return _household_business(working, inputs)
        case situation:
            return _RULINGS[situation]


def _contract(working: Working, situation: str) -> Ruling:
    months = working.dated(CONTRACT_MONTHS)
    if situation == "contract":
        return _no(f"Hợp đồng lao động từ đủ {months.number} tháng trở lên {_COMPULSORY}.", months.reference)
    return _yes(
        f"Hợp đồng dưới {months.number} tháng không thuộc diện bắt buộc nên được tham gia.", months.reference
    )


def _part_time(working: Working, inputs: EligibilityInputs) -> Ruling:
    """Part-time work is compulsory from a wage of the reference level on (article 2 clause 1 point l)."""
    level = working.whole(REFERENCE_LEVEL)
    wage = _needed(
        inputs.monthly_wage, "monthly_wage", "Cần cho biết tiền lương tháng của việc bán thời gian."
    )
    reference = _LAW + "khoản 1 điểm l"
    if wage >= level:
        return _no(f"Làm bán thời gian với lương từ {money(level)} đồng trở lên {_COMPULSORY}.", reference)
    return _yes(
        f"Làm bán thời gian với lương dưới {money(level)} đồng thì được tham gia tự nguyện.", reference
    )


def _household_business(working: Working, inputs: EligibilityInputs) -> Ruling:
    limit = working.dated(REVENUE)
    revenue = _needed(
        inputs.yearly_revenue, "yearly_revenue", "Cần cho biết doanh thu năm của hộ kinh doanh."
    )
    most = money(limit.number)
    if revenue > limit.number:
        return _no(f"Chủ hộ kinh doanh có doanh thu trên {most} đồng một năm {_COMPULSORY}.", limit.reference)
    return _yes(
        f"Chủ hộ kinh doanh có doanh thu đến {most} đồng một năm được tham gia tự nguyện.", limit.reference
    )


def _needed(value: int | None, name: str, reason: str) -> int:
    if value is None:
        raise EstimateInputError(name, reason, minimum=0)
    return value


ELIGIBILITY = CalculatorSpec(
    name="eligibility",
    title="Ai được tham gia",
    doc="Có được tham gia bảo hiểm xã hội tự nguyện không, theo tuổi, quốc tịch và công việc, kèm lý do.",
    model=EligibilityInputs,
    outputs=outputs("eligible", "reason"),
    compute=_compute,
)
