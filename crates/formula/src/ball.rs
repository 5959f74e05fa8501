//! Numbers of any precision with a bound on their error.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;

use dashu_float::round::mode::HalfEven;
use dashu_float::{ConstCache, Context, FBig};
use dashu_int::{IBig, Sign, ops::UnsignedAbs};

use crate::exponential::exponential;
use crate::expr::Decimal;
use crate::magnitude::Magnitude;
use crate::number::Real;

type Big = FBig<HalfEven, 2>;

/// A number that is known to lie within `error` of `middle`.
#[derive(Clone, Debug)]
pub struct Ball {
    middle: Big,
    error: Magnitude,
    /// Bits of precision of what is computed from it.
    bits: usize,
}

/// Exponents beyond this are not computed: the number counts as unknown.
const LARGEST_EXPONENT: i64 = 1 << 52;

/// Values of functions at arguments met before: the same exponentials return at each side of a
/// formula, in each copy of a sum that a derivative makes, and at the same points of the next formula.
type Known = HashMap<(Which, IBig, isize, usize), Ball>;

/// A function whose values are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    Exp,
    Ln,
    Erf,
    Tanh,
}

/// So many values are kept before all are forgotten.
const KEPT: usize = 1 << 15;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(HashMap::new());
    /// ln 2 and π, to the largest precision that was asked for.
    static CONSTANTS: RefCell<ConstCache> = const { RefCell::new(ConstCache::new()) };
}

impl Ball {
    fn unknown(bits: usize) -> Ball {
        Ball { middle: Big::ZERO, error: Magnitude::INFINITE, bits }
    }

    fn context(&self) -> Context<HalfEven> {
        Context::new(self.bits)
    }

    /// Upper bound of the absolute value of the middle, sharp to some 15 digits: long series
    /// multiply thousands of bounds.
    fn size(&self) -> Magnitude {
        leading(&self.middle, 1)
    }

    /// Lower bound of the absolute value of the middle, as sharp.
    fn least(&self) -> Magnitude {
        leading(&self.middle, -1)
    }

    /// The result of one operation: its own rounding added to what its inputs bring.
    fn rounded(middle: Result<(Big, bool), ()>, error: Magnitude, bits: usize) -> Ball {
        let Ok((middle, exact)) = middle else { return Ball::unknown(bits) };
        let Some(top) = top(&middle) else {
            return Ball { middle, error, bits };
        };
        if top.abs() > LARGEST_EXPONENT {
            return Ball::unknown(bits);
        }
        let own = if exact { Magnitude::ZERO } else { Magnitude::power_of_two(top - bits as i64) };
        Ball { middle, error: error.add(own), bits }
    }

    fn same_bits(&self, other: &Ball) -> usize {
        self.bits.max(other.bits)
    }

    /// The nearest 64-bit number to its middle.
    #[must_use]
    pub fn near(&self) -> f64 {
        self.middle.to_f64().value()
    }

    /// Upper bound of its error.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.error.upper()
    }

    /// A small number: `2^exponent`.
    #[must_use]
    pub fn power_of_two(bits: usize, exponent: isize) -> Ball {
        Ball { middle: Big::from_parts(IBig::from(1), exponent), error: Magnitude::ZERO, bits }
    }
}

/// The exponent above the number: `|x| < 2^top`; none for 0.
fn top(x: &Big) -> Option<i64> {
    let repr = x.repr();
    if repr.significand().is_zero() {
        return None;
    }
    Some(repr.exponent() as i64 + repr.digits() as i64)
}

/// The leading digits of a number, moved outwards (1) or inwards (-1).
fn leading(x: &Big, outwards: i32) -> Magnitude {
    let repr = x.repr();
    if repr.significand().is_zero() {
        return Magnitude::ZERO;
    }
    let down = repr.digits().saturating_sub(52);
    let digits: u64 = (repr.significand() >> down).unsigned_abs().try_into().unwrap_or(u64::MAX);
    // Shifting a negative number rounds away from 0: one more or one less covers both.
    let moved = digits.saturating_add_signed(i64::from(outwards) * i64::from(down > 0));
    Magnitude::of(moved as f64).times_power_of_two(repr.exponent() as i64 + down as i64)
}

/// A result of the library with whether it is exact.
fn with_exactness<E>(result: Result<dashu_float::round::Rounded<Big>, E>) -> Result<(Big, bool), ()> {
    use dashu_float::round::Rounded;
    match result {
        Ok(Rounded::Exact(x)) if x.repr().is_finite() => Ok((x, true)),
        Ok(Rounded::Inexact(x, _)) if x.repr().is_finite() => Ok((x, false)),
        _ => Err(()),
    }
}

fn with_constants<T>(work: impl FnOnce(&mut ConstCache) -> T) -> T {
    CONSTANTS.with_borrow_mut(work)
}

impl Ball {
    /// The function's value at the middle, computed once.
    fn kept(&self, which: Which, compute: impl FnOnce(&Ball) -> Ball) -> Ball {
        let repr = self.middle.repr();
        let key = (which, repr.significand().clone(), repr.exponent(), self.bits);
        if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
            return known;
        }
        let value = compute(&Ball { error: Magnitude::ZERO, ..self.clone() });
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= KEPT {
                known.clear();
            }
            known.insert(key, value.clone());
        });
        value
    }

    /// A transcendental function's value at this number. It is exact at 0 only, whatever
    /// the library says of a tiny `x`.
    fn never_exact(&self, value: Result<(Big, bool), ()>) -> Ball {
        let zero = self.middle.repr().significand().is_zero();
        Ball::rounded(value.map(|(value, exact)| (value, exact && zero)), Magnitude::ZERO, self.bits)
    }

    /// `e^x` of an exact number.
    fn exp_exact(&self) -> Ball {
        let repr = self.middle.repr();
        if repr.significand().is_zero() {
            return Ball::exact(self.bits, 1.0);
        }
        let power = exponential(repr.significand(), repr.exponent(), self.near(), self.bits);
        let whole = Big::from_parts(power.significand, power.exponent);
        let value = whole.with_precision(self.bits);
        Ball::rounded(with_exactness::<()>(Ok(value)), power.error, self.bits)
    }

    fn tanh_exact(&self) -> Ball {
        let value = with_constants(|cache| self.context().tanh(self.middle.repr(), Some(cache)));
        self.never_exact(with_exactness(value))
    }

    /// `ln x` of an exact positive number.
    ///
    /// `ln x = y + 2 artanh d` with `d = (x - e^y)/(x + e^y)`; `d` is small for a near `y`. The
    /// library's own logarithm takes several times as long.
    fn ln_exact(&self) -> Ball {
        let top = top(&self.middle).unwrap_or(0);
        let scaled = Ball { middle: self.middle.clone() >> (top as isize), error: Magnitude::ZERO, bits: self.bits };
        let start = Ball::exact(self.bits, scaled.near().ln());
        let power = start.exp();
        let d = scaled.sub(&power).div(&scaled.add(&power));
        let square = d.mul(&d);
        let mut term = d.clone();
        let mut sum = d.clone();
        let mut n = 1.0;
        while !term.size().at_most(Magnitude::power_of_two(-(self.bits as i64) - 8)) && term.known() {
            term = term.mul(&square);
            n += 2.0;
            sum = sum.add(&term.div(&Ball::exact(self.bits, n)));
        }
        // What is left out is less than the last term times the square.
        let rest = term.size().mul(square.size());
        let two_sums = sum.add(&sum);
        let logarithm = start.add(&Ball { error: two_sums.error.add(rest).add(rest), ..two_sums });
        if top == 0 { logarithm } else { logarithm.add(&ln_2(self.bits).mul(&Ball::exact(self.bits, top as f64))) }
    }

    /// The error function of an exact number.
    fn erf_exact(&self) -> Ball {
        let square = self.near().powi(2);
        if self.size().upper() > 1e7 || square > 2.0 * self.bits as f64 + 64.0 {
            return far_erf(self);
        }
        // Bits that are left for 1 - erf once its leading zeros are taken off.
        let left = (self.bits as f64 - square / std::f64::consts::LN_2).max(0.0) + 48.0;
        let terms = (left * std::f64::consts::LN_2).powi(2) / (4.0 * square) + 8.0;
        if square > 6.0 && terms < 2.0 * square + left { tail_erf(self, left, terms) } else { series_erf(self) }
    }
}

impl Real for Ball {
    type Level = usize;

    fn level(&self) -> usize {
        self.bits
    }

    fn exact(bits: usize, x: f64) -> Ball {
        match Big::try_from(x) {
            Ok(middle) if x.is_finite() => Ball { middle, error: Magnitude::ZERO, bits },
            _ => Ball::unknown(bits),
        }
    }

    fn decimal(bits: usize, decimal: &Decimal) -> Ball {
        let whole = |n: IBig| Ball { middle: Big::from_parts(n, 0), error: Magnitude::ZERO, bits };
        let digits = whole(IBig::from(decimal.digits));
        if decimal.places == 0 {
            return digits;
        }
        digits.div(&whole(IBig::from(10).pow(decimal.places as usize)))
    }

    fn pi(bits: usize) -> Ball {
        let pi = with_constants(|cache| cache.pi::<2, HalfEven>(bits));
        Ball::rounded(with_exactness::<()>(Ok(pi)), Magnitude::ZERO, bits)
    }

    fn neg(&self) -> Ball {
        Ball { middle: -self.middle.clone(), error: self.error, bits: self.bits }
    }

    fn add(&self, other: &Ball) -> Ball {
        let bits = self.same_bits(other);
        let sum = Context::<HalfEven>::new(bits).add(self.middle.repr(), other.middle.repr());
        Ball::rounded(with_exactness(sum), self.error.add(other.error), bits)
    }

    fn sub(&self, other: &Ball) -> Ball {
        let bits = self.same_bits(other);
        let difference = Context::<HalfEven>::new(bits).sub(self.middle.repr(), other.middle.repr());
        Ball::rounded(with_exactness(difference), self.error.add(other.error), bits)
    }

    fn mul(&self, other: &Ball) -> Ball {
        let bits = self.same_bits(other);
        let product = Context::<HalfEven>::new(bits).mul(self.middle.repr(), other.middle.repr());
        let error = match (self.error.is_zero(), other.error.is_zero()) {
            (true, true) => Magnitude::ZERO,
            _ => self.size().mul(other.error).add(other.size().mul(self.error)).add(self.error.mul(other.error)),
        };
        Ball::rounded(with_exactness(product), error, bits)
    }

    fn div(&self, other: &Ball) -> Ball {
        let bits = self.same_bits(other);
        let divisor = other.least().less(other.error);
        if divisor.is_zero() {
            return Ball::unknown(bits);
        }
        let quotient = Context::<HalfEven>::new(bits).div(self.middle.repr(), other.middle.repr());
        // |a/b - a'/b'| <= (|a - a'| + |a/b| |b - b'|) / |b'|
        let ratio = self.size().div(other.least());
        let error = self.error.add(ratio.mul(other.error)).div(divisor);
        Ball::rounded(with_exactness(quotient), error, bits)
    }

    fn exp(&self) -> Ball {
        if !self.known() || self.size().upper() > 1e15 {
            return Ball::unknown(self.bits);
        }
        let exact = self.kept(Which::Exp, Ball::exp_exact);
        // e^(x+h) - e^x = e^x (e^h - 1), and e^h - 1 <= 2h for h <= 1
        let spread = self.error.upper();
        let spread =
            if spread <= 1.0 { self.error.add(self.error) } else { Magnitude::of(spread.exp() * (1.0 + 1e-12)) };
        let error = if self.error.is_zero() { Magnitude::ZERO } else { exact.size().mul(spread) };
        Ball { error: exact.error.add(error), ..exact }
    }

    fn ln(&self) -> Ball {
        let lowest = self.least().less(self.error);
        if self.sign() != Some(Ordering::Greater) || lowest.is_zero() {
            return Ball::unknown(self.bits);
        }
        let exact = self.kept(Which::Ln, Ball::ln_exact);
        // ln(x+h) - ln x <= h / (x - |h|)
        let error = if self.error.is_zero() { Magnitude::ZERO } else { self.error.div(lowest) };
        Ball { error: exact.error.add(error), ..exact }
    }

    fn sqrt(&self) -> Ball {
        if self.middle.repr().significand().is_zero() && self.error.is_zero() {
            return self.clone();
        }
        let lowest = self.least().less(self.error);
        if self.sign() != Some(Ordering::Greater) || lowest.is_zero() {
            return Ball::unknown(self.bits);
        }
        let root = self.context().sqrt(self.middle.repr());
        // √(x+h) - √x <= h / √x, and the root of the middle is at least half its bound
        let exact = Ball::rounded(with_exactness(root), Magnitude::ZERO, self.bits);
        let error =
            if self.error.is_zero() { Magnitude::ZERO } else { self.error.div(exact.least().less(exact.error)) };
        Ball { error: exact.error.add(error), ..exact }
    }

    fn tanh(&self) -> Ball {
        if !self.known() || self.size().upper() > 1e15 {
            return Ball::unknown(self.bits);
        }
        let exact = self.kept(Which::Tanh, Ball::tanh_exact);
        // The slope is at most 1.
        Ball { error: exact.error.add(self.error), ..exact }
    }

    fn erf(&self) -> Ball {
        if !self.known() {
            return Ball::unknown(self.bits);
        }
        let value = self.kept(Which::Erf, Ball::erf_exact);
        // The slope is at most 2/√π < 2.
        Ball { error: value.error.add(self.error).add(self.error), ..value }
    }

    fn sign(&self) -> Option<Ordering> {
        if self.error.is_zero() {
            let zero = self.middle.repr().significand().is_zero();
            return Some(if zero { Ordering::Equal } else { direction(&self.middle) });
        }
        // The middle's absolute value is at least `least`; a rough bound is enough to decide most.
        let surely = !self.error.at_most(Magnitude::ZERO) && !self.least().less(self.error).is_zero();
        surely.then(|| direction(&self.middle))
    }

    fn known(&self) -> bool {
        self.error.is_finite()
    }
}

fn direction(x: &Big) -> Ordering {
    if x.repr().sign() == Sign::Negative { Ordering::Less } else { Ordering::Greater }
}

fn ln_2(bits: usize) -> Ball {
    let value = with_constants(|cache| cache.ln2::<2, HalfEven>(bits));
    Ball { middle: value, error: Magnitude::power_of_two(-(bits as i64)), bits }
}

/// `±1`, less than `e^(-x²)` away.
fn far_erf(x: &Ball) -> Ball {
    let one = Ball::exact(x.bits, if x.sign() == Some(Ordering::Less) { -1.0 } else { 1.0 });
    let square = x.near() * x.near();
    // e^(-x²) = 2^(-x²/ln 2)
    let exponent = -(square / std::f64::consts::LN_2).min(1e15) as i64 + 1;
    Ball { error: Magnitude::power_of_two(exponent), ..one }
}

/// `±(1 - erfc |x|)`, with erfc from its continued fraction
/// `e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ..))))`.
///
/// Two convergents that follow each other enclose the value. Only `left` bits of erfc are needed.
fn tail_erf(x: &Ball, left: f64, terms: f64) -> Ball {
    let bits = left as usize + 32;
    let negative = x.sign() == Some(Ordering::Less);
    let lift = |b: &Ball| Ball { bits, ..b.clone() };
    let x_short = lift(&if negative { x.neg() } else { x.clone() });
    let x_short = x_short.add(&Ball::exact(bits, 0.0));
    let from = |n: usize| {
        let mut tail = x_short.clone();
        for k in (1..=n).rev() {
            tail = x_short.add(&Ball::exact(bits, k as f64 / 2.0).div(&tail));
        }
        tail
    };
    let n = terms as usize;
    let (one, other) = (from(n), from(n + 1));
    let apart = one.sub(&other);
    let tail = Ball { error: one.error.add(apart.size()).add(apart.error), ..one };
    let whole = if negative { x.neg() } else { x.clone() };
    let square = whole.mul(&whole);
    let power = Ball { bits, ..square.neg() }.exp();
    let erfc = power.div(&tail.mul(&Ball::pi(bits).sqrt()));
    let erf = Ball::exact(x.bits, 1.0).sub(&Ball { bits: x.bits, ..erfc });
    if negative { erf.neg() } else { erf }
}

/// `2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!`: all terms have one sign, nothing cancels.
fn series_erf(x: &Ball) -> Ball {
    let square = x.mul(x);
    let double = square.add(&square);
    let (mut term, mut sum, mut n) = (x.clone(), x.clone(), 1.0);
    loop {
        n += 2.0;
        term = term.mul(&double).div(&Ball::exact(x.bits, n));
        sum = sum.add(&term);
        let shrinks = n > 4.0 * square.near() + 4.0;
        let small = sum.size().mul(Magnitude::power_of_two(-(x.bits as i64) - 4));
        if shrinks && term.size().at_most(small) {
            break;
        }
        if !term.known() {
            return Ball::unknown(x.bits);
        }
    }
    // From here on each term is less than half of the one before.
    let rest = term.size();
    let sum = Ball { error: sum.error.add(rest), ..sum };
    let factor = Ball::exact(x.bits, 2.0).div(&Ball::pi(x.bits).sqrt());
    sum.mul(&square.neg().exp()).mul(&factor)
}
