//! Norms, inner products, and losses of vectors and their entries.

use formula::{By, Expr, Sort, Value, certain, certain_with_derivatives, derivative};

use crate::case::*;

pub const ANCHOR: [f64; 3] = [0.5, -1.25, 2.0];
pub const POSITIVE: [f64; 3] = [0.625, -1.0, 1.5];
pub const NEGATIVE: [f64; 3] = [-0.25, 0.5, 2.25];

pub fn triplet(margin: f64) -> Case {
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
