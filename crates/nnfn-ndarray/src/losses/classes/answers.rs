//! Policies over a few answers, all in view.

use nnfn::losses as definition;

use super::by_definition::ByDefinition;
use super::forms::rows;
use super::run;
use crate::domain::{FINITE_FROM_1, POSITIVE_FINITE};

rows!(kl_regularized_value[rewards, reference](beta: POSITIVE_FINITE)
    "Most that a policy can gain under a KL penalty: `beta·ln Σᵢ referenceᵢ·exp(rewardsᵢ/beta)`",
    "The gradient by the rewards is the policy that reaches it.";
    definition::kl_regularized_value(rewards, reference, beta);
    by rewards: definition::kl_regularized_value_grad(rewards, reference, beta));

rows!(kl_regularized_loss[logits, rewards, reference](beta: POSITIVE_FINITE)
    "Minus what a policy gains under a KL penalty: `-(Σᵢ pᵢ·rewardsᵢ - beta·KL(p ‖ reference))` with `p = softmax(logits)`",
    "The rewards and the reference are data.";
    definition::kl_regularized_loss(logits, rewards, reference, beta);
    by logits: definition::kl_regularized_loss_grad(logits, rewards, reference, beta));

rows!(best_of_n[probabilities, proxy, gold](n: FINITE_FROM_1)
    "The expected `gold` of the answer with the largest `proxy` of `n` that are drawn by their `probabilities`",
    "The order is all that the proxy counts for: it has no gradient.";
    definition::best_of_n(probabilities, proxy, gold, n);
    by probabilities: definition::best_of_n_grad(probabilities, proxy, gold, n),
    gold: definition::best_of_n_grad_gold(probabilities, proxy, gold, n));
