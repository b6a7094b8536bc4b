"""The engine: for one message, the rules and forms that answer it, one question after the other.

On purpose unlike Rasa: a message with several questions has each answered by its own rule, in the order
asked; and where a question also gives a value to the active form, it is answered before the form goes on.
"""

from collections.abc import Collection, Sequence
from typing import Any

from bot.dialogue.consistency import contradictions, unknown_names
from bot.dialogue.domain import Domain
from bot.dialogue.errors import NoRuleError
from bot.dialogue.extraction import Extraction, Message
from bot.dialogue.forms import FormRun
from bot.dialogue.hearing import Hearing
from bot.dialogue.rule_reading import Branch
from bot.dialogue.rules import Rules, most_specific
from bot.dialogue.stage import ActionRunner, Stage
from bot.dialogue.tracker import ACTION_LISTEN, Tracker
from bot.dialogue.turn import Turn
from bot.types import Decision, ParseResult

FALLBACK = "nlu_fallback"
# As many as Rasa keeps by default; a snapshot holds the ranking of each message in its tail.
_RANKING_LENGTH = 10
# As many as are offered as choices.
_LIKELY = 3


class DialogueEngine:
    """Chooses and runs the actions of a turn; holds no conversation."""

    def __init__(
        self, *, domain: Domain, rules: Rules, runner: ActionRunner, responses: Collection[str]
    ) -> None:
        """Join domain, rules, actions and messages.

        :param responses: the names of all messages, `utter_…`.
        :raises DialogueDataError: for the first name that does not exist or rule that contradicts another.
        """
        for error in unknown_names(domain, rules, actions=runner.names, responses=responses):
            raise error
        for error in contradictions(rules):
            raise error
        self.domain = domain
        self._rules = rules
        self._runner = runner
        self._responses = responses
        self._extraction = Extraction(domain)

    async def handle(
        self, tracker: Tracker, parse: ParseResult, *, at: float, message_id: str, input_channel: str
    ) -> Turn:
        """Answer one message; the tracker is changed.

        :param at: when it was sent, in seconds since the epoch.
        :raises DialogueError: when rules and actions do not come to an end or an action returns nonsense;
            what an action itself raises comes through. The tracker is then of no more use.
        """
        stage = Stage(
            tracker=tracker, domain=self.domain, runner=self._runner, responses=self._responses, at=at
        )
        run = _TurnRun(stage, domain=self.domain, rules=self._rules, extraction=self._extraction)
        await run.hear(parse, message_id=message_id, input_channel=input_channel)
        return stage.turn


class _TurnRun:
    """One message from hearing to the form's question."""

    def __init__(self, stage: Stage, *, domain: Domain, rules: Rules, extraction: Extraction) -> None:
        self._stage = stage
        self._tracker = stage.tracker
        self._domain = domain
        self._rules = rules
        self._extraction = extraction
        self._forms = FormRun(stage, domain)
        self._hearing = Hearing(stage, domain=domain, extraction=extraction)
        self._first_message = not stage.tracker.has_begun
        self._message = Message((), (), "")
        # Slots that the message filled and that no form has checked yet.
        self._said: dict[str, Any] = {}
        self._touched_form = False
        # An action asked to wait for the person: the form's question is not put behind its words.
        self._listening = False

    async def hear(self, parse: ParseResult, *, message_id: str, input_channel: str) -> None:
        """Take the message in, answer each of its questions, then put the form's question."""
        self._message = _message(parse, self._domain)
        data = _message_data(parse, self._message.intents[0], message_id)
        self._tracker.latest_message = data
        if self._tracker.latest_action_name not in (None, ACTION_LISTEN):
            self._stage.record("action", name=ACTION_LISTEN)
        self._stage.record(
            "user", text=parse.text, parse_data=data, input_channel=input_channel, message_id=message_id
        )
        best = [most_specific(self._matching(intent)) for intent in self._message.intents]
        heard = await self._hearing.take_in(self._message, rules=[branch for branch in best if branch])
        self._said, self._touched_form = dict(heard.said), heard.touches_form
        for intent in self._message.intents:
            await self._answer(intent)
        await self._put_question()

    async def _answer(self, intent: str) -> None:
        """Let the form or the best rule take one question of the message."""
        self._listening = False
        self._tracker.latest_message = self._tracker.latest_message | {"intent": self._as_intent(intent)}
        form = self._forms.active
        branches = self._matching(intent)
        best = most_specific(branches)
        overruled = form is not None and best is not None and best.overrules(form.name)
        if form and self._touched_form and form.accepts(intent) and not overruled:
            await self._go_to(form.name)
        elif branches:
            await self._follow(branches)
        elif intent != FALLBACK:
            await self._answer(FALLBACK)
        else:
            raise NoRuleError(intent)

    def _matching(self, intent: str) -> list[Branch]:
        return self._rules.for_intent(
            intent,
            entities=self._message.entity_names,
            state=self._tracker,
            first_message=self._first_message,
        )

    def _as_intent(self, intent: str) -> dict[str, Any]:
        ranking = self._tracker.latest_message["intent_ranking"]
        known = next((score["confidence"] for score in ranking if score["name"] == intent), None)
        return {"name": intent, "confidence": known or self._tracker.latest_message["intent"]["confidence"]}

    async def _follow(self, branches: Sequence[Branch], position: int = 0) -> None:
        """Run the steps of the most specific of the branches; those that do not fit any more drop out."""
        action = None
        while (best := most_specific(branches, position=position)) and position < len(best.steps):
            action = best.steps[position].action
            followup = await self._perform(action)
            if followup:
                await self._go_to(followup)
                return
            branches = [branch for branch in branches if branch.goes_on(position, action, self._tracker)]
            position += 1
        if action and (action in self._domain.forms or (best and not best.waits)):
            await self._continue_after(action)

    async def _go_to(self, action: str) -> None:
        """Run an action outside of a rule and what begins with it."""
        if action == ACTION_LISTEN:
            self._listening = True
            return
        followup = await self._perform(action)
        await (self._go_to(followup) if followup else self._continue_after(action))

    async def _continue_after(self, action: str) -> None:
        """Follow the rules that begin with an action: for a form, when it has ended."""
        is_form = action in self._domain.forms
        if is_form and self._tracker.active_form == action:
            return
        branches = self._rules.after(action, state=self._tracker, ended_form=action if is_form else None)
        if branches:
            await self._follow(branches, position=1)

    async def _perform(self, action: str) -> str | None:
        form = self._domain.forms.get(action)
        if form is None:
            return await self._stage.perform(action)
        intent = self._tracker.latest_message["intent"]["name"]
        said = {n: v for n, v in self._said.items() if self._tracker.slots[n] == v}
        await self._forms.run(form, said=said, trigger=self._extraction.from_trigger(form, intent))
        self._said = {}
        return None

    async def _put_question(self) -> None:
        """Put the active form's question, after the form has seen what the person and other actions changed."""
        while form := self._forms.active:
            if self._said or (self._tracker.latest_action_name != form.name and not self._listening):
                await self._go_to(form.name)
            elif self._listening:
                self._stage.record("loop_interrupted", is_interrupted=True)
                return
            else:
                await self._forms.ask(form)
                return


def _message(parse: ParseResult, domain: Domain) -> Message:
    """The questions to answer; what was not understood well enough is one of its own."""
    if parse.decision is Decision.ANSWER:
        names = parse.intents or (parse.intent.name,)
        intents = tuple(dict.fromkeys(name if domain.knows_intent(name) else FALLBACK for name in names))
        return Message(intents, parse.entities, parse.text)
    torn = parse.decision is Decision.CHOOSE
    likely = tuple(score.name for score in parse.intent_ranking[:_LIKELY]) if torn else ()
    return Message((FALLBACK,), parse.entities, parse.text, likely)


def _message_data(parse: ParseResult, intent: str, message_id: str) -> dict[str, Any]:
    """Rasa's `latest_message`."""
    return {
        "intent": {"name": intent, "confidence": round(parse.intent.confidence, 4)},
        "entities": [entity.as_dict() for entity in parse.entities],
        "text": parse.text,
        "message_id": message_id,
        "metadata": {"decision": parse.decision.value, "intents": list(parse.intents)},
        "intent_ranking": [score.as_dict() for score in parse.intent_ranking[:_RANKING_LENGTH]],
    }
