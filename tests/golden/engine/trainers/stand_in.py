"""What stands in for the parts of a trainer that its loss only passes by."""

from collections import defaultdict
from types import SimpleNamespace

import torch


def accelerator():
    return SimpleNamespace(
        device=torch.device("cpu"),
        num_processes=1,
        is_main_process=True,
        gather=lambda x: x,
        gather_for_metrics=lambda x: x,
        reduce=lambda x, **_: x,
        unwrap_model=lambda model: model,
    )


def trainer(**attributes):
    """A trainer in training, with these attributes besides."""
    common = {
        "model": SimpleNamespace(training=True),
        "accelerator": accelerator(),
        "aux_loss_enabled": False,
        "_metrics": {"train": defaultdict(list), "eval": defaultdict(list)},
        "_total_train_tokens": 0,
        "_tp_size": 1,
    }
    return SimpleNamespace(**common | attributes)
