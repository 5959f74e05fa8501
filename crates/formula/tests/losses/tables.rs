//! Losses of tables: similarities, and logits with labels.

use formula::{Seed, Sort, Value};

use crate::case::*;
use crate::vectors::{ANCHOR, POSITIVE};

/// A table of similarities, and its row-wise softmax at temperature 0.5.
const TABLE: [[f64; 3]; 3] = [[2.0, 0.25, -1.0], [0.5, 1.5, 0.125], [-0.75, 1.0, 0.625]];
const TAU: f64 = 0.5;

fn power(i: usize, k: usize) -> f64 {
    (TABLE[i][k] / TAU).exp()
}

fn softmax(i: usize, j: usize) -> f64 {
    power(i, j) / (0..3).map(|k| power(i, k)).sum::<f64>()
}

pub fn batch() -> Case {
    let rows: Vec<Vec<f64>> = TABLE.iter().map(|row| row.to_vec()).collect();
    Case::new(&[
        ("s", Sort::Table(N, N), Value::Table(rows)),
        number(r"\tau", TAU),
        count("N", 3),
        ("i", Sort::Index, Value::Whole(2)),
        ("j", Sort::Index, Value::Whole(3)),
    ])
}

pub const INFO_NCE: &str = r"-\frac{1}{N} \sum_{i=1}^N \ln \frac{e^{s_{ii}/\tau}}{\sum_{k=1}^N e^{s_{ik}/\tau}}";

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
