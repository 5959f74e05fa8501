"""`trl.DPOTrainer`: the loss of each pair, from the log-probabilities of whole answers."""

from types import SimpleNamespace

import torch
from trl import DPOTrainer

from engine.trainers.stand_in import trainer


def DPOConfig(loss_type, beta, label_smoothing=0.0):
    def losses(policy_chosen, policy_rejected, reference_chosen, reference_rejected, tokens=(1, 1)):
        pairs = torch.broadcast_tensors(policy_chosen, policy_rejected, reference_chosen, reference_rejected)
        return torch.stack([one(*pair, tokens) for pair in zip(*pairs, strict=True)])

    def one(policy_chosen, policy_rejected, reference_chosen, reference_rejected, tokens):
        # Each token of an answer has the same log-probability; of one token, which is the rule, sum and mean are one.
        longest = max(tokens)
        shown = torch.tensor([[i < n for i in range(longest)] for n in tokens])
        log_probabilities = shown * torch.stack([policy_chosen, policy_rejected])[:, None]
        nothing = torch.zeros_like(log_probabilities)  # what is only logged
        outputs = SimpleNamespace(
            log_probs=log_probabilities, entropy=nothing, mean_logits=nothing, is_top1=nothing.bool()
        )
        inputs = {
            "input_ids": torch.zeros((2, longest + 1), dtype=torch.long),
            "attention_mask": torch.ones((2, longest + 1), dtype=torch.long),
            "completion_mask": torch.cat([torch.zeros((2, 1), dtype=torch.long), shown.long()], dim=1),
            "ref_chosen_logps": tokens[0] * reference_chosen[None],
            "ref_rejected_logps": tokens[1] * reference_rejected[None],
        }
        this = trainer(
            ld_alpha=None,
            precompute_ref_logps=True,
            f_divergence_type="reverse_kl",
            loss_types=loss_type,
            loss_weights=[1.0] * len(loss_type),
            beta=beta,
            label_smoothing=label_smoothing,
            use_weighting=False,
        )
        return DPOTrainer._compute_loss(this, lambda **_: outputs, inputs, False)

    return losses


def answers_of(chosen, rejected, losses):
    """The same where the two answers have so many tokens, each with the log-probability that is given."""
    return lambda **log_probabilities: losses(**log_probabilities, tokens=(chosen, rejected))
