//! Losses of a yes or no.

use nnfn::losses as definition;

use crate::domain::*;
use crate::kernels::losses::{focal, margins, softplus};
use crate::losses::forms::loss;

loss! {
    /// PyTorch's `binary_cross_entropy_with_logits` with one `pos_weight` for all, 1 for none; one for each class has
    /// [`bce_with_logits_per_class`](crate::losses::bce_with_logits_per_class). Targets are any numbers from 0 to 1, so that
    /// smoothed labels, `target·(1 - ε) + ε/2`, and soft ones need nothing else. A mean with weights is divided by
    /// their sum; with its `weight` PyTorch divides by the number of elements.
    bce_with_logits[logit; target](pos_weight: NOT_NEGATIVE_FINITE), "`-(pos_weight·target·ln σ(logit) + (1 - target)·ln σ(-logit))`",
    kernel |L, [logit, target], s| softplus::bce_with_logits::<L>(logit, target, s.pos_weight),
    hard |_L, [logit, target], _s| softplus::bce_is_far(logit, target)
}

loss! {
    /// torchvision's `sigmoid_focal_loss` with `alpha=-1`; its `gamma` is 2 unless it is given, and it reduces nothing.
    /// Targets between 0 and 1 are mixed within the power, as there.
    focal[logit; target](gamma: NOT_NEGATIVE_FINITE), "`-(1 - p)^gamma·(target·ln σ(logit) + (1 - target)·ln σ(-logit))`, `p` being the probability of the right answer",
    kernel |L, [logit, target], s| focal::focal::<L>(logit, target, s.gamma),
    hard |L, [logit, target], s| focal::is_hard::<L>(logit, target, s.gamma)
}

loss! {
    /// torchvision's `sigmoid_focal_loss`, whose `gamma` and `alpha` are 2 and 0.25 unless they are given; it reduces
    /// nothing. Weights are not scaled to a mean of 1.
    balanced_focal[logit; target](gamma: NOT_NEGATIVE_FINITE, alpha: UNIT), "`(target·alpha + (1 - target)·(1 - alpha))` times [`focal`]",
    kernel |L, [logit, target], s| {
        let (value, [slope]) = focal::focal::<L>(logit, target, s.gamma);
        let weight = if target == 1.0 { s.alpha } else { 1.0 - s.alpha };
        (weight * value, [weight * slope])
    },
    hard |L, [logit, target], s| focal::is_hard::<L>(logit, target, s.gamma)
}

loss! {
    /// Not in PyTorch. A target other than 0 and 1 gives NaN.
    asymmetric[logit; target](gamma_positive: NOT_NEGATIVE_FINITE, gamma_negative: NOT_NEGATIVE_FINITE, shift: BELOW_ONE), "`-(1 - p)^gamma_positive·ln p` for a target of 1, `-u^gamma_negative·ln(1 - u)` for one of 0, where `p = σ(logit)` and `u = max(p - shift, 0)`"
}

loss! {
    /// Optax' `hinge_loss`. PyTorch's `hinge_embedding_loss` is a loss of a distance. At the kink the gradient is 0. A
    /// target that is neither 1 nor -1 is refused, unless its weight is 0.
    hinge[score; target: SIGN](), "`max(0, 1 - target·score)`",
    kernel |_L, [score, target], _s| margins::hinge(score, target)
}

loss! {
    /// Not in PyTorch; Keras' `SquaredHinge`, which takes 0 for -1. A target that is neither 1 nor -1 is refused,
    /// unless its weight is 0.
    squared_hinge[score; target: SIGN](), "`max(0, 1 - target·score)²`",
    kernel |_L, [score, target], _s| margins::squared_hinge(score, target)
}
