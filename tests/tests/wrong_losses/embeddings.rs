//! Losses of vectors and of tables of similarities.

use catalog::Args;
use nnfn::activations::{log_softmax, softmax, softplus};
use nnfn::losses as f;

use super::{slopes, values};

fn distance(x: &[f64], y: &[f64], of: fn(f64) -> f64) -> f64 {
    x.iter().zip(y).map(|(x, y)| of(x - y)).sum()
}

fn square(x: f64) -> f64 {
    x * x
}

/// The hinge of two distances.
fn hinge(a: &Args, of: fn(&[f64], &[f64]) -> f64) -> f64 {
    (of(a.row(0), a.row(1)) - of(a.row(0), a.row(2)) + a.number(3)).max(0.0)
}

fn own(a: &Args) -> f64 {
    f::triplet(a.row(0), a.row(1), a.row(2), a.number(3))
}

/// `sign` times the direction of `x - y` where the hinge is open.
fn direction(a: &Args, open: bool, x: usize, y: usize) -> Vec<f64> {
    let (x, y) = (a.row(x), a.row(y));
    let norm = distance(x, y, square).sqrt();
    let unit = |(x, y): (&f64, &f64)| {
        if open && norm > 0.0 {
            (x - y) / norm
        } else {
            0.0
        }
    };
    x.iter().zip(y).map(unit).collect()
}

fn each(all: Vec<f64>, of: impl Fn(f64) -> f64) -> Vec<f64> {
    all.into_iter().map(of).collect()
}

fn minus(x: Vec<f64>, y: Vec<f64>) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| x - y).collect()
}

#[test]
fn three_vectors() {
    values(
        "triplet",
        &[
            ("squared", |a| hinge(a, |x, y| distance(x, y, square))),
            ("epsilon, as PyTorch", |a| {
                hinge(a, |x, y| distance(x, y, |d| square(d + 1e-6)).sqrt())
            }),
            ("absolute", |a| hinge(a, |x, y| distance(x, y, f64::abs))),
            ("plain", |a| hinge(a, |x, y| distance(x, y, square).sqrt())),
            ("mean", |a| {
                hinge(a, |x, y| (distance(x, y, square) / x.len() as f64).sqrt())
            }),
            ("swapped", |a| {
                f::triplet(a.row(0), a.row(2), a.row(1), a.number(3))
            }),
            ("nearer negative", |a| {
                own(a).max(f::triplet(a.row(1), a.row(0), a.row(2), a.number(3)))
            }),
            ("no hinge", |a| {
                let d = |i| distance(a.row(0), a.row(i), square).sqrt();
                d(1) - d(2) + a.number(3)
            }),
            ("soft", |a| {
                let d = |i| distance(a.row(0), a.row(i), square).sqrt();
                softplus(d(1) - d(2))
            }),
            ("no margin", |a| {
                f::triplet(a.row(0), a.row(1), a.row(2), 0.0)
            }),
            ("half", |a| 0.5 * own(a)),
            ("NaN is 0", |a| own(a).max(0.0)),
        ],
    );
    slopes(
        "triplet",
        "anchor",
        &[
            ("positive alone", |a| direction(a, own(a) > 0.0, 0, 1)),
            ("not normalised", |a| {
                minus(a.row(2).to_vec(), a.row(1).to_vec())
            }),
            ("sign", |a| {
                each(
                    f::triplet_grad(a.row(0), a.row(1), a.row(2), a.number(3)),
                    |g| -g,
                )
            }),
            ("always open", |a| {
                minus(direction(a, true, 0, 1), direction(a, true, 0, 2))
            }),
            ("open at 0", |a| {
                let d = |i| distance(a.row(0), a.row(i), square).sqrt();
                let open = d(1) - d(2) + a.number(3) >= 0.0;
                minus(direction(a, open, 0, 1), direction(a, open, 0, 2))
            }),
            ("mean", |a| {
                let n = a.row(0).len() as f64;
                each(
                    f::triplet_grad(a.row(0), a.row(1), a.row(2), a.number(3)),
                    |g| g / n,
                )
            }),
            ("plain", |a| {
                minus(
                    direction(a, own(a) > 0.0, 0, 1),
                    direction(a, own(a) > 0.0, 0, 2),
                )
            }),
            ("a direction at distance 0", |a| {
                let mut all = f::triplet_grad(a.row(0), a.row(1), a.row(2), a.number(3));
                if a.row(0) == a.row(1) && own(a) > 0.0 {
                    all[0] += 1.0;
                }
                all
            }),
        ],
    );
    slopes(
        "triplet",
        "positive",
        &[
            ("sign", |a| direction(a, own(a) > 0.0, 0, 1)),
            ("of the negative", |a| direction(a, own(a) > 0.0, 0, 2)),
            ("always open", |a| direction(a, true, 1, 0)),
            ("not normalised", |a| {
                minus(a.row(1).to_vec(), a.row(0).to_vec())
            }),
            ("squared", |a| {
                let open = if own(a) > 0.0 { 2.0 } else { 0.0 };
                each(minus(a.row(1).to_vec(), a.row(0).to_vec()), |d| open * d)
            }),
            ("NaN at distance 0", |a| {
                let norm = distance(a.row(0), a.row(1), square).sqrt();
                let open = if own(a) > 0.0 { 1.0 } else { 0.0 };
                each(minus(a.row(1).to_vec(), a.row(0).to_vec()), |d| {
                    open * d / norm
                })
            }),
            ("signs", |a| {
                each(direction(a, own(a) > 0.0, 1, 0), f64::signum)
            }),
            ("a direction at distance 0", |a| {
                let mut all = f::triplet_grad_positive(a.row(0), a.row(1), a.row(2), a.number(3));
                if a.row(0) == a.row(1) && own(a) > 0.0 {
                    all[0] = 1.0;
                }
                all
            }),
        ],
    );
    slopes(
        "triplet",
        "negative",
        &[
            ("sign", |a| direction(a, own(a) > 0.0, 2, 0)),
            ("of the positive", |a| direction(a, own(a) > 0.0, 0, 1)),
            ("always open", |a| direction(a, true, 0, 2)),
            ("open at 0", |a| {
                let d = |i| distance(a.row(0), a.row(i), square).sqrt();
                direction(a, d(1) - d(2) + a.number(3) >= 0.0, 0, 2)
            }),
            ("not normalised", |a| {
                minus(a.row(0).to_vec(), a.row(2).to_vec())
            }),
            ("half", |a| {
                each(direction(a, own(a) > 0.0, 0, 2), |g| 0.5 * g)
            }),
            ("epsilon", |a| {
                let norm = distance(a.row(0), a.row(2), square).sqrt() + 1e-6;
                let open = if own(a) > 0.0 { 1.0 } else { 0.0 };
                each(minus(a.row(0).to_vec(), a.row(2).to_vec()), |d| {
                    open * d / norm
                })
            }),
            ("a direction at distance 0", |a| {
                let mut all = f::triplet_grad_negative(a.row(0), a.row(1), a.row(2), a.number(3));
                if a.row(0) == a.row(2) && own(a) > 0.0 {
                    all[0] = 1.0;
                }
                all
            }),
        ],
    );
}

/// The cross-entropies of the rows of a table.
fn rows(table: &[Vec<f64>], temperature: f64) -> f64 {
    let row = |(i, row): (usize, &Vec<f64>)| -log_softmax(row, temperature)[i];
    table.iter().enumerate().map(row).sum()
}

fn transposed(table: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = table.len();
    (0..n)
        .map(|j| (0..n).map(|i| table[i][j]).collect())
        .collect()
}

fn shares(a: &Args, of: impl Fn(f64, bool) -> f64) -> Vec<f64> {
    let row = |(i, row): (usize, &Vec<f64>)| {
        let shares = softmax(row, a.number(1)).into_iter().enumerate();
        shares.map(|(j, p)| of(p, i == j)).collect::<Vec<_>>()
    };
    a.table(0).iter().enumerate().flat_map(row).collect()
}

#[test]
fn similarities() {
    values(
        "info_nce",
        &[
            ("sum", |a| rows(a.table(0), a.number(1))),
            ("symmetric, as CLIP", |a| {
                let there = f::info_nce(&transposed(a.table(0)), a.number(1));
                0.5 * (f::info_nce(a.table(0), a.number(1)) + there)
            }),
            ("columns", |a| {
                f::info_nce(&transposed(a.table(0)), a.number(1))
            }),
            ("scale for temperature", |a| {
                f::info_nce(a.table(0), a.number(1).recip())
            }),
            ("temperature 1", |a| f::info_nce(a.table(0), 1.0)),
            ("times the temperature", |a| {
                a.number(1) * f::info_nce(a.table(0), a.number(1))
            }),
            ("twice the temperature, as MoCo v3", |a| {
                2.0 * a.number(1) * f::info_nce(a.table(0), a.number(1))
            }),
            ("negatives alone", |a| {
                let t = a.number(1);
                let row = |(i, row): (usize, &Vec<f64>)| {
                    let others = row.iter().enumerate().filter(|(j, _)| *j != i);
                    others.map(|(_, s)| (s / t).exp()).sum::<f64>().ln() - row[i] / t
                };
                a.table(0).iter().enumerate().map(row).sum::<f64>() / a.table(0).len() as f64
            }),
            ("through softmax", |a| {
                let row = |(i, row): (usize, &Vec<f64>)| -softmax(row, a.number(1))[i].ln();
                a.table(0).iter().enumerate().map(row).sum::<f64>() / a.table(0).len() as f64
            }),
            ("plain", |a| {
                let t = a.number(1);
                let row = |(i, row): (usize, &Vec<f64>)| {
                    row.iter().map(|s| (s / t).exp()).sum::<f64>().ln() - row[i] / t
                };
                a.table(0).iter().enumerate().map(row).sum::<f64>() / a.table(0).len() as f64
            }),
            ("against ln n", |a| {
                f::info_nce(a.table(0), a.number(1)) - (a.table(0).len() as f64).ln()
            }),
            ("NaN is 0", |a| {
                f::info_nce(a.table(0), a.number(1)).max(0.0)
            }),
            ("rows in order", |a| {
                let row = |(i, row): (usize, &Vec<f64>)| {
                    f::cross_entropy(&row.iter().map(|s| s / a.number(1)).collect::<Vec<_>>(), i)
                };
                let all: Vec<f64> = a.table(0).iter().enumerate().map(row).collect();
                f::mean(&all)
            }),
        ],
    );
    slopes(
        "info_nce",
        "similarities",
        &[
            ("of the sum", |a| {
                shares(a, |p, own| (p - if own { 1.0 } else { 0.0 }) / a.number(1))
            }),
            ("not by the temperature", |a| {
                let n = a.table(0).len() as f64;
                each(f::info_nce_grad(a.table(0), a.number(1)).concat(), |g| {
                    g * a.number(1) * n / n
                })
            }),
            ("difference", |a| {
                let n = a.table(0).len() as f64;
                shares(a, |p, own| {
                    (p - if own { 1.0 } else { 0.0 }) / (n * a.number(1))
                })
            }),
            ("negatives alone", |a| {
                let n = a.table(0).len() as f64;
                shares(a, |p, own| if own { 0.0 } else { p / (n * a.number(1)) })
            }),
            ("columns", |a| {
                let all = f::info_nce_grad(&transposed(a.table(0)), a.number(1));
                transposed(&all).concat()
            }),
            ("column by column", |a| {
                transposed(&f::info_nce_grad(a.table(0), a.number(1))).concat()
            }),
            ("sign", |a| {
                each(f::info_nce_grad(a.table(0), a.number(1)).concat(), |g| -g)
            }),
            ("mean over entries", |a| {
                let n = a.table(0).len() as f64;
                each(f::info_nce_grad(a.table(0), a.number(1)).concat(), |g| {
                    g / n
                })
            }),
        ],
    );
}
