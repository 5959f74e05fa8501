//! What formulas mean, and which are refused.

use formula::{Env, Length, Names, Sort, Value, chain, evaluate};

/// The names of the book's notation: numbers, vectors, indices.
fn names() -> Names {
    let mut names = Names::default();
    for number in
        ["x", "y", r"\hat y", "r", r"\delta", r"\beta", "T", "c", r"\pi_\theta(y_w \mid x)", "p_t", r"\gamma_+"]
    {
        names.symbol(number, Sort::Number).unwrap();
    }
    for vector in ["z", "t", "u"] {
        names.symbol(vector, Sort::Vector(Length('K'))).unwrap();
    }
    for index in ["i", "j", "k"] {
        names.symbol(index, Sort::Index).unwrap();
    }
    names.symbol("K", Sort::Count).unwrap();
    names
}

/// Defines σ, Φ, softmax and Huber, as pages do.
fn book() -> Names {
    let mut names = names();
    for definition in [
        r"\sigma(x) = \frac{1}{1 + e^{-x}}",
        r"\Phi(x) = \frac12\left(1 + \operatorname{erf}\frac{x}{\sqrt2}\right)",
        r"\operatorname{softmax}_T(z)_i = \frac{e^{z_i/T}}{\sum_{j=1}^{K} e^{z_j/T}}",
        r"\operatorname{LSE}(z) = \ln\sum_{j=1}^K e^{z_j}",
        r"\operatorname{Huber}_\delta(r) = \begin{cases} \frac{1}{2} r^2 & \text{if } |r| \le \delta \\ \delta \left( |r| - \frac{1}{2} \delta \right) & \text{otherwise} \end{cases}",
        r"v = \sqrt{\frac{8}{\pi}}\left(x + 0.044715\,x^3\right)",
        r"p_i = \operatorname{softmax}_T(z)_i",
    ] {
        let made = chain(definition, &names).unwrap_or_else(|e| panic!("{definition}: {e}"));
        names.define(made.defines.unwrap_or_else(|| panic!("{definition} defines nothing"))).unwrap();
    }
    names
}

fn env() -> Env<f64> {
    let mut env = Env::new(());
    for (name, value) in [
        ("x", -1.3),
        ("y", 0.5),
        (r"\hat y", 2.0),
        ("r", 2.5),
        (r"\delta", 1.0),
        (r"\beta", 3.0),
        ("T", 0.5),
        ("c", 7.0),
        (r"\pi_\theta(y_w\mid x)", 0.25),
        ("p_t", 0.125),
        (r"\gamma_+", 4.0),
    ] {
        env.bind(name.into(), Value::Number(value));
    }
    env.bind("z".into(), Value::Vector(vec![2.0, 1.0, 0.1]));
    env.bind("t".into(), Value::Vector(vec![0.7, 0.2, 0.1]));
    env.bind("u".into(), Value::Vector(vec![1.0, -2.0, 0.5]));
    env.bind("K".into(), Value::Whole(3));
    env.bind("i".into(), Value::Whole(2));
    env.bind("j".into(), Value::Whole(3));
    env.bind("k".into(), Value::Whole(1));
    env
}

/// The value of a right-hand side.
fn value(latex: &str) -> Result<f64, String> {
    let chain =
        chain(&format!("0 = {latex}"), &book()).map_err(|e| format!("{}: {}", e.at.saturating_sub(4), e.message))?;
    evaluate(&chain.sides[1].tree, &env()).map_err(|e| format!("{e:?}"))
}

#[test]
fn formulas_mean_what_readers_take_them_for() {
    let (x, delta, r, t_) = (-1.3_f64, 1.0_f64, 2.5_f64, 0.5_f64);
    let sigma = |x: f64| 1.0 / (1.0 + (-x).exp());
    let z = [2.0_f64, 1.0, 0.1];
    let powers: Vec<f64> = z.iter().map(|z| (z / t_).exp()).collect();
    let sum: f64 = powers.iter().sum();
    let p: Vec<f64> = powers.iter().map(|e| e / sum).collect();
    let lse = z.iter().map(|z| z.exp()).sum::<f64>().ln();
    let cases = [
        (r"2x^2 - 3", 2.0 * x * x - 3.0),
        (r"-x^2", -(x * x)),
        (r"2^{10}", 1024.0),
        (r"\frac12 x", 0.5 * x),
        (r"\frac1{10} x", 0.1 * x),
        (r"x(1 + x)", x * (1.0 + x)),
        (r"|x| + |x - 1|x", 1.3 + 2.3 * x),
        (r"2\left|x\right|", 2.6),
        (r"e^{-x} + e", (-x).exp() + std::f64::consts::E),
        (r"x^2\ln\frac{3}{2} - 1", 1.5_f64.ln() * x * x - 1.0),
        (r"\tanh^2 x", x.tanh().powi(2)),
        (r"\log_2 8", 3.0),
        (r"\sigma(x)\,\sigma(-x)", sigma(x) * sigma(-x)),
        (r"\sigma'(x)", sigma(x) * sigma(-x)),
        (r"\sigma''(x)", sigma(x) * sigma(-x) * (1.0 - 2.0 * sigma(x))),
        (r"\frac{d}{dx}\ln\sigma(x)", sigma(-x)),
        (r"\operatorname{Huber}_\delta(r)", delta * (r - 0.5 * delta)),
        (r"\operatorname{Huber}_\delta'(r)", delta),
        (r"\operatorname{Huber}_{2}(r)", 2.0 * (r - 1.0)),
        (r"\operatorname{Huber}_{c\delta}(cr)", 7.0 * (17.5 - 3.5)),
        (r"\min\left( \delta, \max\left( -\delta, r \right) \right)", 1.0),
        (r"v", (8.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x.powi(3))),
        (r"v'", (8.0 / std::f64::consts::PI).sqrt() * (1.0 + 3.0 * 0.044715 * x * x)),
        (r"\operatorname{LSE}(z)", lse),
        (r"\operatorname{LSE}(z + c)", lse + 7.0),
        (r"\frac{\partial \operatorname{LSE}(z)}{\partial z_j}", (0.1 - lse).exp()),
        (r"\operatorname{softmax}_T(z)_i", p[1]),
        (r"\frac{\partial p_i}{\partial z_j}", p[1] * (0.0 - p[2]) / t_),
        (r"\frac{p_i\,(\delta_{ij} - p_j)}{T}", -p[1] * p[2] / t_),
        (r"\sum_{i=1}^{K} u_i\,p_i - u_j", p[0] - 2.0 * p[1] + 0.5 * p[2] - 0.5),
        (r"\sum_i u_i \frac{\partial p_i}{\partial z_j}", p[2] / t_ * (0.5 - (p[0] - 2.0 * p[1] + 0.5 * p[2]))),
        (r"\prod_{i=1}^{K} t_i", 0.014),
        (r"\max_{k \ne i} z_k", 2.0),
        (r"\max_k z_k", 2.0),
        (r"\|z\|_1 + \|z - t\|_\infty", 3.1 + 1.3),
        (r"\|u\|^2", 5.25),
        (r"\mathbf 1_{x < 0}", 1.0),
        (r"\mathbb{1}[i = j]", 0.0),
        (
            r"\begin{cases} 1 & \text{if } x > 0 \text{ and } y > 0 \\ 2 & x \le -1 \text{ or } y = 3 \\ 3 & \text{otherwise} \end{cases}",
            2.0,
        ),
        (r"\hat y - y", 1.5),
        (r"-\ln \pi_\theta(y_w \mid x)", 4_f64.ln()),
        (r"-(1 - p_t)^{\gamma_+}\ln p_t", 0.875_f64.powi(4) * 8_f64.ln()),
    ];
    let mut wrong = vec![];
    for (latex, expected) in cases {
        match value(latex) {
            Ok(found) if (found - expected).abs() <= 1e-14 * expected.abs().max(1.0) => {}
            other => wrong.push(format!("{latex}: {other:?}, expected {expected}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_unknown_or_ambiguous_is_refused_at_its_place() {
    let cases = [
        ("q + 1", "0: `q` is not known here"),
        ("x + ", "3: expected a number"),
        (r"x^10", "3: only one digit is raised"),
        (r"\log x", "0: `\\log` without a base"),
        (
            r"\operatorname{sg} x",
            "18: what `\\operatorname{sg}` holds fixed stands in brackets: expected `(`, found `x`",
        ),
        (r"\operatorname{sg}^2(x)", "17: what `\\operatorname{sg}` holds fixed"),
        (r"\operatorname{sg}'(x)", "17: what `\\operatorname{sg}` holds fixed"),
        (r"\operatorname{sg}", "17: what `\\operatorname{sg}` holds fixed"),
        (r"\operatorname{sg}(x)^2", "20: a power behind the brackets"),
        (r"\operatorname{sg}(x, y)", "19: expected `)`"),
        (r"\operatorname{sg}(z)", "0: a vector"),
        (r"\sg(x)", "0: `\\sg` is not known"),
        (r"\text{sg}(x)", "0: "),
        (r"\ln x y", "6: where does the argument"),
        (r"\ln(x)^2", "6: a power behind the brackets"),
        (r"\sigma(x)^2", "9: a power behind the brackets"),
        ("x/2 y", "4: a factor behind `a/b`"),
        ("x/2/3", "4: `a/b/c` can be read in two ways"),
        ("x 2", "2: a number behind a factor"),
        (r"\delta_i", "6: `\\delta` is no vector"),
        ("x'", "1: `x` is a symbol"),
        (r"\sigma x", r"7: expected `(`"),
        (r"\sigma(z)", "8: `x` of `\\sigma` is a number"),
        (r"\operatorname{LSE}(x)", "20: `z` of `\\operatorname{LSE}` is a vector"),
        (r"\operatorname{softmax}_T(z)", "27: expected `_`"),
        (r"\sum z_i", "0: `\\sum` needs an index"),
        (r"\sum_{x=1}^3 x", "6: `x` has a value of its own"),
        (r"\sum_{n=1}^K z_n + z_n", "21: `n` has no value here"),
        (r"z + 1", "0: a vector"),
        (r"|x", "2: expected `|`"),
        (r"(x", "2: expected `)`"),
        (r"(x, y)", "2: a list in brackets"),
        (r"\begin{cases} 1 \\ 2 \end{cases}", "16: expected `&`"),
        (r"\begin{cases} 1 & \text{maybe } x > 0 \end{cases}", "18: expected `if`"),
        (r"\int_0^1 x", r"0: `\int` is not known"),
        (r"x \approx 1", r"2: `\approx` is not known"),
        (r"\sqrt[3]{x}", "5: roots other"),
        ("x^{2^3", ""),
        // What can be read in two ways.
        ("|x|y|x|", "2: this bar may begin"),
        (r"\ln x / 2", "6: where does the argument"),
        (r"\ln x \cdot y", "6: where does the argument"),
        (r"\ln\sum_{k=1}^K z_k / 2", "20: where does the argument"),
        (r"\ln(1 + x)(1 - x)", "10: where does the argument"),
        (r"x / y \cdot 2", "6: a factor behind `a/b`"),
        (r"x / \sum_{k=1}^K z_k y", "4: what of this is below"),
        (r"\max_k z_k x", "11: does this factor belong"),
        (r"\prod_{k=1}^K z_k x", "18: does this factor belong"),
        (r"\frac{x}{2}^2", "11: a power behind a fraction"),
        (r"\frac{d}{dx} x y", "15: is this factor differentiated"),
        (r"x(y)", "1: `x(..)` looks like"),
        (r"x(2y)", "1: `x(..)` looks like"),
        (r"v(x + 1)", "1: `v` is defined without arguments"),
        (r"p_i(x)", "3: `p(..)` looks like"),
        ("2e-3", "1: `2e-3` reads as a power of ten"),
        (r"\sqrt12", "6: only one digit is under the root"),
        (r"\sum_{k=1}^10 z_k", "12: only one digit is the upper bound"),
        (r"\tanh^{0.5} x", "12: a power of a function"),
        (r"\tanh^{-1} x", "11: a power of a function"),
        (r"\{x + 1\} y", "0: `\\lbrace` is not known here"),
        (r"\max\{x, y)", "10: expected `\\rbrace`"),
        (r"x * y", "2: `*` is no product"),
        // Indices that are not what they seem.
        (r"\sum_i u_i - u_i", "15: `i` is the index of a sum"),
        (r"z_i + \sum_{i=1}^K u_i", "2: `i` is the index of a sum"),
        (r"\sum_k \sum_k z_k", "12: `k` is the index of a sum around"),
        (r"\sum_{e=1}^K e^{z_e}", "6: `e` has a meaning"),
        (r"\sum_{v=1}^K z_v", "6: `v` has a meaning"),
        (r"\sum_{k \ne i, k \ne j} z_k", "13: expected one condition"),
        // Vectors are added, and multiplied by numbers.
        (r"\operatorname{LSE}(z t)", "22: a product of two vectors"),
        (r"\operatorname{LSE}(z / t)", "24: a vector where"),
        (r"\operatorname{LSE}(|z|)", "22: a vector where"),
        (r"\operatorname{LSE}(z^2)", "22: a vector where"),
        (r"\|x\|", "0: a norm of a number"),
        (r"\sum_k z", "0: a vector where"),
        // Conditions.
        (r"\mathbf 1_{x > 0 \text{ and } y > 0 \text{ or } r > 0}", "36: `and` beside `or`"),
        (r"\mathbf 1_{x < y > 0}", "17: a chain of comparisons"),
        (r"\mathbf 1_{x \ne y \ne r}", "19: a chain of comparisons"),
    ];
    let mut wrong = vec![];
    for (latex, expected) in cases {
        match value(latex) {
            Err(found) if found.starts_with(expected) => {}
            other => wrong.push(format!("{latex}: {other:?}, expected `{expected}`")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_definition_names_what_it_depends_on() {
    let refused = |latex: &str| chain(latex, &book()).map(|_| ()).unwrap_err().message;
    for (latex, symbol) in [
        (r"\operatorname{power}(x) = x^\beta", r"\beta"),
        (r"q_i = \operatorname{softmax}_T(z)_j", "j"),
        (r"\operatorname{soft}(z)_i = \operatorname{softmax}_T(z)_i", "T"),
        (r"\operatorname{entry}(z) = z_i", "i"),
    ] {
        let found = refused(latex);
        assert!(found.starts_with(&format!("the meaning depends on `{symbol}`")), "{latex}: {found}");
    }
    for latex in [r"w = x^\beta", r"q_i = \operatorname{softmax}_T(z)_i", r"\operatorname{power}_\beta(x) = x^\beta"] {
        assert!(chain(latex, &book()).unwrap().defines.is_some(), "{latex}");
    }
    for latex in [r"\mathbf{w} = x", "d = x", r"\Sigma = x", r"\infty = x", r"\operatorname{max} = x"] {
        assert!(chain(latex, &book()).is_err(), "{latex} is no name");
    }
}

#[test]
fn arguments_are_set_apart_as_in_the_definition() {
    let mut names = book();
    for latex in [
        r"\rho(x \mid y) = \frac{x}{y}",
        r"\kappa(x; y) = x - y",
        r"\rho(x, y) = x\,y",
        r"\kappa(x \parallel y) = 2x + y",
    ] {
        let made = chain(latex, &names).unwrap_or_else(|e| panic!("{latex}: {e}"));
        names.define(made.defines.unwrap_or_else(|| panic!("{latex} defines nothing"))).unwrap();
    }
    let of = |latex: &str| {
        let chain = chain(&format!("0 = {latex}"), &names).map_err(|e| e.message)?;
        evaluate(&chain.sides[1].tree, &env()).map_err(|e| format!("{e:?}"))
    };
    assert_eq!(of(r"\rho(c + 1 \mid y + c)"), Ok(8.0 / 7.5));
    assert_eq!(of(r"\rho(c + 1, y + c)"), Ok(8.0 * 7.5));
    assert_eq!(of(r"\kappa(c \parallel y) - \kappa(c; y)"), of("c + 2y"));
    assert_eq!(of(r"\rho(\kappa(c; y) \mid y)"), Ok(13.0));
    let refused = |latex: &str| of(latex).unwrap_err();
    assert_eq!(refused(r"\kappa(c \mid y)"), r"`\kappa` is defined with `;` between these arguments, not `\mid`");
    assert_eq!(refused(r"\kappa(c, y)"), r"`\kappa` is defined with `;` between these arguments, not `,`");
    assert_eq!(refused(r"\kappa(c)"), r"`\kappa` takes 2 arguments");
}

#[test]
fn cases_that_hold_together_agree() {
    let both = |second: &str| {
        value(&format!(r"\begin{{cases}} x + 3 & x \le 0 \\ {second} & x < 1 \\ 9 & \text{{otherwise}} \end{{cases}}"))
    };
    assert!(both("3 + x").is_ok());
    assert!(both("4 + x").unwrap_err().contains("two cases hold and differ"));
    assert!(value(r"\begin{cases} 1 & x > 0 \end{cases}").unwrap_err().contains("no case holds"));
}

#[test]
fn an_index_is_never_caught() {
    // Twice renamed: the inner sum's fresh index must not be the outer one's.
    let mut names = book();
    for latex in [
        r"\operatorname{inner}_c(z) = \sum_{j=1}^K z_j c",
        r"\operatorname{outer}(z) = \sum_{k=1}^K z_k \operatorname{inner}_{z_k}(z)",
    ] {
        let made = chain(latex, &names).unwrap_or_else(|e| panic!("{latex}: {e}"));
        names.define(made.defines.unwrap()).unwrap();
    }
    let of = |latex: &str| {
        let chain = chain(&format!("0 = {latex}"), &names).unwrap_or_else(|e| panic!("{latex}: {e}"));
        evaluate(&chain.sides[1].tree, &env()).unwrap()
    };
    let z = [2.0, 1.0, 0.1];
    let (sum, squares): (f64, f64) = (z.iter().sum(), z.iter().map(|z| z * z).sum());
    assert!((of(r"\operatorname{outer}(z)") - squares * sum).abs() < 1e-12);
    assert!((of(r"\sum_{j=1}^K z_j \operatorname{inner}_{z_j}(z)") - squares * sum).abs() < 1e-12);
    let shifted = (squares + 2.0 * sum + 3.0) * (sum + 3.0);
    assert!((of(r"\operatorname{outer}(z + 1)") - shifted).abs() < 1e-12);
}

#[test]
fn a_stop_gradient_is_no_name() {
    for left in [r"\operatorname{sg}(x)", r"\operatorname{sg}", r"\operatorname{sg}_2(x)", r"\operatorname{sg}_i"] {
        let made = chain(&format!("{left} = 2x"), &names());
        assert!(!made.as_ref().is_ok_and(|made| made.defines.is_some()), "{left}: {made:?}");
    }
    assert!(Names::default().symbol(r"\operatorname{sg}", Sort::Number).is_err());
}

#[test]
fn a_name_is_defined_once() {
    let error = chain(r"\sigma(x) = x", &book()).unwrap();
    assert!(error.defines.is_none(), "a known name is an expression");
    assert_eq!(error.sides.len(), 2);
    assert!(chain("x", &book()).unwrap_err().message.contains("states an equality"));
    assert!(chain("", &book()).unwrap_err().message.contains("an empty formula"));
}
