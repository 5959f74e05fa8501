//! Losses of embeddings.

use super::{Lowest, approached, one, table, taken, zero};
use crate::args::{Args, Value};

/// Anchor and positive at 0, the negative at this distance.
fn apart(a: &Args, distance: f64) -> Args {
    let width = a.row(0).len();
    let origin = Value::Row(vec![0.0; width]);
    let far = one(width, 0, distance);
    a.with(0, origin.clone()).with(1, origin).with(2, far)
}

/// A table of similarities: this on its diagonal, that elsewhere.
fn diagonal(a: &Args, own: f64, other: f64) -> Args {
    let n = a.table(0).len();
    a.with(0, table(n, n, |i, j| if i == j { own } else { other }))
}

/// The corners of a simplex, seen from its middle: vectors whose cosines are all the least that so many can have.
fn corners(n: usize, width: usize) -> Value {
    let share = 1.0 / n as f64;
    table(n, width, |i, j| match (i == j, j < n) {
        (true, _) => 1.0 - share,
        (_, true) => -share,
        _ => 0.0,
    })
}

/// How many vectors have the label of this one, and how many have another.
fn alike(labels: &[usize], of: usize) -> (f64, f64) {
    let same = labels.iter().filter(|label| **label == labels[of]).count();
    (same as f64, (labels.len() - same) as f64)
}

pub const ALL: &[Lowest] = &[
    taken(
        "contrastive",
        "equal vectors for a pair of the same, a distance of the margin and more for another",
        zero,
        |a, _| {
            let width = a.row(0).len();
            let distance = (1.0 - a.number(2)) * a.number(3);
            a.with(0, Value::Row(vec![0.0; width]))
                .with(1, one(width, 0, distance))
        },
    ),
    taken(
        "triplet",
        "the negative farther away than the positive, by the margin and more",
        zero,
        |a, _| apart(a, a.number(3)),
    ),
    taken(
        "triplet_squared",
        "the negative's squared distance larger than the positive's, by the margin and more",
        zero,
        // The square of a root may be below the number.
        |a, _| apart(a, a.number(3).sqrt() * (1.0 + f64::EPSILON)),
    ),
    approached(
        "info_nce",
        "the similarity of each pair leads by ever more",
        zero,
        |a, t| diagonal(a, t, 0.0),
    ),
    approached(
        "clip_loss",
        "the similarity of each pair leads by ever more",
        zero,
        |a, t| diagonal(a, t, 0.0),
    ),
    approached(
        "siglip",
        "similarities → ∞ within a pair, → −∞ elsewhere",
        zero,
        |a, t| diagonal(a, t, -t),
    ),
    taken(
        "nt_xent",
        "views of an image equal, images the corners of a simplex",
        |a| {
            let n = a.table(0).len() as f64;
            let lead = 1.0 + 1.0 / (n - 1.0);
            ((2.0 * n - 2.0) * (-lead / a.number(2)).exp()).ln_1p()
        },
        |a, _| {
            let (n, width) = (a.table(0).len(), a.table(0)[0].len());
            a.with(0, corners(n, width)).with(1, corners(n, width))
        },
    ),
    taken(
        "sup_con",
        "each of two classes in one point, opposite to the other",
        |a| {
            let labels = a.indices(1);
            let of = |i: usize| {
                let (same, other) = alike(labels, i);
                (same - 1.0 + other * (-2.0 / a.number(2)).exp()).ln()
            };
            (0..labels.len()).map(of).sum::<f64>() / labels.len() as f64
        },
        |a, _| {
            let labels = a.indices(1);
            let side = |i: usize| if labels[i] == labels[0] { 1.0 } else { -1.0 };
            let width = a.table(0)[0].len();
            let entry = |i: usize, j: usize| if j == 0 { side(i) } else { 0.0 };
            a.with(0, table(labels.len(), width, entry))
        },
    ),
];
