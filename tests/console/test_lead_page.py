"""One lead: read whole, taken, moved on, planned, noted; every step is kept, none is lost to another's."""

import asyncio
from datetime import date

import pytest

from bot.registration import Applicant, Registration, Role
from bot.storage import ConversationRepository, LeadRepository
from tests.console.conftest import COMMUNES

ESTIMATE = {
    "on": "2026-11-23",
    "inputs": {"category": "other"},
    "amounts": {"payable": 264_000},
    "steps": [{"description": "Mức đóng mỗi tháng", "formula": "22 % × 1.500.000 = 330.000"}],
    "references": ["Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36 khoản 1"],
}
EVIL = "<script>alert('x')</script>"


def user(text: str, at: float) -> dict:
    return {"event": "user", "text": text, "timestamp": at, "parse_data": {}, "metadata": {}}


def bot(text: str, at: float, *buttons: tuple[str, str]) -> dict:
    offered = [{"title": title, "payload": payload} for title, payload in buttons]
    return {"event": "bot", "text": text, "timestamp": at, "data": {"buttons": offered}, "metadata": {}}


async def registered(console, *, full_name="Nguyễn Văn Tư", call_time="buổi chiều", events=()) -> int:
    """A registration with a consent, an estimate and a talk."""
    applicant = Applicant(full_name, "+84912345678", COMMUNES["07441"], call_time, ESTIMATE)
    async with console.database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        registration = Registration(session, now=console.clock.now())
        await registration.record_consent(
            conversation_id=conversation.id, channel="web", wording_version="2026-11", answer="đồng ý"
        )
        receipt = await registration.submit(
            applicant, conversation_id=conversation.id, lead_id=None, commune_code="07441", source="web"
        )
        if events:
            await ConversationRepository(session).save_turn(
                conversation, snapshot={}, events=list(events), at=console.clock.now()
            )
    return receipt.lead_id


async def history(console, lead_id: int) -> list[tuple[str | None, str]]:
    async with console.database.reading() as session:
        return [(event.actor_name, event.kind) for event in await LeadRepository(session).history(lead_id)]


def pictured(text: str, at: float, address: str) -> dict:
    return bot(text, at) | {"data": {"image": address}}


async def test_the_plan_that_a_person_was_shown_last_is_beside_the_estimate(console):
    at = console.clock.now().timestamp()
    sent = [
        pictured("một", at, "/api/estimate/plan/cu.png"),
        pictured("hai", at + 1, "/api/estimate/plan/moi.png"),
        pictured("thẻ", at + 2, "/the-uoc-tinh/x/the.png"),
    ]
    lead_id = await registered(console, events=sent)
    browser = await console.enter()

    page = await browser.open(f"/console/leads/{lead_id}")
    picture = await browser.client.get(f"/console/leads/{lead_id}/plan.png")

    assert f'src="/console/leads/{lead_id}/plan.png"' in page.response.text
    assert "moi.png" not in page.response.text
    assert picture.content == b"drawn from /api/estimate/plan/moi.png"
    assert (picture.headers["content-type"], picture.headers["cache-control"]) == ("image/png", "no-store")


async def test_the_picture_is_for_those_who_may_see_the_lead(console):
    at = console.clock.now().timestamp()
    lead_id = await registered(console, events=[pictured("một", at, "/api/estimate/plan/x.png")])
    stranger = await console.enter("xa", communes=("07501",))

    assert (await stranger.client.get(f"/console/leads/{lead_id}/plan.png")).status_code == 404
    outside = await console.browser().client.get(f"/console/leads/{lead_id}/plan.png")
    assert outside.headers["content-type"].startswith("text/html")
    assert "/login" in str(outside.url)


@pytest.mark.parametrize(
    "events", [[], ["an address of others"]], ids=["chưa gửi hình", "hình không phải của mình"]
)
async def test_without_a_picture_of_ours_there_is_none(console, events):
    at = console.clock.now().timestamp()
    lead_id = await registered(console, events=[pictured("một", at, address) for address in events])
    browser = await console.enter()

    assert (await browser.client.get(f"/console/leads/{lead_id}/plan.png")).status_code == 404


async def test_everything_about_a_lead_is_on_its_page(console):
    at = console.clock.now().timestamp()
    talk = [user("toi lam ruong", at), bot("264.000 đồng mỗi tháng", at + 1)]
    lead_id = await registered(console, events=talk)
    browser = await console.enter()

    page = await browser.open(f"/console/leads/{lead_id}")

    for words in (
        "Nguyễn Văn Tư AT000001 Mới",
        "Điện thoại •••• ••• 678",
        "Xã, phường Phường Cảnh Thụy",
        "Giờ tiện gọi buổi chiều",
        "Đăng ký lúc 09:00 23/11/2026, trang trò chuyện",
        "Đồng ý đăng ký tham gia 09:00 23/11/2026, bản 2026-11",
        "264.000 đồng mỗi tháng",
        "Mức đóng mỗi tháng: 22 % × 1.500.000 = 330.000",
        "Tính theo luật ngày 23/11/2026.",
        "Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36 khoản 1.",
        "Người dân: toi lam ruong 09:00 23/11/2026 An Tâm: 264.000 đồng mỗi tháng",
        "Người dân đăng ký qua trang trò chuyện 09:00 23/11/2026",
    ):
        assert words in page.words
    assert "912345" not in page.response.text


async def test_a_pressed_button_is_shown_by_its_title(console):
    at = console.clock.now().timestamp()
    payload = '/give_information{"income":"minimum"}'
    talk = [
        bot("Mức nào?", at, ("Mức thấp nhất", payload)),
        user(payload, at + 1),
        bot("Dạ.", at + 2),
        user("/unknown_now", at + 3),
    ]
    lead_id = await registered(console, events=talk)
    page = await (await console.enter()).open(f"/console/leads/{lead_id}")
    assert "Người dân: Mức thấp nhất" in page.words
    assert "give_information" not in page.response.text
    assert "unknown_now" not in page.response.text


async def test_nothing_that_people_typed_becomes_part_of_the_page(console):
    lead_id = await registered(console, full_name=EVIL, call_time=EVIL, events=[user(EVIL, 1_764_000_000)])
    browser = await console.enter("lan", display_name=EVIL)
    await browser.open(f"/console/leads/{lead_id}")
    await browser.press("Nhận đăng ký này")
    await browser.press("Lưu việc tiếp theo", next_step=EVIL)
    await browser.press("Đổi trạng thái", state="declined", reason=EVIL)

    page = await browser.press("Thêm ghi chú", text=EVIL)

    pages = [page, await browser.open("/console/leads"), await browser.open("/console/")]
    await browser.open("/console/leads")
    pages.append(await browser.press("Tìm", words='"><img src=x onerror=alert(1)>'))
    assert page.words.count(EVIL) >= 8
    for shown in pages:
        assert "<script>alert" not in shown.response.text
        assert "<img src=x" not in shown.response.text


async def test_taking_a_lead_makes_it_one_s_own_and_one_stays_on_it(console):
    lead_id = await console.lead()
    browser = await console.enter("lan", display_name="Trần Thị Lan")
    await browser.open(f"/console/leads/{lead_id}")
    console.clock.move(minutes=5)

    page = await browser.press("Nhận đăng ký này")

    assert (page.status, page.path) == (200, f"/console/leads/{lead_id}")
    assert "Anh/chị đã nhận đăng ký này." in page.words
    assert "Anh/chị đang giữ đăng ký này." in page.words
    assert "Trần Thị Lan nhận đăng ký này 09:05 23/11/2026" in page.words
    stored = await console.stored(lead_id)
    assert (stored.state, stored.officer_id, stored.version) == ("assigned", 1, 2)


async def test_a_lead_that_another_holds_says_so_and_can_be_taken_over(console):
    lead_id = await console.lead()
    lan, minh = await console.enter("lan"), await console.enter("minh")
    await lan.open(f"/console/leads/{lead_id}")
    await lan.press("Nhận đăng ký này")
    assert "Lan đang giữ đăng ký này." in (await minh.open(f"/console/leads/{lead_id}")).words

    await minh.press("Nhận thay")

    assert (await console.stored(lead_id)).officer_id == 2
    assert await history(console, lead_id) == [(None, "registered"), ("Lan", "taken"), ("Minh", "taken")]


async def test_the_states_offered_are_those_that_may_follow(console):
    lead_id = await console.lead()
    browser = await console.enter()
    page = await browser.open(f"/console/leads/{lead_id}")
    ends = ["unreachable", "declined", "not_eligible", "duplicate"]
    assert page.form("Đổi trạng thái").choices["state"] == ["", "contacted", *ends]

    console.clock.move(minutes=1)
    page = await browser.press("Đổi trạng thái", state="contacted")

    assert page.form("Đổi trạng thái").choices["state"] == ["", "papers", *ends]
    assert "Lan chuyển từ «Mới» sang «Đã liên hệ»" in page.words
    stored = await console.stored(lead_id)
    assert (stored.state, stored.last_contact_at, stored.officer_id) == ("contacted", console.clock.now(), 1)
    for state in ("papers", "submitted", "enrolled"):
        page = await browser.press("Đổi trạng thái", state=state)
    assert "Trạng thái này là cuối cùng." in page.words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"state": "enrolled"}, "Không thể chuyển từ «Mới» sang «Đã tham gia»"),
        ({"state": "withdrawn"}, "Không thể chuyển từ «Mới» sang «Rút đồng ý»"),
        ({"state": "declined"}, "Cần ghi lý do khi chuyển sang «Không tham gia»"),
        ({"state": "not_eligible", "reason": "  "}, "Cần ghi lý do khi chuyển sang «Không đủ điều kiện»"),
        ({"state": ""}, "Chưa chọn trạng thái mới"),
        ({"state": "hacked"}, "Chưa chọn trạng thái mới"),
    ],
)
async def test_a_step_that_may_not_be_is_refused_with_what_may(small_console, typed, says):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Đổi trạng thái", **typed)
    assert page.status == 422
    assert says in page.words
    assert (await small_console.stored(lead_id)).state == "new"
    assert await history(small_console, lead_id) == [(None, "registered")]


async def test_a_reason_is_kept_and_shown(console):
    lead_id = await console.lead()
    browser = await console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Đổi trạng thái", state="declined", reason=" chờ sau mùa gặt ")
    assert "Lý do chờ sau mùa gặt" in page.words
    assert "sang «Không tham gia» – lý do: chờ sau mùa gặt" in page.words


async def test_a_plan_is_kept_shown_and_changed(console):
    lead_id = await console.lead()
    browser = await console.enter()
    await browser.open(f"/console/leads/{lead_id}")

    page = await browser.press("Lưu việc tiếp theo", next_step="gọi lại", next_due="2026-12-01")

    stored = await console.stored(lead_id)
    assert (stored.next_step, stored.next_due) == ("gọi lại", date(2026, 12, 1))
    assert "hẹn việc tiếp theo: gọi lại, hạn 01/12/2026" in page.words
    fields = page.form("Lưu việc tiếp theo").fields
    assert (fields["next_step"], fields["next_due"]) == ("gọi lại", "2026-12-01")
    assert "01/12/2026" in (await browser.open("/console/leads")).words
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Lưu việc tiếp theo", next_step="", next_due="")
    assert "hẹn việc tiếp theo: chưa có" in page.words


async def test_a_due_day_that_is_none_is_refused_and_the_rest_kept(small_console):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Lưu việc tiếp theo", next_step="gọi lại", next_due="31/02/2026")
    assert page.status == 422
    assert "Hạn không phải là một ngày" in page.words
    assert page.form("Lưu việc tiếp theo").fields["next_step"] == "gọi lại"


async def test_a_note_is_in_the_history_with_its_lines(console):
    lead_id = await console.lead()
    browser = await console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Thêm ghi chú", text="gọi sau 17 giờ\ncó con trai ở nhà")
    assert "Lan ghi chú gọi sau 17 giờ có con trai ở nhà" in page.words
    assert "gọi sau 17 giờ\ncó con trai ở nhà" in page.response.text
    assert page.form("Thêm ghi chú").fields["text"] == ""


@pytest.mark.parametrize("text", ["", "   \n ", "a" * 2001], ids=["trống", "chỉ khoảng trắng", "quá dài"])
async def test_a_note_that_is_none_is_refused_and_kept_in_the_form(small_console, text):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Thêm ghi chú", text=text)
    assert page.status == 422
    assert "không quá 2000 ký tự" in page.words
    assert page.form("Thêm ghi chú").fields["text"].strip() == text.strip()


async def test_the_phone_is_hidden_until_asked_for_and_each_look_is_in_the_history(console):
    lead_id = await console.lead()
    browser = await console.enter()
    await browser.open(f"/console/leads/{lead_id}")

    page = await browser.press("Hiện số")

    assert page.links["0912 345 678"] == "tel:+84912345678"
    assert "Lan xem số điện thoại" in page.words
    hidden = await browser.open(f"/console/leads/{lead_id}")
    assert "912345678" not in hidden.response.text.replace(" ", "")
    await browser.press("Hiện số")
    assert await history(console, lead_id) == [
        (None, "registered"),
        ("Lan", "phone_revealed"),
        ("Lan", "phone_revealed"),
    ]


async def test_the_talk_does_not_tell_a_phone_that_is_hidden(console):
    at = console.clock.now().timestamp()
    talk = [
        user("số em là 0912.345.678nhé", at),
        bot("Điện thoại: 0912 345 678\nGọi 1900 9068 khi cần", at + 1),
    ]
    lead_id = await registered(console, events=talk)
    browser, auditor = await console.enter("lan"), await console.enter("hoa", role=Role.AUDITOR)
    for reader in (browser, auditor):
        page = await reader.open(f"/console/leads/{lead_id}")
        assert "số em là •••• ••• 678nhé" in page.words
        assert "Điện thoại: •••• ••• 678 Gọi 1900 9068 khi cần" in page.words

    page = await browser.press("Hiện số")

    assert "số em là 0912.345.678nhé" in page.words


CONFLICTS = {
    "nhận": ("Nhận đăng ký này", {}, None),
    "đổi trạng thái": ("Đổi trạng thái", {"state": "declined", "reason": "chờ mùa sau"}, "reason"),
    "hẹn việc": (
        "Lưu việc tiếp theo",
        {"next_step": "mang tờ khai đến", "next_due": "2026-12-05"},
        "next_step",
    ),
}


@pytest.mark.parametrize(("button", "typed", "kept"), CONFLICTS.values(), ids=CONFLICTS)
async def test_two_who_edit_one_lead_see_a_conflict_and_lose_nothing(console, button, typed, kept):
    lead_id = await console.lead()
    lan, minh = await console.enter("lan"), await console.enter("minh")
    await lan.open(f"/console/leads/{lead_id}")
    await minh.open(f"/console/leads/{lead_id}")
    await minh.press("Lưu việc tiếp theo", next_step="gọi lại")

    page = await lan.press(button, **typed)

    assert page.status == 409
    assert "Thông tin này vừa được người khác thay đổi." in page.words
    assert "Minh hẹn việc tiếp theo: gọi lại" in page.words
    assert (await console.stored(lead_id)).next_step == "gọi lại"
    if kept:
        assert page.form(button).fields[kept] == typed[kept]
    assert (await lan.press(button)).status == 200
    assert (await console.stored(lead_id)).version == 3


async def test_of_two_at_the_same_moment_one_wins_and_the_other_is_told(console):
    lead_id = await console.lead()
    browsers = [await console.enter(name) for name in ("lan", "minh")]
    for browser in browsers:
        await browser.open(f"/console/leads/{lead_id}")

    pages = await asyncio.gather(*(browser.press("Nhận đăng ký này") for browser in browsers))

    assert sorted(page.status for page in pages) == [200, 409]
    winner = next(number for number, page in enumerate(pages, 1) if page.status == 200)
    stored = await console.stored(lead_id)
    assert (stored.officer_id, stored.version) == (winner, 2)


@pytest.mark.parametrize("version", ["", "0", "-1", "999999999999", "x"])
async def test_a_form_without_the_version_it_was_made_from_changes_nothing(small_console, version):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    assert (await browser.press("Nhận đăng ký này", version=version)).status == 409
    assert (await small_console.stored(lead_id)).version == 1


@pytest.mark.parametrize("button", ["Nhận đăng ký này", "Thêm ghi chú", "Hiện số", "Lưu việc tiếp theo"])
async def test_a_lead_that_the_citizen_erased_meanwhile_is_gone(console, button):
    lead_id = await registered(console, events=[user("xin chào", 1_764_000_000)])
    browser = await console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    conversation_id = (await console.stored(lead_id)).conversation_id
    async with console.database.transaction() as session:
        await Registration(session, now=console.clock.now()).erase(conversation_id=conversation_id)

    page = await browser.press(button, text="đã gọi")

    assert page.status == 404
    assert "Không tìm thấy đăng ký này." in page.words
    assert "Nguyễn Văn Tư" not in page.response.text
    assert "Không có đăng ký nào như vậy." in (await browser.open("/console/leads")).words


async def test_an_agent_who_gives_a_lead_back_is_led_to_the_list(console):
    browser = await console.enter(role=Role.AGENT)
    lead_id = await console.lead(officer_id=1, state="assigned")
    await browser.open(f"/console/leads/{lead_id}")
    page = await browser.press("Đổi trạng thái", state="new")
    assert (page.status, page.path) == (200, "/console/leads")
    assert "Đã đổi trạng thái." in page.words
    stored = await console.stored(lead_id)
    assert (stored.state, stored.officer_id) == ("new", None)


async def test_a_registration_without_an_estimate_or_a_talk_says_so(small_console):
    lead_id = await small_console.lead()
    page = await (await small_console.enter()).open(f"/console/leads/{lead_id}")
    assert "Người này chưa hỏi mức đóng." in page.words
    assert "Không còn lưu cuộc trò chuyện." in page.words


async def test_times_are_those_of_vietnam(small_console):
    # It is 18:00 in UTC then, and the next day in Hà Nội.
    small_console.clock.move(hours=16)
    lead_id = await small_console.lead()
    page = await (await small_console.enter()).open(f"/console/leads/{lead_id}")
    assert "Đăng ký lúc 01:00 24/11/2026" in page.words
