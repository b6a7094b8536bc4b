"""Who on the staff sees which leads and may work them."""

from pathlib import Path

import pytest
import yaml

from bot.registration import ROLE_LABELS, Role, StaffMember

HOLDERS = {"own": 1, "other": 2, "nobody": None}
CASES = [
    pytest.param(case, id="{role}, xã {communes}: xã {commune}, {holder}".format(**case))
    for case in yaml.safe_load(Path(__file__).with_name("staff.yml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_sees(case):
    member = StaffMember(1, "Trần Thị Lan", Role(case["role"]), case["communes"])
    assert member.sees(commune_code=case["commune"], officer_id=HOLDERS[case["holder"]]) == case["sees"]


def test_those_who_work_leads():
    working = {role for role in Role if StaffMember(1, "Lan", role).may_work}
    assert working == {Role.MANAGER, Role.OFFICER, Role.AGENT, Role.ADMINISTRATOR}


def test_those_who_see_leads_at_all():
    assert {role for role in Role if not StaffMember(1, "Lan", role).may_see_leads} == {Role.EDITOR}


def test_every_role_has_a_name_of_its_own():
    assert set(ROLE_LABELS) == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)
