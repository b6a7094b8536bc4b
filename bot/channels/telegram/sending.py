"""Sends one piece of a message in one call, and the small signs around it: typing, and a choice that was made."""

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.delivery import Fate, Outcome
from bot.channels.telegram.outcomes import outcome_of
from bot.channels.telegram.shaping import markup
from bot.channels.telegram.updates import MARKED
from bot.storage import Delivery

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: ExtBot[None], delivery: Delivery) -> Outcome:
    """Send a piece; the only call that may put a message before the person."""
    try:
        sent = await _call(bot, delivery)
    except TelegramError as error:
        return outcome_of(error)
    return Outcome(Fate.SENT, platform_id=str(sent.message_id))


async def _call(bot: ExtBot[None], delivery: Delivery) -> Message:
    message, chat_id = delivery.message, int(delivery.user_id)
    keyboard = markup(message, outbox_id=delivery.id)
    caption = message.text or None
    try:
        if message.image:
            return await bot.send_photo(chat_id, message.image, caption=caption, reply_markup=keyboard)
        if message.attachment:
            return await bot.send_document(
                chat_id, message.attachment, caption=caption, reply_markup=keyboard
            )
    except BadRequest as error:
        if outcome_of(error).fate is Fate.UNREACHABLE:
            raise
        # Refused for certain, so nothing is said twice: the words and a link go out without the picture.
    words = [part for part in (message.text, message.image, message.attachment) if part]
    return await bot.send_message(
        chat_id, "\n".join(words), reply_markup=keyboard, link_preview_options=_NO_PREVIEW
    )


async def show_typing(bot: ExtBot[None], chat_id: str) -> None:
    """Let the person see that an answer is coming."""
    await bot.send_chat_action(int(chat_id), ChatAction.TYPING)


async def acknowledge(bot: ExtBot[None], query: CallbackQuery) -> None:
    """End the button's waiting sign, and leave of the keyboard only the choice that was made."""
    await bot.answer_callback_query(query.id)
    if query.data == MARKED or not isinstance(query.message, Message) or not query.message.reply_markup:
        return
    keys = [key for row in query.message.reply_markup.inline_keyboard for key in row]
    pressed = [key for key in keys if key.callback_data == query.data]
    marked = [[InlineKeyboardButton(f"✓ {key.text}", callback_data=MARKED)] for key in pressed[:1]]
    await bot.edit_message_reply_markup(
        chat_id=query.message.chat.id,
        message_id=query.message.message_id,
        reply_markup=InlineKeyboardMarkup(marked),
    )
