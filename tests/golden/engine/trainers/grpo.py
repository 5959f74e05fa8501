"""`trl.GRPOTrainer`: the loss of one group, from the log-probabilities of its tokens and the rewards of its answers."""

import inspect
import textwrap
from types import SimpleNamespace

import torch
from trl import GRPOTrainer
from trl.trainer import grpo_trainer

from engine.trainers.stand_in import trainer


def lines_between(method, first, last, module):
    """The lines of a method from the one that begins with `first` to the one that begins with `last`, compiled.

    Advantages are computed in the middle of a long method, which asks a model for answers before.
    """
    lines = inspect.getsource(method).splitlines()
    starts = [i for i, line in enumerate(lines) if line.strip().startswith(first)]
    ends = [i for i, line in enumerate(lines) if line.strip().startswith(last)]
    assert len(starts) == len(ends) == 1, (method, starts, ends)
    text = textwrap.dedent("\n".join(lines[starts[0] : ends[0] + 1]))
    code = compile(text, module.__file__, "exec")

    def run(**names):
        exec(code, vars(module), names)
        return names

    return run


ADVANTAGES = lines_between(
    GRPOTrainer._generate_and_score_completions,
    "if self.multi_objective_aggregation ==",
    "advantages = torch.nan_to_num(advantages",
    grpo_trainer,
)


def own_advantages(this, rewards):
    """What the trainer makes of the rewards of a group."""
    found = ADVANTAGES(
        self=this,
        rewards_per_func=rewards[:, None],
        unscorable_mask=rewards.isnan(),
        num_generations=len(rewards),
        device=rewards.device,
    )
    return found["advantages"]


def standardised(this, rewards):
    """Divided by the standard deviation of the group itself; TRL's has n - 1 below the root and 1e-4 added."""
    sd = rewards.std(correction=0)
    return (rewards - rewards.mean()) / sd if sd > 0 else torch.zeros_like(rewards)


def with_advantages(configuration):
    """The loss of a configuration from advantages that are given, those of a standardised group."""
    return configuration.of(standardised)


class Configured:
    """A loss; its advantages are the trainer's own, unless others are given."""

    def __init__(self, of):
        self.of = of
        self.own = of(own_advantages)

    def __call__(self, **arguments):
        return self.own(**arguments)


def inputs_of(policy, old, mask, advantages, **more):
    none = torch.zeros((len(policy), 1), dtype=torch.long)
    return {
        "prompt_ids": none,
        "prompt_mask": none,
        "completion_ids": torch.zeros_like(policy, dtype=torch.long),
        "completion_mask": mask,
        "advantages": advantages,
    } | more


def answering(policy):
    """What asks the model: the log-probabilities are given; entropies are only logged."""
    return lambda *_, **__: (policy, torch.zeros_like(policy), None)


def GRPOConfig(
    loss_type="dapo",
    epsilon=0.2,
    epsilon_high=None,
    scale_rewards="group",
    importance_sampling_level="token",
    max_completion_length=512,
):
    def of(advantages_of):
        def loss(policy, old, mask, rewards):
            this = trainer(
                loss_type=loss_type,
                epsilon_low=epsilon,
                epsilon_high=epsilon if epsilon_high is None else epsilon_high,
                scale_rewards=scale_rewards,
                importance_sampling_level=importance_sampling_level,
                max_completion_length=max_completion_length,
                multi_objective_aggregation="sum_then_normalize",
                reward_weights=torch.ones(1, dtype=rewards.dtype),
                beta=0.0,
                args=SimpleNamespace(delta=None, steps_per_generation=1),
                current_gradient_accumulation_steps=1,
                top_entropy_quantile=1.0,
                off_policy_mask_threshold=None,
                use_vllm=False,
                _entropy_bonus_enabled=False,
                _get_per_token_logps_and_entropies=answering(policy),
            )
            inputs = inputs_of(
                policy,
                old,
                mask,
                advantages_of(this, rewards),
                old_per_token_logps=old,
                num_items_in_batch=mask.sum(),
            )
            return GRPOTrainer._compute_loss(this, None, inputs)

        return loss

    return Configured(of)
