"""Words that steer a form: `field` names the value to be corrected, `cancel` says that the person wants"
" to stop."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading

_FIELDS: tuple[tuple[str, str], ...] = (
    (
        "phone",
        "so dien thoai|dien thoai|sdt|so dt|dt|so phone|so zalo|so di dong|so lien lac|so lien he|so may|so",
    ),
    ("full_name", "ho va ten|ho ten|ten tuoi|ten|ho|ten dem|chu dem|dem"),
    ("commune", "ten xa|ten phuong|xa|phuong|dia chi|noi o|cho o|que|thon|dia phuong|dc|khu vuc"),
    (
        "call_time",
        "gio goi|thoi gian goi|lich goi|luc goi|gio lien he|gio hen|lich hen|thoi gian lien he|gio|h goi"
        "|buoi goi|thoi gian",
    ),
    ("income", "muc thu nhap|thu nhap|muc dong|muc luong|luong|tn|so tien|muc"),
    ("category", "nhom|doi tuong|dien|ho ngheo|dien ho ngheo|nhom doi tuong|dan toc|nhom ho tro"),
    ("payment_method", "phuong thuc dong|phuong thuc|cach dong|ky dong|hinh thuc dong|hinh thuc"),
    ("birth_year", "nam sinh|sn"),
    ("birth_date", "ngay sinh|ngay thang nam sinh"),
    ("age", "tuoi|so tuoi"),
    ("gender", "gioi tinh|gt"),
)
_NAMES = {name: field for field, names in _FIELDS for name in names.split("|")}
_ANY = "|".join(sorted(_NAMES, key=len, reverse=True))
_SMALL = (
    r"(?: (?:lai|giup|ho|dum|cho|toi|em|e|minh|mk|tui|bac|chau|chi|anh|cai|thong tin|phan|sai|nham|cua|voi"
    r"|mat|thanh|ad|cac|vs|roi))*"
)
_CHANGE = (
    r"(?:sua|sữa|doi|chinh|thay|thay doi|cap nhat|chinh sua|dieu chinh|dinh chinh|ghi lai|nhap lai|khai lai"
    r"|viet lai|ghi|ghi sai|nhap sai|xem lai|suar|suwar|doi lai|chon lai)"
)
_WRONG = (
    r"(?:sai|nham|lon|lech|thieu|nhaamf|khong dung|chua dung|ko dung|sai mat|khai sai|go sai|ghi nham|go"
    r" nham|nhap nham|khai nham|noi nham|noi sai)"
)
_CHANGE_FIELD = re.compile(rf"\b(?:{_CHANGE}{_SMALL}|{_WRONG}{_SMALL}) (?P<name>{_ANY})\b")
_FIELD_WRONG = re.compile(
    rf"\b(?P<name>{_ANY})(?: (?:cua|toi|em|e|minh|bo|me|nay|kia|luc nay|do|day|bi|toi|viet|ghi|go|nhap"
    rf"|khai|dang|chi|anh|la|thi|dien thoai|vua|roi|hoi nay))* {_WRONG}\b"
)
_CANCEL = re.compile(
    r"\b(?:(?:khong|ko|k|thoi|chang|chua)(?: (?:muon|can|thich))? (?:dang ky|dang ki|dk|lam|tham gia|khai"
    r"|tinh|dong|hoi|dien|nhap) (?:nua|luc nay|bay gio|dau nua)"
    r"|(?:thoi|khong|ko),? (?:toi |em |minh |chau |tui )?(?:khong|ko|chang|chua) (?:dang ky|dang ki|dk|lam"
    r"|tham gia|muon|can)(?: (?:dang ky|nua|dau))*"
    r"|huy (?:dang ky|bo|di|dk|ho so|viec)|huy|dung lai(?: (?:di|o day|day|thoi))?|dung (?:dang ky|di"
    r"|viec)|bo qua(?: di)?|ngung lai|ket thuc"
    r"|de (?:sau|khi khac|hom khac|luc khac|bua khac|mai|dip khac|toi nghi|em nghi|toi tinh|suy nghi)(?:"
    r" (?:nhe|nha|di|hay|roi|them|da|lai))*|(?:luc|hom|dip|bua|khi) khac (?:nhe|nha|di|da|hay|vay|dang ky)"
    r"|(?:khong|ko|chang) (?:dang ky|dang ki|dk) nua|thoi bo di|thoi khoi|khoi (?:dang ky|lam|di|can)"
    r"|(?:de )?(?:toi|em|minh|tui) (?:suy nghi|nghi) (?:lai|them|da|cai da)|stop|cancel|thoat)\b"
)
_JUST_STOP = re.compile(
    r"^\W*(?:(?:a|u|uh|o|ơ|da|thoi|nhe|nha|vay|em|e|co|chau|anh|chi|ad|duoc roi|the)\W+)*thoi(?:\W+(?:nhe"
    r"|nha|vay|em|e|co|chau|anh|chi|ad|a|duoc roi|khong|ko|k|cam on|khoi|di|thi thoi))*\W*$"
)
_NOT_OUR_STOP = re.compile(
    r"\b(?:tin nhan|nhan tin|goi dien|quang cao|lam phien|dong bao hiem|bhxh|dong bhxh|lay tien|dong thi"
    r"|dong nua (?:co|thi|duoc))\b"
)
# "Thôi đổi sang quý", "thôi lấy mức thấp nhất" go on with something else.
_WEAK_NAMES = {
    "so",
    "ho",
    "xa",
    "gio",
    "que",
    "dien",
    "nhom",
    "dem",
    "muc",
    "dt",
    "sn",
    "dc",
    "tn",
    "tuoi",
    "thoi gian",
    "dan toc",
    "phuong",
}


def find_field(reading: Reading) -> Iterator[Found]:
    """The values that a person says are wrong or wants to change."""
    for pattern in (_CHANGE_FIELD, _FIELD_WRONG):
        for match in pattern.finditer(reading.plain):
            name = match.group("name")
            if (name in _WEAK_NAMES and not _is_spelled_out(reading, match)) or _OTHER_WORDS.search(
                reading.text[slice(*match.span())]
            ):
                continue
            yield Found("field", _NAMES[name], *match.span("name"))


def find_cancel(reading: Reading) -> Iterator[Found]:
    """That the person wants to stop what is under way; stopping messages or payments is another matter."""
    stop = _JUST_STOP.match(reading.plain)
    if stop and reading.plain.strip():
        yield Found("cancel", True, *stop.span())
        return
    for match in _CANCEL.finditer(reading.plain):
        if not _NOT_OUR_STOP.search(reading.plain) and not _is_question(reading, match):
            yield Found("cancel", True, *match.span())
            return


def _is_question(reading: Reading, match: re.Match[str]) -> bool:
    """ "Hủy thì có mất tiền không" asks; it does not stop."""
    return (
        bool(
            re.search(
                r"\b(?:thi sao|duoc khong|co (?:duoc|mat|bi|sao)|the nao|neu|lam sao|bao gio|khi nao|o"
                r" dau)\b",
                reading.plain,
            )
        )
        and len(match.group()) < len(reading.plain) - 8
    )


# Words that lose their difference with their marks: "bốn nhăm tuổi", "tuổi Nhâm", "đòi số", "đời".
_OTHER_WORDS = re.compile(r"\b(?:nhăm|thiểu|nhâm|nhằm|đòi|đời|đội|đợi|lớn|lợn|lon|chính|thấy|thầy|gửi)\b")
_MEANT = {
    "so": "số",
    "ho": "họ",
    "xa": "xã",
    "gio": "giờ",
    "que": "quê",
    "dien": "diện",
    "nhom": "nhóm",
    "dem": "đệm",
    "muc": "mức",
    "tuoi": "tuổi",
    "phuong": "phường",
    "thoi gian": "thời gian",
    "dan toc": "dân tộc",
}


def _is_spelled_out(reading: Reading, match: re.Match[str]) -> bool:
    said = reading.text[match.start("name") : match.end("name")]
    if said == _MEANT.get(match.group("name"), said):
        return True
    return said.isascii() and not reading.is_marked
