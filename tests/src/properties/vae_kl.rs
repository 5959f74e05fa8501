//! The KL term of a variational autoencoder.

use nnfn::losses::{gaussian_nll, vae_kl};
use records::measure::gaussian_mean;

use super::{Property, forall, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("vae_kl", "is_the_mean_log_ratio", || {
        forall(
            (-4.0..4.0, -4.0..4.0),
            |(mean, log_variance): (f64, f64)| {
                let variance = log_variance.exp();
                let ratio = |z: f64| {
                    let code = mean + variance.sqrt() * z;
                    gaussian_nll(code, 0.0, 1.0) - gaussian_nll(code, mean, variance)
                };
                // The integral is good to some 1e-15 of terms that reach 100.
                within(vae_kl(mean, log_variance), gaussian_mean(ratio), 1e-12)
            },
        )
    }),
    property("vae_kl", "price_of_a_linear_code", || {
        forall((0.01..10.0, 1.0..100.0), |(level, ratio): (f64, f64)| {
            // A direction of variance v above the level: the best linear code of it.
            let v = level * ratio;
            let w2 = v - level;
            let slope2 = w2 / (w2 + level).powi(2);
            let spread = (level / (w2 + level)).ln();
            // The mean price is quadratic in the code's mean, whose variance is slope2·v.
            let price = vae_kl((slope2 * v).sqrt(), spread);
            within(price, 0.5 * ratio.ln(), 1e-13)
        })
    }),
];
