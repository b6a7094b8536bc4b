"""What may go wrong with stored data, each with what to do about it."""

from bot.errors import AnTamError


class StorageError(AnTamError):
    """Base of the errors of the storage."""


class DatabaseUnavailableError(StorageError):
    """The database cannot be reached, opened or written to."""


class DatabaseTooNewError(StorageError):
    """A newer An Tâm has brought the database to a form that this one does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu đã được một bản An Tâm mới hơn nâng cấp (phiên bản dữ liệu {revision})",
            remedy="cài bản An Tâm mới nhất rồi chạy lại",
        )
        self.revision = revision


class KeysError(StorageError):
    """A key is missing, malformed or not the one that the data were encrypted with."""


class ConflictError(StorageError):
    """The row was changed by somebody else since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "Thông tin này vừa được người khác thay đổi", remedy="tải lại trang, xem thay đổi rồi sửa tiếp"
        )


class RowMissingError(StorageError):
    """The row to be changed is no longer there."""

    def __init__(self) -> None:
        super().__init__("Thông tin này không còn được lưu", remedy="tải lại trang")


class ForeignEventError(StorageError):
    """An event's id was seen before, in the conversation of somebody else, whose replies are not this one's."""

    def __init__(self) -> None:
        super().__init__("Mã tin nhắn này đã dùng trong cuộc trò chuyện khác", remedy="gửi lại với mã khác")


class UsernameTakenError(StorageError):
    """Another account has this user name."""

    def __init__(self) -> None:
        super().__init__("Tên đăng nhập này đã có người dùng", remedy="chọn tên khác")
