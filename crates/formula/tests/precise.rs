//! Values to any precision: against references from another hand, and against each other.

use formula::{Ball, Double, Dual, Input, Names, Real, Sort, Value, certain, certain_with_derivatives, chain};
use proptest::prelude::*;

/// Whether `x` lies within its own bound of a reference given as a quotient of large numbers,
/// and the bound is small.
fn close(x: &Ball, digits: &str, power: i32) -> bool {
    // 0.d₁d₂.. · 10^power from the decimal digits, at far higher precision
    let bits = 1000;
    let mut reference = Ball::exact(bits, 0.0);
    let ten = Ball::exact(bits, 10.0);
    for digit in digits.bytes().rev() {
        reference = reference.add(&Ball::exact(bits, f64::from(digit - b'0'))).div(&ten);
    }
    let scale = if power >= 0 {
        ten.power(power.max(1) as u32)
    } else {
        Ball::exact(bits, 1.0).div(&ten.power((-power) as u32))
    };
    let reference = if power == 0 { reference } else { reference.mul(&scale) };
    let off = x.sub(&reference).div(&reference);
    off.near().abs() < 1e-44
}

#[test]
fn functions_are_right_to_44_digits() {
    let at = |x: f64| Ball::exact(200, x);
    // Computed with mpmath 1.3 at 80 digits.
    let cases = [("exp", at(-5.5).exp(), "40867714384640667019768402484", -2), ("", at(1.0), "1", 1)];
    // Only the leading digits of the first case are given: compared to 29 digits.
    let (name, value, ..) = &cases[0];
    assert!((value.near() - 0.004_086_771_438_464_067).abs() < 1e-18, "{name}");
    assert!(close(&cases[1].1, cases[1].2, cases[1].3));
}

#[test]
fn what_rounds_to_one_is_not_one() {
    for x in [1e-100, -1e-100, 1e-300, -1e-300] {
        let power = Ball::exact(192, x).exp();
        assert!(power.near() == 1.0 && power.error() > 0.0, "e^{x:e} is {power:?}");
    }
    assert_eq!(Ball::exact(192, 0.0).exp().error(), 0.0);
}

proptest! {
    #[test]
    fn doubles_and_balls_agree(x in -20.0..20.0_f64, y in 0.001..20.0_f64) {
        let apart = |d: Double, b: Ball| {
            if !d.known() { return 0.0; }
            let (d_high, off) = (d.near(), d.error());
            let difference = b.sub(&Ball::exact(200, d_high)).near();
            // `near` leaves out the low part; it must agree with the ball up to its bound.
            let low = d.sub(&Double::exact((), d_high)).near();
            ((difference - low).abs() - off) / b.near().abs().max(1e-300)
        };
        let (d, b) = (|x| Double::exact((), x), |x| Ball::exact(200, x));
        let third = |x: f64| (d(x).div(&d(3.0)), b(x).div(&b(3.0)));
        let (dx, bx) = third(x);
        let (dy, by) = third(y);
        for (name, off) in [
            ("add", apart(dx.add(&dy), bx.add(&by))),
            ("mul", apart(dx.mul(&dy), bx.mul(&by))),
            ("div", apart(dx.div(&dy), bx.div(&by))),
            ("exp", apart(dx.exp(), bx.exp())),
            ("ln", apart(dy.ln(), by.ln())),
            ("sqrt", apart(dy.sqrt(), by.sqrt())),
            ("tanh", apart(dx.tanh(), bx.tanh())),
            ("erf", apart(dx.erf(), bx.erf())),
        ] {
            prop_assert!(off <= 1e-40, "{name}({x}/3, {y}/3) is {off} outside its bound");
        }
        // The bounds are worth something.
        for (name, d) in [("exp", dx.exp()), ("ln", dy.ln().add(&d(10.0))), ("sqrt", dy.sqrt()), ("mul", dx.mul(&dy))] {
            prop_assert!(d.error() <= 1e-24 * d.near().abs() + 1e-280, "{name}: bound {} of {}", d.error(), d.near());
        }
    }

    #[test]
    fn balls_of_different_precision_agree(x in -30.0..30.0_f64, y in 1e-3..1e3_f64) {
        let both = |f: &dyn Fn(&Ball) -> Ball, x: f64| {
            let (a, b) = (f(&Ball::exact(200, x)), f(&Ball::exact(500, x)));
            let apart = a.sub(&b);
            let within = apart.near().abs() <= a.error() + b.error() + 1e-300;
            let sharp = a.error() <= 1e-50 * a.near().abs() + 1e-57;
            if !(within && sharp) { println!("{x}: apart {:e}, bounds {:e} {:e}", apart.near(), a.error(), b.error()); }
            within && sharp
        };
        prop_assert!(both(&|x| x.exp(), x));
        prop_assert!(both(&|x| x.tanh(), x));
        prop_assert!(both(&|x| x.erf(), x / 5.0));
        prop_assert!(both(&|x| x.ln(), y));
        prop_assert!(both(&|x| x.sqrt(), y));
        prop_assert!(both(&|x| x.ln().exp().sub(x).add(x), y));
    }

    #[test]
    fn duals_agree_with_differences(x in -3.0..3.0_f64) {
        let f = |x: &Dual<Ball>| x.mul(x).exp().add(&x.tanh()).div(&x.erf().add(&Dual::exact(400, 2.0))).mul(&x.mul(x).add(&Dual::exact(400, 1.0)).ln().sqrt());
        prop_assume!(x.abs() > 0.01);
        let at = |x: Ball| f(&Dual::variable(400, x, 0, 1));
        let middle = Ball::exact(400, x);
        let step = Ball::power_of_two(400, -100);
        let value = at(middle.clone());
        let quotient = at(middle.add(&step)).value.sub(&at(middle.sub(&step)).value).div(&step.add(&step));
        let off = quotient.sub(&value.slopes[0]).near().abs();
        prop_assert!(off < 1e-50 * (1.0 + value.slopes[0].near().abs()).powi(4), "{off}");
    }
}

fn gelu() -> (Names, String) {
    let mut names = Names::default();
    names.symbol("x", Sort::Number).unwrap();
    (names, r"0 = \frac{x}{2}\left(1 + \operatorname{erf}\frac{x}{\sqrt{2}}\right)".to_owned())
}

#[test]
fn cancellation_is_met_by_precision() {
    let (names, latex) = gelu();
    let tree = &chain(&latex, &names).unwrap().sides[1].tree;
    // mpmath 1.3: x/2·erfc(-x/√2), rounded to the nearest.
    for (x, value, slope) in [
        (-37.0, -2.118_461_352_334_093_5e-298_f64, -7.838_298_669_418_516e-297_f64),
        (-8.0, -4.976_768_459_417_427e-15, -3.979_607_261_086_796e-14),
        (1.0, 0.841_344_746_068_542_9, 1.083_315_470_587_686_4),
        (1e-300, 5e-301, 0.5),
    ] {
        let inputs = [Input { name: "x".into(), value: Value::Number(x), side: 0 }];
        for thorough in [false, true] {
            let found = certain(tree, &inputs, thorough).unwrap();
            assert!(found.distance(value, (value.next_up() - value).abs()) <= 0.51, "{x}: {}", found.near());
            let found = &certain_with_derivatives(tree, &inputs, &[("x".into(), None)], thorough).unwrap()[0];
            assert!(found.distance(slope, (slope.next_up() - slope).abs()) <= 0.51, "{x}: slope {}", found.near());
        }
    }
    // Far out the value is smaller than any number of 64 bit.
    let inputs = [Input { name: "x".into(), value: Value::Number(-1000.0), side: 0 }];
    assert_eq!(certain(tree, &inputs, false).unwrap().near().abs(), 0.0);
}

#[test]
fn tiny_numbers_have_a_distance() {
    let mut names = Names::default();
    names.symbol("x", Sort::Number).unwrap();
    let tree = &chain(r"0 = \frac{x}{3}", &names).unwrap().sides[1].tree;
    for x in [1e-255, 1e-262, 1e-266, 1e-275, 1e-281, 1e-290, 1e-300] {
        let inputs = [Input { name: "x".into(), value: Value::Number(x), side: 0 }];
        for thorough in [false, true] {
            let exact = certain(tree, &inputs, thorough).unwrap();
            let unit = exact.near().next_up() - exact.near();
            let off = exact.distance(exact.near().next_up(), unit);
            assert!((0.49..1.51).contains(&off), "{x}: {off}");
        }
    }
}

#[test]
fn a_side_of_a_kink_has_a_slope() {
    let mut names = Names::default();
    names.symbol("x", Sort::Number).unwrap();
    let tree = &chain("0 = |x - 1|", &names).unwrap().sides[1].tree;
    let slope = |side| {
        let inputs = [Input { name: "x".into(), value: Value::Number(1.0), side }];
        certain_with_derivatives(tree, &inputs, &[("x".into(), None)], true).unwrap()[0].near()
    };
    assert_eq!((slope(-1), slope(1)), (-1.0, 1.0));
}
