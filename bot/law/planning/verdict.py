"""Says plainly when paying is not the better choice: measured against what the person gets without paying."""

from typing import Any

from bot.law.planning.outcome import Later, Outcome
from bot.law.planning.schedule import Person
from bot.law.text import money

Verdict = tuple[str, str, dict[str, Any]]


def judge(found: Outcome, person: Person, later: Later) -> list[Verdict]:
    """What speaks against paying as planned: code, sentence, figures; nothing when nothing does."""
    if found.pension is None or found.start is None:
        return [_no_pension(found, person)]
    if not found.instalments:
        text = (
            f"Đã đủ số năm đóng nên không cần đóng thêm; lương hưu tính từ tháng {found.start.vietnamese}, đến tuổi "
            f"thì nộp đơn đề nghị hưởng."
        )
        return [("already_enough", text, {"months": found.months})]
    checks = (_too_late(found, later), _too_small(found, later), _too_slow(found, later))
    return [verdict for verdict in checks if verdict]


def _no_pension(found: Outcome, person: Person) -> Verdict:
    text = (
        f"Dừng ở {found.months} tháng thì chưa đủ {person.needed} tháng để có lương hưu; thời gian đã đóng được bảo "
        f"lưu, có thể đóng tiếp, hoặc đến tuổi thì hưởng một lần hay trợ cấp hằng tháng."
    )
    return "no_pension", text, {"months": found.months, "needed": person.needed}


def _too_late(found: Outcome, later: Later) -> Verdict | None:
    if found.start is None or found.start <= later.month:
        return None
    text = (
        f"Lương hưu chỉ bắt đầu từ tháng {found.start.vietnamese}, sau khi đã đến tuổi trợ cấp hưu trí xã hội "
        f"({later.month.vietnamese}) mà không cần đóng, nên cách này không lợi hơn."
    )
    return "later_than_social_pension", text, {"social_pension_from": str(later.month)}


def _too_small(found: Outcome, later: Later) -> Verdict | None:
    if found.pension is None or found.pension.monthly > later.amount:
        return None
    text = (
        f"Lương hưu {money(found.pension.monthly)} đồng không cao hơn trợ cấp hưu trí xã hội "
        f"{money(later.amount)} đồng mà người đến tuổi được nhận không cần đóng, nên cách này không lợi hơn."
    )
    return "not_above_social_pension", text, {"social_pension": later.amount}


def _too_slow(found: Outcome, later: Later) -> Verdict | None:
    """The payments are not back before the social pension would begin anyway."""
    if found.start is None or found.payback_months is None or found.start > later.month:
        return None
    until = later.month.minus(found.start)
    if found.payback_months <= until:
        return None
    text = (
        f"Phải hưởng {found.payback_months} tháng lương hưu mới bằng số tiền đã nộp, trong khi chỉ còn {until} tháng "
        f"đến tuổi trợ cấp hưu trí xã hội, nên cách này không lợi hơn."
    )
    return "slow_payback", text, {"payback_months": found.payback_months, "months_until": until}
