//! Losses of a prediction and its target, and of what a network says of a distribution.

use nnfn::losses as definition;

use crate::domain::*;
use crate::losses::forms::loss;

loss!(mse[prediction; target](), "Squared error `(prediction - target)²`");
loss!(mae[prediction; target](), "Absolute error `|prediction - target|`");
loss!(huber[prediction; target](delta: POSITIVE), "`r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`, where `r = prediction - target`");
loss!(smooth_l1[prediction; target](beta: POSITIVE_FINITE), "`r²/(2·beta)` for `|r| < beta`, else `|r| - beta/2`, where `r = prediction - target`");
loss!(log_cosh[prediction; target](), "`ln cosh(prediction - target)`");
loss!(pseudo_huber[prediction; target](delta: POSITIVE), "`delta²·(√(1 + (r/delta)²) - 1)`, where `r = prediction - target`");
loss!(pinball[prediction; target](level: INSIDE_UNIT), "`max((1 - level)·r, -level·r)`, where `r = prediction - target`");
loss!(gaussian_nll[prediction, variance; target](), "`(ln variance + r²/variance)/2`, where `r = prediction - target`",
|[prediction, variance, target], _s| (
    definition::gaussian_nll(prediction, target, variance),
    [
        definition::gaussian_nll_grad(prediction, target, variance),
        definition::gaussian_nll_grad_variance(prediction, target, variance),
    ],
));
loss!(vae_kl[mean, log_variance](), "`(exp(log_variance) + mean² - 1 - log_variance)/2`");
loss!(diffusion_mse[prediction; clean, noise](alpha_bar: UNIT), "`(prediction - v)²` with `v = √alpha_bar·noise - √(1 - alpha_bar)·clean`");
