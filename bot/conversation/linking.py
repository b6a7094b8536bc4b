"""The words with which a talk is taken to another channel, read before the classifier: a code is no sentence."""

import re
import unicodedata

from bot.registration.linking import CODE
from bot.types import Decision, Entity, IntentScore, ParseResult

INTENT, ENTITY, UNLINK = "link_channels", "link_code", "undo"
_LINK = r"(?:m[aã] )?(?:li[eê]n k[eế]t|n[oố]i k[eê]nh)"
_WISH = re.compile(rf"(?:cho (?:t[oô]i|em|xin) |xin |l[aấ]y )?{_LINK}")
_END = re.compile(rf"(?:h[uủ]y|b[oỏ]|xo[aá]|ng[aắ]t) {_LINK}")
_WITH_CODE = re.compile(rf"(?:{_LINK}|m[aã](?: s[oố])?)?[ :]*((?:[a-z][ .-]?\d[ .-]?){{4}})")
# What stands in the history for a code.
_BLOTTED = "mã liên kết ••••"


def link_wish(text: str) -> ParseResult | None:
    """What a text means that asks for a code, is one, or ends the link; None for every other text."""
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" .!?")
    if _WISH.fullmatch(plain):
        return _parse(text, None)
    if _END.fullmatch(plain):
        return _parse(text, UNLINK)
    found = _WITH_CODE.fullmatch(plain)
    code = re.sub(r"[ .-]", "", found[1]).upper() if found else ""
    return _parse(_BLOTTED, code) if CODE.fullmatch(code) else None


def _parse(text: str, value: str | None) -> ParseResult:
    score = IntentScore(INTENT, 1.0)
    entities = (Entity(ENTITY, value, 0, len(text)),) if value else ()
    return ParseResult(text, score, (score,), entities, (INTENT,), Decision.ANSWER)
