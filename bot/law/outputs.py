"""Every result field there is: one name means the same, in the same unit, in every calculator."""

from bot.law.calculator import Output

VND, VND_PER_MONTH, SHARE, MONTHS, MONTH, DAY = (
    "currency-VND",
    "currency-VND/month",
    "/1",
    "month",
    "YYYY-MM",
    "YYYY-MM-DD",
)

_OUTPUTS = {
    output.name: output
    for output in (
        Output("payable", "người tham gia nộp", VND),
        Output("gross", "tổng tiền đóng trước hỗ trợ", VND),
        Output("state_support", "Nhà nước hỗ trợ", VND),
        Output("local_support", "địa phương hỗ trợ thêm", VND),
        Output("per_month", "tính đều ra mỗi tháng", VND_PER_MONTH),
        Output("months", "số tháng", MONTHS),
        Output("supported_months", "số tháng được Nhà nước hỗ trợ trong lần này", MONTHS),
        Output("discount", "giảm so với đóng từng tháng", VND),
        Output("interest", "lãi gộp cộng thêm", VND),
        Output("covers_from", "tháng đầu được tính đóng", MONTH),
        Output("covers_to", "tháng cuối được tính đóng", MONTH),
        Output("pay_by", "hạn nộp", DAY),
        Output("minimum_income", "thu nhập tháng thấp nhất được chọn", VND_PER_MONTH),
        Output("maximum_income", "thu nhập tháng cao nhất được chọn", VND_PER_MONTH),
        Output("income_step", "bước của thu nhập tháng", VND),
        Output("minimum_payment", "mức đóng tháng thấp nhất trước hỗ trợ", VND_PER_MONTH),
        Output("maximum_payment", "mức đóng tháng cao nhất trước hỗ trợ", VND_PER_MONTH),
        Output("rate", "tỷ lệ", SHARE),
        Output("category", "nhóm được tính hỗ trợ", "name"),
    )
}


def outputs(*names: str) -> tuple[Output, ...]:
    """The result fields of a calculator."""
    return tuple(_OUTPUTS[name] for name in names)
