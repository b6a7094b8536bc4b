"""The shapes of the leads API."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.registration import LABELS, LeadState, receipt_code
from bot.storage import LeadSort, ListedLead, StoredLead, StoredLeadEvent

# No database gives a larger number.
MAX_ID = 2**63 - 1


class LeadSummary(BaseModel):
    """A lead; no phone and no personal ID are given out by this API."""

    id: int
    code: str = Field(description="Mã đăng ký mà người dân giữ.")
    state: LeadState
    state_label: str
    full_name: str
    phone_ending: str = Field(description="Ba số cuối điện thoại.")
    commune_code: str | None
    commune_name: str | None
    source: str
    payable: int | None = Field(description="Mức đóng mỗi lần đã ước tính, đồng.")
    officer_id: int | None
    officer_name: str | None
    next_step: str | None
    next_due: date | None
    contact_due_at: datetime | None = Field(description="Phải gọi lần đầu trước lúc này.")
    merged_into_id: int | None
    version: int = Field(description="Gửi lại khi thay đổi, để không ghi đè lên thay đổi của người khác.")
    created_at: datetime
    updated_at: datetime


class LeadHappening(BaseModel):
    """One entry of a lead's history."""

    at: datetime
    kind: str
    by: str | None = Field(description="Tên cán bộ; trống là người dân.")


class LeadDetail(LeadSummary):
    """A lead with its estimate and its history."""

    call_time: str | None
    reason: str | None
    estimate: dict[str, Any] | None
    has_declaration: bool
    history: list[LeadHappening]


class LeadPageReply(BaseModel):
    """One page of leads."""

    leads: list[LeadSummary]
    total: int = Field(description="Tất cả đăng ký hợp điều kiện, không chỉ trang này.")
    limit: int
    offset: int


class LeadQuery(BaseModel):
    """What a list is narrowed to, its order and its page; what is left out narrows nothing."""

    model_config = ConfigDict(extra="forbid")

    state: list[LeadState] = Field([], description="Trạng thái; ghi nhiều lần được.")
    commune: list[str] = Field([], description="Mã xã; ghi nhiều lần được.")
    officer: int | None = Field(None, ge=1, le=MAX_ID, description="Số của cán bộ.")
    unassigned: bool = Field(False, description="Chỉ đăng ký chưa ai nhận.")
    sort: LeadSort = Field("-updated_at", description="Dấu trừ là giảm dần.")
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class LeadStep(BaseModel):
    """A change of state."""

    model_config = ConfigDict(extra="forbid")

    state: LeadState
    version: int = Field(ge=1)
    reason: str = Field("", max_length=500)


class Refusal(BaseModel):
    """Why a request was refused."""

    detail: str


def summary(found: ListedLead) -> dict[str, Any]:
    """A listed lead as the API shows it."""
    lead = found.lead
    return {
        "id": lead.id,
        "code": receipt_code(lead.id),
        "state": lead.state,
        "state_label": LABELS[LeadState(lead.state)],
        "full_name": found.full_name,
        "phone_ending": found.phone[-3:],
        "commune_code": lead.commune_code,
        "commune_name": lead.commune_name,
        "source": lead.source,
        "payable": lead.payable,
        "officer_id": lead.officer_id,
        "officer_name": found.officer_name,
        "next_step": lead.next_step,
        "next_due": lead.next_due,
        "contact_due_at": lead.contact_due_at,
        "merged_into_id": lead.merged_into_id,
        "version": lead.version,
        "created_at": lead.created_at,
        "updated_at": lead.updated_at,
    }


def detail(found: ListedLead, *, history: Sequence[StoredLeadEvent], has_declaration: bool) -> LeadDetail:
    """A lead with everything that the API tells of it."""
    lead: StoredLead = found.lead
    return LeadDetail(
        **summary(found),
        call_time=lead.call_time,
        reason=lead.reason,
        estimate=lead.estimate,
        has_declaration=has_declaration,
        history=[LeadHappening(at=event.at, kind=event.kind, by=event.actor_name) for event in history],
    )
