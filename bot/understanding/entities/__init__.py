"""Values in what people type, as Rasa entities: one module a kind, joined here.

Slots of the insured person: `age` `birth_year` `birth_date` `gender` `income` `months` `years_paid` `category`
`payment_method` `years` `missing_months` `full_name` `phone` `commune` `relation` `call_time`. Beside them:
`income_high` (upper end of a range), `money` (a sum that is no income), `months_paid`,
`planned_months`, `more_months`, `skip_months`, `supported_months`, `months_left`, `period`, `persons`,
`birth_year_candidates`, `birth_date_candidates`, `commune_candidates` (lists to ask back about),
`phone_invalid`, `personal_id` (to be refused), `field` (the value to be corrected) and `cancel`.
Each module says what its values look like.
"""

from collections.abc import Callable, Iterator
from datetime import date

from bot.types import Entity
from bot.understanding.entities.ages import find_age
from bot.understanding.entities.births import find_birth
from bot.understanding.entities.call_times import find_call_time
from bot.understanding.entities.categories import find_category
from bot.understanding.entities.communes import Commune, CommuneIndex, find_commune, load_communes
from bot.understanding.entities.corrections import find_cancel, find_field
from bot.understanding.entities.households import find_persons
from bot.understanding.entities.income import find_income
from bot.understanding.entities.names import find_full_name
from bot.understanding.entities.overlaps import settle, without_taken_back
from bot.understanding.entities.paid_time import find_paid_time
from bot.understanding.entities.payment import find_payment_method
from bot.understanding.entities.people import find_people
from bot.understanding.entities.periods import find_periods
from bot.understanding.entities.phones import find_phones
from bot.understanding.entities.reading import Found, Reading
from bot.understanding.entities.zodiac import find_zodiac
from bot.understanding.normalise import Normalised

__all__ = ["Commune", "CommuneIndex", "extract", "load_communes"]

_FINDERS: tuple[Callable[[Reading], Iterator[Found]], ...] = (
    find_phones,
    find_birth,
    find_zodiac,
    find_age,
    find_income,
    find_payment_method,
    find_paid_time,
    find_category,
    find_people,
    find_periods,
    find_persons,
    find_call_time,
    find_field,
    find_cancel,
)


def extract(
    text: str, *, normalised: Normalised, communes: CommuneIndex | None, today: date
) -> tuple[Entity, ...]:
    """The values of a text, sorted by place, with offsets into ``text`` as typed.

    :param communes: the province's units; None looks for no commune.
    :param today: decides the century of two-digit years and which zodiac years are possible.
    """
    reading = Reading(normalised, today=today)
    found = [item for find in _FINDERS for item in find(reading)]
    if communes is not None:
        found.extend(find_commune(reading, communes))
    found = settle(found)
    names = find_full_name(reading, [(item.start, item.end) for item in found])
    found = without_taken_back(reading, settle([*found, *names]))
    return tuple(Entity(item.kind, item.value, *normalised.span(item.start, item.end)) for item in found)
