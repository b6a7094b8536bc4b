"""`antam law impact --send`: reviews and tells the people whose figures a change of the law changes."""

from datetime import date

import typer

from bot.app import assemble
from bot.cli.impact_views import review_view
from bot.cli.shared import migrated_database, out, prepared_settings
from bot.errors import AnTamError
from bot.registration import Role, StaffMember
from bot.registration.corrections import Corrections, require_leader
from bot.storage import Database, StaffRepository


class SenderError(AnTamError):
    """Nobody who may send was named."""


async def send_corrections(on: date, *, username: str, is_agreed: bool) -> None:
    """Show who would be told in which words, and tell them; a running server delivers.

    :raises SenderError: when there is no such open account.
    :raises NotAllowedError: when the account does not lead the province's work.
    """
    settings = prepared_settings()
    async with migrated_database(settings) as database:
        member = await _member(database, username)
    require_leader(member)
    antam = assemble(settings)
    try:
        await antam.text_publisher.look()
        changes = await antam.text_publisher.impact_on_people(on)
        corrections = Corrections(antam.database, clock=antam.clock, notices=antam.staff_side)
        review = await corrections.review(changes, on=on)
        out.print(review_view(review))
        if not review.ready or not (is_agreed or typer.confirm("Gửi?")):
            return
        sent = await corrections.send(changes, on=on, member=member)
        people = sent.people
        while sent.waiting and sent.people:
            sent = await corrections.send(changes, on=on, member=member)
            people += sent.people
        out.print(f"Đã gửi cho {people} người.")
    finally:
        await antam.database.dispose()


async def _member(database: Database, username: str) -> StaffMember:
    async with database.reading() as session:
        account = await StaffRepository(session).by_username(username.strip().lower())
    if account is None or not account.active:
        raise SenderError(
            f"Không có tài khoản «{username}» đang mở", remedy="ghi --by tên tài khoản; xem: antam staff list"
        )
    return StaffMember(account.id, account.display_name, Role(account.role))
