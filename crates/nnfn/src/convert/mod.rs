//! Between conventions: the same quantity as other papers and other code write it.
//!
//! `y_from_x` takes what is written in the convention `x` and returns it in `y`. Each map has its way back, and a
//! round trip returns the number that it began with, but for the rounding that is named.
//!
//! | Between | Functions | Round trip |
//! |---|---|---|
//! | noise, datum and velocity of diffusion | [`clean_from_noise`], [`clean_from_velocity`], [`noise_from_clean`], [`noise_from_velocity`], [`velocity_from_clean`], [`velocity_from_noise`] | 4 ulp of the terms |
//! | noise and score | [`score_from_noise`], [`noise_from_score`] | 4 ulp |
//! | ᾱ, σ and the ratio of signal to noise | [`sigma_from_alpha_bar`], [`alpha_bar_from_sigma`], [`snr_from_alpha_bar`], [`alpha_bar_from_snr`] | 4 ulp of the larger share |
//! | Huber, smooth L1, pseudo-Huber | [`smooth_l1_from_huber`], [`huber_from_smooth_l1`], [`pseudo_huber_from_huber`], [`huber_from_pseudo_huber`], [`beta_from_sigma`], [`sigma_from_beta`] | 4 ulp |
//! | the two label smoothings | [`epsilon_over_others_from_all`], [`epsilon_over_all_from_others`] | 4 ulp |
//! | weights of a yes and a no | [`alpha_of_yes_from_no`], [`pos_weight_from_alpha`], [`alpha_from_pos_weight`] | 4 ulp of the larger weight |
//! | temperature, its inverse, its logarithm | [`inverse_from_temperature`], [`temperature_from_inverse`], [`temperature_from_log_scale`], [`log_scale_from_temperature`] | 4 ulp; of the logarithm 2⁻⁵² |
//! | nats, bits, bits per byte, perplexity | [`bits_from_nats`], [`nats_from_bits`], [`bits_per_byte_from_nats`], [`nats_from_bits_per_byte`], [`perplexity_from_nats`], [`nats_from_perplexity`] | 4 ulp; through the perplexity 2⁻⁵² |
//! | degrees and radians | [`radians_from_degrees`], [`degrees_from_radians`] | 4 ulp |
//! | logit and probability | [`logit_from_probability`], [`probability_from_logit`] | see there |
//!
//! ```
//! use nnfn::convert::{bits_from_nats, epsilon_over_others_from_all};
//!
//! assert_eq!(bits_from_nats(std::f64::consts::LN_2), 1.0);
//! // What one library calls 0.1 another calls 0.09, of ten classes.
//! assert!((epsilon_over_others_from_all(0.1, 10) - 0.09).abs() < 1e-15);
//! ```

mod angle;
mod diffusion;
mod huber;
mod noise_level;
mod probability;
mod smoothing;
mod temperature;
mod units;
mod weights;

pub use angle::{degrees_from_radians, radians_from_degrees};
pub use diffusion::{clean_from_noise, clean_from_velocity};
pub use diffusion::{noise_from_clean, noise_from_velocity};
pub use diffusion::{noise_from_score, score_from_noise};
pub use diffusion::{velocity_from_clean, velocity_from_noise};
pub use huber::{beta_from_sigma, sigma_from_beta};
pub use huber::{huber_from_pseudo_huber, pseudo_huber_from_huber};
pub use huber::{huber_from_smooth_l1, smooth_l1_from_huber};
pub use noise_level::{alpha_bar_from_sigma, sigma_from_alpha_bar};
pub use noise_level::{alpha_bar_from_snr, snr_from_alpha_bar};
pub use probability::{logit_from_probability, probability_from_logit};
pub use smoothing::{
    epsilon_over_all_from_others, epsilon_over_others_from_all,
};
pub use temperature::{inverse_from_temperature, temperature_from_inverse};
pub use temperature::{
    log_scale_from_temperature, temperature_from_log_scale,
};
pub use units::{bits_from_nats, nats_from_bits};
pub use units::{bits_per_byte_from_nats, nats_from_bits_per_byte};
pub use units::{nats_from_perplexity, perplexity_from_nats};
pub use weights::alpha_of_yes_from_no;
pub use weights::{alpha_from_pos_weight, pos_weight_from_alpha};

#[cfg(test)]
mod round_trips;
