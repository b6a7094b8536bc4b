"""The states of a lead as officers name them, and which may follow which."""

from enum import StrEnum

from bot.errors import AnTamError


class LeadState(StrEnum):
    """Where a lead stands; the values are stored and served by the API."""

    NEW = "new"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    PAPERS = "papers"
    SUBMITTED = "submitted"
    ENROLLED = "enrolled"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


LABELS = {
    LeadState.NEW: "Mới",
    LeadState.ASSIGNED: "Đã nhận",
    LeadState.CONTACTED: "Đã liên hệ",
    LeadState.PAPERS: "Đang làm giấy tờ",
    LeadState.SUBMITTED: "Đã nộp hồ sơ",
    LeadState.ENROLLED: "Đã tham gia",
    LeadState.UNREACHABLE: "Chưa liên hệ được",
    LeadState.DECLINED: "Không tham gia",
    LeadState.NOT_ELIGIBLE: "Không đủ điều kiện",
    LeadState.DUPLICATE: "Trùng",
    LeadState.WITHDRAWN: "Rút đồng ý",
}

# An end that staff may declare from any open state, always with a reason for the last two.
_ENDINGS = {LeadState.UNREACHABLE, LeadState.DECLINED, LeadState.NOT_ELIGIBLE, LeadState.DUPLICATE}
NEEDS_REASON = frozenset({LeadState.DECLINED, LeadState.NOT_ELIGIBLE})

TRANSITIONS: dict[LeadState, frozenset[LeadState]] = {
    LeadState.NEW: frozenset({LeadState.ASSIGNED, LeadState.CONTACTED} | _ENDINGS),
    LeadState.ASSIGNED: frozenset({LeadState.NEW, LeadState.CONTACTED} | _ENDINGS),
    LeadState.CONTACTED: frozenset({LeadState.PAPERS} | _ENDINGS),
    LeadState.PAPERS: frozenset({LeadState.CONTACTED, LeadState.SUBMITTED} | _ENDINGS),
    LeadState.SUBMITTED: frozenset({LeadState.PAPERS, LeadState.ENROLLED} | _ENDINGS),
    LeadState.ENROLLED: frozenset(),
    LeadState.UNREACHABLE: frozenset(
        {LeadState.ASSIGNED, LeadState.CONTACTED, LeadState.DECLINED, LeadState.DUPLICATE}
    ),
    LeadState.DECLINED: frozenset({LeadState.ASSIGNED, LeadState.CONTACTED}),
    LeadState.NOT_ELIGIBLE: frozenset({LeadState.ASSIGNED, LeadState.CONTACTED}),
    LeadState.DUPLICATE: frozenset({LeadState.ASSIGNED}),
    LeadState.WITHDRAWN: frozenset(),
}
OPEN_STATES = frozenset(LeadState) - {
    LeadState.ENROLLED,
    LeadState.DECLINED,
    LeadState.NOT_ELIGIBLE,
    LeadState.DUPLICATE,
    LeadState.WITHDRAWN,
}


class TransitionError(AnTamError):
    """A lead may not go from its state to the one asked for."""

    def __init__(self, before: LeadState, after: LeadState) -> None:
        allowed = ", ".join(LABELS[state] for state in LeadState if state in TRANSITIONS[before])
        super().__init__(
            f"Không thể chuyển từ «{LABELS[before]}» sang «{LABELS[after]}»",
            remedy=f"chọn một trong: {allowed}" if allowed else "trạng thái này là cuối cùng",
        )
        self.before, self.after = before, after


class ReasonMissingError(AnTamError):
    """A lead is ended without saying why."""

    def __init__(self, after: LeadState) -> None:
        super().__init__(f"Cần ghi lý do khi chuyển sang «{LABELS[after]}»", remedy="ghi lý do rồi lưu lại")


def check_transition(before: LeadState, after: LeadState, *, reason: str) -> None:
    """:raises TransitionError, ReasonMissingError: when the step is not allowed."""
    if after not in TRANSITIONS[before]:
        raise TransitionError(before, after)
    if after in NEEDS_REASON and not reason.strip():
        raise ReasonMissingError(after)
