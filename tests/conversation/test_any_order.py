"""Whatever the order in which a registration is told, with questions and corrections between: what is stored is what
was said last, and nothing else.
"""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.talks import TalkOn

TODAY = date(2026, 11, 24)
# What tells a value, as it is stored.
TELLING = {
    "full_name": {"tên tôi là Nguyễn Văn Tư": "Nguyễn Văn Tư", "họ tên Trần Thị Bé": "Trần Thị Bé"},
    "phone": {"số tôi 0912345678": "+84912345678", "sdt 0987654321": "+84987654321"},
    "commune_name": {"xã Cảnh Thụy": "Phường Cảnh Thụy", "phuong tu lan": "Phường Tự Lạn"},
    "call_time": {"gọi buổi chiều": "buổi chiều", "goi buoi toi": "buổi tối"},
}
BETWEEN = (
    "đóng mấy năm thì được lương hưu",
    "can giay to gi",
    "chào em",
    "anh chị giữ gì của tôi",
    "thai sản được mấy tiền",
)
# Answers to a question that nobody asked, or asked a while ago.
SHORT = (
    *(
        "nam",
        "nữ",
        "47 tuổi",
        "sinh 1980",
        "hộ nghèo",
        "không",
        "có",
        "ok",
        "ừ",
        "thôi",
        "3 triệu",
        "theo quý",
        "5 năm",
    ),
    *(
        "đóng 12 năm rồi",
        "chồng em",
        "mẹ tôi",
        "vì sao",
        "còn nữ?",
        "thế 2 triệu?",
        "xã Cảnh Thụy",
        "0912345678",
        ".",
    ),
)
ASKING = (
    "mỗi tháng đóng mấy",
    "lương hưu được bao nhiêu",
    "bao giờ được lương hưu",
    "đăng ký",
    "rút một lần",
    *BETWEEN,
)
# A whole talk an example: a few of them, and none again to make one smaller.
FEW = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
tellings = st.sampled_from([(field, words) for field, ways in TELLING.items() for words in ways])
between = st.sampled_from(BETWEEN).map(lambda words: (None, words))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is understood does not hang on it."""
    return sqlite_url


@given(
    first=st.permutations([*TELLING]), more=st.lists(st.one_of(tellings, between), max_size=4), data=st.data()
)
@FEW
async def test_what_was_said_last_is_stored(first, more, data, talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    said = [(field, data.draw(st.sampled_from([*TELLING[field]]))) for field in first]
    for at, extra in enumerate(more):
        said.insert(data.draw(st.integers(0, len(said))) if extra[0] is None else len(said) - at % 2, extra)
    await talk.say("đăng ký")
    await talk.say("đồng ý")
    wanted = {}
    for field, words in said:
        await talk.say(words)
        if field:
            wanted[field] = TELLING[field][words]
    await talk.say("đúng rồi")
    stored = await talk.lead()
    # The next talk must not be one of the same person.
    await talk.say("xóa dữ liệu")
    await talk.press("Xóa hết")
    assert {field: stored[field] for field in TELLING} == wanted
    assert stored["count"] == 1


@given(words=st.lists(st.sampled_from([*SHORT, *SHORT, *ASKING]), min_size=12, max_size=12))
@FEW
async def test_there_is_an_answer_to_everything(words: list[str], talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    for message in words:
        replies = await talk.say(message)
        assert any(reply.text for reply in replies), message
    await talk.say("xóa dữ liệu")
    await talk.press("Xóa hết")


@given(words=st.lists(st.sampled_from([*BETWEEN, *TELLING["phone"], "làm lại", "để sau"]), max_size=5))
@FEW
async def test_without_consent_nothing_is_stored(words: list[str], talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    await talk.say("đăng ký")
    await talk.say("không đồng ý")
    for message in words:
        await talk.say(message)
    assert await talk.lead() is None
    assert await talk.count_consents() == 0
