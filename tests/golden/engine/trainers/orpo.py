"""`trl.experimental.orpo.ORPOTrainer`: the loss of one pair, from the log-probabilities of the tokens of its answers."""

import torch
from trl.experimental.orpo import ORPOTrainer

from engine.trainers.stand_in import trainer


def ORPOConfig(beta=0.1):
    def loss(chosen, rejected):
        this = trainer(beta=beta)
        nothing = torch.zeros(1)  # what is only logged
        # Of a model's pass only this is used: the averages over the tokens, and the likelihood loss of the first answer.
        averages = chosen.mean()[None], rejected.mean()[None]
        this.concatenated_forward = lambda *_: (*averages, nothing, nothing, -chosen.mean())
        this.odds_ratio_loss = lambda *arguments: ORPOTrainer.odds_ratio_loss(this, *arguments)
        return ORPOTrainer.get_batch_loss_metrics(this, None, None)[0]

    return loss
