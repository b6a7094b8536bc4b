"""How the console shows what is stored."""

from pathlib import Path

import pytest
import yaml

from bot.console import presenting
from bot.console.presenting import happening
from bot.registration import LeadState, Role
from bot.storage import StoredLeadEvent
from tests.console.conftest import MovedClock

TABLE = yaml.safe_load(Path(__file__).with_name("presenting.yml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(name, case["text"], case["shown"], id=f"{name}: {case['text']}")
    for name, cases in TABLE.items()
    for case in cases
]


@pytest.mark.parametrize(("name", "value", "shown"), CASES)
def test_shown(name, value, shown):
    assert getattr(presenting, name)(value) == shown


def test_a_source_names_its_commune():
    assert (
        presenting.source("x-7738_to-roi", communes={"7738": "Phường Cảnh Thụy"})
        == "Phường Cảnh Thụy, to-roi"
    )


@pytest.mark.parametrize("state", LeadState)
def test_every_state_has_a_label_and_a_colour(state):
    assert presenting.state(state.value)
    assert presenting.state_colour(state.value) in {"blue", "green", "orange", "yellow", "red", "secondary"}


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_label(role):
    assert presenting.role(role.value)


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("registered", {"source": "web"}, "đăng ký qua trang trò chuyện"),
        ("registered", {"source": "new_channel"}, "đăng ký qua new_channel"),
        ("changed_by_citizen", {}, "sửa thông tin đăng ký"),
        ("taken", {}, "nhận đăng ký này"),
        ("moved", {"from": "new", "to": "contacted", "reason": ""}, "chuyển từ «Mới» sang «Đã liên hệ»"),
        ("planned", {"next_step": None, "due": None}, "hẹn việc tiếp theo: chưa có"),
        ("planned", {"next_step": None, "due": "2026-12-01"}, "hẹn việc tiếp theo: chưa có, hạn 01/12/2026"),
        ("phone_revealed", {}, "xem số điện thoại"),
        ("noted", {"text": "đã gọi"}, "ghi chú"),
    ],
)
def test_what_happened(kind, data, words):
    assert happening(StoredLeadEvent(MovedClock.moment, None, None, kind, data)) == words
