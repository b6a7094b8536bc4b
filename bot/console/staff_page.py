"""The accounts of the staff, for administrators: add one, give a new one-time password, close or open it."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.accounts import AccountError, NewAccount
from bot.console.page import Page, done, member_of, number_in
from bot.registration import ROLE_LABELS, Role


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
        communes = tuple(code for code in map(str, form.getlist("communes")) if code in self.desk.communes)
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

    @route("/{staff_id:int}/reset", methods=["POST"])
    async def reset(self, request: Request) -> Response:
        """Give a new one-time password and show it this once."""
        try:
            account = await self.desk.accounts.reset_password(await self._username(request))
        except AccountError as error:
            return await self._page(request, error=error)
        return await self._page(request, account=account)

    @route("/{staff_id:int}/active", methods=["POST"])
    async def set_active(self, request: Request) -> Response:
        """Close an account, which ends its sessions, or open it again."""
        staff_id = number_in(request, "staff_id")
        await self._username(request)
        if staff_id == member_of(request).id:
            error = AccountError("Không thể khóa tài khoản của chính mình", remedy="nhờ quản trị viên khác")
            return await self._page(request, error=error)
        active = (await request.form()).get("active") == "yes"
        await self.desk.accounts.set_active(staff_id, active=active)
        return done(request, self.path, "Đã mở tài khoản." if active else "Đã khóa tài khoản.")

    async def _username(self, request: Request) -> str:
        """:raises HTTPException: 404 when there is no such account."""
        staff_id = request.path_params["staff_id"]
        names = {account.id: account.username for account in await self.desk.accounts.list()}
        if staff_id not in names:
            raise HTTPException(404, "Không có tài khoản này.")
        return names[staff_id]

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
            own_id=member_of(request).id,
            now=self.desk.clock.now(),
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
