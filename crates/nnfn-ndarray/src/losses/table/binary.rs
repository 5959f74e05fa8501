//! Losses of a yes or no.

use nnfn::losses as definition;

use crate::domain::*;
use crate::losses::forms::loss;

loss!(bce_with_logits[logit; target](pos_weight: NOT_NEGATIVE_FINITE), "`-(pos_weight·target·ln σ(logit) + (1 - target)·ln σ(-logit))`");
loss!(focal[logit; target](gamma: NOT_NEGATIVE_FINITE), "`-(1 - p)^gamma·(target·ln σ(logit) + (1 - target)·ln σ(-logit))`, `p` being the probability of the right answer");
loss!(balanced_focal[logit; target](gamma: NOT_NEGATIVE_FINITE, alpha: UNIT), "`(target·alpha + (1 - target)·(1 - alpha))` times [`focal`]");
loss!(asymmetric[logit; target](gamma_positive: NOT_NEGATIVE_FINITE, gamma_negative: NOT_NEGATIVE_FINITE, shift: BELOW_ONE), "`-(1 - p)^gamma_positive·ln p` for a target of 1, `-u^gamma_negative·ln(1 - u)` for one of 0, where `p = σ(logit)` and `u = max(p - shift, 0)`");
loss!(hinge[score; target: SIGN](), "`max(0, 1 - target·score)`");
loss!(squared_hinge[score; target: SIGN](), "`max(0, 1 - target·score)²`");
