"""The office: its hours, lunch breaks and holidays, and what is known of numbers and addresses."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.clock import VIETNAM
from bot.errors import DataError
from bot.office import OfficeHours, Verification, load_profile
from bot.office.profile import OfficeProfile
from bot.settings import ROOT

HERE = Path(__file__).parent
PROFILE = load_profile(ROOT / "provinces" / "bac_ninh.yml")
HOURS = OfficeHours(PROFILE)


def cases(name: str, label: str) -> list:
    return [pytest.param(one, id=one[label]) for one in yaml.safe_load((HERE / name).read_text("utf-8"))]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize("case", cases("hours.yml", "what"))
def test_somebody_is_there_in_office_hours(case):
    assert HOURS.is_open(local(case["at"])) is case["open"]
    assert HOURS.next_opening(local(case["at"])) == local(case["opens"])


@pytest.mark.parametrize(
    ("at", "count", "ends"),
    [
        ("2026-11-23T09:00", 1, "2026-11-24T17:00"),
        ("2026-11-23T09:00", 2, "2026-11-25T17:00"),
        ("2026-11-26T20:00", 2, "2026-11-30T17:00"),
        ("2026-12-31T09:00", 1, "2027-01-04T17:00"),
    ],
    ids=["hôm sau", "hai ngày", "qua cuối tuần", "qua Tết dương lịch"],
)
def test_working_days_are_counted_from_the_next_one(at, count, ends):
    assert HOURS.end_of_working_days(local(at), count=count) == local(ends)


def test_an_office_without_hours_never_opens():
    assert OfficeHours(OfficeProfile(hours={})).next_opening(local("2026-11-23T09:00")) is None


@pytest.mark.parametrize("case", cases("genuine.yml", "text"))
def test_a_number_or_an_address_is_looked_up_and_nothing_is_guessed(case):
    found = Verification(PROFILE).findings(case["text"])
    assert {finding.typed: str(finding.standing) for finding in found} == case["found"]


def test_a_known_scam_is_told_with_its_source():
    profile = PROFILE.model_validate(
        PROFILE.model_dump()
        | {
            "scams": {
                "phones": [{"number": "0900 000 001", "whose": "đòi phí hồ sơ", "source": "công an xã"}]
            }
        }
    )
    (finding,) = Verification(profile).findings("số 0900000001 đòi tiền tôi")
    assert (str(finding.standing), finding.whose, finding.source) == ("scam", "đòi phí hồ sơ", "công an xã")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hours: {monday: ['11:30-07:30']}", "kết thúc sau khi bắt đầu"),
        ("hours: {monday: ['13:00-17:00', '07:30-11:30']}", "theo thứ tự"),
        ("hours: {mon: []}", "hours.mon"),
        ("hours: {}\nofficial: {phones: [{number: abc, whose: x, source: y}]}", "chữ số"),
        ("hours: {}\nelse: 1", "else"),
        ("hours: [", "YAML sai"),
    ],
    ids=["giờ ngược", "buổi chồng nhau", "thứ lạ", "số điện thoại lạ", "mục lạ", "YAML hỏng"],
)
def test_a_broken_file_is_told(tmp_path, text, says):
    file = tmp_path / "province.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load_profile(file)
