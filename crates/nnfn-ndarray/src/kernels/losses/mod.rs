//! Losses without branches: value and derivatives.

pub(crate) mod focal;
pub(crate) mod margins;
pub(crate) mod policies;
pub(crate) mod residuals;
pub(crate) mod rest;
pub(crate) mod softplus;
mod table;

use super::arithmetic::{fitted, fma, polynomial, two_product};
use super::exp::{EXP_CUT, LOWER, RAISED_BY, ROUND, exp_from, ln_1p};
use super::table::LN_1P;
use super::{Lane, two_sum};

/// `x` where the condition holds, else `y`.
#[inline(always)]
fn either(condition: bool, x: f64, y: f64) -> f64 {
    if condition { x } else { y }
}

/// The smaller one; NaN if `x` is.
#[inline(always)]
fn at_most(x: f64, limit: f64) -> f64 {
    either(x > limit, limit, x)
}

/// The larger one; NaN if `x` is.
#[inline(always)]
fn at_least(x: f64, limit: f64) -> f64 {
    either(x < limit, limit, x)
}

/// Whether a number overflowed, or was infinite. NaN is neither.
#[inline(always)]
pub(crate) fn infinite(x: f64) -> bool {
    x.abs() == f64::INFINITY
}

/// Whether one of the numbers is so large that sums of them could overflow. NaN is not.
#[inline(always)]
pub(crate) fn any_huge<const N: usize>(x: [f64; N]) -> bool {
    x.iter().fold(false, |any, x| any | (x.abs() > 1e300))
}
