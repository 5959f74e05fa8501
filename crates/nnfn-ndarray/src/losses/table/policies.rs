//! Losses of rewards, preferences and policies, of whole answers or of single tokens.

use nnfn::losses as definition;

use crate::domain::*;
use crate::losses::forms::loss;

loss!(kl_k1[policy; reference](), "`policy - reference`");
loss!(kl_k2[policy; reference](), "`(policy - reference)²/2`");
loss!(kl_k3[policy; reference](), "`exp(d) - 1 - d` with `d = reference - policy`");
loss!(ppo_clip[ratio; advantage](epsilon: POSITIVE_FINITE), "`-min(ratio·advantage, clip(ratio, 1 - epsilon, 1 + epsilon)·advantage)`");
loss!(ppo_value[value; old_value, returns](epsilon: POSITIVE_FINITE), "`max((value - returns)², (clip(value, old_value - epsilon, old_value + epsilon) - returns)²)/2`");
loss!(bradley_terry[chosen, rejected](margin: FINITE), "`-ln σ(chosen - rejected - margin)`");
loss!(bradley_terry_per_pair[chosen, rejected; margin: FINITE](), "[`bradley_terry`] with a margin of its own for each pair",
|[chosen, rejected, margin], _s| {
    if !margin.is_finite() {
        return (f64::NAN, [f64::NAN; 2]); // masked, or the call would have been refused
    }
    (
        definition::bradley_terry(chosen, rejected, margin),
        [
            definition::bradley_terry_grad(chosen, rejected, margin),
            definition::bradley_terry_grad_rejected(chosen, rejected, margin),
        ],
    )
});
loss!(reward_centering[chosen, rejected](coefficient: NOT_NEGATIVE_FINITE), "`coefficient·(chosen + rejected)²`");
loss!(dpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE), "`-ln σ(v)` with `v = beta·((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected))`");
loss!(cdpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE, label_smoothing: UNIT), "`-(1 - label_smoothing)·ln σ(v) - label_smoothing·ln σ(-v)` with `v` of [`dpo`]");
loss!(robust_dpo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](beta: POSITIVE_FINITE, label_smoothing: BELOW_HALF), "`(-(1 - label_smoothing)·ln σ(v) + label_smoothing·ln σ(-v))/(1 - 2·label_smoothing)` with `v` of [`dpo`]");
loss!(ipo[policy_chosen, policy_rejected; reference_chosen, reference_rejected](tau: POSITIVE_FINITE), "`(h - 1/(2·tau))²` with `h = (policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)`");
