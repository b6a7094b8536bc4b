"""A person is addressed as they call themselves; what does not tell changes nothing."""

import pytest

from bot.conversation.addressing import own_address


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("cho bác hỏi với", "bác"),
        ("bác 60 tuổi có tham gia được không", "bác"),
        ("cho co hoi voi", None),
        ("cho cô hỏi với", "cô"),
        ("chu muon dang ky", "chú"),
        ("em ơi chị muốn hỏi", "chị"),
        ("anh hỏi tí", "anh"),
        ("em đang bầu 3 tháng", "em"),
        ("cháu muốn đóng cho mẹ", "em"),
        ("tư vấn giúp chị với", "chị"),
        ("alo cháu ơi bác là Bảy đây", "bác"),
        ("Chào cháu, bác là Bảy ở Lục Ngạn", "bác"),
        ("giờ bác muốn có lương hưu thì làm sao", "bác"),
        ("thế bác đóng mức thấp nhất", "bác"),
        ("ok để bác nghĩ đã", "bác"),
        ("chào bác, bác đóng dấu chưa", None),
        ("anh là ai", None),
        ("có bác nào biết không", None),
        ("anh trai tôi chết thì sao", None),
        ("bạc hỏi", None),
        ("mỗi tháng đóng bao nhiêu", None),
        ("", None),
    ],
)
def test_the_form_of_address_follows_the_person(text, form):
    assert own_address(text) == form
