"""What can go wrong while a message is rendered, besides a broken file."""

from bot.errors import AnTamError


class UnknownMessageError(AnTamError):
    """A message was asked for that no file of `messages/` holds."""

    def __init__(self, name: str) -> None:
        file = f"messages/<chủ đề>/{name.removeprefix('utter_')}.j2"
        super().__init__(f"Không có lời văn «{name}»", remedy=f"thêm tệp {file} hoặc sửa tên ở nơi gọi")
        self.name = name


class FigureUnavailableError(AnTamError):
    """The law gives no figure for that day or those inputs; ``reason`` is Vietnamese and meant for the citizen."""
