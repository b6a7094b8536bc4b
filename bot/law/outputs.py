"""Every result field there is: one name means the same, in the same unit, in every calculator."""

from bot.law.calculator import Output

# By unit: each field's name and its Vietnamese title.
_TITLES = {
    "currency-VND": {
        "payable": "người tham gia nộp",
        "gross": "tổng tiền đóng trước hỗ trợ",
        "state_support": "Nhà nước hỗ trợ",
        "local_support": "địa phương hỗ trợ thêm",
        "discount": "giảm so với đóng từng tháng",
        "interest": "lãi gộp cộng thêm",
        "income_step": "bước của thu nhập tháng",
        "one_time_allowance": "trợ cấp một lần khi nghỉ hưu",
        "amount": "số tiền được nhận",
        "gap_payment": "tiền đóng một lần cho số tháng còn thiếu đó",
        "premiums": "tiền đóng của từng người",
        "total_payable": "tổng tiền người tham gia nộp",
        "total_gross": "tổng tiền đóng trước hỗ trợ",
        "total_state_support": "tổng Nhà nước hỗ trợ",
        "total_local_support": "tổng địa phương hỗ trợ",
        "lump_sum": "nếu được nhận một lần khi dừng đóng",
        "survivor": "thân nhân nhận nếu chết trước khi hưởng lương hưu",
        "survivor_of_pensioner": "thân nhân nhận nếu chết ngay khi bắt đầu hưởng lương hưu",
        "funeral": "trợ cấp mai táng",
        "death_amount": "thân nhân nhận khi chết do tai nạn",
    },
    "currency-VND/month": {
        "per_month": "tính đều ra mỗi tháng",
        "minimum_income": "thu nhập tháng thấp nhất được chọn",
        "maximum_income": "thu nhập tháng cao nhất được chọn",
        "minimum_payment": "mức đóng tháng thấp nhất trước hỗ trợ",
        "maximum_payment": "mức đóng tháng cao nhất trước hỗ trợ",
        "average_income": "mức bình quân thu nhập",
        "monthly_pension": "lương hưu mỗi tháng",
        "income": "thu nhập tháng chọn đóng",
        "per_relative": "trợ cấp tuất hằng tháng của mỗi thân nhân",
    },
    "month": {
        "months": "số tháng",
        "supported_months": "số tháng được Nhà nước hỗ trợ trong lần này",
        "early_missing_months": "số tháng tự nguyện còn thiếu để chọn tuổi cũ",
        "missing_months": "số tháng còn thiếu",
        "gap_months": "số tháng còn thiếu đến tuổi trợ cấp hưu trí xã hội",
        "total_months": "tổng số tháng kể cả đã đóng trước",
        "months_needed": "số tháng còn thiếu để có lương hưu",
        "payback_months": "số tháng lương hưu bằng số tiền đã nộp",
    },
    "YYYY-MM": {
        "covers_from": "tháng đầu được tính đóng",
        "covers_to": "tháng cuối được tính đóng",
        "retirement_month": "tháng đủ tuổi nghỉ hưu",
        "pension_from": "tháng đầu có lương hưu",
        "early_retirement_month": "tháng đủ tuổi nghỉ hưu cũ",
        "opens": "tháng sớm nhất được đóng một lần",
        "eligible_from": "tháng đủ điều kiện",
        "last_payment": "tháng nộp cuối",
        "break_even_month": "tháng lương hưu bù đủ tiền nộp và khoản không còn được nhận",
    },
    "YYYY-MM-DD": {
        "pay_by": "hạn nộp",
    },
    "/1": {
        "rate": "tỷ lệ",
    },
    "name": {
        "category": "nhóm được tính hỗ trợ",
    },
    "years and months": {
        "age": "tuổi nghỉ hưu",
        "early_age": "tuổi nghỉ hưu cũ được chọn",
    },
    "year": {
        "years": "số năm để tính mức hưởng",
    },
    "yes or no": {
        "eligible": "đủ điều kiện",
        "worthwhile": "nên tham gia theo cách này",
    },
    "text": {
        "reason": "lý do",
    },
    "person": {
        "relatives": "số thân nhân nhiều nhất",
    },
    "currency-VND/year": {
        "health_card": "giá trị thẻ bảo hiểm y tế mỗi năm khi hưởng lương hưu",
    },
    "list": {
        "alternatives": "các cách đóng khác",
        "series": "từng năm: year, paid, state, pension (cộng dồn)",
    },
}
_OUTPUTS = {
    name: Output(name, title, unit) for unit, titles in _TITLES.items() for name, title in titles.items()
}


def outputs(*names: str) -> tuple[Output, ...]:
    """The result fields of a calculator."""
    return tuple(_OUTPUTS[name] for name in names)
