"""The losses of TRL's trainers, run as they stand: each file takes one trainer's method, and gives it what the model would.

A call is the configuration that a user writes, `DPOConfig(loss_type=["ipo"], beta=tau)`. Its value here is a function
of the arguments of the row: it builds the few attributes that the trainer's method reads, hands it log-probabilities
in place of a model's outputs, and returns the loss. Nothing of the loss itself is written here.
"""

from engine.trainers.cpo import CPOConfig
from engine.trainers.dpo import DPOConfig, answers_of
from engine.trainers.grpo import GRPOConfig, with_advantages
from engine.trainers.kto import KTOConfig
from engine.trainers.orpo import ORPOConfig
from engine.trainers.reward import RewardConfig, RewardTrainer
from engine.trainers.rloo import RLOOConfig

CONFIGURATIONS = {
    "CPOConfig": CPOConfig,
    "DPOConfig": DPOConfig,
    "GRPOConfig": GRPOConfig,
    "KTOConfig": KTOConfig,
    "ORPOConfig": ORPOConfig,
    "RLOOConfig": RLOOConfig,
    "RewardConfig": RewardConfig,
    "RewardTrainer": RewardTrainer,
    "answers_of": answers_of,
    "with_advantages": with_advantages,
}
