//! Losses of a prediction and its target, and of what a network says of a distribution.

use nnfn::losses as definition;

use crate::domain::*;
use crate::kernels::losses::{any_huge, infinite, residuals};
use crate::losses::forms::loss;

loss! {
    /// PyTorch's `mse_loss`; with weights it divides by their sum, as here. The root of the mean is [`rmse`](crate::losses::rmse).
    mse[prediction; target](), "Squared error `(prediction - target)²`",
    kernel |_L, [prediction, target], _s| residuals::mse(prediction, target)
}

loss! {
    /// PyTorch's `l1_loss`; with weights it divides by their sum, as here. Where prediction and target are equal the
    /// gradient is 0, as there.
    mae[prediction; target](), "Absolute error `|prediction - target|`",
    kernel |_L, [prediction, target], _s| residuals::mae(prediction, target)
}

loss! {
    /// PyTorch's `huber_loss`, whose `delta` is 1 unless it is given. A mean with weights is divided by their sum;
    /// PyTorch divides this one by the number of elements, other than `mse_loss` and `l1_loss`.
    huber[prediction; target](delta: POSITIVE), "`r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`, where `r = prediction - target`",
    kernel |_L, [prediction, target], s| residuals::huber(prediction, target, s.delta),
    hard |_L, [prediction, target], _s| infinite(prediction - target)
}

loss! {
    /// PyTorch's `smooth_l1_loss`, whose `beta` is 1 unless it is given. A `beta` of 0, which means [`mae`] there, is
    /// refused.
    smooth_l1[prediction; target](beta: POSITIVE_FINITE), "`r²/(2·beta)` for `|r| < beta`, else `|r| - beta/2`, where `r = prediction - target`",
    kernel |_L, [prediction, target], s| residuals::smooth_l1(prediction, target, s.beta),
    hard |_L, [prediction, target], s| infinite(prediction - target) | !(1e-290..1e290).contains(&s.beta)
}

loss! {
    /// Not in PyTorch; Optax' `log_cosh`, Keras' `LogCosh`.
    log_cosh[prediction; target](), "`ln cosh(prediction - target)`",
    kernel |L, [prediction, target], _s| residuals::log_cosh::<L>(prediction, target),
    hard |_L, [prediction, target], _s| infinite(prediction - target)
}

loss! {
    /// Not in PyTorch.
    pseudo_huber[prediction; target](delta: POSITIVE), "`delta²·(√(1 + (r/delta)²) - 1)`, where `r = prediction - target`",
    kernel |L, [prediction, target], s| residuals::pseudo_huber::<L>(prediction, target, s.delta),
    hard |_L, [prediction, target], s| infinite(prediction - target) | (s.delta < 1e-290)
}

loss! {
    /// Not in PyTorch; scikit-learn's `mean_pinball_loss`, where `level` is `alpha`, 1/2 unless it is given. Several
    /// levels at once: [`multi_quantile`](crate::losses::multi_quantile).
    pinball[prediction; target](level: INSIDE_UNIT), "`max((1 - level)·r, -level·r)`, where `r = prediction - target`",
    kernel |_L, [prediction, target], s| residuals::pinball(prediction, target, s.level),
    hard |_L, [prediction, target], _s| infinite(prediction - target)
}

loss! {
    /// PyTorch's `gaussian_nll_loss` takes the target before the variance, raises variances below its `eps`, 1e-6, and
    /// refuses negative ones: here nothing is raised, and a negative variance gives NaN. As there without `full`, the
    /// constant `ln(2π)/2` is left out.
    gaussian_nll[prediction, variance; target](), "`(ln variance + r²/variance)/2`, where `r = prediction - target`",
    |[prediction, variance, target], _s| (
        definition::gaussian_nll(prediction, target, variance),
        [
            definition::gaussian_nll_grad(prediction, target, variance),
            definition::gaussian_nll_grad_variance(prediction, target, variance),
        ],
    ),
    kernel |L, [prediction, variance, target], _s| residuals::gaussian_nll::<L>(prediction, target, variance),
    hard |L, [prediction, variance, target], _s| !L::SHORT | residuals::nll_is_far::<L>(prediction, target, variance)
}

loss! {
    /// The variance is given by its logarithm, `ln σ²`, not `ln σ`. Not in PyTorch. The divergence of a code is the sum
    /// over its entries: a mean is over all elements, so divide a sum by the number of codes.
    vae_kl[mean, log_variance](), "`(exp(log_variance) + mean² - 1 - log_variance)/2`",
    kernel |L, [mean, log_variance], _s| residuals::vae_kl::<L>(mean, log_variance),
    hard |_L, [_mean, log_variance], _s| (log_variance > 700.0) | infinite(log_variance)
}

loss! {
    /// Prediction of the velocity, in diffusion models; all elements share one `alpha_bar`, so call it for each step
    /// of the noise. Prediction of the noise itself is [`mse`].
    diffusion_mse[prediction; clean, noise](alpha_bar: UNIT), "`(prediction - v)²` with `v = √alpha_bar·noise - √(1 - alpha_bar)·clean`",
    kernel |L, [prediction, clean, noise], s| residuals::diffusion_mse::<L>([prediction, clean, noise], s.alpha_bar),
    hard |_L, [prediction, clean, noise], s| any_huge([prediction, clean, noise])
        | ((s.alpha_bar < 1e-290) & (s.alpha_bar > 0.0))
}
