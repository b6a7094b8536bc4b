"""The bot's own steps as rasa-sdk actions: slots in, the law or a service called, events and message names out.

They hold no text and no SQL. The same instances serve the conversation in process and a rasa-sdk action server.
"""

from rasa_sdk import Action

from bot.actions.answering import ActionAnswer
from bot.actions.answers import ActionRepeat, ActionSayOtherwise
from bot.actions.break_even import ActionCompare
from bot.actions.contribution import (
    ActionAskCategory,
    ActionAskIncome,
    ActionContributionEstimate,
    ActionStartEstimate,
    ValidateContributionForm,
)
from bot.actions.corrections import ActionCorrectInformation, ActionStopForm
from bot.actions.linking import ActionLinkChannels
from bot.actions.own_figure import ActionOwnFigure
from bot.actions.pension import (
    ActionNamedSum,
    ActionOwnAnswer,
    ActionPersonalAnswer,
    ActionPlanAlternatives,
    ValidatePensionForm,
)
from bot.actions.privacy import (
    ActionAnswerMessagesConsent,
    ActionDeleteData,
    ActionOfferDeletion,
    ActionStopMessages,
    ActionWithdrawConsent,
)
from bot.actions.registration import (
    ActionAskRegistrationConfirmed,
    ActionRegistrationStatus,
    ActionStartRegistration,
    ActionSubmitRegistration,
    ActionValidateSlotMappings,
)
from bot.actions.registration_form import ActionAskConsent, ValidateRegistrationForm
from bot.actions.runner import InProcessRunner
from bot.actions.scope import Tiding, Toolbox, TurnScope, turn_scope
from bot.actions.telling import ActionTakeInformation
from bot.actions.texts import Texts
from bot.actions.unknown import ActionHandOver, ActionOfferChoices, ActionPromise
from bot.actions.verifying import ActionVerify

__all__ = ["InProcessRunner", "Texts", "Tiding", "Toolbox", "TurnScope", "all_actions", "turn_scope"]

_WITH_TOOLBOX = (
    ActionAnswer,
    ActionAnswerMessagesConsent,
    ActionAskCategory,
    ActionAskConsent,
    ActionAskIncome,
    ActionAskRegistrationConfirmed,
    ActionCompare,
    ActionContributionEstimate,
    ActionCorrectInformation,
    ActionDeleteData,
    ActionHandOver,
    ActionLinkChannels,
    ActionNamedSum,
    ActionOfferChoices,
    ActionOfferDeletion,
    ActionOwnAnswer,
    ActionOwnFigure,
    ActionPersonalAnswer,
    ActionPlanAlternatives,
    ActionPromise,
    ActionRegistrationStatus,
    ActionRepeat,
    ActionSayOtherwise,
    ActionStartEstimate,
    ActionStartRegistration,
    ActionStopForm,
    ActionStopMessages,
    ActionSubmitRegistration,
    ActionTakeInformation,
    ActionVerify,
    ActionWithdrawConsent,
    ValidateContributionForm,
    ValidatePensionForm,
    ValidateRegistrationForm,
)


def all_actions(toolbox: Toolbox) -> list[Action]:
    """Every action of the bot, ready to be registered."""
    return [*(action(toolbox) for action in _WITH_TOOLBOX), ActionValidateSlotMappings()]
