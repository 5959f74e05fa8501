//! Inputs that tell apart what different code computes under one name.
//!
//! A [`Family`] is a name that stands for several functions, its [`Variant`]s. Its [`Probe`]s are small
//! inputs at which their values differ, so that one call or two say which of them some code computes.
//! A variant is computed from `nnfn`; one that the library does not have, by a few lines beside it.

mod activations;
mod classes;
mod distributions;
mod embeddings;
mod policies;
mod probe;
mod regression;
mod sequences;
mod words;
mod yes_or_no;

pub use probe::{Family, Input, Probe, Variant};

/// How far apart, relative to the larger one, two results must be to be told apart in 32 bit.
///
/// A 32-bit number has some seven digits; this leaves a hundredfold for what a longer computation loses.
pub const APART: f64 = 1e-5;

/// All families, in the order of the book.
pub static FAMILIES: &[&Family] = &[
    &activations::GELU,
    &activations::HARD_SIGMOID,
    &activations::LEAKY_RELU,
    &activations::ELU,
    &activations::SOFTPLUS,
    &activations::GLU,
    &regression::RESIDUAL,
    &regression::PINBALL,
    &regression::GAUSSIAN,
    &regression::POISSON,
    &regression::REDUCTION,
    &yes_or_no::BINARY,
    &yes_or_no::POS_WEIGHT,
    &yes_or_no::FOCAL,
    &yes_or_no::HINGE,
    &classes::CROSS_ENTROPY,
    &classes::SMOOTHING,
    &classes::WEIGHTED,
    &classes::TEMPERATURE,
    &classes::MULTI_HINGE,
    &distributions::KL,
    &distributions::DISTILLATION,
    &distributions::VAE,
    &distributions::DIFFUSION,
    &embeddings::PAIR,
    &embeddings::TRIPLET,
    &embeddings::CONTRASTIVE_TABLE,
    &embeddings::SIMCLR,
    &embeddings::ANGULAR,
    &sequences::AVERAGE,
    &sequences::UNITS,
    &policies::ESTIMATOR,
    &policies::ADVANTAGE,
    &policies::PREFERENCE,
];

/// Whether two results are too close to be told apart.
#[must_use]
pub fn alike(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= APART * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probes_of_a_family_together_tell_all_its_variants_apart() {
        for family in FAMILIES {
            for (i, one) in family.variants.iter().enumerate() {
                for other in &family.variants[i + 1..] {
                    let apart = family
                        .probes
                        .iter()
                        .any(|probe| !alike(one.value(probe), other.value(probe)));
                    let same = [(one.name, other.name), (other.name, one.name)];
                    let declared = family.same.iter().any(|pair| same.contains(pair));
                    assert_eq!(
                        apart, !declared,
                        "{}: {} and {}: apart {apart}, declared the same {declared}",
                        family.key, one.name, other.name
                    );
                }
            }
        }
    }

    #[test]
    fn no_probe_is_idle() {
        for family in FAMILIES {
            assert!((1..=3).contains(&family.probes.len()), "{}", family.key);
            for (p, probe) in family.probes.iter().enumerate() {
                let values = family.variants.iter().map(|variant| variant.value(probe));
                assert!(values.clone().all(f64::is_finite), "{} {p}", family.key);
                let first = family.variants[0].value(probe);
                assert!(
                    values.clone().any(|v| !alike(v, first)),
                    "{} {p}",
                    family.key
                );
            }
        }
    }

    #[test]
    fn names_are_the_variants_own() {
        let unique = |names: &[&str]| {
            let mut sorted = names.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), names.len(), "{names:?}");
        };
        unique(&FAMILIES.iter().map(|f| f.key).collect::<Vec<_>>());
        for family in FAMILIES {
            unique(&family.variants.iter().map(|v| v.name).collect::<Vec<_>>());
            let known = |name| family.variants.iter().any(|v| v.name == name);
            assert!(
                family
                    .same
                    .iter()
                    .all(|pair| known(pair.0) && known(pair.1)),
                "{}: {:?}",
                family.key,
                family.same
            );
            let names = |probe: &Probe| probe.arguments.iter().map(|a| a.0).collect::<Vec<_>>();
            let first = names(&family.probes[0]);
            assert!(family.probes.iter().all(|probe| names(probe) == first));
        }
    }
}
