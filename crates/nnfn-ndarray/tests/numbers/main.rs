//! Losses of numbers against the definitions, at random and at extreme points, with every set of instructions.

#[path = "../common/mod.rs"]
mod common;

mod by_definition;
mod domains;
mod layouts;
mod per_class;
mod quantiles;
mod root;
mod sums;
mod threads;

use std::sync::{Mutex, MutexGuard, PoisonError};

use nnfn_ndarray::{Version, only};

/// Tests that fix the instructions must not meet others.
static INSTRUCTIONS: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    INSTRUCTIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does this with every set of instructions that runs here.
fn with_all_instructions(mut test: impl FnMut(Version)) {
    let _alone = alone();
    for version in [Version::Baseline, Version::Avx2, Version::Avx512] {
        if only(Some(version)) {
            test(version);
        }
    }
    only(None);
}
