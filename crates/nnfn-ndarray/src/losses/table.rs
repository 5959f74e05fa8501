//! The losses of numbers, a line each.

use nnfn::losses as definition;

use crate::domain::*;

use super::forms::loss;

loss!(mse[prediction; target](), "Squared error `(prediction - target)²`");
loss!(huber[prediction; target](delta: POSITIVE), "`r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`, where `r = prediction - target`",
kernel |_L, [prediction, target], s| {
    let r = prediction - target;
    let low = if r < -s.delta { -s.delta } else { r };
    let slope = if low > s.delta { s.delta } else { low };
    (slope * (r - 0.5 * slope), [slope])
});
loss!(vae_kl[mean, log_variance](), "`(exp(v) + m² - 1 - v)/2`");
