"""Rasa component, the only policy: whatever was said, the one action is next.

What to do is decided outside Rasa. Rasa's own RulePolicy comes to the same result by comparing
the dialogue with a rule per intent, which took a tenth of Rasa's processor time of a turn.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

_SURE = 1.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OneActionPolicy(Policy):
    """Option `action`: the action that answers every message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 1, "action": "action_next"}

    def train(self, training_trackers: list[DialogueStateTracker], domain: Domain, **_: Any) -> Resource:
        """There is nothing to learn; Rasa loads no policy that was not trained."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **_: Any,
    ) -> PolicyPrediction:
        heard = tracker.latest_action_name == ACTION_LISTEN_NAME
        wanted = self.config["action"] if heard else ACTION_LISTEN_NAME
        return self._prediction(confidence_scores_for(wanted, _SURE, domain))
