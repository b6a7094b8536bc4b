"""The states of a lead: which may follow which, which need a reason, and that each has a name and an end."""

from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.registration import LABELS, NEEDS_REASON, OPEN_STATES, TRANSITIONS, LeadState
from bot.registration.states import ReasonMissingError, TransitionError, check_transition

ALLOWED = yaml.safe_load(Path(__file__).with_name("transitions.yml").read_text(encoding="utf-8"))
PAIRS = [
    pytest.param(before, after, after in ALLOWED[before], id=f"{LABELS[before]} → {LABELS[after]}")
    for before, after in product(LeadState, LeadState)
]


@pytest.mark.parametrize(("before", "after", "allowed"), PAIRS)
def test_transition(before, after, allowed):
    if allowed:
        check_transition(before, after, reason="chờ sau mùa gặt")
        return
    with pytest.raises(TransitionError) as refused:
        check_transition(before, after, reason="chờ sau mùa gặt")
    assert (refused.value.before, refused.value.after) == (before, after)
    assert LABELS[before] in refused.value.reason
    for following in ALLOWED[before]:
        assert LABELS[LeadState(following)] in refused.value.remedy


@pytest.mark.parametrize("after", sorted(NEEDS_REASON))
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_end_that_needs_a_reason_is_refused_without(after, reason):
    with pytest.raises(ReasonMissingError, match=LABELS[after]):
        check_transition(LeadState.NEW, after, reason=reason)


@pytest.mark.parametrize("after", sorted(set(ALLOWED["new"]) - NEEDS_REASON))
def test_the_other_states_need_none(after):
    check_transition(LeadState.NEW, LeadState(after), reason="")


def test_every_state_has_a_name_of_its_own():
    assert set(LABELS) == set(LeadState)
    assert len(set(LABELS.values())) == len(LeadState)


def test_from_every_open_state_the_work_can_be_brought_to_an_end():
    for state in OPEN_STATES:
        reached, todo = {state}, [state]
        while todo:
            following = TRANSITIONS[todo.pop()] - reached
            reached |= following
            todo += following
        assert LeadState.ENROLLED in reached
        assert LeadState.DECLINED in reached


def test_only_the_citizen_s_no_and_the_finished_work_are_final():
    assert {state for state in LeadState if not TRANSITIONS[state]} == {
        LeadState.ENROLLED,
        LeadState.WITHDRAWN,
    }
    assert LeadState.WITHDRAWN not in set().union(*TRANSITIONS.values())
