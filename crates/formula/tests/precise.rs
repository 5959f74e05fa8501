//! Values to any precision: against references from another hand, and against each other.

use formula::{
    Ball, Double, Dual, Input, Length, Names, Real, Seed, Sort, Value, certain, certain_with_derivatives, chain,
};
use proptest::prelude::*;

/// The number `0.d₁d₂.. · 10^power` of these digits, at a precision that adds nothing to its error.
fn reference(digits: &str, power: i32) -> Ball {
    let bits = 1000;
    let ten = Ball::exact(bits, 10.0);
    let mut fraction = Ball::exact(bits, 0.0);
    for digit in digits.trim_start_matches('-').bytes().rev() {
        fraction = fraction.add(&Ball::exact(bits, f64::from(digit - b'0'))).div(&ten);
    }
    let scale = (0..power.unsigned_abs()).fold(Ball::exact(bits, 1.0), |scale, _| scale.mul(&ten));
    let size = if power < 0 { fraction.div(&scale) } else { fraction.mul(&scale) };
    if digits.starts_with('-') { size.neg() } else { size }
}

#[test]
fn functions_are_right_to_44_digits() {
    let at = |x: f64| Ball::exact(200, x);
    // Computed with mpmath 1.3 at 80 digits, of which 60 are given.
    let cases = [
        ("exp -5.5", at(-5.5).exp(), "408677143846406699346470268472076840839065665093819942068038", -2),
        ("exp -500.25", at(-500.25).exp(), "554862568462216909002306507157221086035967674542355381715983", -217),
        ("exp 0.001", at(0.001).exp(), "100100050016670834168889326279830288872940455419575496519736", 1),
        ("exp 39.0", at(39.0).exp(), "865934004239937469536069327192649342497018547001959865915165", 17),
        ("ln 0.001", at(0.001).ln(), "-690775527898213703123729265233140770652732943274746853066220", 1),
        ("ln 0.999", at(0.999).ln(), "-100050033358353438921046944138089023976482723346799006869042", -2),
        ("ln 7.5", at(7.5).ln(), "201490302054226475657877244869053677609759177773101191952666", 1),
        ("ln 1e300", at(1e300).ln(), "690775527898213705257902196660513681150659990441493231550394", 3),
        ("sqrt 0.7", at(0.7).sqrt(), "836660026534075521438765590310184736481391967232487559212892", 0),
        ("sqrt 3.0", at(3.0).sqrt(), "173205080756887729352744634150587236694280525381038062805581", 1),
        ("sqrt 1e-200", at(1e-200).sqrt(), "999999999999999991050131199541379757977130121933562554573429", -100),
        ("tanh 1e-8", at(1e-8).tanh(), "999999999999999987589227496795138583070551076440610312097745", -8),
        ("tanh -0.3", at(-0.3).tanh(), "-291312612451590895658160015769398948261722039127862646982193", 0),
        ("tanh 2.5", at(2.5).tanh(), "986614298151430288881276039237349639212511982185406939461576", 0),
        ("tanh 20.0", at(20.0).tanh(), "999999999999999991503291489416822045438558191190987257130475", 0),
        ("erf 1e-10", at(1e-10).erf(), "112837916709551261500173010155193756780670329960934868981247", -9),
        ("erf -0.5", at(-0.5).erf(), "-520499877813046537682746653891964528736451575757963700058806", 0),
        ("erf 1.75", at(1.75).erf(), "986671671219182443772211100128687976607302313564454621804756", 0),
        ("erf 4.63", at(4.63).erf(), "999999999941612593833703354511912568188531684416777130489122", 0),
        ("erf 6.5", at(6.5).erf(), "999999999999999999961578516728793525301241954562312233785507", 0),
        ("pi", Ball::pi(200), "314159265358979323846264338327950288419716939937510582097494", 1),
    ];
    for (name, value, digits, power) in cases {
        let reference = reference(digits, power);
        let size = reference.near().abs();
        let off = value.sub(&reference).near().abs();
        assert!(off <= value.error() + 1e-59 * size, "{name} is {off:e} off, and says {:e}", value.error());
        assert!(value.error() <= 1e-44 * size, "{name} is known to {:e} of {size:e}", value.error());
    }
}

#[test]
fn what_rounds_to_one_is_not_one() {
    for x in [1e-100, -1e-100, 1e-300, -1e-300] {
        let power = Ball::exact(192, x).exp();
        assert!(power.near() == 1.0 && power.error() > 0.0, "e^{x:e} is {power:?}");
    }
    assert_eq!(Ball::exact(192, 0.0).exp().error(), 0.0);
}

/// The first function of `x` or of `y` whose values at two precisions lie outside of each other's bounds,
/// or whose bound is not sharp.
fn beside_themselves(x: f64, y: f64) -> Option<String> {
    let both = |name: &str, f: &dyn Fn(&Ball) -> Ball, x: f64| {
        let (a, b) = (f(&Ball::exact(200, x)), f(&Ball::exact(500, x)));
        let apart = a.sub(&b);
        let within = apart.near().abs() <= a.error() + b.error() + 1e-300;
        let sharp = a.error() <= 1e-50 * a.near().abs() + 1e-57;
        let message = || format!("{name} of {x}: apart {:e}, bounds {:e} {:e}", apart.near(), a.error(), b.error());
        (!(within && sharp)).then(message)
    };
    both("exp", &|x| x.exp(), x)
        .or_else(|| both("tanh", &|x| x.tanh(), x))
        .or_else(|| both("erf", &|x| x.erf(), x / 5.0))
        .or_else(|| both("ln", &|x| x.ln(), y))
        .or_else(|| both("sqrt", &|x| x.sqrt(), y))
        .or_else(|| both("exp ln", &|x| x.ln().exp().sub(x).add(x), y))
}

#[test]
fn what_chance_found_once_stays_right() {
    assert_eq!(beside_themselves(-23.150114540973423, 0.001), None);
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
        prop_assert_eq!(beside_themselves(x, y), None);
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
            let found = &certain_with_derivatives(tree, &inputs, &[Seed::Number("x".into())], thorough).unwrap()[0];
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
        certain_with_derivatives(tree, &inputs, &[Seed::Number("x".into())], true).unwrap()[0].near()
    };
    assert_eq!((slope(-1), slope(1)), (-1.0, 1.0));
}

#[test]
fn a_stop_gradient_has_a_value_and_no_slope() {
    let mut names = Names::default();
    names.symbol("x", Sort::Number).unwrap();
    names.symbol("z", Sort::Vector(Length('K'))).unwrap();
    names.symbol("K", Sort::Count).unwrap();
    for definition in [
        r"\operatorname{held}(x) = \operatorname{sg}(x^2)",
        r"f(x) = x^2 \operatorname{held}(x)",
        r"w = \operatorname{sg}\left( \max(0, x) \right)",
    ] {
        names.define(chain(definition, &names).unwrap().defines.unwrap()).unwrap();
    }
    let inputs = [
        Input { name: "x".into(), value: Value::Number(3.0), side: 0 },
        Input { name: "z".into(), value: Value::Vector(vec![2.0, 5.0]), side: 0 },
        Input { name: "K".into(), value: Value::Whole(2), side: 0 },
    ];
    // By rules on the tree, and by dual numbers.
    for (latex, value, slope) in [
        (r"\operatorname{sg}(x)", 3.0, 0.0),
        (r"x \operatorname{sg}(x)", 9.0, 3.0),
        (r"\operatorname{sg}(x) \cdot (x + 1)", 12.0, 3.0),
        (r"f'(x)", 54.0, 18.0),
        (r"f''(x)", 18.0, 0.0),
        (r"\operatorname{held}'(x)", 0.0, 0.0),
        (r"x w", 9.0, 3.0),
        (r"\max(\operatorname{sg}(x), 1) + x", 6.0, 1.0),
        (r"\begin{cases} x \operatorname{sg}(x) & x > 1 \\ 0 & \text{otherwise} \end{cases}", 9.0, 3.0),
        (r"\sum_{i=1}^K z_i x \operatorname{sg}(x)", 63.0, 21.0),
        (r"\sum_{i=1}^K \operatorname{sg}(x z_i)", 21.0, 0.0),
        (r"\prod_{i=1}^K z_i + \operatorname{sg}\left( \prod_{i=1}^K (z_i x) \right)", 100.0, 0.0),
        (r"\lVert z \operatorname{sg}(x) \rVert^2", 261.0, 0.0),
        (r"\lVert x z - \operatorname{sg}(x z) \rVert^2 + x", 3.0, 1.0),
        (r"x^{\operatorname{sg}(x)}", 27.0, 27.0),
    ] {
        let tree = &chain(&format!("0 = {latex}"), &names).unwrap_or_else(|e| panic!("{latex}: {e}")).sides[1].tree;
        let found = certain(tree, &inputs, false).unwrap().near();
        let slopes = certain_with_derivatives(tree, &inputs, &[Seed::Number("x".into())], false).unwrap();
        assert_eq!((found, slopes[0].near()), (value, slope), "{latex}");
        let rule = formula::derivative(tree, &formula::By::Symbol("x".into()));
        let rule = rule.unwrap_or_else(|e| panic!("{latex}: {e}"));
        assert_eq!(certain(&rule, &inputs, false).unwrap().near(), slope, "{latex}");
        assert!(tree.stops() || slope == 0.0 || latex.contains('f'), "{latex}");
    }
}
