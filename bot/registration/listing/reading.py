"""Reads an officer's own list, XLSX or CSV: its columns are known by their titles, whatever their order."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from bot.errors import AnTamError
from bot.storage import unmarked

MAX_ROWS = 1_000
_FIRST_LINES = 10
# The titles of each column as lists have them, without tone marks.
_TITLES: Mapping[str, frozenset[str]] = {
    "full_name": frozenset({"ho ten", "ho va ten", "ho va ten nguoi tham gia", "ten"}),
    "phone": frozenset({"dien thoai", "so dien thoai", "sdt", "di dong", "so dt", "dt"}),
    "commune": frozenset({"xa", "phuong", "xa phuong", "xa/phuong", "dia chi", "noi o", "xa, phuong"}),
    "call_time": frozenset({"gio goi", "gio tien goi", "hen goi"}),
}
_REQUIRED = ("full_name", "phone", "commune")
_NAMES = {"full_name": "Họ và tên", "phone": "Điện thoại", "commune": "Xã, phường"}


class ListFileError(AnTamError):
    """A file is no list that can be read."""


def read_table(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows below the titles, each with its number in the file; empty rows are left out.

    :raises ListFileError: when it is no XLSX or CSV, has no such titles or too many rows.
    """
    lines = list(_xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content))
    at, columns = _titles(lines)
    rows = [
        (number, {name: cells[column] if column < len(cells) else "" for name, column in columns.items()})
        for number, cells in enumerate(lines[at + 1 :], start=at + 2)
        if any(cells)
    ]
    if len(rows) > MAX_ROWS:
        raise ListFileError(
            f"Danh sách có {len(rows)} dòng, mỗi lần nhập nhiều nhất {MAX_ROWS}",
            remedy="chia thành nhiều tệp rồi nhập từng tệp",
        )
    return rows


def _xlsx_lines(content: bytes) -> Iterator[list[str]]:
    # Takes its time to import, and few need it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2 * _FIRST_LINES):
            yield [_text(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise ListFileError(
            "Không đọc được tệp này như tệp XLSX", remedy="lưu lại thành XLSX hoặc CSV"
        ) from None


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t")
        yield from ([cell.strip() for cell in row] for row in csv.reader(StringIO(text), dialect))
    except (UnicodeDecodeError, csv.Error):
        raise ListFileError(
            "Không đọc được tệp này", remedy="lưu lại thành XLSX, hoặc CSV với mã UTF-8"
        ) from None


def _text(value: Any) -> str:
    """A cell's text; a telephone number kept as a number has no point and no exponent."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _titles(lines: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Where the titles stand, and the column of each value."""
    for at, cells in enumerate(lines[:_FIRST_LINES]):
        heads = [" ".join(unmarked(cell).split()) for cell in cells]
        found = {
            name: column
            for name, titles in _TITLES.items()
            for column, head in enumerate(heads)
            if head in titles
        }
        if all(name in found for name in _REQUIRED):
            return at, found
    wanted = ", ".join(f"«{_NAMES[name]}»" for name in _REQUIRED)
    raise ListFileError(
        "Không thấy dòng tiêu đề của danh sách", remedy=f"đặt dòng tiêu đề có đủ các cột {wanted}"
    )
