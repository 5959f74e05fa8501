//! Losses of numbers, with symbols and functions that a page names.

use crate::case::*;

#[test]
fn gaussian_likelihood() {
    let at = |v: f64| 0.5 * (v.ln() + (0.75_f64 + 1.5).powi(2) / v);
    let case = Case::new(&[number("y", 0.75), number(r"\hat y", -1.5), number("v", 0.5)]);
    let latex = r"\frac12 \left( \ln v + \frac{(y - \hat y)^2}{v} \right)";
    case.is(latex, at(0.5));
    case.slope(latex, &by("v"), 0.5 * (2.0 - 2.25_f64.powi(2) / 0.25), true);
    case.slope(latex, &by(r"\hat y"), -2.25 / 0.5, true);
    let case = Case::new(&[number("y", 0.75), number(r"\hat y", -1.5), number(r"\sigma", 0.5)]);
    let latex = r"\frac12 \left( \ln \sigma^2 + \frac{(y - \hat y)^2}{\sigma^2} \right)";
    case.is(latex, at(0.25));
    case.slope(latex, &by(r"\sigma"), 1.0 / 0.5 - 2.25_f64.powi(2) / 0.125, true);
}

fn sigma(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

const SIGMA: &str = r"\sigma(x) = \frac{1}{1 + e^{-x}}";

#[test]
fn binary_cross_entropy() {
    let (x, y, w) = (1.25, 0.75, 2.5);
    let case = Case::new(&[number("x", x), number("y", y), number("w", w)]).defining(SIGMA);
    let latex = r"-\left( w\, y \ln \sigma(x) + (1 - y) \ln \sigma(-x) \right)";
    case.is(latex, -(w * y * sigma(x).ln() + (1.0 - y) * sigma(-x).ln()));
    case.slope(latex, &by("x"), -(w * y * sigma(-x) - (1.0 - y) * sigma(x)), true);
}

#[test]
fn ppo_clips() {
    let latex = r"-\min\left( r A, \operatorname{clip}(r, 1 - \epsilon, 1 + \epsilon)\, A \right)";
    for definition in [
        // The names of the arguments are no symbols of this function.
        r"\operatorname{clip}(x, a, b) = \min\left( \max\left( x, a \right), b \right)",
        r"\operatorname{clip}(r, a, b) = \begin{cases} a & \text{if } r < a \\ b & \text{if } r > b \\ r & \text{otherwise} \end{cases}",
    ] {
        for (r, advantage) in [(1.5_f64, 2.0), (1.5, -2.0), (0.5, 2.0), (0.5, -2.0), (1.125, 2.0), (0.875, -3.0)] {
            let case =
                Case::new(&[number("r", r), number("A", advantage), number(r"\epsilon", 0.25)]).defining(definition);
            let clipped = r.clamp(0.75, 1.25);
            case.is(latex, -(r * advantage).min(clipped * advantage));
            let binds = (advantage > 0.0 && r > 1.25) || (advantage < 0.0 && r < 0.75);
            case.slope(latex, &by("r"), if binds { 0.0 } else { -advantage }, true);
        }
    }
}

#[test]
fn dpo_of_probabilities() {
    let latex = r"-\ln \sigma\left( \beta \ln \frac{\pi_\theta(y_w \mid x)}{\pi_{\text{ref}}(y_w \mid x)} - \beta \ln \frac{\pi_\theta(y_l \mid x)}{\pi_{\text{ref}}(y_l \mid x)} \right)";
    let (beta, chosen, rejected, reference) = (0.5, -1.25, -2.5, [-1.5, -2.0]);
    let margin: f64 = beta * ((chosen - reference[0]) - (rejected - reference[1]));
    let loss = -sigma(margin).ln();
    // Each probability a symbol.
    let case = Case::new(&[
        number(r"\beta", beta),
        number(r"\pi_\theta(y_w \mid x)", f64::exp(chosen)),
        number(r"\pi_\theta(y_l \mid x)", f64::exp(rejected)),
        number(r"\pi_{\text{ref}}(y_w \mid x)", f64::exp(reference[0])),
        number(r"\pi_{\text{ref}}(y_l \mid x)", f64::exp(reference[1])),
    ])
    .defining(SIGMA);
    case.is(latex, loss);
    case.slope(latex, &by(r"\pi_\theta(y_w\mid x)"), -beta * sigma(-margin) / chosen.exp(), true);
    // Each defined by its logarithm; then x may be a symbol of its own, or not.
    for extra in [&[][..], &[number("x", 3.0)]] {
        let mut symbols = vec![
            number(r"\beta", beta),
            number(r"\ell_w", chosen),
            number(r"\ell_l", rejected),
            number(r"\ell_w^{\text{ref}}", reference[0]),
            number(r"\ell_l^{\text{ref}}", reference[1]),
        ];
        symbols.extend(extra.iter().cloned());
        let case = Case::new(&symbols)
            .defining(SIGMA)
            .defining(r"\pi_\theta(y_w \mid x) = e^{\ell_w}")
            .defining(r"\pi_\theta(y_l \mid x) = e^{\ell_l}")
            .defining(r"\pi_{\text{ref}}(y_w \mid x) = e^{\ell_w^{\text{ref}}}")
            .defining(r"\pi_{\text{ref}}(y_l \mid x) = e^{\ell_l^{\text{ref}}}");
        case.is(latex, loss);
        case.slope(latex, &by(r"\ell_w"), -beta * sigma(-margin), true);
        case.slope(latex, &by(r"\ell_l"), beta * sigma(-margin), true);
        let case = case.defining(r"r_w = \beta \left( \ell_w - \ell_w^{\text{ref}} \right)");
        case.is(r"\ln \frac{\pi_\theta(y_w \mid x)}{\pi_{\text{ref}}(y_w \mid x)} - \frac{r_w}{\beta}", 0.0);
    }
}
