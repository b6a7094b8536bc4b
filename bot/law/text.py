"""How figures are written in a Vietnamese working: 1.500.000, 22 %, 01/2027; and the one rounding rule."""

from decimal import ROUND_HALF_UP, Decimal


def whole_dong(amount: Decimal) -> int:
    """The amount to the nearest đồng, a half upwards, as the examples of the law round a final sum."""
    return int(amount.to_integral_value(rounding=ROUND_HALF_UP))


def money(amount: Decimal | int) -> str:
    """1500000 → 1.500.000"""
    return f"{whole_dong(Decimal(amount)):,}".replace(",", ".")


def number(value: Decimal | int) -> str:
    """2.50 → 2,5; whole numbers without a comma."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def percent(share: Decimal) -> str:
    """0.435 → 43,5 %"""
    return f"{number(share * 100)} %"
