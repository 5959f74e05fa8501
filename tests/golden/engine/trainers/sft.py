"""`trl.SFTTrainer`: the loss of a sequence, from its logits, by the head that TRL puts on a model."""

from types import SimpleNamespace

import torch
from trl import SFTTrainer
from trl.trainer.utils import add_fused_lm_head

from engine.trainers.stand_in import trainer


class Backbone(torch.nn.Module):
    """A model without layers: its hidden states are the logits, and its head is the identity."""

    def __init__(self, logits):
        super().__init__()
        self.config = SimpleNamespace(get_text_config=lambda: SimpleNamespace(model_type="none"))
        self.head = torch.nn.Linear(logits.shape[-1], logits.shape[-1], bias=False, dtype=logits.dtype)
        torch.nn.init.eye_(self.head.weight)
        self.base_model = lambda **_: SimpleNamespace(last_hidden_state=logits[None])

    def forward(self):
        raise NotImplementedError("the trainer asks for the fused head")

    def get_output_embeddings(self):
        return self.head


def SFTConfig(loss_type="nll"):
    def loss(logits, tokens, mask):
        model = Backbone(logits)
        add_fused_lm_head(model, outputs=("log_probs", "entropy", "is_top1"))
        this = trainer(
            args=SimpleNamespace(loss_type=loss_type, average_tokens_across_devices=True),
            compute_loss_func=None,
            label_smoother=None,
        )
        this.accelerator.parallelism_config = None
        # Labels as the trainer's data preparation builds them from a mask.
        labels = torch.where(mask == 1, tokens.long(), -100)
        inputs = {"input_ids": tokens.long()[None], "labels": labels[None]}
        inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
        # The head counts in float32, whatever it is given.
        return SFTTrainer.compute_loss(this, model, inputs).to(logits.dtype)

    return loss
