"""Reads a province's file: the office's hours and days off, verified contacts, known scams."""

from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.errors import DataError

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_REMEDY = "viết như provinces/bac_ninh.yml; provinces/README.md nói từng mục chứa gì"


def _digits(number: str) -> str:
    digits = "".join(char for char in number if char.isdigit())
    if not 3 <= len(digits) <= 15:
        raise ValueError("số điện thoại có từ 3 đến 15 chữ số")
    return number


def _span(text: str) -> tuple[time, time]:
    try:
        first, last = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ValueError("một buổi viết như 07:30-11:30") from None
    if first >= last:
        raise ValueError("buổi phải kết thúc sau khi bắt đầu")
    return first, last


def _spans(texts: list[str]) -> list[str]:
    spans = [_span(text) for text in texts]
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        raise ValueError("các buổi phải theo thứ tự và không chồng nhau")
    return texts


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Closure(_Model):
    """Days on which the office is closed, the first and the last included."""

    first: date
    last: date
    why: str


class Phone(_Model):
    """A number and whose it is, with where that is known from."""

    number: Annotated[str, AfterValidator(_digits)]
    whose: str
    source: str


class Domain(_Model):
    """A domain with everything below it, whose it is and where that is known from."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    whose: str
    source: str


class Contacts(_Model):
    """Numbers and domains that were looked into."""

    phones: tuple[Phone, ...] = ()
    domains: tuple[Domain, ...] = ()


class Helper(_Model):
    """Who helps at once in an emergency."""

    name: str
    number: Annotated[str, AfterValidator(_digits)]


class OfficeProfile(_Model):
    """A province's office."""

    hours: Mapping[Weekday, Annotated[list[str], AfterValidator(_spans)]]
    closed_every_year: tuple[Annotated[str, StringConstraints(pattern=r"^\d\d-\d\d$")], ...] = ()
    closed: tuple[Closure, ...] = ()
    promise_working_days: Annotated[int, Field(ge=1, le=30)] = 2
    floor_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 30
    official: Contacts = Contacts()
    scams: Contacts = Contacts()
    emergency: tuple[Helper, ...] = ()

    def spans(self, weekday: Weekday) -> list[tuple[time, time]]:
        """The hours of a day of the week, first to last."""
        return [_span(text) for text in self.hours.get(weekday, ())]


def load_profile(file: Path) -> OfficeProfile:
    """A province's office as its file has it.

    :raises DataError: when the file is missing or not in its form.
    """
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except OSError as error:
        raise DataError("không đọc được tệp", file=file, remedy="sửa ANTAM_PROVINCE_FILE") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(
            "YAML sai", file=file, line=mark.line + 1 if mark else None, remedy=_REMEDY
        ) from error
    try:
        return OfficeProfile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataError(f"«{place}»: {first['msg']}", file=file, remedy=_REMEDY) from error
