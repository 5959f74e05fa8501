"""`trl.KTOTrainer`: the loss of a batch, from the log-probabilities of whole answers and of mismatched ones."""

from types import SimpleNamespace

import torch
from trl import KTOTrainer

from engine.trainers.stand_in import trainer


def KTOConfig(beta=0.1, desirable_weight=1.0, undesirable_weight=1.0):
    def loss(policy, reference, desirable, mismatched_policy, mismatched_reference):
        # A prompt of one token and an answer of one; the mismatched ones are told apart by their ids.
        own = torch.zeros((len(policy), 2), dtype=torch.long)
        mismatched = torch.ones_like(own)
        answer = torch.tensor([[0, 1]]).expand_as(own)
        inputs = {
            "input_ids": own,
            "attention_mask": torch.ones_like(own),
            "completion_mask": answer,
            "KL_input_ids": mismatched,
            "KL_attention_mask": torch.ones_like(own),
            "KL_completion_mask": answer,
            "label": desirable.bool(),
            "ref_logps": reference,
            "ref_KL_logps": mismatched_reference,
        }

        def model(input_ids, **_):
            log_probabilities = (mismatched_policy if input_ids is mismatched else policy)[:, None]
            nothing = torch.zeros_like(log_probabilities)  # what is only logged
            return SimpleNamespace(log_probs=log_probabilities, entropy=nothing, mean_logits=nothing)

        this = trainer(
            loss_type="kto",
            calculate_KL=True,
            precompute_ref_logps=True,
            beta=beta,
            desirable_weight=desirable_weight,
            undesirable_weight=undesirable_weight,
        )
        this._compute_kl_logps = lambda *arguments: KTOTrainer._compute_kl_logps(this, *arguments)
        return KTOTrainer._compute_loss(this, model, inputs, False)

    return loss
