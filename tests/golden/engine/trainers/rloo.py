"""`trl.RLOOTrainer`: the loss of one group, from the log-probabilities of its tokens and the rewards of its answers."""

from trl import RLOOTrainer
from trl.trainer import rloo_trainer

from engine.trainers.grpo import answering, inputs_of, lines_between
from engine.trainers.stand_in import trainer

ADVANTAGES = lines_between(
    RLOOTrainer._generate_and_score_completions,
    "grouped_rewards = rewards.view(",
    "advantages = torch.nan_to_num(advantages",
    rloo_trainer,
)


def RLOOConfig(epsilon=0.2, epsilon_high=None, normalize_advantages=False):
    def loss(policy, old, mask, rewards):
        this = trainer(
            epsilon_low=epsilon,
            epsilon_high=epsilon if epsilon_high is None else epsilon_high,
            normalize_advantages=normalize_advantages,
            _get_per_token_logps_and_entropies=answering(policy),
        )
        found = ADVANTAGES(self=this, rewards=rewards, num_generations=len(rewards))
        inputs = inputs_of(policy, old, mask, found["advantages"], old_logps=(old * mask).sum(1))
        return RLOOTrainer._compute_loss(this, None, inputs)

    return loss
