"""What guards every page: no request from another site's page, headers, and words instead of stack traces."""

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Mount, Route
from structlog.testing import capture_logs

from bot.operations import MAX_BODY_BYTES
from bot.registration import Role
from tests.console.conftest import PASSWORD, MovedClock
from tests.support.pages import Page

# Every address of the console that takes a form; a new one must be named here.
FORMS = {
    "/console/login",
    "/console/logout",
    "/console/leads/search",
    "/console/leads/1/take",
    "/console/leads/1/move",
    "/console/leads/1/plan",
    "/console/leads/1/note",
    "/console/leads/1/phone",
    "/console/password/change",
    "/console/staff/add",
    "/console/staff/1/reset",
    "/console/staff/1/active",
    "/console/leads/1/assign",
    "/console/leads/1/appointments",
    "/console/leads/1/appointments/1",
    "/console/leads/1/papers/link",
    "/console/leads/1/papers/reveal",
    "/console/leads/1/papers/tk1",
    "/console/leads/1/papers/form",
    "/console/leads/1/papers/card",
    "/console/leads/hand",
    "/console/leads/hand/1/undo",
    "/console/leads/export",
    "/console/leads/d05",
    "/console/leads/d05/file",
    "/console/duplicates/merge",
    "/console/duplicates/take-apart",
    "/console/import/rehearse",
    "/console/import/run",
    "/console/import/1/revert",
    "/console/cards/open",
    "/console/staff/1/change",
    "/console/staff/1/give-away",
    "/console/missed/1",
    "/console/teaching/assign",
    "/console/teaching/discard",
}
PAGES = [
    "/console/",
    "/console/leads",
    "/console/leads/1",
    "/console/leads/1/papers",
    "/console/leads/1/papers/form",
    "/console/calendar",
    "/console/duplicates",
    "/console/import",
    "/console/cards",
    "/console/audit",
    "/console/staff",
    "/console/password",
    "/console/nowhere",
]


def own_form_routes(console) -> Iterator[str]:
    (mount,) = [route for route in console.app.routes if isinstance(route, Mount) and route.name == "console"]
    for route in mount.routes:
        # The addresses of starlette-admin's own views need a view, and there is none of those.
        if isinstance(route, Route) and "POST" in route.methods and "{key}" not in route.path:
            yield "/console" + re.sub(r"\{\w+:int\}", "1", route.path)


@pytest.fixture
async def administrator(small_console):
    await small_console.lead()
    return await small_console.enter("quantri", role=Role.ADMINISTRATOR)


async def test_no_form_is_forgotten_here(small_console):
    assert set(own_form_routes(small_console)) == FORMS


async def foreign_token(small_console) -> str:
    """A token that another browser was given, with the right signature."""
    page = await small_console.browser().open("/console/login")
    return page.form("Đăng nhập").fields["csrftoken"]


@pytest.mark.parametrize("path", sorted(FORMS))
async def test_a_form_from_another_site_does_nothing(small_console, administrator, path):
    missing, made_up = {}, {"csrftoken": "abc.def"}
    of_another_browser = {"csrftoken": await foreign_token(small_console)}
    before = await small_console.stored(1), await small_console.accounts.list()

    for token in (missing, made_up, of_another_browser):
        page = Page(await administrator.client.post(path, data={"text": "x", "state": "contacted"} | token))

        assert page.status == 403
        assert "Xin mở lại rồi làm lại" in page.words
    assert (await small_console.stored(1), await small_console.accounts.list()) == before
    assert (await administrator.open("/console/")).path == "/console/"


@pytest.mark.parametrize("path", [*PAGES, "/console/login"])
async def test_every_page_carries_the_headers_that_protect_it(administrator, path):
    if path == "/console/login":
        administrator.client.cookies.clear()
    response = (await administrator.open(path)).response
    policy = dict(
        part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["connect-src"] == "'self'"
    assert "http" not in response.headers["content-security-policy"]
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"


async def test_the_console_s_own_files_may_be_kept(administrator):
    response = await administrator.client.get("/console/static/css/vendor/tabler.min.css")
    assert response.status_code == 200
    assert "cache-control" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_of_a_page_comes_from_another_host(administrator, path):
    text = (await administrator.open(path)).response.text
    for attribute in ('src="', 'href="', "url(", "@import"):
        for rest in text.split(attribute)[1:]:
            assert not rest.startswith(("http://", "//", "'http"))
            assert rest.startswith("https://antam.example.vn/") or not rest.startswith("https://")


@pytest.mark.parametrize("path", [*PAGES, "/console/login"])
async def test_every_label_is_vietnamese(administrator, path):
    page = await administrator.open(path)
    assert page.response.text.lstrip().startswith('<!DOCTYPE html>\n<html lang="vi"')
    english = [label for label in page.labels if label.isascii()]
    assert english == []


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/console/nowhere", 404, "Không có trang này."),
        ("GET", "/console/leads/2", 404, "Không tìm thấy đăng ký này."),
        ("GET", "/console/leads/99999999999999999999999", 404, "Không có trang này."),
        ("GET", "/console/leads/1/take", 405, "Không mở được địa chỉ này."),
        ("GET", "/console/staff/add", 405, "Không mở được địa chỉ này."),
    ],
)
async def test_what_cannot_be_opened_says_so_in_vietnamese(administrator, method, path, status, words):
    page = await administrator.open(path)
    assert page.status == status
    assert words in page.words
    assert page.links["Về trang đầu"] == "/console/"


async def test_an_oversized_form_is_refused_in_words(small_console):
    browser = small_console.browser()
    await browser.open("/console/login")
    page = await browser.press("Đăng nhập", username="lan", password="x" * MAX_BODY_BYTES)
    assert page.status == 413
    assert "Nội dung gửi lên quá lớn." in page.words
    assert page.response.headers["cache-control"] == "no-store"


async def test_without_a_database_the_page_says_to_come_back(build_console, open_database, tmp_path):
    console = await build_console(open_database(f"sqlite:///{tmp_path / 'missing' / 'antam.sqlite3'}"))
    browser = console.browser()
    with capture_logs() as events:
        page = await browser.sign_in("lan")
    assert page.status == 503
    assert "Cơ sở dữ liệu tạm thời không dùng được. Xin thử lại sau ít phút." in page.words
    assert "ANTAM_DATABASE_URL" not in page.response.text
    assert [event["event"] for event in events] == ["database_unavailable"]


class BrokenClock(MovedClock):
    """Fails as a program's fault does."""

    def now(self):
        raise RuntimeError("bí mật của chương trình")


async def test_a_fault_of_the_program_shows_no_trace_of_it(build_console, sqlite_url, open_database):
    console = await build_console(open_database(sqlite_url), clock=BrokenClock())
    browser = console.browser()
    with capture_logs() as events:
        page = await browser.sign_in("lan", PASSWORD)
    assert page.status == 500
    assert "Có lỗi của chương trình" in page.words
    assert "bí mật" not in page.response.text
    assert "Traceback" not in page.response.text
    assert page.response.headers["content-security-policy"]
    assert [(event["event"], str(event["exc_info"])) for event in events] == [
        ("console_failed", "bí mật của chương trình")
    ]
