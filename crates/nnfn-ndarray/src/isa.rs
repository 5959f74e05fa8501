//! Which instructions a loop is compiled to: the best that the processor has, found out when the program runs.
//!
//! A release build as it comes has only the instructions of every processor of its kind: on x86-64, two numbers at
//! a time and no fused multiply-add. So the loops of this crate are compiled several times, and [`dispatch`] takes
//! the widest version that runs here. They are plain Rust that the compiler turns into vector code; no version has
//! code of its own. Versions differ in the last bits, as a fused multiply-add rounds once where two instructions
//! round twice: the tests hold each to the same bounds.
//!
//! This is the only file with `unsafe`: calling a function that was compiled for more instructions than the caller
//! has is sound only on a processor that has them, which is asked the line before.

#![allow(unsafe_code)]

use std::cell::Cell;

/// A set of instructions.
pub(crate) trait Isa: Copy + Default {
    /// Whether it has a fused multiply-add; without one, `mul_add` is a slow call.
    const FUSED: bool;
}

/// What every processor of this kind has.
#[derive(Clone, Copy, Default)]
pub(crate) struct Baseline;

impl Isa for Baseline {
    const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
}

/// A loop, or several, to be compiled for each set of instructions.
pub(crate) trait Loop {
    type Output;

    /// `#[inline(always)]`, and so is all that it calls for each element.
    fn run<I: Isa>(self) -> Self::Output;
}

/// The sets of instructions that a version may be asked for by name; see [`only`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum Version {
    /// What every processor of this kind has.
    Baseline,
    /// AVX2 with fused multiply-add.
    Avx2,
    /// AVX-512 (F, DQ, VL, BW).
    Avx512,
}

thread_local! {
    /// The version that was asked for by name.
    static ONLY: Cell<Option<Version>> = const { Cell::new(None) };
}

/// Fixes the version for this thread, for tests and measurements; `None` asks the processor again. Says whether this
/// processor can run it; where it cannot, nothing changes.
#[doc(hidden)]
pub fn only(version: Option<Version>) -> bool {
    let runs = version.is_none_or(supported);
    if runs {
        ONLY.set(version);
    }
    runs
}

#[cfg(target_arch = "x86_64")]
fn supported(version: Version) -> bool {
    match version {
        Version::Baseline => true,
        Version::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
        Version::Avx512 => {
            supported(Version::Avx2)
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn supported(version: Version) -> bool {
    version == Version::Baseline // NEON is in the baseline of aarch64
}

fn allowed(version: Version) -> bool {
    ONLY.get()
        .map_or_else(|| supported(version), |only| only == version)
}

/// Runs the loop with the widest instructions that the processor has.
#[cfg(target_arch = "x86_64")]
pub(crate) fn dispatch<L: Loop>(work: L) -> L::Output {
    #[derive(Clone, Copy, Default)]
    struct Avx2;
    impl Isa for Avx2 {
        const FUSED: bool = true;
    }

    #[derive(Clone, Copy, Default)]
    struct Avx512;
    impl Isa for Avx512 {
        const FUSED: bool = true;
    }

    #[target_feature(enable = "avx2,fma")]
    fn avx2<L: Loop>(work: L) -> L::Output {
        work.run::<Avx2>()
    }

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
    fn avx512<L: Loop>(work: L) -> L::Output {
        work.run::<Avx512>()
    }

    if allowed(Version::Avx512) {
        // SAFETY: `only` and `supported` let this version pass only where the processor has its instructions.
        unsafe { avx512(work) }
    } else if allowed(Version::Avx2) {
        // SAFETY: as above.
        unsafe { avx2(work) }
    } else {
        work.run::<Baseline>()
    }
}

/// Runs the loop; the baseline has the vector instructions.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn dispatch<L: Loop>(work: L) -> L::Output {
    work.run::<Baseline>()
}
