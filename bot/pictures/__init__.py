"""Plans and tables of choices as pictures for those who would rather look than read, and their addresses in chats.

Drawing needs matplotlib, which takes its time to import: the drawing modules are imported when the first is drawn.
"""

from bot.pictures.addresses import (
    LIFETIME,
    PictureAddresses,
    PictureKind,
    PictureLinkError,
    Wanted,
    is_drawn,
)

__all__ = ["LIFETIME", "PictureAddresses", "PictureKind", "PictureLinkError", "Wanted", "is_drawn"]
