//! Pairs of 64-bit numbers, good for some 30 digits, with a bound on their error: for the many
//! points at which that is certain enough.

use std::cell::RefCell;
use std::cmp::Ordering;

use crate::expr::Decimal;
use crate::number::Real;

/// `high + low`, known up to `error`.
#[derive(Clone, Copy, Debug)]
pub struct Double {
    high: f64,
    low: f64,
    error: f64,
}

/// What one operation may lose, relative to its result. A pair holds 106 bits; each operation
/// below is good to 100.
const LOSS: f64 = 1.0 / (1_u64 << 50) as f64 / (1_u64 << 48) as f64;
/// What may be lost where parts of a result are subnormal.
const UNDERFLOW: f64 = 1e-290;

/// So many exponentials are kept, each at the one place that its argument has.
const KEPT: usize = 1 << 12;

thread_local! {
    static EXPONENTIALS: RefCell<Vec<([u64; 3], Double)>> = const { RefCell::new(vec![]) };
}

fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let back = sum - a;
    (sum, (a - (sum - back)) + (b - back))
}

fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// The halves of a number's digits (Dekker).
fn halves(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((ah, al), (bh, bl)) = (halves(a), halves(b));
    (product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
}

impl Double {
    const UNKNOWN: Double = Double { high: 0.0, low: 0.0, error: f64::INFINITY };

    fn one() -> Double {
        Double { high: 1.0, low: 0.0, error: 0.0 }
    }

    /// A result with the errors of its inputs and its own.
    fn rounded((high, low): (f64, f64), inherited: f64) -> Double {
        let (high, low) = quick_two_sum(high, low);
        let error = inherited * (1.0 + 1e-14) + high.abs() * LOSS + UNDERFLOW;
        if (high + low + error).is_finite() && high.abs() < 1e290 {
            Double { high, low, error }
        } else {
            Double::UNKNOWN
        }
    }

    fn is_exact(&self) -> bool {
        self.error == 0.0 && self.low == 0.0
    }

    /// The nearest 64-bit number.
    #[must_use]
    pub fn near(&self) -> f64 {
        self.high
    }

    /// Upper bound of its error.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.error
    }

    /// A lower bound of it; its low part and the rounding of this difference are covered.
    fn lowest(&self) -> f64 {
        self.high * (1.0 - 1e-12) - self.error * (1.0 + 1e-12)
    }

    /// `e^x` of a number that is not too large.
    fn exponential(&self) -> Double {
        let times = (self.high * std::f64::consts::LOG2_E).round();
        let mut left = Double { error: 0.0, ..*self };
        for part in LN_2 {
            let (high, low) = two_product(times, part);
            left = left.sub(&Double { high, low, error: 0.0 });
        }
        // e^r = (e^(r/256))^256; the series is cut behind r^10/10!: 256 (r/256)^11/11! < 2^-120
        let small = left.scaled(-8);
        let (mut term, mut sum) = (small, small);
        for n in 2..11 {
            term = term.mul(&small).over(f64::from(n));
            sum = sum.add(&term);
        }
        // (1 + s)² - 1 = 2s + s²: the 1 is added last, where it costs nothing.
        for _ in 0..8 {
            sum = sum.add(&sum).add(&sum.mul(&sum));
        }
        let value = Double::one().add(&sum).scaled(times as i32);
        // The squarings and ln 2 lose a few bits more than one operation.
        let own = value.high.abs() * LOSS * 64.0;
        Double { error: value.error + own + value.high.abs() * self.error * 2.0, ..value }
    }

    /// A whole number's part of it: a division with a divisor that has no digits behind the 53rd.
    fn over(&self, n: f64) -> Double {
        if self.high != 0.0 && self.high.abs() < 1e-250 {
            return self.div(&Double { high: n, low: 0.0, error: 0.0 });
        }
        let first = self.high / n;
        let (product, rest) = two_product(first, n);
        let second = ((self.high - product) - rest + self.low) / n;
        Double::rounded((first, second), self.error / n)
    }

    fn scaled(&self, power: i32) -> Double {
        let factor = 2_f64.powi(power / 2);
        let other = 2_f64.powi(power - power / 2);
        let (high, low) = (self.high * factor * other, self.low * factor * other);
        Double::rounded((high, low), self.error * factor * other)
    }
}

/// ln 2 in three parts; the first two have so few digits that their small multiples are exact.
const LN_2: [f64; 3] = [
    f64::from_bits(0x3FE6_2E42_FEFA_3000),
    f64::from_bits(0x3D53_DE6A_F278_E000),
    f64::from_bits(0x3AC9_CC01_F97B_57A0),
];

impl Real for Double {
    type Level = ();

    fn level(&self) {}

    fn exact((): (), x: f64) -> Double {
        // Dekker's halves of larger numbers overflow.
        if x.is_finite() && x.abs() < 1e290 { Double { high: x, low: 0.0, error: 0.0 } } else { Double::UNKNOWN }
    }

    fn decimal((): (), decimal: &Decimal) -> Double {
        let whole = |n: u128| {
            // Almost every number of a formula: arithmetic of 128 bits takes long.
            if let Some(few) = u64::try_from(n).ok().filter(|n| *n < 1 << 53) {
                return Double { high: few as f64, low: 0.0, error: 0.0 };
            }
            let high = n as f64;
            let low = if high as u128 >= n { -((high as u128 - n) as f64) } else { (n - high as u128) as f64 };
            let exact = high.abs() < 1e30;
            Double { high, low, error: if low == 0.0 && exact { 0.0 } else { high * LOSS } }
        };
        let digits = whole(decimal.digits);
        match decimal.places {
            0 => digits,
            places @ 1..=38 => digits.div(&whole(10_u128.pow(places))),
            _ => Double::UNKNOWN,
        }
    }

    fn pi((): ()) -> Double {
        let high = std::f64::consts::PI;
        Double { high, low: 1.224_646_799_147_353_2e-16, error: high * LOSS }
    }

    fn neg(&self) -> Double {
        Double { high: -self.high, low: -self.low, error: self.error }
    }

    fn add(&self, other: &Double) -> Double {
        let (high, low) = two_sum(self.high, other.high);
        if self.is_exact() && other.is_exact() && high.abs() < 1e290 {
            return Double { high, low, error: 0.0 };
        }
        let (low_sum, rest) = two_sum(self.low, other.low);
        let (high, low) = quick_two_sum(high, low + low_sum);
        Double::rounded((high, low + rest), self.error + other.error)
    }

    fn mul(&self, other: &Double) -> Double {
        let (high, low) = two_product(self.high, other.high);
        let zero = self.is_exact() && self.high == 0.0 || other.is_exact() && other.high == 0.0;
        if zero && self.known() && other.known() {
            return Double { high: 0.0, low: 0.0, error: 0.0 };
        }
        let safe = high.abs() > 1e-250 && high.abs() < 1e290;
        if self.is_exact() && other.is_exact() && low == 0.0 && safe {
            return Double { high, low, error: 0.0 };
        }
        let low = low + (self.high * other.low + self.low * other.high);
        let inherited = self.high.abs() * other.error + other.high.abs() * self.error + self.error * other.error;
        let inherited = if inherited.is_nan() { f64::INFINITY } else { inherited * (1.0 + 1e-12) };
        Double::rounded((high, low), inherited)
    }

    fn div(&self, other: &Double) -> Double {
        let divisor = other.high.abs() * (1.0 - 1e-12) - other.error * (1.0 + 1e-12);
        if divisor.is_nan() || divisor <= 1e-280 || other.high.abs() > 1e280 {
            return Double::UNKNOWN;
        }
        // The rest of the division of a tiny number would be subnormal, and lose digits.
        if self.high != 0.0 && self.high.abs() < 1e-200 && self.error < 1e-200 {
            return self.scaled(400).div(other).scaled(-400);
        }
        let first = self.high / other.high;
        let times = |q: f64| {
            let (high, low) = two_product(other.high, q);
            quick_two_sum(high, low + other.low * q)
        };
        let less = |(ah, al): (f64, f64), (bh, bl): (f64, f64)| {
            let (high, low) = two_sum(ah, -bh);
            quick_two_sum(high, low + (al - bl))
        };
        let rest = less((self.high, self.low), times(first));
        let second = rest.0 / other.high;
        let rest = less(rest, times(second));
        let third = rest.0 / other.high;
        let (high, low) = quick_two_sum(first, second);
        let inherited = (self.error + first.abs() * other.error * (1.0 + 1e-12)) / divisor;
        if self.is_exact() && other.is_exact() && rest.0 == 0.0 && low == 0.0 && first.abs() > 1e-250 {
            return Double { high: first, low: 0.0, error: 0.0 };
        }
        if self.is_exact() && self.high == 0.0 {
            return Double { high: 0.0, low: 0.0, error: 0.0 };
        }
        Double::rounded((high, low + third), inherited)
    }

    fn exp(&self) -> Double {
        if !self.known() || self.high.abs() > 600.0 || self.error > 0.5 {
            return Double::UNKNOWN;
        }
        // The same exponentials return for each pair of a row's entries, on each side of a formula.
        let bits = [self.high.to_bits(), self.low.to_bits(), self.error.to_bits()];
        let mixed = bits.iter().fold(0_u64, |all, one| (all ^ one).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29));
        let place = mixed as usize % KEPT;
        EXPONENTIALS.with_borrow_mut(|kept| {
            if kept.is_empty() {
                kept.resize(KEPT, ([u64::MAX; 3], Double::UNKNOWN));
            }
            if kept[place].0 != bits {
                kept[place] = (bits, self.exponential());
            }
            kept[place].1
        })
    }

    fn ln(&self) -> Double {
        let lowest = self.lowest();
        if lowest.is_nan() || lowest <= 1e-280 || self.high > 1e280 {
            return Double::UNKNOWN;
        }
        if self.is_exact() && self.high == 1.0 {
            return Double { high: 0.0, low: 0.0, error: 0.0 };
        }
        // ln x = y + 2 artanh d with d = (x - e^y)/(x + e^y); what is left out is below d⁵
        let x = Double { error: 0.0, ..*self };
        let start = Double { high: self.high.ln(), low: 0.0, error: 0.0 };
        let power = start.exp();
        let d = x.sub(&power).div(&x.add(&power));
        let cube = d.mul(&d).mul(&d).div(&Double { high: 3.0, low: 0.0, error: 0.0 });
        let half = d.add(&cube);
        let value = start.add(&half).add(&half);
        Double { error: value.error + d.high.abs().powi(5) + self.error / lowest, ..value }
    }

    fn sqrt(&self) -> Double {
        if self.is_exact() && self.high == 0.0 {
            return *self;
        }
        let lowest = self.lowest();
        if lowest.is_nan() || lowest <= 1e-280 {
            return Double::UNKNOWN;
        }
        let near = self.high.sqrt();
        let start = Double { high: near, low: 0.0, error: 0.0 };
        let rest = Double { error: 0.0, ..*self }.sub(&start.mul(&start));
        if self.is_exact() && rest.high == 0.0 && rest.error == 0.0 {
            return start;
        }
        let value = start.add(&rest.div(&start.add(&start)));
        // One step of Newton from 53 digits: what is left out is (rest/2y)²/2y.
        let left = (rest.high / (2.0 * near)).powi(2) / near;
        Double { error: value.error + left + self.error / near, ..value }
    }

    fn tanh(&self) -> Double {
        if self.is_exact() && self.high == 0.0 {
            return *self;
        }
        if self.high.abs() > 290.0 {
            return Double::UNKNOWN;
        }
        // (e^(2x) - 1)/(e^(2x) + 1); next to 0 it cancels, and the bound says so
        let power = self.add(self).exp();
        power.sub(&Double::one()).div(&power.add(&Double::one()))
    }

    fn erf(&self) -> Double {
        if !self.known() {
            return Double::UNKNOWN;
        }
        // 1 - erf(8.6) < 10⁻³³
        if self.high.abs() > 8.6 {
            return Double { high: self.high.signum(), low: 0.0, error: 1e-33 + 2.0 * self.error };
        }
        if self.is_exact() && self.high == 0.0 {
            return *self;
        }
        let x = Double { error: 0.0, ..*self };
        let square = x.mul(&x);
        let twice = square.add(&square);
        let (mut term, mut sum, mut n) = (x, x, 1.0);
        while n < 4.0 * square.high + 4.0 || term.high.abs() > sum.high.abs() * LOSS {
            n += 2.0;
            term = term.mul(&twice).over(n);
            sum = sum.add(&term);
        }
        let factor = Double { high: 2.0, low: 0.0, error: 0.0 }.div(&Double::pi(()).sqrt());
        let value = Double { error: sum.error + term.high.abs(), ..sum }.mul(&square.neg().exp()).mul(&factor);
        Double { error: value.error + 2.0 * self.error, ..value }
    }

    fn sign(&self) -> Option<Ordering> {
        if self.error == 0.0 {
            return self.high.partial_cmp(&0.0);
        }
        (self.high.abs() > self.error * 1.01).then_some(if self.high > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        })
    }

    fn known(&self) -> bool {
        self.error.is_finite()
    }
}
