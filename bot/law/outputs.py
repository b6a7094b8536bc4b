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
        Output("age", "tuổi nghỉ hưu", "years and months"),
        Output("retirement_month", "tháng đủ tuổi nghỉ hưu", MONTH),
        Output("pension_from", "tháng đầu có lương hưu", MONTH),
        Output("early_age", "tuổi nghỉ hưu cũ được chọn", "years and months"),
        Output("early_retirement_month", "tháng đủ tuổi nghỉ hưu cũ", MONTH),
        Output("early_missing_months", "số tháng tự nguyện còn thiếu để chọn tuổi cũ", MONTHS),
        Output("average_income", "mức bình quân thu nhập", VND_PER_MONTH),
        Output("monthly_pension", "lương hưu mỗi tháng", VND_PER_MONTH),
        Output("one_time_allowance", "trợ cấp một lần khi nghỉ hưu", VND),
        Output("years", "số năm để tính mức hưởng", "year"),
        Output("income", "thu nhập tháng chọn đóng", VND_PER_MONTH),
        Output("amount", "số tiền được nhận", VND),
        Output("missing_months", "số tháng còn thiếu", MONTHS),
        Output("opens", "tháng sớm nhất được đóng một lần", MONTH),
        Output("eligible", "đủ điều kiện", "yes or no"),
        Output("eligible_from", "tháng đủ điều kiện", MONTH),
        Output("reason", "lý do", "text"),
        Output("gap_months", "số tháng còn thiếu đến tuổi trợ cấp hưu trí xã hội", MONTHS),
        Output("gap_payment", "tiền đóng một lần cho số tháng còn thiếu đó", VND),
        Output("per_relative", "trợ cấp tuất hằng tháng của mỗi thân nhân", VND_PER_MONTH),
        Output("relatives", "số thân nhân nhiều nhất", "person"),
        Output("premiums", "tiền đóng của từng người", VND),
        Output("total_payable", "tổng tiền người tham gia nộp", VND),
        Output("total_gross", "tổng tiền đóng trước hỗ trợ", VND),
        Output("total_state_support", "tổng Nhà nước hỗ trợ", VND),
        Output("total_local_support", "tổng địa phương hỗ trợ", VND),
        Output("total_months", "tổng số tháng kể cả đã đóng trước", MONTHS),
        Output("months_needed", "số tháng còn thiếu để có lương hưu", MONTHS),
        Output("last_payment", "tháng nộp cuối", MONTH),
        Output("payback_months", "số tháng lương hưu bằng số tiền đã nộp", MONTHS),
        Output("break_even_month", "tháng lương hưu bù đủ tiền nộp và khoản không còn được nhận", MONTH),
        Output("lump_sum", "nếu được nhận một lần khi dừng đóng", VND),
        Output("survivor", "thân nhân nhận nếu chết trước khi hưởng lương hưu", VND),
        Output("survivor_of_pensioner", "thân nhân nhận nếu chết ngay khi bắt đầu hưởng lương hưu", VND),
        Output("funeral", "trợ cấp mai táng", VND),
        Output("health_card", "giá trị thẻ bảo hiểm y tế mỗi năm khi hưởng lương hưu", "currency-VND/year"),
        Output("worthwhile", "nên tham gia theo cách này", "yes or no"),
        Output("alternatives", "các cách đóng khác", "list"),
        Output("series", "từng năm: year, paid, state, pension (cộng dồn)", "list"),
        Output("death_amount", "thân nhân nhận khi chết do tai nạn", VND),
    )
}


def outputs(*names: str) -> tuple[Output, ...]:
    """The result fields of a calculator."""
    return tuple(_OUTPUTS[name] for name in names)
