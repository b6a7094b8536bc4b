"""The fields of form TK1-TS that a person fills in: read from what was typed, each with its own words when wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from bot.law import EstimateInputError, Law, ParameterMissingError
from bot.registration.applicant import e164, is_phone_number
from bot.registration.declaring.personal_id import FieldError, Gender, check_personal_id
from bot.storage import unmarked

ResultForm = Literal["electronic", "paper"]
_MINIMUM_AGE = "eligibility.minimum_age"
_OLDEST = 120
_LONGEST = 200
_DATE = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)+")
_INSURANCE_DIGITS = (10, 12)
_OF_METHOD = {"multi_year": "years", "missing_years": "missing_months"}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What was declared; None is what the person left open, and stays open on the paper.

    :param phone: the insured person's own, in E.164, where it is another than the registration's.
    :param income: the chosen monthly income in đồng ([12] of the form).
    :param ethnicity: sensitive; only kept with a yes of its own.
    :param requests, papers: [16] and [17] of the form.
    """

    full_name: str
    gender: Gender
    birth_date: date
    nationality: str
    result_form: ResultForm
    income: int
    payment_method: str
    years: int | None = None
    missing_months: int | None = None
    phone: str | None = None
    insurance_number: str | None = None
    ethnicity: str | None = None
    email: str | None = None
    house: str | None = None
    commune: str | None = None
    province: str | None = None
    requests: str | None = None
    papers: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The fields in JSON's types."""
        return asdict(self) | {"birth_date": self.birth_date.isoformat()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Declaration":
        return cls(**{**data, "birth_date": date.fromisoformat(data["birth_date"])})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a sent form: the declaration with its personal ID, or what is wrong by field."""

    declaration: Declaration | None
    personal_id: str | None
    errors: Mapping[str, str]


def read_declaration(typed: Mapping[str, str], *, law: Law, today: date) -> Reading:
    """Read every field, so that all that is wrong is said at once.

    :param typed: the fields by their names, as they came.
    """
    errors: dict[str, str] = {}

    def take(name: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except FieldError as error:
            errors[name] = error.reason
            return None

    def text(name: str) -> Any:
        return take(name, lambda: _text(typed.get(name, "")))

    gender = take("gender", lambda: _one_of(typed.get("gender", ""), ("male", "female"), "giới tính"))
    birth_date = take("birth_date", lambda: _birth_date(typed.get("birth_date", ""), law=law, today=today))
    personal_id = take(
        "personal_id",
        lambda: check_personal_id(typed.get("personal_id", ""), gender=gender, birth_date=birth_date),
    )
    result_form = take(
        "result_form",
        lambda: _one_of(typed.get("result_form", ""), ("electronic", "paper"), "cách nhận kết quả"),
    )
    values: dict[str, Any] = {
        "full_name": take("full_name", lambda: _full_name(typed.get("full_name", ""))),
        "gender": gender,
        "birth_date": birth_date,
        "nationality": take("nationality", lambda: _nationality(typed.get("nationality", ""))),
        "result_form": result_form,
        "insurance_number": take(
            "insurance_number", lambda: _insurance_number(typed.get("insurance_number", ""))
        ),
        "phone": take("phone", lambda: _phone(typed.get("phone", ""))),
        "ethnicity": take("ethnicity", lambda: _ethnicity(typed)),
        "email": take("email", lambda: _email(typed.get("email", ""))),
        **{name: text(name) for name in ("house", "commune", "province", "requests", "papers")},
        **_payment(typed, law=law, today=today, errors=errors),
    }
    if result_form == "paper":
        _require_address(values, errors)
    if typed.get("agreed") != "yes":
        errors["agreed"] = "Cần anh/chị đồng ý thì cơ quan mới được dùng thông tin này."
    if errors:
        return Reading(None, None, errors)
    return Reading(Declaration(**values), personal_id, {})


def _text(typed: str) -> str | None:
    """One line of printable text, or None when there is nothing in it."""
    value = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    if len(value) > _LONGEST:
        raise FieldError(f"Ô này ghi được nhiều nhất {_LONGEST} chữ.")
    return value or None


def _required(typed: str, label: str) -> str:
    value = _text(typed)
    if value is None:
        raise FieldError(f"Chưa ghi {label}.")
    return value


def _one_of(typed: str, allowed: tuple[str, ...], label: str) -> str:
    if typed not in allowed:
        raise FieldError(f"Chưa chọn {label}.")
    return typed


def _full_name(typed: str) -> str:
    name = _required(typed, "họ và tên")
    if not _NAME.fullmatch(name):
        raise FieldError("Xin ghi đủ họ, chữ đệm và tên có dấu, như trên căn cước.")
    return name


def _birth_date(typed: str, *, law: Law, today: date) -> date:
    found = _DATE.fullmatch(typed.strip())
    if not typed.strip():
        raise FieldError("Chưa ghi ngày, tháng, năm sinh.")
    if not found:
        raise FieldError("Xin ghi đủ ngày, tháng, năm sinh, ví dụ 05/09/1985.")
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        raise FieldError("Không có ngày này trong lịch. Xin xem lại ngày và tháng.") from None
    if born > today or born.year < today.year - _OLDEST:
        raise FieldError("Năm sinh chưa đúng. Xin xem lại.")
    least = int(law.parameters[_MINIMUM_AGE].on(today).number)
    if _age(born, today) < least:
        raise FieldError(f"Từ đủ {least} tuổi mới tham gia được bảo hiểm xã hội tự nguyện.")
    return born


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _nationality(typed: str) -> str:
    if unmarked(_required(typed, "quốc tịch")).replace(" ", "") != "vietnam":
        raise FieldError("Chỉ công dân Việt Nam tham gia được bảo hiểm xã hội tự nguyện.")
    return "Việt Nam"


def _phone(typed: str) -> str | None:
    if not typed.strip():
        return None
    if not is_phone_number(typed):
        raise FieldError("Số điện thoại chưa đúng. Giống số đã đăng ký hoặc không có thì để trống.")
    return e164(typed)


def _insurance_number(typed: str) -> str | None:
    number = re.sub(r"[\s.\-]+", "", typed)
    if not number:
        return None
    if not (number.isascii() and number.isdigit()) or len(number) not in _INSURANCE_DIGITS:
        raise FieldError("Mã số bảo hiểm xã hội gồm 10 chữ số. Không nhớ thì để trống.")
    return number


def _email(typed: str) -> str | None:
    address = _text(typed)
    if address and not _EMAIL.fullmatch(address):
        raise FieldError("Địa chỉ email chưa đúng, ví dụ ten@example.vn. Không có thì để trống.")
    return address


def _ethnicity(typed: Mapping[str, str]) -> str | None:
    """The ethnic group, which is sensitive: without its own yes it is not taken."""
    group = _text(typed.get("ethnicity", ""))
    if group and typed.get("ethnicity_agreed") != "yes":
        raise FieldError(
            "Dân tộc là thông tin nhạy cảm. Xin đánh dấu đồng ý ngay dưới ô này, hoặc để trống và ghi tay sau."
        )
    return group


def _require_address(values: Mapping[str, Any], errors: dict[str, str]) -> None:
    labels = {
        "house": "số nhà, đường, thôn xóm",
        "commune": "xã, phường",
        "province": "tỉnh, thành phố",
    }
    for name, label in labels.items():
        if values[name] is None and name not in errors:
            errors[name] = f"Nhận bản giấy thì cần {label}."


def _payment(typed: Mapping[str, str], *, law: Law, today: date, errors: dict[str, str]) -> dict[str, Any]:
    """Income and way of paying, as the law allows them on this day."""
    method = typed.get("payment_method", "")
    own = _OF_METHOD.get(method)
    values = {"income": typed.get("income", ""), **({own: typed.get(own, "")} if own else {})}
    read = {name: _whole(name, value, errors) for name, value in values.items()}
    if not method:
        errors["payment_method"] = "Chưa chọn cách đóng."
    if not errors.keys() & {"payment_method", *values}:
        _check_payment(read | {"payment_method": method}, law=law, today=today, errors=errors)
    return {"income": read["income"], "payment_method": method, **({own: read[own]} if own else {})}


def _check_payment(payment: Mapping[str, Any], *, law: Law, today: date, errors: dict[str, str]) -> None:
    try:
        law.estimate("contribution", on=today, **payment)
    except EstimateInputError as error:
        errors[error.field if error.field in payment else "payment_method"] = error.reason
    except ParameterMissingError:
        # The rate of the one-off ways is published once a year; the office computes the sum then.
        return


def _whole(name: str, typed: str, errors: dict[str, str]) -> int | None:
    labels = {"income": "mức thu nhập chọn đóng", "years": "số năm", "missing_months": "số tháng còn thiếu"}
    digits = re.sub(r"[\s.,]+|đồng|đ", "", typed.strip().lower())
    if not digits:
        errors[name] = f"Chưa ghi {labels[name]}."
    elif not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        errors[name] = f"Xin ghi {labels[name]} bằng chữ số."
    else:
        return int(digits)
    return None
