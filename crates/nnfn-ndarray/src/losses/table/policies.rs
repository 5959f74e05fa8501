//! Losses of rewards, preferences and policies, of whole answers or of single tokens.

use nnfn::losses as definition;

use crate::domain::*;
use crate::kernels::losses::{any_huge, infinite, policies, rest, softplus};
use crate::losses::forms::loss;

loss! {
    /// PyTorch's `kl_div` is a loss of distributions; this is an estimate from one sample.
    kl_k1[policy; reference](), "`policy - reference`",
    kernel |_L, [policy, reference], _s| policies::kl_k1(policy, reference)
}

loss! {
    /// An estimate from one sample, as [`kl_k1`].
    kl_k2[policy; reference](), "`(policy - reference)²/2`",
    kernel |_L, [policy, reference], _s| policies::kl_k2(policy, reference)
}

loss! {
    /// An estimate from one sample, as [`kl_k1`]; the one in GRPO.
    kl_k3[policy; reference](), "`exp(d) - 1 - d` with `d = reference - policy`",
    kernel |L, [policy, reference], _s| rest::kl_k3::<L>(policy, reference),
    hard |_L, [policy, reference], _s| rest::kl_k3_is_far(reference - policy)
}

loss! {
    /// By the ratio, not by the log-probability: that derivative is the ratio times this one. Of tokens with a mask,
    /// give the mask as weights.
    ppo_clip[ratio; advantage](epsilon: POSITIVE_FINITE), "`-min(ratio·advantage, clip(ratio, 1 - epsilon, 1 + epsilon)·advantage)`",
    kernel |_L, [ratio, advantage], s| policies::ppo_clip(ratio, advantage, s.epsilon),
    hard |_L, [ratio, advantage], _s| infinite(ratio) | infinite(advantage)
}

loss! {
    /// With the factor 1/2, as in most code for PPO.
    ppo_value[value; old_value, returns](epsilon: POSITIVE_FINITE), "`max((value - returns)², (clip(value, old_value - epsilon, old_value + epsilon) - returns)²)/2`",
    kernel |_L, [value, old_value, returns], s| policies::ppo_value(value, old_value, returns, s.epsilon),
    hard |L, [value, old_value, returns], s| !L::SHORT | policies::ppo_value_is_close(value, old_value, returns, s.epsilon)
}

loss! {
    /// One margin for all, 0 for none; one for each pair has [`bradley_terry_per_pair`].
    bradley_terry[chosen, rejected](margin: FINITE), "`-ln σ(chosen - rejected - margin)`",
    kernel |L, [chosen, rejected], s| softplus::bradley_terry::<L>(chosen, rejected, s.margin),
    hard |_L, [chosen, rejected], s| softplus::is_far(softplus::lead(chosen, rejected, s.margin).0)
}

loss! {
    /// An infinite margin, or NaN, is refused, unless its weight is 0.
    bradley_terry_per_pair[chosen, rejected; margin: FINITE](), "[`bradley_terry`] with a margin of its own for each pair" like bradley_terry,
    |[chosen, rejected, margin], _s| {
        if !margin.is_finite() {
            return (f64::NAN, [f64::NAN; 2]); // it has weight 0, or the call would have been refused
        }
        (
            definition::bradley_terry(chosen, rejected, margin),
            [
                definition::bradley_terry_grad(chosen, rejected, margin),
                definition::bradley_terry_grad_rejected(chosen, rejected, margin),
            ],
        )
    },
    kernel |L, [chosen, rejected, margin], _s| softplus::bradley_terry::<L>(chosen, rejected, margin),
    hard |_L, [chosen, rejected, margin], _s| softplus::is_far(softplus::lead(chosen, rejected, margin).0)
}

loss! {
    /// To be added to [`bradley_terry`]; TRL's `center_rewards_coefficient`.
    reward_centering[chosen, rejected](coefficient: NOT_NEGATIVE_FINITE), "`coefficient·(chosen + rejected)²`",
    kernel |_L, [chosen, rejected], s| policies::reward_centering(chosen, rejected, s.coefficient),
    hard |_L, [chosen, rejected], _s| any_huge([chosen, rejected])
}

loss! {
    /// Log-probabilities of whole answers: sums over their tokens. The two policies of a pair have gradients, the
    /// references none. TRL's `sigmoid` loss, whose `beta` is 0.1 unless it is given.
    dpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE), "`-ln σ(v)` with `v = beta·((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected))`",
    kernel |L, [pc, pr, rc, rr], s| softplus::dpo::<L>([pc, pr, rc, rr], s.beta),
    hard |L, [pc, pr, rc, rr], s| softplus::is_far(softplus::dpo_logit::<L>([pc, pr, rc, rr], s.beta).0)
}

loss! {
    /// Arguments as of [`dpo`].
    cdpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE, label_smoothing: UNIT), "`-(1 - label_smoothing)·ln σ(v) - label_smoothing·ln σ(-v)` with `v` of [`dpo`]",
    kernel |L, [pc, pr, rc, rr], s| softplus::cdpo::<L>([pc, pr, rc, rr], s.beta, s.label_smoothing),
    hard |L, [pc, pr, rc, rr], s| softplus::is_far(softplus::dpo_logit::<L>([pc, pr, rc, rr], s.beta).0)
}

loss! {
    /// Arguments as of [`dpo`]. TRL's `robust` loss.
    robust_dpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE, label_smoothing: BELOW_HALF), "`(-(1 - label_smoothing)·ln σ(v) + label_smoothing·ln σ(-v))/(1 - 2·label_smoothing)` with `v` of [`dpo`]"
}

loss! {
    /// Arguments as of [`dpo`]. TRL's `ipo` loss divides each log-probability by the length of its answer before, and
    /// calls `tau` `beta`.
    ipo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](tau: POSITIVE_FINITE), "`(h - 1/(2·tau))²` with `h = (policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)`",
    kernel |L, [pc, pr, rc, rr], s| policies::ipo::<L>([pc, pr, rc, rr], s.tau),
    hard |_L, [pc, pr, rc, rr], s| any_huge([pc, pr, rc, rr]) | !(1e-140..1e290).contains(&s.tau)
}
