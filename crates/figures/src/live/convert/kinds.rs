//! The quantities, each with the ways to write it.

use nnfn::convert::{
    alpha_bar_from_sigma, alpha_bar_from_snr, alpha_from_pos_weight, alpha_of_yes_from_no,
    bits_from_nats, bits_per_byte_from_nats, clean_from_noise, clean_from_velocity,
    degrees_from_radians, epsilon_over_all_from_others, epsilon_over_others_from_all,
    huber_from_pseudo_huber, huber_from_smooth_l1, inverse_from_temperature,
    log_scale_from_temperature, logit_from_probability, nats_from_bits, nats_from_bits_per_byte,
    nats_from_perplexity, noise_from_clean, noise_from_score, noise_from_velocity,
    perplexity_from_nats, pos_weight_from_alpha, probability_from_logit, pseudo_huber_from_huber,
    radians_from_degrees, score_from_noise, sigma_from_alpha_bar, smooth_l1_from_huber,
    snr_from_alpha_bar, temperature_from_inverse, temperature_from_log_scale, velocity_from_noise,
};

use super::super::{Field, Within};
use super::Kind;
use crate::numeral::significant;

const POSITIVE: Within = Within::Above(0.0, f64::MAX);
const NOT_NEGATIVE: Within = Within::Range(0.0, f64::MAX);
const SHARE: Within = Within::Range(0.0, 1.0);

pub(super) const KINDS: &[Kind] = &[
    Kind {
        key: "diffusion",
        caption: "What a diffusion model predicts: say which of the four it is, what the model saw and how much of that is signal.",
        forms: &[("noise", 0), ("datum", 1), ("v", 2), ("score", 3)],
        fields: &[
            Field::new("predicted", "predicted").at(-0.5),
            Field::new("noisy", "what it saw, x_t").at(0.7),
            Field::new("alpha_bar", "ᾱ").at(0.8).or(0.5).within(SHARE),
        ],
        all: diffusion,
    },
    Kind {
        key: "noise-level",
        caption: "How noisy a step is.",
        forms: &[("ᾱ", 0), ("σ", 1), ("ratio of signal to noise", 2)],
        fields: &[Field::new("level", "level")
            .at(0.2)
            .or(0.5)
            .within(NOT_NEGATIVE)],
        all: noise_level,
    },
    Kind {
        key: "huber",
        caption: "The loss of one residual: say which loss it is and its threshold.",
        forms: &[("Huber", 0), ("smooth L1", 1), ("pseudo-Huber", 2)],
        fields: &[
            Field::new("loss", "loss")
                .at(4.0)
                .or(1.0)
                .within(NOT_NEGATIVE),
            Field::new("delta", "threshold, δ or β")
                .at(2.0)
                .or(0.5)
                .within(POSITIVE),
        ],
        all: huber,
    },
    Kind {
        key: "smoothing",
        caption: "The ε of label smoothing: say who shares it, and how many classes there are.",
        forms: &[
            ("shared by all classes", 0),
            ("shared by the wrong ones", 1),
        ],
        fields: &[
            Field::new("epsilon", "ε").at(0.1).or(0.2).within(SHARE),
            Field::new("classes", "classes")
                .at(10.0)
                .or(3.0)
                .within(Within::Whole(2.0, 1e9)),
        ],
        all: smoothing,
    },
    Kind {
        key: "weights",
        caption: "How a yes is weighed against a no.",
        forms: &[
            ("alpha of a yes", 0),
            ("alpha of a no", 1),
            ("weight of a yes beside 1 of a no", 2),
        ],
        fields: &[Field::new("weight", "weight")
            .at(0.25)
            .or(0.5)
            .within(NOT_NEGATIVE)],
        all: weights,
    },
    Kind {
        key: "temperature",
        caption: "What logits or similarities are divided by, or multiplied with.",
        forms: &[
            ("temperature", 0),
            ("inverse temperature", 1),
            ("logarithm of the inverse", 2),
        ],
        fields: &[Field::new("temperature", "number")
            .at(0.07)
            .or(0.5)
            .within(Within::Range(-700.0, f64::MAX))],
        all: temperature,
    },
    Kind {
        key: "units",
        caption: "The loss of a language model: the numbers of tokens and bytes matter only to bits per byte.",
        forms: &[
            ("nats a token", 0),
            ("bits a token", 1),
            ("bits a byte", 2),
            ("perplexity", 3),
        ],
        fields: &[
            Field::new("loss", "loss")
                .at(2.3)
                .or(1.5)
                .within(NOT_NEGATIVE),
            Field::new("tokens", "tokens")
                .at(1000.0)
                .or(500.0)
                .within(POSITIVE),
            Field::new("bytes", "bytes")
                .at(4300.0)
                .or(2000.0)
                .within(POSITIVE),
        ],
        all: units,
    },
    Kind {
        key: "angle",
        caption: "The margin of an angle.",
        forms: &[("degrees", 0), ("radians", 1)],
        fields: &[Field::new("angle", "angle").at(28.6).or(0.5)],
        all: angle,
    },
    Kind {
        key: "probability",
        caption: "What a model says of a yes.",
        forms: &[("probability", 0), ("logit", 1)],
        fields: &[Field::new("number", "number").at(0.1).or(0.5)],
        all: probability,
    },
];

fn diffusion(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let (given, noisy, level) = (x[0], x[1], x[2]);
    if level == 0.0 && form != 2 {
        return Err("in pure noise, ᾱ = 0, only v tells the datum".to_owned());
    }
    if level == 1.0 {
        return Err(
            "without noise, ᾱ = 1, what the model sees is the datum, and there is no score"
                .to_owned(),
        );
    }
    let noise = match form {
        0 => given,
        1 => noise_from_clean(noisy, given, level),
        2 => noise_from_velocity(noisy, given, level),
        _ => noise_from_score(given, level),
    };
    let clean = match form {
        1 => given,
        2 => clean_from_velocity(noisy, given, level),
        _ => clean_from_noise(noisy, noise, level),
    };
    let velocity = match form {
        2 => given,
        _ => velocity_from_noise(noisy, noise, level),
    };
    let score = match form {
        3 => given,
        _ => score_from_noise(noise, level),
    };
    Ok(vec![noise, clean, velocity, score])
}

fn noise_level(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let given = x[0];
    if form == 0 && given > 1.0 {
        return Err(format!("ᾱ is {}, expected 0 to 1", significant(given, 6)));
    }
    let mut all = match form {
        0 => [
            given,
            sigma_from_alpha_bar(given),
            snr_from_alpha_bar(given),
        ],
        1 => {
            let share = alpha_bar_from_sigma(given);
            [share, given, 1.0 / given / given]
        }
        _ => [alpha_bar_from_snr(given), (1.0 / given).sqrt(), given],
    };
    all[form] = given;
    Ok(all.to_vec())
}

fn huber(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let (loss, delta) = (x[0], x[1]);
    let huber = match form {
        0 => loss,
        1 => huber_from_smooth_l1(loss, delta),
        _ => huber_from_pseudo_huber(loss, delta),
    };
    let smooth = smooth_l1_from_huber(huber, delta);
    let mut all = vec![huber, smooth, pseudo_huber_from_huber(huber, delta)];
    all[form] = loss;
    Ok(all)
}

fn smoothing(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let (epsilon, classes) = (x[0], x[1] as usize);
    if form == 0 {
        return Ok(vec![
            epsilon,
            epsilon_over_others_from_all(epsilon, classes),
        ]);
    }
    let others = classes - 1;
    let most = others as f64 / classes as f64;
    if epsilon > most {
        return Err(format!(
            "at most {} can be shared by {others} wrong classes of {classes}, which leaves the right one as much as each of them",
            significant(most, 6)
        ));
    }
    Ok(vec![
        epsilon_over_all_from_others(epsilon, classes),
        epsilon,
    ])
}

fn weights(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let given = x[0];
    if form < 2 && !(0.0..=1.0).contains(&given) {
        return Err(format!(
            "alpha is {}, expected 0 to 1",
            significant(given, 6)
        ));
    }
    let alpha = match form {
        0 => given,
        1 => alpha_of_yes_from_no(given),
        _ => alpha_from_pos_weight(given),
    };
    if alpha == 1.0 {
        return Err(
            "a no then has no weight, and no number says how much more a yes has".to_owned(),
        );
    }
    let mut all = vec![
        alpha,
        alpha_of_yes_from_no(alpha),
        pos_weight_from_alpha(alpha),
    ];
    all[form] = given;
    Ok(all)
}

fn temperature(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let given = x[0];
    if form < 2 && given <= 0.0 {
        return Err(format!(
            "a temperature is more than 0, this is {}",
            significant(given, 6)
        ));
    }
    let temperature = match form {
        0 => given,
        1 => temperature_from_inverse(given),
        _ => temperature_from_log_scale(given),
    };
    if temperature == 0.0 || temperature.is_infinite() {
        return Err("beyond what a 64-bit number holds".to_owned());
    }
    let inverse = inverse_from_temperature(temperature);
    let mut all = vec![
        temperature,
        inverse,
        log_scale_from_temperature(temperature),
    ];
    all[form] = given;
    Ok(all)
}

fn units(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    let (given, tokens, bytes) = (x[0], x[1], x[2]);
    if form == 3 && given < 1.0 {
        return Err(format!(
            "a perplexity is at least 1, this is {}",
            significant(given, 6)
        ));
    }
    let nats = match form {
        0 => given,
        1 => nats_from_bits(given),
        2 => nats_from_bits_per_byte(given, tokens, bytes),
        _ => nats_from_perplexity(given),
    };
    let per_byte = bits_per_byte_from_nats(nats, tokens, bytes);
    let mut all = vec![
        nats,
        bits_from_nats(nats),
        per_byte,
        perplexity_from_nats(nats),
    ];
    all[form] = given;
    Ok(all)
}

fn angle(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    Ok(match form {
        0 => vec![x[0], radians_from_degrees(x[0])],
        _ => vec![degrees_from_radians(x[0]), x[0]],
    })
}

fn probability(form: usize, x: &[f64]) -> Result<Vec<f64>, String> {
    if form == 0 && !(0.0..=1.0).contains(&x[0]) {
        return Err(format!(
            "a probability is {}, expected 0 to 1",
            significant(x[0], 6)
        ));
    }
    Ok(match form {
        0 => vec![x[0], logit_from_probability(x[0])],
        _ => vec![probability_from_logit(x[0]), x[0]],
    })
}
