//! Losses of numbers against the definitions, at random and at extreme points, with every set of instructions.

mod by_definition;
mod domains;
mod layouts;
mod per_class;
mod quantiles;
mod root;
mod sums;

use nnfn_ndarray::{Version, only};

/// Does this with every set of instructions that runs here.
fn with_all_instructions(mut test: impl FnMut(Version)) {
    for version in [Version::Baseline, Version::Avx2, Version::Avx512] {
        if only(Some(version)) {
            test(version);
        }
    }
    only(None);
}
