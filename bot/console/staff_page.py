"""The accounts of the staff, for administrators: add, change, give a new one-time password, close or open."""

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.accounts import AccountError, NewAccount
from bot.console.page import Page, done, member_of, number_in
from bot.registration import ROLE_LABELS, Handing, Role
from bot.storage import StoredStaff


class StaffPage(Page):
    """All accounts."""

    menu_label = "Cán bộ"
    icon = "fa fa-users"
    path = "/staff"
    route_name = "staff"
    template = "console/staff.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).role is Role.ADMINISTRATOR

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/add", methods=["POST"])
    async def add(self, request: Request) -> Response:
        """Make an account and show its one-time password this once."""
        form = await request.form()
        communes = self._communes(form.getlist("communes"))
        try:
            account = await self.desk.accounts.add(
                str(form.get("username", "")),
                display_name=str(form.get("display_name", "")),
                role=_role(str(form.get("role", ""))),
                communes=communes,
            )
        except AccountError as error:
            return await self._page(request, error=error, typed={**form, "communes": communes})
        return await self._page(request, account=account)

    @route("/{staff_id:int}/change", methods=["POST"])
    async def change(self, request: Request) -> Response:
        """Change name, role, communes and absence of an account."""
        staff_id = (await self._account(request)).id
        form = await request.form()
        role = str(form.get("role", ""))
        try:
            if staff_id == member_of(request).id and role != Role.ADMINISTRATOR:
                raise AccountError("Không thể bỏ quyền của chính mình", remedy="nhờ quản trị viên khác")
            await self.desk.accounts.change(
                staff_id,
                display_name=str(form.get("display_name", "")),
                role=_role(role),
                communes=self._communes(form.getlist("communes")),
                absent_until=_day(str(form.get("absent_until", ""))),
            )
        except AccountError as error:
            return await self._page(request, error=error)
        return done(request, self.path, "Đã sửa tài khoản.")

    @route("/{staff_id:int}/give-away", methods=["POST"])
    async def give_away(self, request: Request) -> Response:
        """Give the open leads of an account to others of their communes."""
        account, member = await self._account(request), member_of(request)
        async with self.desk.database.transaction() as session:
            casework = self.desk.casework(session, member)
            handing = Handing(session, casework=casework, staff=member, today=self.desk.clock.today())
            handed = await handing.give_away(account.id)
        return done(
            request,
            self.path,
            f"Đã chuyển {handed.given} đăng ký của {account.display_name} cho người cùng xã hoặc về hàng chờ.",
        )

    @route("/{staff_id:int}/reset", methods=["POST"])
    async def reset(self, request: Request) -> Response:
        """Give a new one-time password and show it this once."""
        try:
            account = await self.desk.accounts.reset_password((await self._account(request)).username)
        except AccountError as error:
            return await self._page(request, error=error)
        return await self._page(request, account=account)

    @route("/{staff_id:int}/active", methods=["POST"])
    async def set_active(self, request: Request) -> Response:
        """Close an account, which ends its sessions, or open it again."""
        staff_id = (await self._account(request)).id
        if staff_id == member_of(request).id:
            error = AccountError("Không thể khóa tài khoản của chính mình", remedy="nhờ quản trị viên khác")
            return await self._page(request, error=error)
        active = (await request.form()).get("active") == "yes"
        await self.desk.accounts.set_active(staff_id, active=active)
        return done(request, self.path, "Đã mở tài khoản." if active else "Đã khóa tài khoản.")

    async def _account(self, request: Request) -> StoredStaff:
        """:raises HTTPException: 404 when there is no such account."""
        found = await self.desk.accounts.get(number_in(request, "staff_id"))
        if found is None:
            raise HTTPException(404, "Không có tài khoản này.")
        return found[0]

    def _communes(self, codes: list[Any]) -> tuple[str, ...]:
        return tuple(code for code in map(str, codes) if code in self.desk.communes)

    async def _page(
        self,
        request: Request,
        *,
        error: AccountError | None = None,
        account: NewAccount | None = None,
        typed: dict[str, Any] | None = None,
    ) -> Response:
        return self.show(
            request,
            status_code=422 if error else 200,
            accounts=await self.desk.accounts.list(),
            communes_of=await self.desk.accounts.communes(),
            own_id=member_of(request).id,
            now=self.desk.clock.now(),
            today=self.desk.clock.today(),
            roles=ROLE_LABELS,
            communes=dict(sorted(self.desk.communes.items(), key=lambda item: item[1])),
            error=error,
            account=account,
            typed=typed or {},
            chosen_communes=(typed or {}).get("communes", ()),
        )


def _role(value: str) -> Role:
    """:raises AccountError: when there is no such role."""
    try:
        return Role(value)
    except ValueError:
        raise AccountError("Chưa chọn vai trò", remedy="chọn một vai trò trong danh sách") from None


def _day(value: str) -> date | None:
    """:raises AccountError: when it is no day."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise AccountError("Ngày nghỉ không phải là một ngày", remedy="chọn lại ngày") from None
