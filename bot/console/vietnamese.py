"""The Vietnamese words of the pages that come with starlette-admin: sign-in, frame and errors."""

from babel.support import NullTranslations
from starlette_admin import i18n

LOCALE = "vi"
_WORDS = {
    "Login to your account": "Đăng nhập trang quản trị",
    "Username": "Tên đăng nhập",
    "Password": "Mật khẩu",
    "Show password": "Hiện mật khẩu",
    "Sign in": "Đăng nhập",
    "Logout": "Đăng xuất",
    "Oops… You just found an error page": "Không mở được trang này",
    "Take me home": "Về trang đầu",
}


class _Words(NullTranslations):
    """The words in gettext's form; babel looks a message up by `ugettext`."""

    def gettext(self, message: str) -> str:
        return _WORDS.get(message, message)

    ugettext = gettext


def add_vietnamese() -> None:
    """Make Vietnamese one of the languages that starlette-admin can be set to."""
    i18n.translations.setdefault(LOCALE, _Words())
