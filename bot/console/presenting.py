"""How the console shows what is stored: Vietnamese labels, days and times of Vietnam, money, masked phones."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import phonenumbers
from jinja2 import Environment

from bot.clock import VIETNAM
from bot.console.auditing import audit_words, audited_lead
from bot.console.vietnamese import with_vietnamese_labels
from bot.law.text import money
from bot.registration import LABELS, ROLE_LABELS, LeadState, Role, receipt_code
from bot.registration.appointments import (
    APPOINTMENT_KINDS,
    APPOINTMENT_STATES,
    AppointmentKind,
    AppointmentState,
)
from bot.registration.declaring import REVEAL_PURPOSES
from bot.registration.papers import PURPOSES, RELATIONS
from bot.registration.source import Source
from bot.storage import StoredConsent, StoredLeadEvent

SOURCES = {
    "web": "trang trò chuyện",
    "telegram": "Telegram",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "rest": "API",
    "terminal": "dòng lệnh",
    "rasa": "máy chủ Rasa",
    "import": "danh sách nhập",
}
_NO_COMMUNES: Mapping[str, str] = {}
NOTHING = "–"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
# As people type them: 0912345678, 0912 345 678, +84 912-345-678, and with a word right behind.
_PHONE_IN_TEXT = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]*\d){9,10}(?!\d)")
# Tabler's colours: open blue, done green, ended grey, needing somebody orange.
_COLOURS = {
    LeadState.NEW: "orange",
    LeadState.ENROLLED: "green",
    LeadState.UNREACHABLE: "yellow",
    LeadState.DECLINED: "secondary",
    LeadState.NOT_ELIGIBLE: "secondary",
    LeadState.DUPLICATE: "secondary",
    LeadState.WITHDRAWN: "red",
}


def state(value: str) -> str:
    return LABELS[LeadState(value)]


def state_colour(value: str) -> str:
    return _COLOURS.get(LeadState(value), "blue")


def role(value: str) -> str:
    return ROLE_LABELS[Role(value)]


def source(value: str, *, communes: Mapping[str, str] = _NO_COMMUNES) -> str:
    """The channel, or what the link or QR code tells that the person came by.

    :param communes: a commune's code to its name.
    """
    if value in SOURCES:
        return SOURCES[value]
    told = Source.parse(value)
    if told == Source(label=told.label):
        return value
    parts = (
        f"đợt {told.campaign}" if told.campaign else "",
        communes.get(told.commune, told.commune),
        f"sự kiện {told.event}" if told.event else "",
        f"người giới thiệu {told.agent}" if told.agent else "",
        told.label,
    )
    return ", ".join(part for part in parts if part)


def dong(amount: int | None) -> str:
    return f"{money(amount)} đồng" if amount is not None else NOTHING


def day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else NOTHING


def moment(value: datetime | None) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else NOTHING


def weekday(value: date) -> str:
    return _WEEKDAYS[value.weekday()]


def vietnam_day(value: datetime) -> str:
    return day(value.astimezone(VIETNAM).date())


def phone(value: str) -> str:
    """+84912345678 → 0912 345 678"""
    number = phonenumbers.parse(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def masked_phone(value: str) -> str:
    """Only the last three digits, enough to tell two leads apart."""
    return f"•••• ••• {value[-3:]}"


def without_phones(text: str) -> str:
    """A text in which every phone number is masked: a talk must not tell what is hidden beside it."""
    return _PHONE_IN_TEXT.sub(lambda found: masked_phone(re.sub(r"\D", "", found[0])), text)


def happening(event: StoredLeadEvent) -> str:
    """What an entry of a lead's history says, after the name of who did it."""
    return _HAPPENINGS[event.kind](event.data)


def insured_person(told: Mapping[str, Any]) -> str:
    """Whom a registration insures, in relation to who wrote, and when they were born as far as it was told."""
    gender = {"male": ", nam", "female": ", nữ"}.get(told.get("gender", ""), "")
    born = f", sinh {_birth(told['birth'])}" if told.get("birth") else ""
    return f"{RELATIONS[told['relation']]}{gender}{born}"


def _birth(said: str | int) -> str:
    return "/".join(reversed(str(said).split("-")))


def consent_title(consent: StoredConsent) -> str:
    """What a person said yes or no to."""
    return f"{'Đồng ý' if consent.given else 'Không đồng ý'} {PURPOSES[consent.purpose]}"


_CITIZENS_FIELDS = {
    "full_name": "họ tên",
    "phone": "số điện thoại",
    "commune": "xã, phường",
    "call_time": "giờ tiện gọi",
}


def _changed(data: Mapping[str, Any]) -> str:
    names = ", ".join(_CITIZENS_FIELDS[field] for field in data.get("fields", ()))
    return f"sửa thông tin đăng ký{f': {names}' if names else ''}"


def _moved(data: Mapping[str, Any]) -> str:
    reason = f" – lý do: {data['reason']}" if data["reason"] else ""
    return f"chuyển từ «{state(data['from'])}» sang «{state(data['to'])}»{reason}"


def _planned(data: Mapping[str, Any]) -> str:
    due = f", hạn {day(date.fromisoformat(data['due']))}" if data["due"] else ""
    return f"hẹn việc tiếp theo: {data['next_step'] or 'chưa có'}{due}"


def _appointed(data: Mapping[str, Any]) -> str:
    return moment(datetime.fromisoformat(data["at"]))


# One entry for every kind that bot.registration writes.
_HAPPENINGS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "registered": lambda data: f"đăng ký qua {source(data['source'])}",
    "changed_by_citizen": _changed,
    "consent_withdrawn": lambda _: "rút lại đồng ý cho đăng ký",
    "group_withdrawn": lambda _: "rút lại đồng ý ghi diện dân tộc thiểu số",
    "privacy_request": lambda data: f"yêu cầu về dữ liệu của mình ({data['code']})",
    "taken": lambda _: "nhận đăng ký này",
    "moved": _moved,
    "planned": _planned,
    "phone_revealed": lambda _: "xem số điện thoại",
    "noted": lambda _: "ghi chú",
    "assigned": lambda data: f"giao cho {data['officer']}" if data["officer"] else "đưa về hàng chờ",
    "restored": lambda _: "hoàn tác một lần giao",
    "merged": lambda data: f"gộp vào {receipt_code(data['into'])}",
    "unmerged": lambda _: "tách ra như trước khi gộp",
    "appointed": lambda data: f"hẹn {_appointed(data)}: {APPOINTMENT_KINDS[AppointmentKind(data['kind'])]}",
    "appointment_closed": lambda data: (
        f"ghi cuộc hẹn {_appointed(data)}: {APPOINTMENT_STATES[AppointmentState(data['state'])].lower()}"
    ),
    "form_link_made": lambda data: (
        "gửi đường dẫn tờ khai cho người dân" if data["sent"] else "tạo đường dẫn tờ khai"
    ),
    "declared": lambda _: "điền tờ khai",
    "card_printed": lambda _: "in thẻ ước tính",
    "personal_id_revealed": lambda data: f"xem số định danh để {REVEAL_PURPOSES[data['purpose']]}",
    "imported": lambda _: "nhập từ danh sách",
    "figure_corrected": lambda data: (
        f"báo số tiền từ ngày {day(date.fromisoformat(data['on']))}: {dong(data['before'])} thành {dong(data['after'])}"
    ),
}


def add_filters(environment: Environment, *, communes: Mapping[str, str]) -> None:
    """Give the templates the words and forms of this module.

    :param communes: a commune's code to its name.
    """
    environment.filters.update(
        consent_title=consent_title,
        insured_person=insured_person,
        lead_state=state,
        lead_state_colour=state_colour,
        staff_role=role,
        lead_source=partial(source, communes=communes),
        dong=dong,
        day=day,
        iso_day=lambda text: day(date.fromisoformat(text)),
        moment=moment,
        weekday=weekday,
        vietnam_day=vietnam_day,
        audit_words=audit_words,
        audited_lead=audited_lead,
        phone=phone,
        masked_phone=masked_phone,
        without_phones=without_phones,
        happening=happening,
        receipt_code=receipt_code,
        with_vietnamese_labels=with_vietnamese_labels,
    )
