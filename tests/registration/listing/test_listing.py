"""Lists taken out and brought in: reasons kept, formulas made harmless, each bad row named, imports taken back."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.registration import Casework, NotAllowedError, Role
from bot.registration.listing import (
    EXPORT_FORMATS,
    Exports,
    Imports,
    ListFileError,
    ReasonError,
    read_table,
)
from bot.storage import AuditRepository, ConsentRepository, LeadRepository

COMMUNES = {
    "07441": "Phường Cảnh Thụy",
    "09163": "Phường Kinh Bắc",
    "07501": "Xã Tân Yên",
    "07502": "Phường Tân Yên",
}
HEAD = "Họ và tên;Số điện thoại;Xã, phường;Giờ gọi"


def csv_file(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode("utf-8-sig")


def xlsx_file(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def imports(database, now):
    """``await imports(member, "rehearse", …)``: one step in a transaction of its own."""

    async def step_(member, step: str, *args, **values):
        async with database.transaction() as session:
            made = Imports(
                session,
                casework=Casework(session, staff=member, now=now),
                staff=member,
                communes=COMMUNES,
                now=now,
                today=now.date(),
            )
            return await getattr(made, step)(*args, **values)

    return step_


@pytest.fixture
def found(database):
    async def found_(**filters):
        async with database.reading() as session:
            return (await LeadRepository(session).search(sort="created_at", **filters)).leads

    return found_


@pytest.fixture
def export(database, now):
    async def export_(member, *, reason="gọi điện", file_format="csv", **options):
        async with database.transaction() as session:
            leads = (await LeadRepository(session).search(sort="created_at")).leads
            exports = Exports(Casework(session, staff=member, now=now), staff=member)
            rows = await exports.leads(leads, reason=reason, file_format=file_format, **options)
        return EXPORT_FORMATS[file_format].write(rows)

    return export_


@pytest.fixture
async def a_lead(database, submit) -> int:
    async with database.transaction() as session:
        return (await submit(session, full_name="=HYPERLINK(1)", call_time="-1+1")).lead_id


async def test_an_export_is_in_the_audit_with_its_reason(database, export, hire, a_lead):
    content = await export(await hire("lan"), reason="  phân công tổ xã ")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Mã đăng ký", "Họ và tên", "Điện thoại", "Xã, phường"]
    assert rows[1][0] == "AT000001"
    assert rows[1][2:4] == ["••• 678", "Phường Cảnh Thụy"]
    async with database.reading() as session:
        (entry,) = (await AuditRepository(session).page()).entries
    assert (entry.kind, entry.data) == (
        "leads_exported",
        {"reason": "phân công tổ xã", "leads": 1, "format": "csv", "phones": False},
    )


async def test_whole_phones_are_taken_out_only_when_asked_for_and_that_is_kept(
    database, export, hire, a_lead
):
    content = await export(await hire("lan"), phones=True)
    assert "0912 345 678" in content.decode("utf-8-sig")
    async with database.reading() as session:
        (entry,) = (await AuditRepository(session).page()).entries
    assert entry.data["phones"] is True


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_nothing_that_a_person_typed_starts_a_formula(export, hire, a_lead, file_format):
    content = await export(await hire("lan"), file_format=file_format)
    if file_format == "csv":
        row = list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1]
    else:
        row = [cell.value for cell in load_workbook(BytesIO(content)).active[2]]
    assert (row[1], row[5]) == ("'=HYPERLINK(1)", "'-1+1")


async def test_without_a_reason_or_a_right_nothing_is_taken_out(database, export, hire, a_lead):
    with pytest.raises(ReasonError):
        await export(await hire("lan"), reason="  ")
    with pytest.raises(NotAllowedError):
        await export(await hire("kiem", role=Role.AUDITOR))
    async with database.reading() as session:
        assert (await AuditRepository(session).page()).total == 0


ROWS = [
    ("Trần Văn Bình;0987 654 321;Phường Kinh Bắc;buổi tối", None),
    ("Lê Thị Ba;+84 977.000.111;kinh bac;", None),
    (";0912345600;Phường Kinh Bắc;", "Thiếu họ tên."),
    ("Phạm Văn 4;0912345601;Phường Kinh Bắc;", "Họ tên không đúng."),
    ("Phạm Văn Năm;;Phường Kinh Bắc;", "Thiếu số điện thoại."),
    ("Phạm Văn Sáu;12345;Phường Kinh Bắc;", "Số điện thoại không đúng."),
    ("Phạm Văn Bảy;0912345607;;", "Thiếu xã, phường."),
    ("Phạm Văn Tám;0912345608;Xã Không Có;", "Không có xã, phường «Xã Không Có» trong tỉnh."),
    ("Phạm Văn Chín;0912345609;Tân Yên;", "Có 2 nơi tên «Tân Yên». Xin ghi rõ xã hay phường."),
    ("Trần Văn Bình;0987654321;Phường Kinh Bắc;", "Số điện thoại này đã có ở dòng trên."),
    ("Nguyễn Văn Tư;0912345678;Phường Kinh Bắc;", "Số điện thoại này đã có đăng ký AT000001."),
]


async def test_a_rehearsal_names_each_bad_row_and_changes_nothing(imports, hire, a_lead, found):
    table = read_table(csv_file(*(row for row, _ in ROWS)))
    rehearsal = await imports(await hire("sep", role=Role.MANAGER), "rehearse", table)
    assert [row.phone for row in rehearsal.rows] == ["+84987654321", "+84977000111"]
    wanted = [(number, reason) for number, (_, reason) in enumerate(ROWS, start=2) if reason]
    assert list(rehearsal.refused) == wanted
    assert len(await found()) == 1


async def test_a_list_becomes_leads_without_a_consent_and_is_taken_back(database, imports, hire, found, now):
    manager, lan = await hire("sep", role=Role.MANAGER), await hire("lan", communes=("09163",))
    table = read_table(
        csv_file("Trần Văn Bình;0987654321;Phường Kinh Bắc;tối", "Lê Ba;0977000111;Xã Tân Yên;")
    )
    rehearsal = await imports(manager, "rehearse", table)
    batch_id = await imports(manager, "run", rehearsal.rows, file_name="hội.csv", reason="Hội Nông dân")
    binh, ba = await found(batch_id=batch_id)
    assert (binh.full_name, binh.lead.officer_id, binh.lead.call_time) == ("Trần Văn Bình", lan.id, "tối")
    assert (ba.lead.state, ba.lead.source, ba.lead.commune_code) == ("new", "import", "07501")
    async with database.transaction() as session:
        assert await ConsentRepository(session).of_conversation(binh.lead.conversation_id) == []
        await Casework(session, staff=manager, now=now).take(ba.lead.id, version=1)

    assert await imports(manager, "revert", batch_id) == (1, 1)
    assert [lead.full_name for lead in await found()] == ["Lê Ba"]


async def test_another_officers_import_is_left_alone(imports, hire, found):
    lan, minh = await hire("lan", communes=("09163",)), await hire("minh", communes=("09163",))
    table = read_table(csv_file("Trần Bình;0987654321;Phường Kinh Bắc;"))
    rehearsal = await imports(lan, "rehearse", table)
    batch_id = await imports(lan, "run", rehearsal.rows, file_name="x.csv", reason="hội")
    for number in (batch_id, 99_999):
        with pytest.raises(NotAllowedError):
            await imports(minh, "revert", number)
    assert len(await found(batch_id=batch_id)) == 1
    assert await imports(lan, "revert", batch_id) == (1, 0)


async def test_an_officer_brings_in_only_their_own_communes(imports, hire):
    lan = await hire("lan", communes=("09163",))
    table = read_table(csv_file("Lê Ba;0977000111;Xã Tân Yên;", "Trần Bình;0987654321;Phường Kinh Bắc;"))
    rehearsal = await imports(lan, "rehearse", table)
    assert len(rehearsal.rows) == 1
    assert "không thuộc địa bàn" in rehearsal.refused[0][1]


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR, Role.EDITOR])
async def test_those_who_may_not_bring_in_do_not(imports, hire, role):
    with pytest.raises(NotAllowedError):
        await imports(await hire("khac", role=role), "rehearse", [])


async def test_a_ground_must_be_given(imports, hire):
    with pytest.raises(ReasonError):
        await imports(await hire("sep", role=Role.MANAGER), "run", [], file_name="x", reason=" ")


def test_a_workbook_is_read_by_its_titles_with_numbers_for_phones():
    table = read_table(
        xlsx_file(
            ["DANH SÁCH HỘI VIÊN"],
            [],
            ["TT", "SĐT", "Xã", "Họ tên"],
            [1, 987654321, "Tân Yên", " Lê Ba "],
            [],
        )
    )
    assert table == [(4, {"full_name": "Lê Ba", "phone": "987654321", "commune": "Tân Yên"})]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04 no workbook",
        csv_file("a;b;c;d", head="x;y;z;w"),
        csv_file(*["Lê Ba;0977000111;Xã Tân Yên;"] * 1_001),
    ],
    ids=["trống", "không phải chữ", "không phải XLSX", "không có tiêu đề", "quá nhiều dòng"],
)
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(ListFileError):
        read_table(content)
