"""What can go wrong in a dialogue: data the engine cannot run, or a turn that cannot go on."""

from bot.errors import AnTamError, DataError


class DialogueDataError(DataError):
    """A `_domain.yml` or `_rules.yml` asks for something that the engine does not know or cannot do."""


class DialogueError(AnTamError):
    """A turn cannot go on; the data was valid, so an action or a missing rule is the cause."""


class TooManyActionsError(DialogueError):
    """Rules and actions called each other without an end."""

    def __init__(self, actions: list[str]) -> None:
        super().__init__(
            f"Một lượt đã chạy {len(actions)} hành động mà chưa dừng: … {', '.join(actions[-6:])}.",
            remedy="Xem FollowupAction và wait_for_user_input của các hành động này.",
        )


class UnsupportedEventError(DialogueError):
    """An action returned an event that the engine does not apply."""

    def __init__(self, action: str, event: str) -> None:
        super().__init__(
            f"Hành động «{action}» trả về sự kiện «{event}».",
            remedy="Chỉ dùng SlotSet, AllSlotsReset, ActiveLoop, FollowupAction, Restarted.",
        )


class UnknownSlotError(DialogueError):
    """An action set a slot that no domain file declares."""

    def __init__(self, slot: str) -> None:
        super().__init__(f"Không có slot «{slot}».", remedy="Khai báo slot trong _domain.yml của chủ đề.")


class UnknownActionError(DialogueError):
    """An action named by another action, or the question for a slot, does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Không có hành động «{name}».", remedy="Viết hành động hoặc lời văn có tên này.")


class NoRuleError(DialogueError):
    """No rule answers an intent, not even the one for what is not understood."""

    def __init__(self, intent: str) -> None:
        super().__init__(
            f"Không có quy tắc nào cho ý định «{intent}».",
            remedy="Thêm quy tắc không điều kiện cho ý định này hoặc cho nlu_fallback.",
        )
