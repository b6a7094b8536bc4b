"""A plan as a picture for those who would rather look than read, and the addresses under which chats show it.

Drawing needs matplotlib, which takes its time to import: `bot.pictures.plan` is imported when the first is drawn.
"""

from bot.pictures.addresses import LIFETIME, PictureAddresses, PictureLinkError

__all__ = ["LIFETIME", "PictureAddresses", "PictureLinkError"]
