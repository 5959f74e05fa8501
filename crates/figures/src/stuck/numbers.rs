//! Numbers as targets.

use nnfn::losses::{gaussian_nll, mae, mean, mse, vae_kl};

use super::Entry;

/// Two targets of mean 0 and variance 1.
const STANDARDISED: [f64; 2] = [-1.0, 1.0];

/// The mean of this over a standard normal target.
fn normal(loss: fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 256.0;
    const REACH: i32 = 9 * 256;
    let part = |i: i32| {
        let y = f64::from(i) * STEP;
        (-0.5 * y * y).exp() * loss(y)
    };
    let sum: f64 = (-REACH..=REACH).map(part).sum();
    sum * STEP / core::f64::consts::TAU.sqrt()
}

pub const ALL: &[Entry] = &[
    Entry {
        written: "1",
        number: |_| mean(&STANDARDISED.map(|y| mse(0.0, y))),
        whose: "MSE on standardised targets of always the mean",
        page: "losses/regression/mse",
        cause: "Only the mean has been learnt; often predictions (N, 1) meet targets (N) and are spread to N × N.",
        test: "Print the two shapes, and the number of elements of the loss before its mean.",
    },
    Entry {
        written: "√(2/π)",
        number: |_| normal(|y| mae(0.0, y)),
        whose: "MAE on standardised normal targets of always the median",
        page: "losses/regression/mae",
        cause: "Only the median has been learnt: the inputs do not arrive, or predictions (N, 1) meet targets (N).",
        test: "Print the two shapes, and the number of elements of the loss before its mean.",
    },
    Entry {
        written: "½",
        number: |_| mean(&STANDARDISED.map(|y| gaussian_nll(0.0, y, 1.0))),
        whose: "Gaussian NLL on standardised targets of always mean 0 and variance 1",
        page: "losses/regression/gaussian-nll",
        cause: "Neither mean nor width depends on the input.",
        test: "Print both outputs of one batch: do they differ from example to example?",
    },
    Entry {
        written: "0, with a gradient of 0",
        number: |_| vae_kl(0.0, 0.0),
        whose: "the KL term of a VAE whose code says nothing",
        page: "losses/distribution/vae-kl",
        cause: "The decoder does without the code, and the term has drawn it to the prior.",
        test: "Give the decoder a code of another input: does what it makes change?",
    },
];
