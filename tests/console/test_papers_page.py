"""Papers and lists at the console: links, masks, looks, downloads, what an officer fills in, brings in, takes out."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.registration import Role
from bot.storage import DeclarationRepository, LeadRepository
from tests.console.conftest import LAW
from tests.support.pages import Page

FILLED_IN = {
    "gender": "male",
    "birth_date": "05/09/1985",
    "personal_id": "024085000001",
    "income": "2000000",
    "payment_method": "quarterly",
    "result_form": "electronic",
    "agreed": "yes",
}


@pytest.fixture
async def lan(small_console):
    await small_console.lead(call_time="=1+1")
    return await small_console.enter("quantri", role=Role.ADMINISTRATOR)


async def fill_in(lan):
    await lan.open("/console/leads/1/papers/form")
    return await lan.press("Lưu tờ khai", **FILLED_IN)


async def test_a_link_is_made_shown_once_and_noted(small_console, lan):
    await lan.open("/console/leads/1/papers")
    page = await lan.press("Chỉ tạo đường dẫn")
    address = re.search(r"https://antam\.example\.vn/to-khai/[\w.-]+", page.words)
    assert address
    again = await lan.open("/console/leads/1/papers")
    assert address[0] not in again.words
    assert "dùng đến" in again.words
    assert "tạo đường dẫn tờ khai" in (await lan.open("/console/leads/1")).words


async def test_an_officer_fills_the_form_in_and_mistakes_stay_on_it(small_console, lan):
    await lan.open("/console/leads/1/papers/form")
    page = await lan.press("Lưu tờ khai", **FILLED_IN | {"personal_id": "024185000001"})
    assert page.status == 422
    assert "Số định danh này là của nữ" in page.words
    assert page.form("Lưu tờ khai").fields["income"] == "2000000"
    page = await fill_in(lan)
    assert page.path == "/console/leads/1/papers"
    assert "Cán bộ nhập giúp" in page.words
    assert "••• ••• ••• 001" in page.words
    assert "024085000001" not in page.response.text
    page = await lan.open("/console/leads/1")
    assert "Tờ khai đã có" in page.words
    assert "Đồng ý lập tờ khai TK1-TS" in page.words


async def test_the_number_is_shown_with_a_purpose_and_who_looked_is_on_the_audit_page(lan):
    await fill_in(lan)
    page = await lan.press("Hiện số", within="reveal")
    assert page.status == 422
    assert "Chưa chọn xem số định danh để làm gì" in page.words
    page = await lan.press("Hiện số", within="reveal", purpose="compare")
    assert "024085000001" in page.words
    await lan.open("/console/leads/1/papers")
    assert "024085000001" not in lan.page.words
    audit = await lan.open("/console/audit?kind=personal_id_revealed")
    assert "1 lần" in audit.words
    assert "để đối chiếu với căn cước của người dân" in audit.words
    assert "0 lần" in (await lan.open("/console/audit?kind=leads_exported")).words
    assert "1 lần" in (await lan.open("/console/audit?code=AT000001")).words
    assert "0 lần" in (await lan.open("/console/audit?until=2026-11-22")).words


async def test_an_export_follows_the_filters_of_the_address(small_console, lan):
    await small_console.lead("Trần Thị Xa", commune_code="09163", phone="+84987654321")
    token = lan.page.form("Đăng xuất").fields["csrftoken"]
    sent = {"csrftoken": token, "which": "all", "format": "xlsx", "reason": "thử"}
    answer = await lan.client.post("/console/leads/export?commune=09163", data=sent)
    assert 'filename="dang-ky-' in answer.headers["content-disposition"]
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert [row[1] for row in rows[1:]] == ["Trần Thị Xa"]


async def test_without_a_reason_or_a_choice_the_list_says_so(lan):
    await lan.open("/console/leads?state=new")
    page = await lan.press("CSV", which="all", format="csv", reason=" ")
    assert "Chưa ghi xuất danh sách để làm gì" in page.words
    assert page.path == "/console/leads?state=new"
    page = await lan.press("CSV", which="chosen", format="csv", reason="thử")
    assert "Chưa chọn đăng ký nào" in page.words


async def test_a_list_d05_is_looked_through_completed_and_taken_out(lan):
    await fill_in(lan)
    token = lan.page.form("Đăng xuất").fields["csrftoken"]
    page = await lan.client.post(
        "/console/leads/d05", data={"csrftoken": token, "which": "chosen", "lead": "1"}
    )
    assert "chưa rõ nhóm hỗ trợ" in page.text
    sent = {"csrftoken": token, "row": "1", "reason": "nộp đợt này", "collector": "Lan"}
    wrong = await lan.client.post("/console/leads/d05/file", data=sent | {"start-1": "tháng sau"})
    assert wrong.status_code == 422
    assert "ghi tháng như 12/2026" in wrong.text
    done = await lan.client.post(
        "/console/leads/d05/file",
        data=sent | {"start-1": "12/2026", "category-1": "poor", "other-1": "50.000"},
    )
    sheet = load_workbook(BytesIO(done.content))["D05-TS"]
    assert [sheet[f"{column}15"].value for column in "BDEFGJN"] == [
        "Nguyễn Văn Tư",
        "05/09/1985",
        "12/2026",
        3,
        2_000_000,
        50,
        50_000,
    ]


async def test_many_are_given_and_taken_back_from_the_list(small_console, lan):
    await small_console.account("minh", role=Role.AGENT)
    await lan.open("/console/leads")
    token = lan.page.form("Đăng xuất").fields["csrftoken"]
    sent = {"csrftoken": token, "which": "all", "officer": "2"}
    await lan.client.post("/console/leads/hand", data=sent, follow_redirects=False)
    assert (await small_console.stored(1)).officer_id == 2
    await lan.open("/console/leads")
    page = await lan.press("Hoàn tác")
    assert "Đã trả lại 1 đăng ký như trước" in page.words
    assert ((await small_console.stored(1)).officer_id, (await small_console.stored(1)).state) == (
        None,
        "new",
    )


async def test_a_list_is_rehearsed_brought_in_and_taken_back(small_console, lan):
    await lan.open("/console/import")
    form = lan.page.form("Thử")
    content = "Họ tên;SĐT;Xã\nLê Thị Ba;0977000111;Xã Tân Yên\n;0977000112;Xã Tân Yên\n".encode()
    headers = {"referer": str(lan.page.response.url)}
    answer = await lan.client.post(
        form.action, data=form.fields, files={"file": ("hội.csv", content)}, headers=headers
    )
    lan.page = Page(answer)
    assert "1 dòng nhập được" in lan.page.words
    assert "Thiếu họ tên." in lan.page.words
    page = await lan.press("Nhập 1 đăng ký", reason="Hội Nông dân xã")
    assert "Đã nhập 1 đăng ký từ hội.csv" in page.words
    assert (await small_console.stored(2)).source == "import"
    page = await lan.press("Bỏ lần nhập này")
    assert "Đã bỏ 1 đăng ký" in page.words
    assert await small_console.stored(2) is None


async def test_rows_that_were_not_rehearsed_are_not_brought_in(lan):
    await lan.open("/console/import")
    token = lan.page.form("Đăng xuất").fields["csrftoken"]
    for rows in ("", "x", "AAAA"):
        answer = await lan.client.post(
            "/console/import/run", data={"csrftoken": token, "rows": rows, "reason": "thử"}
        )
        assert answer.status_code == 422
        assert "chọn lại tệp" in answer.text


async def test_duplicates_are_merged_and_taken_apart_at_the_console(small_console, lan):
    await small_console.lead("Tư Nguyễn")
    await lan.open("/console/duplicates")
    page = await lan.press("Gộp vào AT000001")
    assert "Đã gộp AT000002 vào AT000001" in page.words
    assert "Đã gộp vào đây" in (await lan.open("/console/leads/1")).words
    await lan.open("/console/leads/2")
    page = await lan.press("Tách ra")
    assert "Đã tách AT000002" in page.words
    async with small_console.database.reading() as session:
        assert (await LeadRepository(session).get(2)).merged_into_id is None


async def test_an_account_is_changed_and_its_leads_given_away(small_console, lan):
    await small_console.account("minh", role=Role.AGENT)
    await lan.open("/console/staff")
    await lan.press("Lưu tài khoản", within="/2/", display_name="Minh Mới", role="officer", communes="07441")
    found, communes = await small_console.accounts.get(2)
    assert (found.display_name, found.role, communes) == ("Minh Mới", "officer", ("07441",))
    page = await lan.press("Lưu tài khoản", within="/1/", role="officer")
    assert "Không thể bỏ quyền của chính mình" in page.words
    lead_id = await small_console.lead(phone="+84987654321")
    assert (await small_console.stored(lead_id)).officer_id == 2
    await lan.open("/console/staff")
    page = await lan.press("Chuyển đăng ký cho người khác", within="/2/")
    assert "Đã chuyển 1 đăng ký" in page.words
    assert (await small_console.stored(lead_id)).state == "new"


async def test_the_calendar_shows_what_falls_due(small_console, lan):
    await lan.open("/console/leads/1")
    await lan.press("Hẹn", day="2026-11-25", hour="09:00", kind="visit", place="nhà văn hóa")
    assert "Đã hẹn" in lan.page.words
    page = await lan.open("/console/calendar")
    assert "Thứ Tư, 25/11/2026" in page.words
    assert "nhà văn hóa" in page.words
    await lan.open("/console/leads/1")
    await lan.press("Đã gặp", state="kept")
    assert "nhà văn hóa" not in (await lan.open("/console/calendar")).words


async def test_the_form_keeps_nothing_before_it_is_right(small_console, lan):
    await lan.open("/console/leads/1/papers/form")
    await lan.press("Lưu tờ khai", **FILLED_IN | {"agreed": ""})
    async with small_console.database.reading() as session:
        assert await DeclarationRepository(session).get(1) is None


async def test_a_card_of_the_estimate_is_printed_for_those_without_a_smartphone(small_console, lan):
    token = lan.page.form("Đăng xuất").fields["csrftoken"]
    path = "/console/leads/1/papers/card"
    without = await lan.client.post(path, data={"csrftoken": token})
    assert "Không còn ước tính nào" in without.text
    estimate = LAW.estimate("contribution", on="2026-11-23", income=2_000_000).as_dict()
    async with small_console.database.transaction() as session:
        await LeadRepository(session).change(
            1, expected_version=2, at=small_console.clock.now(), estimate=estimate
        )
    printed = await lan.client.post(path, data={"csrftoken": token})
    assert printed.content.startswith(b"%PDF")
    assert "in thẻ ước tính" in (await lan.open("/console/leads/1")).words
