"""What the entries of the audit say: a label for each kind, and the words of each entry."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.registration import receipt_code
from bot.registration.declaring import REVEAL_PURPOSES
from bot.storage import StoredAudit

AUDIT_KINDS: Mapping[str, str] = {
    "phone_revealed": "Xem số điện thoại",
    "personal_id_revealed": "Xem số định danh",
    "card_opened": "Mở thẻ ước tính",
    "leads_exported": "Xuất danh sách",
    "d05_exported": "Xuất D05-TS",
    "leads_imported": "Nhập danh sách",
    "import_reverted": "Hoàn tác nhập",
    "handed": "Giao nhiều đăng ký",
    "handing_undone": "Hoàn tác giao",
    "api_read": "Hệ thống khác đọc đăng ký",
    "corrections_sent": "Báo số tiền mới",
}

_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "phone_revealed": lambda _: "",
    "personal_id_revealed": lambda data: f"để {REVEAL_PURPOSES[data['purpose']]}",
    "card_opened": lambda _: "người dân đọc mã",
    "leads_exported": lambda data: (
        f"{data['leads']} đăng ký, {data['format'].upper()}"
        f"{', đủ số điện thoại' if data['phones'] else ''}: {data['reason']}"
    ),
    "d05_exported": lambda data: f"{data['leads']} dòng: {data['reason']}",
    "leads_imported": lambda data: f"{data['leads']} đăng ký: {data['reason']}",
    "import_reverted": lambda data: f"{data['leads']} đăng ký bỏ, {data['kept']} giữ lại",
    "handed": lambda data: f"{len(data['leads'])} đăng ký",
    "handing_undone": lambda data: f"{data['leads']} đăng ký",
    "api_read": lambda data: f"{data['leads']} đăng ký, mã truy cập «{data['token']}»",
    "corrections_sent": lambda data: f"{data['people']} người, luật đổi từ {data['on']}",
}


def audit_words(entry: StoredAudit) -> str:
    """What an entry says after who, when and which lead."""
    return _WORDS[entry.kind](entry.data)


def audited_lead(entry: StoredAudit) -> str:
    """The receipt of the entry's lead, where it is about one."""
    return receipt_code(entry.lead_id) if entry.lead_id else ""
