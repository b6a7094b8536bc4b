"""`antam staff`: accounts and tokens from the command line, each secret shown once."""

import re

import pytest

from bot.errors import AnTamError


@pytest.fixture
def office(antam, monkeypatch, tmp_path):
    """The command line before a database of its own."""
    monkeypatch.setenv("ANTAM_DATA_DIR", str(tmp_path))
    assert "Đã thêm lan" in antam("staff", "add", "lan", "--name", "Hoàng Lan", "--role", "officer").stdout
    return antam


def test_a_token_is_made_listed_and_revoked(office):
    made = office("staff", "token", "lan", "--name", "phần mềm tỉnh", "--days", "30")
    secret = re.search(r"antam_[\w-]{40,}", made.stdout)[0]
    assert "chỉ hiện lần này" in made.stdout
    listed = office("staff", "tokens").stdout
    assert "phần mềm tỉnh" in listed
    assert "đang mở" in listed
    assert "đọc, ghi" not in listed
    assert secret not in listed
    assert "Đã thu hồi mã số 1" in office("staff", "revoke-token", "1").stdout
    assert "đã thu hồi" in office("staff", "tokens").stdout


def test_a_token_may_be_let_to_write(office):
    office("staff", "token", "lan", "--write")
    assert "đọc, ghi" in office("staff", "tokens").stdout


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("token", "minh"), "Không có tài khoản «minh»"),
        (("revoke-token", "7"), "Không có mã truy cập số 7"),
    ],
)
def test_what_is_not_there_is_told_in_words(office, command, says):
    refused = office("staff", *command).exception
    assert isinstance(refused, AnTamError)
    assert refused.reason.startswith(says)
