//! The formulas of losses over vectors, tables and labels, against sums that are written out here.

use formula::mutate::{Mutant, mutants};
use formula::{By, Env, Input, Length, Names, Seed, Sort, Value, certain, certain_with_derivatives, chain, derivative};
use formula::{Expr, evaluate};

const K: Length = Length('K');
const N: Length = Length('N');
const D: Length = Length('D');
const L: Length = Length('L');

/// A formula with the values of its symbols.
struct Case {
    names: Names,
    inputs: Vec<Input>,
}

impl Case {
    fn new(symbols: &[(&str, Sort, Value<f64>)]) -> Case {
        let mut case = Case { names: Names::default(), inputs: vec![] };
        for (latex, sort, value) in symbols {
            let name = case.names.symbol(latex, *sort).unwrap_or_else(|e| panic!("{latex}: {e}"));
            case.inputs.push(Input { name, value: value.clone(), side: 0 });
        }
        case
    }

    fn defining(mut self, latex: &str) -> Case {
        let made = chain(latex, &self.names).unwrap_or_else(|e| panic!("{latex}: {}: {e}", e.at));
        self.names.define(made.defines.unwrap_or_else(|| panic!("{latex} defines nothing"))).unwrap();
        self
    }

    fn tree(&self, latex: &str) -> Expr {
        let side = format!("0 = {latex}");
        chain(&side, &self.names).unwrap_or_else(|e| panic!("{latex}: {}: {e}", e.at)).sides[1].tree.clone()
    }

    /// The value, the same in 64 bit, in pairs and at high precision.
    #[track_caller]
    fn is(&self, latex: &str, expected: f64) {
        let tree = self.tree(latex);
        let near = |found: f64| (found - expected).abs() <= 2e-14 * expected.abs().max(1.0);
        let mut env: Env<f64> = Env::new(());
        for input in &self.inputs {
            env.bind(input.name.clone(), input.value.clone());
        }
        let plain = evaluate(&tree, &env).unwrap_or_else(|e| panic!("{latex}: {e:?}"));
        assert!(near(plain), "{latex} is {plain}, expected {expected}");
        let values = [false, true]
            .map(|thorough| certain(&tree, &self.inputs, thorough).unwrap_or_else(|e| panic!("{latex}: {e:?}")).near());
        assert!(near(values[0]) && values[0] == values[1], "{latex} is {values:?}, expected {expected}");
    }

    /// The derivative: that of dual numbers, that by rules on the tree if there is one, and the
    /// difference quotient of the values with a step of 2^-20.
    #[track_caller]
    fn slope(&self, latex: &str, seed: &Seed, expected: f64, by_rules: bool) {
        let tree = self.tree(latex);
        let near = |found: f64, within: f64| (found - expected).abs() <= within * expected.abs().max(1.0);
        for thorough in [false, true] {
            let slopes = certain_with_derivatives(&tree, &self.inputs, std::slice::from_ref(seed), thorough);
            let slope = slopes.unwrap_or_else(|e| panic!("{latex}: {e:?}"))[0].near();
            assert!(near(slope, 2e-14), "{latex} by {seed:?}: {slope}, expected {expected}");
        }
        let step = 2_f64.powi(-20);
        let moved = |by: f64| certain(&tree, &self.moved(seed, by), true).unwrap().near();
        let quotient = (moved(step) - moved(-step)) / (2.0 * step);
        assert!(near(quotient, 1e-8), "{latex} by {seed:?}: difference {quotient}, expected {expected}");
        if by_rules {
            let whole = |n: usize| Expr::whole(n as u128 + 1);
            let by = match seed {
                Seed::Number(name) => By::Symbol(name.clone()),
                Seed::Entry(name, at) => By::Item(name.clone(), whole(*at)),
                Seed::Cell(name, row, column) => By::Cell(name.clone(), whole(*row), whole(*column)),
            };
            let slope = derivative(&tree, &by).unwrap_or_else(|e| panic!("{latex}: {e}"));
            let slope = certain(&slope, &self.inputs, true).unwrap_or_else(|e| panic!("{latex}: {e:?}")).near();
            assert!(near(slope, 2e-14), "{latex} by {seed:?}, by rules: {slope}, expected {expected}");
        }
    }

    fn moved(&self, seed: &Seed, by: f64) -> Vec<Input> {
        let mut inputs = self.inputs.clone();
        for input in inputs.iter_mut().filter(|input| input.name == *seed.name()) {
            match (&mut input.value, seed) {
                (Value::Number(x), Seed::Number(_)) => *x += by,
                (Value::Vector(all), Seed::Entry(_, at)) => all[*at] += by,
                (Value::Table(rows), Seed::Cell(_, row, column)) => rows[*row][*column] += by,
                _ => panic!("no such entry: {seed:?}"),
            }
        }
        inputs
    }
}

fn number(latex: &'static str, x: f64) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Number, Value::Number(x))
}

fn vector(latex: &'static str, length: Length, all: &[f64]) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Vector(length), Value::Vector(all.to_vec()))
}

fn count(latex: &'static str, n: usize) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Count, Value::Whole(n as i64))
}

fn entry(name: &str, at: usize) -> Seed {
    Seed::Entry(name.into(), at)
}

fn by(name: &str) -> Seed {
    Seed::Number(name.into())
}

fn length(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

const ANCHOR: [f64; 3] = [0.5, -1.25, 2.0];
const POSITIVE: [f64; 3] = [0.625, -1.0, 1.5];
const NEGATIVE: [f64; 3] = [-0.25, 0.5, 2.25];

fn triplet(margin: f64) -> Case {
    Case::new(&[
        vector("a", D, &ANCHOR),
        vector("p", D, &POSITIVE),
        vector("n", D, &NEGATIVE),
        number("m", margin),
        number("c", 1.5),
        count("D", 3),
        ("k", Sort::Index, Value::Whole(2)),
    ])
}

#[test]
fn triplet_loss() {
    let latex = r"\max\left(0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m\right)";
    let (near, far) = (minus(&ANCHOR, &POSITIVE), minus(&ANCHOR, &NEGATIVE));
    let inactive = triplet(0.5);
    inactive.is(latex, 0.0);
    inactive.slope(latex, &entry("a", 0), 0.0, true);
    let active = triplet(2.0);
    active.is(latex, length(&near) - length(&far) + 2.0);
    for k in 0..3 {
        let (to_near, to_far) = (near[k] / length(&near), far[k] / length(&far));
        active.slope(latex, &entry("a", k), to_near - to_far, true);
        active.slope(latex, &entry("p", k), -to_near, true);
        active.slope(latex, &entry("n", k), to_far, true);
    }
    active.slope(latex, &by("m"), 1.0, true);
}

#[test]
fn norms_and_inner_products() {
    let case = triplet(2.0);
    let d = minus(&ANCHOR, &POSITIVE);
    let sizes: f64 = d.iter().map(|x| x.abs()).sum();
    let squared = dot(&d, &d);
    let cosine = dot(&ANCHOR, &POSITIVE) / (length(&ANCHOR) * length(&POSITIVE));
    for (latex, expected) in [
        (r"\lVert a - p \rVert_2^2", squared),
        (r"\lVert a - p \rVert^2", squared),
        (r"\left\lVert a - p \right\rVert", squared.sqrt()),
        (r"\lVert a - p \rVert_1", sizes),
        (r"\lVert a - p \rVert_\infty", 0.5),
        (
            r"\lVert c a - p/2 \rVert_1",
            minus(&ANCHOR.map(|x| 1.5 * x), &POSITIVE.map(|x| x / 2.0)).iter().map(|x| x.abs()).sum(),
        ),
        (r"\lVert -a \rVert", length(&ANCHOR)),
        (r"\lVert a_1 n \rVert", 0.5 * length(&NEGATIVE)),
        (r"a^\top p", dot(&ANCHOR, &POSITIVE)),
        (r"a \cdot p", dot(&ANCHOR, &POSITIVE)),
        (r"\langle a, p \rangle", dot(&ANCHOR, &POSITIVE)),
        (r"\left\langle a - p, n \right\rangle", dot(&d, &NEGATIVE)),
        (r"2 a^\top p\,c", 3.0 * dot(&ANCHOR, &POSITIVE)),
        (r"(a - p)^\top (a - n)", dot(&d, &minus(&ANCHOR, &NEGATIVE))),
        (r"c \cdot m", 3.0),
        (r"c a \cdot p", 1.5 * dot(&ANCHOR, &POSITIVE)),
        (r"\frac{a^\top p}{\lVert a \rVert \lVert p \rVert}", cosine),
        (r"\frac{a^\top p}{\lVert a \rVert\,\lVert p \rVert} - \frac{a \cdot p}{\|a\|_2 \|p\|_2}", 0.0),
    ] {
        case.is(latex, expected);
    }
    for k in 0..3 {
        let (a, p) = (ANCHOR[k], POSITIVE[k]);
        case.slope(r"\lVert a - p \rVert_2^2", &entry("p", k), -2.0 * d[k], true);
        case.slope(r"\lVert a - p \rVert_1", &entry("a", k), d[k].signum(), true);
        case.slope(
            r"\lVert c a - p \rVert_1",
            &by("c"),
            dot(&ANCHOR, &minus(&ANCHOR.map(|x| 1.5 * x), &POSITIVE).iter().map(|x| x.signum()).collect::<Vec<_>>()),
            true,
        );
        case.slope(r"\lVert a / c \rVert", &by("c"), -length(&ANCHOR) / 2.25, true);
        case.slope(r"(c a)^\top (p - a)", &entry("a", k), 1.5 * (p - 2.0 * a), true);
        let slope = p / (length(&ANCHOR) * length(&POSITIVE)) - cosine * a / dot(&ANCHOR, &ANCHOR);
        case.slope(r"\frac{a^\top p}{\lVert a \rVert \lVert p \rVert}", &entry("a", k), slope, true);
    }
    // What a page writes as a derivative.
    case.is(r"\frac{\partial \lVert a - p \rVert}{\partial a_k}", d[1] / squared.sqrt());
    case.is(r"\frac{\partial}{\partial p_k} \lVert a - p \rVert_2^2", -2.0 * d[1]);
}

#[test]
fn a_norm_at_zero_has_a_value_and_no_certain_slope() {
    let zero = [vector("a", D, &ANCHOR), vector("p", D, &ANCHOR), count("D", 3)];
    let case = Case::new(&zero);
    case.is(r"\lVert a - p \rVert", 0.0);
    case.is(r"\lVert a - p \rVert_2^2", 0.0);
    let tree = case.tree(r"\lVert a - p \rVert");
    for thorough in [false, true] {
        let slopes = certain_with_derivatives(&tree, &case.inputs, &[entry("a", 0)], thorough);
        assert!(slopes.is_err(), "{slopes:?}");
    }
    let slope = derivative(&tree, &By::Item("a".into(), Expr::whole(1))).unwrap();
    assert!(certain(&slope, &case.inputs, true).is_err());
    // The square is smooth there.
    case.slope(r"\lVert a - p \rVert_2^2", &entry("a", 0), 0.0, true);
}

/// A table of similarities, and its row-wise softmax at temperature 0.5.
const TABLE: [[f64; 3]; 3] = [[2.0, 0.25, -1.0], [0.5, 1.5, 0.125], [-0.75, 1.0, 0.625]];
const TAU: f64 = 0.5;

fn power(i: usize, k: usize) -> f64 {
    (TABLE[i][k] / TAU).exp()
}

fn softmax(i: usize, j: usize) -> f64 {
    power(i, j) / (0..3).map(|k| power(i, k)).sum::<f64>()
}

fn batch() -> Case {
    let rows: Vec<Vec<f64>> = TABLE.iter().map(|row| row.to_vec()).collect();
    Case::new(&[
        ("s", Sort::Table(N, N), Value::Table(rows)),
        number(r"\tau", TAU),
        count("N", 3),
        ("i", Sort::Index, Value::Whole(2)),
        ("j", Sort::Index, Value::Whole(3)),
    ])
}

const INFO_NCE: &str = r"-\frac{1}{N} \sum_{i=1}^N \ln \frac{e^{s_{ii}/\tau}}{\sum_{k=1}^N e^{s_{ik}/\tau}}";

#[test]
fn info_nce() {
    let case = batch();
    let loss = -(0..3).map(|i| softmax(i, i).ln()).sum::<f64>() / 3.0;
    for latex in [
        INFO_NCE,
        r"-\frac1N \sum_i \ln \frac{e^{s_{ii}/\tau}}{\sum_k e^{s_{ik}/\tau}}",
        r"\frac1N \sum_{i=1}^N \left( \ln \sum_{k=1}^N e^{s_{i,k}/\tau} - \frac{s_{i,i}}{\tau} \right)",
        r"-\frac1N \sum_{i,j} [i = j] \ln \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}}",
    ] {
        case.is(latex, loss);
    }
    for i in 0..3 {
        for j in 0..3 {
            let slope = (softmax(i, j) - if i == j { 1.0 } else { 0.0 }) / (3.0 * TAU);
            case.slope(INFO_NCE, &Seed::Cell("s".into(), i, j), slope, true);
        }
    }
    let by_tau: f64 =
        (0..3).map(|i| (TABLE[i][i] - (0..3).map(|k| softmax(i, k) * TABLE[i][k]).sum::<f64>()) / (TAU * TAU)).sum();
    case.slope(INFO_NCE, &by(r"\tau"), by_tau / 3.0, true);
}

#[test]
fn the_gradient_of_info_nce() {
    let case = batch().defining(&format!("L = {INFO_NCE}"));
    let expected = softmax(1, 2) / (3.0 * TAU);
    for latex in [
        r"\frac{1}{N \tau}\left( \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}} - [i = j] \right)",
        r"\frac{1}{N \tau}\left( \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}} - \delta_{ij} \right)",
        r"\frac{1}{N \tau}\left( \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}} - \mathbf 1_{i = j} \right)",
        r"\frac{\partial L}{\partial s_{ij}}",
    ] {
        case.is(latex, expected);
    }
    case.is(r"\frac{\partial L}{\partial s_{ii}}", (softmax(1, 1) - 1.0) / (3.0 * TAU));
    let named = batch().defining(r"p_{ij} = \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}}");
    named.is(r"p_{ij}", softmax(1, 2));
    named.is(r"p_{ji}", softmax(2, 1));
    named.is(r"-\frac1N \sum_{k=1}^N \ln p_{kk}", -(0..3).map(|i| softmax(i, i).ln()).sum::<f64>() / 3.0);
    // The index of the sum within is another one.
    named.is(r"\sum_k p_{ik}", 1.0);
}

#[test]
fn nt_xent() {
    let case = batch();
    let others = |i: usize| (0..3).filter(|k| *k != i).map(|k| power(i, k)).sum::<f64>();
    let latex = r"-\ln \frac{e^{s_{ij}/\tau}}{\sum_{k \ne i} e^{s_{ik}/\tau}}";
    let expected = -(power(1, 2) / others(1)).ln();
    case.is(latex, expected);
    case.is(r"-\ln \frac{e^{s_{ij}/\tau}}{\sum_{k=1,\, k \ne i}^N e^{s_{ik}/\tau}}", expected);
    case.is(r"-\ln \frac{e^{s_{ij}/\tau}}{\sum_{k=1}^N \mathbf 1_{k \ne i} e^{s_{ik}/\tau}}", expected);
    case.slope(latex, &Seed::Cell("s".into(), 1, 2), (power(1, 2) / others(1) - 1.0) / TAU, true);
    case.slope(latex, &Seed::Cell("s".into(), 1, 1), 0.0, true);
    case.slope(latex, &Seed::Cell("s".into(), 1, 0), power(1, 0) / others(1) / TAU, true);
    case.is(r"\max_{k \ne i} s_{ik}", 0.5);
    case.is(r"\min_{i,k} s_{ik}", -1.0);
    case.is(r"\prod_{i=1}^N \sum_{j=1}^N s_{ij}", 1.25 * 2.125 * 0.875);
    case.is(r"\sum_{i=1}^N \sum_{j=i+1}^N s_{ij}", 0.25 - 1.0 + 0.125);
}

#[test]
fn rows_of_a_table_are_vectors() {
    let mut case = batch();
    case.names.symbol("z", Sort::Vector(K)).unwrap();
    case.names.symbol("K", Sort::Count).unwrap();
    // K has no value here: a function of a vector is one of vectors of any length.
    let case = case.defining(r"\operatorname{LSE}(z) = \ln\sum_{k=1}^K e^{z_k}");
    let row = |i: usize| TABLE[i].iter().map(|x| x.exp()).sum::<f64>().ln();
    case.is(r"\operatorname{LSE}(s_i)", row(1));
    case.is(r"\sum_i \operatorname{LSE}(s_i)", row(0) + row(1) + row(2));
    case.is(r"s_i^\top s_j", dot(&TABLE[1], &TABLE[2]));
    case.is(r"\lVert s_i - s_j \rVert", length(&minus(&TABLE[1], &TABLE[2])));
    case.slope(r"s_i^\top s_j", &Seed::Cell("s".into(), 1, 0), TABLE[2][0], true);
    case.slope(r"\lVert s_i \rVert", &Seed::Cell("s".into(), 1, 0), TABLE[1][0] / length(&TABLE[1]), true);
}

#[test]
fn cross_entropy_over_a_batch_of_labels() {
    let logits = [[1.0, -0.5, 0.25, 2.0], [0.0, 0.75, -1.5, 0.5], [3.0, 1.0, 0.5, -2.0]];
    let labels = [4_i64, 1, 2];
    let case = Case::new(&[
        ("z", Sort::Table(N, K), Value::Table(logits.iter().map(|row| row.to_vec()).collect())),
        ("y", Sort::Indices(N, K), Value::Indices(labels.to_vec())),
        count("N", 3),
        count("K", 4),
    ]);
    let sum = |i: usize| logits[i].iter().map(|z| f64::exp(*z)).sum::<f64>();
    let loss = (0..3).map(|i| sum(i).ln() - logits[i][labels[i] as usize - 1]).sum::<f64>() / 3.0;
    let latex = r"\frac1N \sum_{i=1}^N \left( \ln \sum_{k=1}^K e^{z_{ik}} - z_{i y_i} \right)";
    case.is(latex, loss);
    case.is(r"\frac1N \sum_i \left( \ln \sum_k e^{z_{ik}} - \sum_k \delta_{k y_i} z_{ik} \right)", loss);
    case.is(r"\frac1N \sum_i \left( \ln \sum_k e^{z_{ik}} - \sum_k [k = y_i]\,z_{i,k} \right)", loss);
    for (i, row) in logits.iter().enumerate() {
        for (k, z) in row.iter().enumerate() {
            let one = if labels[i] as usize == k + 1 { 1.0 } else { 0.0 };
            let slope = (z.exp() / sum(i) - one) / 3.0;
            case.slope(latex, &Seed::Cell("z".into(), i, k), slope, true);
        }
    }
}

#[test]
fn kullback_leibler() {
    let (p, q) = ([0.5_f64, 0.375, 0.125], [0.25_f64, 0.625, 0.125]);
    let case = Case::new(&[vector("p", K, &p), vector("q", K, &q), count("K", 3)]);
    let latex = r"\sum_{i=1}^K p_i \ln \frac{p_i}{q_i}";
    case.is(latex, (0..3).map(|i| p[i] * (p[i] / q[i]).ln()).sum());
    for i in 0..3 {
        case.slope(latex, &entry("p", i), (p[i] / q[i]).ln() + 1.0, true);
        case.slope(latex, &entry("q", i), -p[i] / q[i], true);
    }
    // 0 ln 0 is no number of its own: the cases say that it counts as 0.
    let case = Case::new(&[vector("p", K, &[0.5, 0.0, 0.5]), vector("q", K, &q), count("K", 3)]);
    assert!(certain(&case.tree(latex), &case.inputs, true).is_err());
    let cases =
        r"\sum_i \begin{cases} p_i \ln \frac{p_i}{q_i} & \text{if } p_i > 0 \\ 0 & \text{otherwise} \end{cases}";
    case.is(cases, 0.5 * 2_f64.ln() + 0.5 * 4_f64.ln());
}

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

#[test]
fn pairwise_hinge() {
    let z = [2.0, 1.25, 0.5, 1.75];
    for (margin, y) in [(1.0, 1_usize), (0.5, 3), (2.0, 2)] {
        let case = Case::new(&[
            vector("z", K, &z),
            ("y", Sort::Index, Value::Whole(y as i64)),
            number("m", margin),
            count("K", 4),
        ]);
        let latex = r"\sum_{j \ne y} \max(0, m - z_y + z_j)";
        let gap = |j: usize| margin - z[y - 1] + z[j];
        let others = || (0..4).filter(|j| *j != y - 1);
        case.is(latex, others().map(|j| gap(j).max(0.0)).sum());
        case.is(r"\max\left(0, m - z_y + \max_{j \ne y} z_j\right)", others().map(gap).fold(0.0, f64::max));
        let active = |j: usize| if gap(j) > 0.0 { 1.0 } else { 0.0 };
        for k in 0..4 {
            let slope = if k == y - 1 { -others().map(active).sum::<f64>() } else { active(k) };
            if others().all(|j| gap(j) != 0.0) {
                case.slope(latex, &entry("z", k), slope, true);
            }
        }
    }
}

#[test]
fn perplexity() {
    let tokens = [-0.5, -2.25, -0.125, -1.0];
    let case = Case::new(&[vector(r"\ell", L, &tokens), count("L", 4)]);
    let latex = r"\exp\left( -\frac{1}{L} \sum_{t=1}^L \ell_t \right)";
    let value = (-tokens.iter().sum::<f64>() / 4.0).exp();
    case.is(latex, value);
    case.slope(latex, &entry(r"\ell", 2), -value / 4.0, true);
}

#[test]
fn functions_of_vectors_and_tables_are_defined() {
    let logits = vec![vec![1.0, -0.5], vec![0.25, 2.0], vec![-1.0, 0.5]];
    let case = Case::new(&[
        vector("a", D, &ANCHOR),
        vector("p", D, &POSITIVE),
        ("x", Sort::Table(N, K), Value::Table(logits.clone())),
        ("z", Sort::Table(L, D), Value::Table(vec![vec![0.0; 3]; 2])),
        ("y", Sort::Indices(L, D), Value::Indices(vec![1, 1])),
        ("c", Sort::Indices(N, K), Value::Indices(vec![2, 1, 1])),
        count("N", 3),
        count("K", 2),
        count("D", 3),
        count("L", 2),
        number("r", 0.5),
    ])
    .defining(r"\operatorname{sim}(a, p) = \frac{a^\top p}{\lVert a \rVert \lVert p \rVert}")
    .defining(r"\operatorname{picked}(z, y) = \frac{1}{L} \sum_{i=1}^L z_{i y_i} + \sum_k z_{1,k}");
    let cosine = |a: &[f64], p: &[f64]| dot(a, p) / (length(a) * length(p));
    case.is(r"\operatorname{sim}(a, p)", cosine(&ANCHOR, &POSITIVE));
    case.is(r"\operatorname{sim}(2 a - p, p)", cosine(&minus(&ANCHOR.map(|x| 2.0 * x), &POSITIVE), &POSITIVE));
    // Rows of K entries where the definition speaks of D.
    case.is(r"\operatorname{sim}(x_1, x_2 / r)", cosine(&logits[0], &logits[1]));
    // N and K in the place of L and D.
    case.is(r"\operatorname{picked}(x, c)", (-0.5 + 0.25 - 1.0) / 3.0 + 0.5);
    let slope = |k: usize| {
        let (a, p) = (&ANCHOR, &POSITIVE);
        p[k] / (length(a) * length(p)) - cosine(a, p) * a[k] / dot(a, a)
    };
    for k in 0..3 {
        case.slope(r"\operatorname{sim}(a, p)", &entry("a", k), slope(k), true);
    }
}

/// The mutants of a formula that are read and have its value, spaces left out.
fn survivors(case: &Case, latex: &str, symbols: &[&str]) -> Vec<String> {
    // On the diagonal, too, where there is one.
    let mut diagonal = case.inputs.clone();
    diagonal.iter_mut().filter(|input| &*input.name == "j").for_each(|input| input.value = Value::Whole(2));
    let values = |latex: &str| {
        let chain = chain(&format!("0 = {latex}"), &case.names).ok()?;
        let at = |inputs: &[Input]| certain(&chain.sides[1].tree, inputs, false).ok().map(|value| value.near());
        Some([at(&case.inputs)?, at(&diagonal)?])
    };
    let own = values(latex).expect("the formula itself has a value");
    let near = |found: [f64; 2]| (0..2).all(|at| (found[at] - own[at]).abs() < 1e-12);
    let same = |mutant: &Mutant| values(&mutant.latex).is_some_and(near);
    let all = mutants(latex, symbols, false);
    assert!(all.len() > 20, "{} mutants of {latex}", all.len());
    let spaced = |mutant: Mutant| format!("{}: {}", mutant.change, mutant.latex.split_whitespace().collect::<String>());
    all.into_iter().filter(same).map(spaced).collect()
}

#[test]
fn mutants_of_losses_have_other_values() {
    let active = triplet(2.0);
    let latex = r"\max\left(0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m\right)";
    // -0 is 0.
    let equal = [r"sign: \max\left(-0,\lVerta-p\rVert_2-\lVerta-n\rVert_2+m\right)"];
    assert_eq!(survivors(&active, latex, &["a", "p", "n", "m"]), equal);
    let case = batch();
    assert_eq!(survivors(&case, INFO_NCE, &["s", r"\tau"]), [""; 0]);
    let latex = r"\frac{1}{N \tau}\left( \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}} - [i = j] \right)";
    assert_eq!(survivors(&case, latex, &["s", r"\tau"]), [""; 0]);
    let latex = r"-\ln \frac{e^{s_{ij}/\tau}}{\sum_{k \ne i} e^{s_{ik}/\tau}}";
    assert_eq!(survivors(&case, latex, &["s", r"\tau"]), [""; 0]);
}
