"""A copy of what is kept of one person, as a PDF to be read; the JSON copy holds the same and the talk's lines."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import phonenumbers

from bot.law.text import money
from bot.registration.papers.card import CardOffice
from bot.registration.papers.typesetting import set_pdf

PURPOSES: Mapping[str, str] = {
    "registration": "đăng ký tham gia",
    "messages": "nhận tin nhắc",
    "sensitive_group": "lưu diện dân tộc thiểu số",
    "declaration": "lập tờ khai TK1-TS",
    "ethnicity": "ghi dân tộc vào tờ khai",
}
RELATIONS: Mapping[str, str] = {
    "self": "chính người nhắn",
    "parent": "bố hoặc mẹ của người nhắn",
    "spouse": "vợ hoặc chồng của người nhắn",
    "child": "con của người nhắn",
    "sibling": "anh chị em của người nhắn",
    "grandparent": "ông hoặc bà của người nhắn",
    "other": "người quen của người nhắn",
}
_GENDERS = {"male": "nam", "female": "nữ"}
REQUESTS: Mapping[str, str] = {
    "see": "xem dữ liệu",
    "copy": "lấy bản sao",
    "withdraw_registration": "rút đồng ý đăng ký",
    "withdraw_messages": "rút đồng ý nhận tin",
    "withdraw_group": "rút đồng ý ghi diện dân tộc thiểu số",
    "erase": "xóa dữ liệu",
}

Rows = list[tuple[str, str]]


def copy_pdf(data: Mapping[str, Any], *, office: CardOffice) -> bytes:
    """The copy as it is printed; ``data`` as `PersonalData.take_copy` gives it."""
    return set_pdf("copy.typ", _values(data, office))


def _values(data: Mapping[str, Any], office: CardOffice) -> dict[str, Any]:
    registrations = [
        {"title": f"Đăng ký {one['code']}", "rows": _registration(one)} for one in data["registrations"]
    ]
    return {
        "office": office.name,
        "hotline": office.hotline,
        "request": data["request"],
        "made_at": _moment(data["made_at"]),
        "sections": [
            *registrations,
            {"title": "Các lần đồng ý và từ chối", "rows": [_consent(one) for one in data["consents"]]},
            {"title": "Ước tính đang giữ", "rows": _estimate(data["estimate"])},
            {"title": "Các yêu cầu về dữ liệu", "rows": [_request(one) for one in data["requests"]]},
        ],
    }


def _registration(one: Mapping[str, Any]) -> Rows:
    insured = one["insured"]
    rows = [
        ("Họ tên", one["full_name"]),
        ("Điện thoại", _phone(one["phone"])),
        ("Xã, phường", one["commune"]),
        ("Giờ tiện gọi", one["call_time"]),
        ("Người tham gia là", RELATIONS.get(insured.get("relation", ""))),
        ("Ngày hoặc năm sinh", insured.get("birth")),
        ("Giới tính", _GENDERS.get(insured.get("gender", ""))),
        ("Mức đóng ước tính", f"{money(one['payable'])} đồng" if one["payable"] else None),
        ("Trạng thái", one["state"]),
        ("Đăng ký lúc", _moment(one["registered_at"])),
        ("Tờ khai TK1-TS", "có, ghi đủ trong tệp JSON" if one["declaration"] else None),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _consent(one: Mapping[str, Any]) -> tuple[str, str]:
    wording = f", bản {one['wording_version']}" if one["wording_version"] else ""
    verb = "đồng ý" if one["given"] else "không đồng ý"
    return PURPOSES[
        one["purpose"]
    ].capitalize(), f"{verb} lúc {_moment(one['at'])}{wording}: “{one['answer']}”"


def _estimate(estimate: Mapping[str, Any] | None) -> Rows:
    if not estimate:
        return []
    steps = [(step["description"], step["formula"]) for step in estimate.get("steps", ())]
    return [("Tính theo luật ngày", f"{datetime.fromisoformat(estimate['on']):%d/%m/%Y}"), *steps]


def _request(one: Mapping[str, Any]) -> tuple[str, str]:
    return one["code"], f"{REQUESTS[one['kind']]}, lúc {_moment(one['at'])}"


def _phone(number: str | None) -> str | None:
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(phonenumbers.parse(number), form) if number else None


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%H:%M %d/%m/%Y}"
