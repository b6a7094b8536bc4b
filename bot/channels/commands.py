"""The bot's commands, typed with a slash or chosen from a platform's menu, and what each means."""

from typing import NamedTuple

from bot.types import EventKind


class Command(NamedTuple):
    """What a command does; the text is the payload of a button, where it is the same as pressing one."""

    description: str
    kind: EventKind
    text: str = ""


COMMANDS = {
    "start": Command("Bắt đầu trò chuyện", EventKind.START),
    "help": Command("An Tâm giúp được những gì", EventKind.HELP),
    "dung": Command("Dừng tin nhắn không hỏi mà gửi", EventKind.BUTTON, "/stop_messages"),
    "xoa": Command("Xóa dữ liệu của tôi", EventKind.BUTTON, "/privacy_delete_data"),
    "lienket": Command("Nói tiếp ở kênh khác", EventKind.BUTTON, "/link_channels"),
}


def command_of(text: str) -> tuple[Command, str]:
    """The command that a text beginning with a slash is, and what stands after it; an unknown one asks for help."""
    name, _, rest = text[1:].partition(" ")
    known = COMMANDS.get(name.partition("@")[0].lower())
    return known or COMMANDS["help"], rest.strip()
