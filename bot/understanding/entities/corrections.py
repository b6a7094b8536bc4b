"""Words that steer a form: `field` names a value to be corrected, or all of them; `cancel` stops what is under way."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading, Spelling

_FIELDS: tuple[tuple[str, str], ...] = (
    (
        "phone",
        "so dien thoai|dien thoai|sdt|so dt|dt|so phone|so zalo|so di dong|so lien lac|so lien he|so may|so",
    ),
    ("full_name", "ho va ten|ho ten|ten tuoi|ten dem|chu dem|chu lot|ten|ho|dem"),
    ("commune", "ten xa|ten phuong|xa|phuong|dia chi|noi o|cho o|que|thon|dia phuong|khu vuc"),
    (
        "call_time",
        "gio goi|thoi gian goi|lich goi|luc goi|gio lien he|gio hen|lich hen|thoi gian lien he|h goi"
        "|buoi goi|gio|thoi gian",
    ),
    ("income", "muc thu nhap|thu nhap|muc dong|muc luong|luong|so tien|muc"),
    ("category", "nhom doi tuong|nhom ho tro|nhom|doi tuong|dien ho ngheo|dien|ho ngheo|dan toc"),
    ("payment_method", "phuong thuc dong|phuong thuc|cach dong|ky dong|hinh thuc dong|hinh thuc"),
    ("birth_year", "nam sinh|sn"),
    ("birth_date", "ngay thang nam sinh|ngay sinh"),
    ("age", "so tuoi|tuoi"),
    ("gender", "gioi tinh|gt"),
)
_NAMES = {name: field for field, names in _FIELDS for name in names.split("|")}
_ANY = "|".join(sorted(_NAMES, key=len, reverse=True))
_PEOPLE = r"toi|em|e|minh|bac|chau|chi|anh|bo|me|chong|vo|ad"
_SMALL = rf"(?: (?:lai|giup|ho|dum|cho|cai|thong tin|phan|cua|voi|mat|thanh|cac|roi|{_PEOPLE}))*"
_CHANGE = (
    r"(?:sua(?: doi)?|doi|chinh(?: sua)?|thay doi|thay|cap nhat|dieu chinh|dinh chinh"
    r"|(?:ghi|nhap|khai|viet|chon|xem|go) lai)"
)
_WRONG = (
    r"(?:(?:ghi|nhap|khai|go|viet|noi|bam|chon) (?:sai|nham|lon|thieu)|sai|nham|lon|khong dung|chua dung)"
)
_CHANGE_FIELD = re.compile(rf"\b(?:{_CHANGE}|{_WRONG}){_SMALL} (?P<name>{_ANY})\b")
_FIELD_WRONG = re.compile(
    rf"\b(?P<name>{_ANY})(?: (?:cua|nay|kia|luc nay|hoi nay|vua roi|do|day|bi|dang|la|thi|dien thoai|roi"
    rf"|{_PEOPLE}))* {_WRONG}\b"
)
_OTHER_THING = re.compile(
    r"^(?:tai khoan|can cuoc|cccd|cmnd|bhxh|bao hiem|dien tu|giay|nam|sach|nha|huu|cua so|so bhxh"
    r"|trong so|quan)\b"
)
_DIGIT_BEFORE = re.compile(r"\b(?:hai|ba|bon|nam|sau|bay|tam|chin) $")
_ALL = "all"
_FORM_WORDS = r"(?:lam|khai|dien|nhap|viet|bat dau|dang ky|dang ki|dk)"
_START_OVER = re.compile(
    rf"\b{_FORM_WORDS} lai(?: (?:dang ky|dang ki|ho so|het|toan bo|tat ca|lai))* (?:tu dau|het|toan bo|tat ca)\b"
    r"|\b(?:xoa|bo) (?:het|di|tat ca)(?: di)? ?,? ?(?:lam|khai|nhap|dien) lai\b"
)
_JUST_START_OVER = re.compile(
    r"^\W*(?:(?:thoi|cho|de|toi|em|minh|chi|bac|muon|xin|thi|a|da|ta) )*lam lai"
    r"(?: (?:nhe|nha|di|a|em|dang ky|ho so))*\W*$"
)
_START_OVER_SPELLING = Spelling(
    "làm lại khai điền nhập viết bắt đầu đăng ký kí hồ sơ hết toàn bộ tất cả từ xóa xoá bỏ đi thôi để muốn xin đã"
    " chị bác mình thì nhé nhá nha à tôi em cho"
)
_FIELD_SPELLING = Spelling(
    "số điện thoại họ tên đệm chữ lót xã phường địa chỉ nơi chỗ quê thôn giờ gọi lịch hẹn mức thu nhập"
    " đóng lương tiền nhóm đối tượng diện hộ nghèo phương thức cách kỳ kì hình năm sinh ngày tuổi giới"
    " tính sửa sữa sưa đổi chỉnh thay cập nhật điều đính ghi nhập khai viết chọn xem lại gõ sai nhầm lộn"
    " thiếu đúng khu vực tuổi giúp nói bấm"
)
_LATER = (
    r"(?:sau(?! nay)|khi khac|hom khac|luc khac|bua khac|mai(?= (?:nhe|nha|di|hay|toi|em|tinh)|$)|dip khac"
    r"|hom sau)"
)
_REGISTERING = r"(?:dang ky|dang ki|dk|lam|khai|dien|nhap|tinh)"
_CANCEL = re.compile(
    rf"\b(?:(?:khong|chang"
    rf"|chua)(?: (?:muon|can|thich))? {_REGISTERING}(?: (?:bay gio|luc nay|vao luc nay))?(?: (?:nua|dau"
    rf"|bay gio))|(?:dung|ngung|huy|bo|khoi)(?: (?:viec|cai))? (?:dang ky|dang ki|dk|ho so|lam ho so)"
    rf"|thoi,? (?:khong|chang)(?: can| {_REGISTERING})?(?: nua| dau)?$|thoi,? (?:khoi|bo di|bo)(?= |$)"
    rf"|dung lai\b(?! (?:mot|1|thoi gian|dong))"
    r"|bo qua(?: di| (?:cau|buoc|chuyen|viec|phan|cai) (?:nay|ay|do|kia))?"
    r"(?= *(?:$|[^\w\s]|(?:nhe|nha|a|em|ad|giup|ho|cho)\b))"
    rf"|(?:(?:de|thoi)(?: toi| em| minh| chi| bac)? )(?:den "
    rf"|sang )?{_LATER}(?: (?:nhe|nha|di|hay|roi|them|da|lai|vay|toi|em|dang ky|tinh))*"
    rf"|^(?:luc|hom|dip|bua|khi) khac (?:nhe|nha|di|da|vay)"
    r"|\b(?:de|thoi)(?: de)? (?:(?:toi|em|minh|chi|bac|anh|co|chu|chau)(?: ve)? )?(?:hoi|ban|noi chuyen|noi)"
    r"(?: (?:lai|y kien|voi|qua|xem))*"
    r"(?: (?:vo|chong|con|trai|gai|cac|chau|bo|me|ong|ba|nha|xa|gia dinh|ca|anh|chi|em|toi|bac|co|chu)){1,4}"
    r"(?: (?:lai|truoc|cai))* da\b"
    r"|(?:de )?(?:toi|em|minh|chi|bac|anh)?(?: ve)? ?(?:suy nghi|nghi|tinh"
    r"|ban)(?: (?:lai|them|ky|voi chong|voi vo|voi gia dinh))* (?:da|cai da)\b)"
)
# Words that stop only when they are the whole message.
_ALONE = re.compile(
    r"\b(?:huy(?: bo)?|dung lai|ngung(?: lai)?|ket thuc(?: tro chuyen)?|thoat(?: ra)?|stop|cancel)\b"
)
_JUST_STOP = re.compile(
    r"^\W*(?:(?:a|u|uh|o|da|vay|the|duoc roi|ay) )*thoi(?: (?:nhe|nha|vay|em|e|co|chau|anh|chi|ad|a"
    r"|duoc roi|khong|cam on|khoi|di|ban|ay|the|nhe em|nhe cam on))*\W*$"
)
_CANCEL_SPELLING = Spelling(
    "không chẳng chưa muốn cần thích đăng ký kí làm khai điền nhập tính đừng dừng ngừng ngưng hủy huỷ bỏ"
    " khỏi việc hồ sơ thôi lại đi đây qua kết thúc thoát để đến sang sau khi khác hôm lúc bữa mai dịp"
    " nghĩ suy thêm đã bàn nữa đâu nhé nhá bây giờ"
)
# Stopping payments, messages or the insurance itself is another matter, and so is a question about stopping.
_NOT_OUR_STOP = re.compile(
    r"\b(?:tin nhan|nhan tin|gui tin|nhan toi|quang cao|lam phien|bao hiem|tham gia thi|dong bao hiem"
    r"|lay tien|tra lai tien|dong y|du lieu|soan tin|nhac|tin|goi)\b"
)
_QUESTION = re.compile(
    r"\b(?:thi sao|duoc khong|co (?:duoc|mat|bi|sao)|the nao|neu|lam sao|bao gio|khi nao|o dau|bao nhieu"
    r"|thi lam gi|sao van)\b"
)


def find_field(reading: Reading) -> Iterator[Found]:
    """The values that a person says are wrong or wants to change."""
    plain = reading.plain_as(_FIELD_SPELLING)
    for pattern in (_CHANGE_FIELD, _FIELD_WRONG):
        for match in pattern.finditer(plain):
            if not _is_other_thing(reading, plain, match):
                yield Found("field", _NAMES[match.group("name")], *match.span("name"))
    plain = reading.plain_as(_START_OVER_SPELLING)
    if over := _START_OVER.search(plain) or _JUST_START_OVER.match(plain):
        yield Found("field", _ALL, *over.span())


def _is_other_thing(reading: Reading, plain: str, match: re.Match[str]) -> bool:
    """ "Đổi số tài khoản" is no value of ours, and an unmarked "so" may be the book ("sổ")."""
    if _OTHER_THING.match(plain[match.end("name") :][:24].lstrip()):
        return True
    if match.group().startswith("nham ") and _DIGIT_BEFORE.search(plain[: match.start()][-8:]):
        return True  # "Bốn nhăm tuổi".
    unmarked_number = reading.text[match.start("name") : match.end("name")] == "so"
    return unmarked_number and (match.re is _FIELD_WRONG or match.group().startswith("thay"))


def _stop_alone(reading: Reading, plain: str) -> re.Match[str] | None:
    match = _ALONE.search(plain) or re.search(r"\bdừng\b", reading.text)  # Unmarked "dung" is "đúng".
    return match if match and reading.is_whole(*match.span()) else None


def find_cancel(reading: Reading) -> Iterator[Found]:
    """That the person wants to stop what is under way."""
    plain = reading.plain_as(_CANCEL_SPELLING)
    match = _JUST_STOP.match(plain) or _CANCEL.search(plain) or _stop_alone(reading, plain)
    if match and not _NOT_OUR_STOP.search(reading.plain) and not _QUESTION.search(reading.plain):
        yield Found("cancel", True, *match.span())
