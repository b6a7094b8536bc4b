"""The staff's web console at `/console`: sign in, see what is to do, work the leads, keep the accounts."""

from bot.console.accounts import Accounts, NewAccount
from bot.console.site import mount_console

__all__ = ["Accounts", "NewAccount", "mount_console"]
