"""`trl.experimental.cpo.CPOTrainer`: the loss of a pair of answers, from the log-probabilities of their tokens."""

from unittest.mock import patch

import torch
from torch.nn.utils.rnn import pad_sequence
from trl.experimental.cpo import CPOTrainer, cpo_trainer

from engine.trainers.stand_in import trainer


def CPOConfig(loss_type="sigmoid", beta=0.1, simpo_gamma=0.5, cpo_alpha=1.0, label_smoothing=0.0, alpha=0.0):
    assert cpo_alpha == 0.0, "the second term is a cross-entropy of the model's logits, and there is no model here"

    def loss(chosen, rejected):
        this = trainer(
            is_encoder_decoder=False,
            loss_type=loss_type,
            beta=beta,
            simpo_gamma=simpo_gamma,
            cpo_alpha=cpo_alpha,
            label_smoothing=label_smoothing,
            alpha=alpha,
        )
        log_probabilities = pad_sequence([chosen, rejected], batch_first=True)
        # A prompt of one token, of which no log-probability is taken; what is padded has the label that is ignored.
        labels = torch.full((2, log_probabilities.shape[1] + 1), -100)
        labels[0, 1 : len(chosen) + 1] = 0
        labels[1, 1 : len(rejected) + 1] = 0
        nothing = torch.zeros((*labels.shape, 1), dtype=chosen.dtype)  # logits, which are only logged

        def concatenated_forward(model, batch):
            with patch.object(cpo_trainer, "selective_log_softmax", lambda *_: log_probabilities):
                averages = CPOTrainer.get_batch_logps(nothing, labels, average_log_prob=loss_type in ["ipo", "simpo"])
            return (*averages[:, None], nothing[:1], nothing[1:], torch.zeros((), dtype=chosen.dtype))

        this.concatenated_forward = concatenated_forward
        this.cpo_loss = lambda *averages: CPOTrainer.cpo_loss(this, *averages)
        return CPOTrainer.get_batch_loss_metrics(this, None, None)[0]

    return loss
