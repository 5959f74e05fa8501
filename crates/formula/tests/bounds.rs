//! The true value never lies outside of the bound that a number claims for itself.
//!
//! Truth is a `Ball` of four times the precision. Numbers are of all magnitudes, subnormal ones too,
//! and lie where the functions are hard: at powers of two, next to 1, where an exponential overflows,
//! where the error function changes its method.

use formula::{Ball, Double, Real};
use proptest::prelude::*;

const FINE: usize = 768;

/// Any magnitude that a point of a function may have.
fn wide() -> impl Strategy<Value = f64> {
    let size = (-1074..1000_i32, 1.0..2.0_f64).prop_map(|(power, digits)| {
        let half = 2_f64.powi(power / 2);
        digits * half * 2_f64.powi(power - power / 2)
    });
    (size, any::<bool>()).prop_map(|(x, negative)| if negative { -x } else { x })
}

/// Numbers of everyday size, and those at which a method changes.
fn hard() -> impl Strategy<Value = f64> {
    let at = prop::sample::select(vec![
        0.0,
        1.0,
        2.0,
        0.5,
        4.0,
        1.0 / 1024.0,
        2.44,
        2.45,
        6.0,
        8.6,
        11.5,
        13.0,
        21.0,
        26.0,
        38.6,
        290.0,
        599.9,
        600.0,
        708.4,
        709.8,
        745.2,
        1e4,
    ]);
    let near = (at, -60..-1_i32, -1.0..1.0_f64).prop_map(|(at, power, by)| at + by * 2_f64.powi(power));
    let signed = (near, any::<bool>()).prop_map(|(x, negative)| if negative { -x } else { x });
    prop_oneof![signed, -40.0..40.0_f64]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![1 => wide(), 2 => hard()]
}

/// Whether the pair lies as near to the truth as it says. Prints what does not.
fn honest(name: &str, pair: Double, truth: &Ball) -> bool {
    if !pair.known() || !truth.known() {
        return true;
    }
    let low = pair.sub(&Double::exact((), pair.near())).near();
    let off = truth.sub(&Ball::exact(FINE, pair.near())).sub(&Ball::exact(FINE, low));
    let honest = off.near().abs() <= pair.error() * (1.0 + 1e-9) + off.error();
    if !honest {
        println!("{name}: {:e} off {:e}, claims {:e}", pair.near(), off.near(), pair.error());
    }
    honest
}

/// Whether a ball holds the truth: their quotient is 1 within its own bound.
fn holds(name: &str, ball: &Ball, truth: &Ball) -> bool {
    if !ball.known() || !truth.known() || truth.sign().is_none_or(|sign| sign.is_eq()) {
        return true;
    }
    let off = ball.div(truth).sub(&Ball::exact(FINE, 1.0));
    let holds = off.near().abs() <= off.error();
    if !holds {
        println!("{name}: {:e} is off by {:e} of itself, claims {:e}", ball.near(), off.near(), off.error());
    }
    holds
}

#[test]
fn what_is_tiny_keeps_its_digits() {
    for (x, y) in [(1e-300, 3e-270), (1e-295, 7e-200), (5e-324, 0.1), (1e-250, 1e-279), (3e-308, 1e10)] {
        assert!(honest("div", exact(x).0.div(&exact(y).0), &exact(x).1.div(&exact(y).1)), "{x:e} / {y:e}");
    }
    // Not 0: the library calls e^x = 1 exact for a tiny x.
    for x in [1e-300, 8e-56] {
        let one = Ball::exact(64, 1.0);
        assert!(Ball::exact(64, x).exp().sub(&one).sign().is_none(), "{x:e}");
        let ball = Ball::exact(2560, x).exp().sub(&Ball::exact(2560, 1.0));
        assert!((ball.near() - x).abs() <= 1e-15 * x, "{x:e}: {:e}", ball.near());
    }
}

type Both = (Double, Ball);

fn exact(x: f64) -> Both {
    (Double::exact((), x), Ball::exact(FINE, x))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pairs_know_how_wrong_they_are(x in number(), y in number(), z in number()) {
        let (x, y, z) = (exact(x), exact(y), exact(z));
        let two = |name: &str, a: &Both, b: &Both| -> (Both, bool) {
            let made = match name {
                "add" => (a.0.add(&b.0), a.1.add(&b.1)),
                "sub" => (a.0.sub(&b.0), a.1.sub(&b.1)),
                "mul" => (a.0.mul(&b.0), a.1.mul(&b.1)),
                _ => (a.0.div(&b.0), a.1.div(&b.1)),
            };
            let honest = honest(name, made.0, &made.1);
            (made, honest)
        };
        for first in ["add", "sub", "mul", "div"] {
            let (made, good) = two(first, &x, &y);
            prop_assert!(good, "{first}({:e}, {:e})", x.0.near(), y.0.near());
            for second in ["add", "sub", "mul", "div"] {
                for (a, b) in [(&made, &z), (&z, &made), (&made, &x)] {
                    let (_, good) = two(second, a, b);
                    prop_assert!(good, "{second} of {first}({:e}, {:e}) and {:e}", x.0.near(), y.0.near(), z.0.near());
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn functions_of_pairs_know_how_wrong_they_are(x in number(), y in hard()) {
        let whole = exact(x);
        let part = (whole.0.div(&Double::exact((), 3.0)), whole.1.div(&Ball::exact(FINE, 3.0)));
        // Much of what was known is lost: the bound of the argument counts.
        let rest = exact(y);
        let cancelled = (whole.0.add(&rest.0).sub(&whole.0), whole.1.add(&rest.1).sub(&whole.1));
        for (pair, truth) in [whole, part, cancelled] {
            prop_assert!(honest("exp", pair.exp(), &truth.exp()), "{x:e} {y:e}");
            prop_assert!(honest("ln", pair.ln(), &truth.ln()), "{x:e} {y:e}");
            prop_assert!(honest("sqrt", pair.sqrt(), &truth.sqrt()), "{x:e} {y:e}");
            prop_assert!(honest("tanh", pair.tanh(), &truth.tanh()), "{x:e} {y:e}");
            prop_assert!(honest("power", pair.power(7), &truth.power(7)), "{x:e} {y:e}");
            if x.abs() < 30.0 {
                prop_assert!(honest("erf", pair.erf(), &truth.erf()), "{x:e} {y:e}");
            }
        }
    }

    #[test]
    fn balls_hold_the_truth(x in number(), y in hard(), bits in prop::sample::select(vec![64_usize, 192])) {
        let of = |bits, x| Ball::exact(bits, x);
        let one = |bits| of(bits, x).div(&of(bits, 3.0));
        let other = |bits| of(bits, y).mul(&of(bits, 0.1)).add(&one(bits)).sub(&one(bits));
        for (name, f) in [
            ("exp", Ball::exp as fn(&Ball) -> Ball),
            ("ln", Ball::ln),
            ("sqrt", Ball::sqrt),
            ("tanh", Ball::tanh),
            ("neg", Ball::neg),
        ] {
            prop_assert!(holds(name, &f(&of(bits, x)), &f(&of(FINE, x))), "{x:e}");
            prop_assert!(holds(name, &f(&one(bits)), &f(&one(FINE))), "{x:e}/3");
            prop_assert!(holds(name, &f(&other(bits)), &f(&other(FINE))), "{x:e} {y:e}");
            prop_assert!(holds(name, &f(&f(&of(bits, y))), &f(&f(&of(FINE, y)))), "{y:e} twice");
        }
        if x.abs() < 40.0 {
            prop_assert!(holds("erf", &of(bits, x).erf(), &of(FINE, x).erf()), "{x:e}");
            prop_assert!(holds("erf", &one(bits).erf(), &one(FINE).erf()), "{x:e}/3");
        }
        let erfc = |bits| of(bits, 1.0).sub(&of(bits, y / 2.0).erf());
        prop_assert!(holds("1 - erf", &erfc(bits), &erfc(FINE)), "{y:e}/2");
        for (name, f) in [
            ("add", Ball::add as fn(&Ball, &Ball) -> Ball),
            ("sub", Ball::sub),
            ("mul", Ball::mul),
            ("div", Ball::div),
        ] {
            prop_assert!(holds(name, &f(&one(bits), &other(bits)), &f(&one(FINE), &other(FINE))), "{x:e} {y:e}");
            prop_assert!(holds(name, &f(&other(bits), &one(bits)), &f(&other(FINE), &one(FINE))), "{y:e} {x:e}");
        }
    }
}
