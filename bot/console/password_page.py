"""Change of one's own password; the one-time password must be changed here before anything else."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, signed_in
from bot.console.passwords import MIN_PASSWORD_LENGTH, PasswordError
from bot.console.signing_in import PASSWORD_PATH, begin_session


class PasswordPage(Page):
    """The password of the member who is signed in."""

    menu_label = "Đổi mật khẩu"
    icon = "fa fa-key"
    path = PASSWORD_PATH
    route_name = "password"
    template = "console/password.html"

    @route("")
    async def index(self, request: Request) -> Response:
        return self._page(request)

    @route("/change", methods=["POST"])
    async def change(self, request: Request) -> Response:
        """Set the new password; the session goes on, every other one of the account ends."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        if form.get("new") != form.get("repeated"):
            return self._page(request, error="Hai lần nhập mật khẩu mới không giống nhau. Xin nhập lại.")
        try:
            session = await self.desk.accounts.change_password(
                request.state.staff_session, old=form.get("old", ""), new=form.get("new", "")
            )
        except PasswordError as error:
            return self._page(request, error=f"{error.reason}. Xin {error.remedy}.")
        begin_session(request, session, at=self.desk.clock.now())
        return done(request, "/", "Đã đổi mật khẩu.")

    def _page(self, request: Request, *, error: str | None = None) -> Response:
        return self.show(
            request,
            status_code=422 if error else 200,
            error=error,
            username=signed_in(request).username,
            first_time=signed_in(request).must_change_password,
            min_length=MIN_PASSWORD_LENGTH,
        )
