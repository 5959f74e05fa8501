"""`trl.RewardTrainer`: the loss of each pair, from the scores of both answers.

A margin is a column of the data set, which the configuration does not name: so a call with a margin names both.
"""

from types import SimpleNamespace

import torch
from trl import RewardTrainer as Trainer

from engine.trainers.stand_in import trainer


def RewardTrainer(args, train_dataset=({},)):
    (example,) = train_dataset

    def losses(chosen, rejected):
        pairs = torch.broadcast_tensors(chosen, rejected)
        return torch.stack([one(*pair) for pair in zip(*pairs, strict=True)])

    def one(chosen, rejected):
        outputs = SimpleNamespace(logits=torch.stack([chosen, rejected])[:, None])
        inputs = {"attention_mask": torch.ones((2, 1), dtype=torch.long)}
        if "margin" in example:
            # The collator makes 32-bit numbers of margins; those that are recorded are exact there.
            inputs["margin"] = torch.tensor([example["margin"]], dtype=torch.float)
        return Trainer.compute_loss(trainer(args=args), lambda **_: outputs, inputs)

    return losses


def RewardConfig(center_rewards_coefficient=None):
    return SimpleNamespace(center_rewards_coefficient=center_rewards_coefficient)
