//! `e^x` in whole numbers: `x` in units of `2^-places`, so that each step is one product and a shift.
//!
//! The library's own exponential takes ten times as long, and formulas are made of exponentials.

use std::cell::RefCell;
use std::collections::BTreeMap;

use dashu_float::round::mode::HalfEven;
use dashu_float::{ConstCache, FBig};
use dashu_int::IBig;

use crate::magnitude::Magnitude;

/// `significand · 2^exponent`, and how far it may be from the true value.
pub(crate) struct Power {
    pub significand: IBig,
    pub exponent: isize,
    pub error: Magnitude,
}

/// A multiple of ln 2 is taken off, as large as the largest argument: so many more places has ln 2.
const MULTIPLE: usize = 52;

thread_local! {
    /// ln 2 in units of `2^-(places + MULTIPLE)`, by `places`.
    static LN_2: RefCell<BTreeMap<usize, IBig>> = const { RefCell::new(BTreeMap::new()) };
}

/// ln 2 in units of `2^-(places + MULTIPLE)`, less than one unit off.
fn ln_2(places: usize) -> IBig {
    LN_2.with_borrow_mut(|known| {
        known
            .entry(places)
            .or_insert_with(|| {
                let digits = places + MULTIPLE;
                let precise: FBig<HalfEven, 2> = ConstCache::new().ln2(digits + 16);
                let repr = precise.repr();
                units(repr.significand(), repr.exponent(), digits)
            })
            .clone()
    })
}

/// `significand · 2^exponent` in units of `2^-places`, rounded down.
fn units(significand: &IBig, exponent: isize, places: usize) -> IBig {
    let shift = exponent + places as isize;
    if shift >= 0 { significand << shift as usize } else { significand >> shift.unsigned_abs() }
}

/// `e^x` for `x = significand · 2^exponent`, at most 10^15 in size and near `near`, good to `bits` bits.
///
/// `e^x = 2^k e^t` with `|t| <= 0.35`, or 0.55 for the largest `x`, of which `near` has no fraction; and `e^t - 1` comes
/// from `e^(t/2^n) - 1` by `n` times `(1 + s)² - 1 = 2s + s²`.
pub(crate) fn exponential(significand: &IBig, exponent: isize, near: f64, bits: usize) -> Power {
    // With more halvings the series is shorter; either costs a product.
    let halvings = (0.7 * (bits as f64).sqrt()) as usize;
    let places = bits + halvings + 24;
    let k = (near * std::f64::consts::LOG2_E).round() as i64;
    // Two roundings down, and k times less than a unit of ln 2's places: less than 3 units.
    let t = units(significand, exponent, places) - ((ln_2(places) * IBig::from(k)) >> MULTIPLE);
    let small = t >> halvings;
    let (mut term, mut sum, mut terms) = (small.clone(), small.clone(), 1_u32);
    loop {
        terms += 1;
        term = ((term * &small) >> places) / IBig::from(terms);
        // A negative product that is less than a unit is rounded down to a whole one, for ever.
        if term == IBig::ZERO || term == IBig::NEG_ONE {
            break;
        }
        sum += &term;
    }
    for _ in 0..halvings {
        let square = (&sum * &sum) >> places;
        sum = (sum << 1) + square;
    }
    // Before the doublings: 4 units of the halved argument, 2 of each term, 3 of those that are left out. Each doubling
    // adds one and multiplies by 2 (1 + s), all together by less than e^0.55 · 2^halvings.
    let before = 8 + 2 * u64::from(terms) + 2 * halvings as u64;
    let shift = k - places as i64;
    Power {
        significand: sum + (IBig::ONE << places),
        exponent: shift as isize,
        error: Magnitude::of(2.0 * before as f64).times_power_of_two(halvings as i64 + shift),
    }
}

#[cfg(test)]
mod tests {
    use dashu_float::Context;

    use super::*;

    #[test]
    fn the_bound_holds_and_is_no_looser_than_it_says() {
        let mut cache = ConstCache::new();
        let mut largest = 0.0_f64;
        for bits in [64, 192, 448, 1216, 2560] {
            for x in [
                1.0,
                -1.0,
                0.35,
                -0.35,
                0.34657,
                1e-5,
                -1e-5,
                1e-40,
                -1e-40,
                1e-300,
                -1e-300,
                20.5,
                -20.5,
                745.1,
                -745.1,
                1e6,
                -1e6,
                1e14,
                -1e14,
                2.0_f64.powi(-60),
                -(2.0_f64.powi(-60)),
            ] {
                let exact = FBig::<HalfEven, 2>::try_from(x).unwrap();
                let found = exponential(exact.repr().significand(), exact.repr().exponent(), x, bits);
                let right = Context::<HalfEven>::new(bits + 200).exp(exact.repr(), Some(&mut cache)).unwrap().value();
                let apart = FBig::<HalfEven, 2>::from_parts(found.significand, found.exponent) - &right;
                // In units of 2^-bits of the value.
                let top = right.repr().exponent() + right.repr().digits() as isize;
                let off = (apart >> (top - bits as isize)).to_f64().value().abs();
                let bound = found.error.times_power_of_two(bits as i64 - top as i64).upper();
                assert!(off <= bound, "e^{x} to {bits} bits is off by {off} of {bound}");
                assert!(bound < 1e-3, "e^{x} to {bits} bits: {bound}");
                largest = largest.max(off / bound);
            }
        }
        // A bound that is thousands of times too wide would hide a mistake in the reasoning.
        assert!(largest > 1e-3, "{largest}");
    }
}
