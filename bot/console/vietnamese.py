"""The Vietnamese words of the pages that come with starlette-admin: sign-in, frame and errors."""

from babel.support import NullTranslations
from markupsafe import Markup
from starlette_admin import i18n

LOCALE = "vi"
_WORDS = {
    "Login to your account": "Đăng nhập trang quản trị",
    "Username": "Tên đăng nhập",
    "Password": "Mật khẩu",
    "Show password": "Hiện mật khẩu",
    "Sign in": "Đăng nhập",
    "Logout": "Đăng xuất",
    "Forbidden": "Tài khoản này không được mở trang này.",
    "Not Found": "Không có trang này.",
    "Method Not Allowed": "Không mở được địa chỉ này.",
}
# The frame's labels for those who hear the page; starlette-admin gives them in English only.
_LABELS = {
    'aria-label="Toggle navigation"': 'aria-label="Mở trình đơn"',
    'aria-label="close"': 'aria-label="Đóng"',
    'aria-label="Open user menu"': 'aria-label="Tài khoản của tôi"',
}


class _Words(NullTranslations):
    """The words in gettext's form; babel looks a message up by `ugettext`."""

    def gettext(self, message: str) -> str:
        return _WORDS.get(message, message)

    ugettext = gettext


def with_vietnamese_labels(frame: Markup) -> Markup:
    """The frame with its English labels replaced."""
    text = str(frame)
    for english, vietnamese in _LABELS.items():
        text = text.replace(english, vietnamese)
    return Markup(text)  # noqa: S704 # it was markup before, and the labels are ours


def add_vietnamese() -> None:
    """Make Vietnamese one of the languages that starlette-admin can be set to."""
    i18n.translations.setdefault(LOCALE, _Words())
