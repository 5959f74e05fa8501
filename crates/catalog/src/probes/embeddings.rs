//! Losses of vectors and of tables of similarities.

use nnfn::activations::softplus;
use nnfn::losses::{
    clip_loss, contrastive, cross_entropy, info_nce, nt_xent, siglip, triplet, triplet_squared,
};

use super::words::{mean, number, probe, row, table};
use super::{Family, Input, Probe, Variant};

fn distance(a: &[f64], b: &[f64]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f64>().sqrt()
}

fn squared(p: &Probe, same: f64) -> f64 {
    contrastive(p.row(0), p.row(1), same, p.number(3))
}

/// The distance of a pair that is the same, what another lacks of the margin.
fn linear(p: &Probe, same: f64) -> f64 {
    let d = distance(p.row(0), p.row(1));
    same * d + (1.0 - same) * (p.number(3) - d).max(0.0)
}

fn of_square(p: &Probe, same: f64) -> f64 {
    let d = distance(p.row(0), p.row(1)).powi(2);
    same * d + (1.0 - same) * (p.number(3) - d).max(0.0)
}

pub(super) static PAIR: Family = Family {
    key: "pair-contrastive",
    title: "Contrastive loss of a pair",
    chapter: "losses/embedding/contrastive",
    reads: "the loss of one pair; d is the distance, m the margin",
    probes: &[
        probe(&[
            ("first", row(&[0.0, 0.0])),
            ("second", row(&[0.42, 0.56])),
            ("label", number(0.0)),
            ("m", number(1.5)),
        ]),
        probe(&[
            ("first", row(&[0.0, 0.0])),
            ("second", row(&[0.42, 0.56])),
            ("label", number(1.0)),
            ("m", number(1.5)),
        ]),
    ],
    variants: &[
        Variant::new("squares, 1 for the same", "d² or max(0, m − d)²", |p| {
            squared(p, p.number(2))
        }),
        Variant::new(
            "half the squares, 1 for the same",
            "½d² or ½·max(0, m − d)²",
            |p| 0.5 * squared(p, p.number(2)),
        ),
        Variant::new("linear, 1 for the same", "d or max(0, m − d)", |p| {
            linear(p, p.number(2))
        }),
        Variant::new(
            "of the square, 1 for the same",
            "d² or max(0, m − d²)",
            |p| of_square(p, p.number(2)),
        ),
        Variant::new(
            "square and line, 1 for the same",
            "d² or max(0, m − d)",
            |p| {
                let (d, same) = (distance(p.row(0), p.row(1)), p.number(2));
                same * d * d + (1.0 - same) * linear(p, 0.0)
            },
        ),
        Variant::new(
            "squares, 0 for the same",
            "the first with the label turned",
            |p| squared(p, 1.0 - p.number(2)),
        ),
        Variant::new(
            "half the squares, 0 for the same",
            "the second with the label turned",
            |p| 0.5 * squared(p, 1.0 - p.number(2)),
        ),
        Variant::new(
            "linear, 0 for the same",
            "the third with the label turned",
            |p| linear(p, 1.0 - p.number(2)),
        ),
        Variant::new(
            "of the square, 0 for the same",
            "the fourth with the label turned",
            |p| of_square(p, 1.0 - p.number(2)),
        ),
    ],
    same: &[],
};

fn sides(p: &Probe) -> (&'static [f64], &'static [f64], &'static [f64], f64) {
    (p.row(0), p.row(1), p.row(2), p.number(3))
}

fn lead(p: &Probe) -> f64 {
    let (anchor, positive, negative, _) = sides(p);
    distance(anchor, positive) - distance(anchor, negative)
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

pub(super) static TRIPLET: Family = Family {
    key: "triplet",
    title: "Triplet loss",
    chapter: "losses/embedding/triplet",
    reads: "the loss of one triplet of anchor a, positive p and negative n with the margin m",
    probes: &[probe(&[
        ("a", row(&[0.2, 0.1])),
        ("p", row(&[1.0, 0.7])),
        ("n", row(&[0.1, 1.4])),
        ("m", number(1.5)),
    ])],
    variants: &[
        Variant::new(
            "distances",
            "max(0, ‖a − p‖ − ‖a − n‖ + m)",
            |p| {
                let (a, positive, n, m) = sides(p);
                triplet(a, positive, n, m)
            },
        ),
        Variant::new(
            "squared distances",
            "max(0, ‖a − p‖² − ‖a − n‖² + m)",
            |p| {
                let (a, positive, n, m) = sides(p);
                triplet_squared(a, positive, n, m)
            },
        ),
        Variant::new(
            "nearer of anchor and positive",
            "‖p − n‖ if that is below ‖a − n‖",
            |p| {
                let (a, positive, n, m) = sides(p);
                triplet(a, positive, n, m).max(triplet(positive, a, n, m))
            },
        ),
        Variant::new(
            "cosine distances",
            "max(0, cos(a, n) − cos(a, p) + m)",
            |p| {
                let (a, positive, n, m) = sides(p);
                (cosine(a, n) - cosine(a, positive) + m).max(0.0)
            },
        ),
        Variant::new(
            "soft margin",
            "ln(1 + exp(‖a − p‖ − ‖a − n‖))",
            |p| softplus(lead(p)),
        ),
        Variant::new(
            "positive and negative exchanged",
            "max(0, ‖a − n‖ − ‖a − p‖ + m)",
            |p| (p.number(3) - lead(p)).max(0.0),
        ),
        Variant::new(
            "of normalised vectors",
            "the first of a/‖a‖, p/‖p‖, n/‖n‖",
            |p| {
                let unit = |v: &[f64]| {
                    let length = distance(v, &[0.0, 0.0]);
                    [v[0] / length, v[1] / length]
                };
                let (a, positive, n, m) = sides(p);
                triplet(&unit(a), &unit(positive), &unit(n), m)
            },
        ),
    ],
    same: &[],
};

fn across(p: &Probe) -> Vec<Vec<f64>> {
    let rows = p.rows(0);
    let column = |j: usize| rows.iter().map(|row| row[j]).collect();
    (0..rows.len()).map(column).collect()
}

pub(super) static CONTRASTIVE_TABLE: Family = Family {
    key: "info-nce",
    title: "InfoNCE and CLIP of a table of similarities",
    chapter: "losses/embedding/info-nce",
    reads: "the loss of a batch of three pairs; row i and column i belong together, t is what the code takes for the temperature or for its inverse",
    probes: &[probe(&[
        (
            "similarities",
            table(&[&[0.8, 0.3, -0.1], &[0.2, 0.5, 0.4], &[0.1, -0.2, 0.9]]),
        ),
        ("t", number(0.25)),
    ])],
    variants: &[
        Variant::new("rows", "mean of −ln softmax(sᵢ/t)ᵢ", |p| {
            info_nce(&p.table(0), p.number(1))
        }),
        Variant::new("columns", "the same down the columns", |p| {
            info_nce(&across(p), p.number(1))
        }),
        Variant::new("mean of both", "½·(rows + columns)", |p| {
            clip_loss(&p.table(0), p.number(1))
        }),
        Variant::new("sum of both", "rows + columns", |p| {
            2.0 * clip_loss(&p.table(0), p.number(1))
        }),
        Variant::new("rows, summed", "sum of −ln softmax(sᵢ/t)ᵢ", |p| {
            p.rows(0).len() as f64 * info_nce(&p.table(0), p.number(1))
        }),
        Variant::new(
            "rows, inverse temperature",
            "mean of −ln softmax(t·sᵢ)ᵢ",
            |p| info_nce(&p.table(0), 1.0 / p.number(1)),
        ),
        Variant::new(
            "mean of both, inverse temperature",
            "the third with t·s",
            |p| clip_loss(&p.table(0), 1.0 / p.number(1)),
        ),
        Variant::new("rows, over t again", "rows/t", |p| {
            info_nce(&p.table(0), p.number(1)) / p.number(1)
        }),
        Variant::new(
            "no positive in the denominator",
            "ln Σⱼ≠ᵢ exp(sᵢⱼ/t) − sᵢᵢ/t",
            |p| {
                let t = p.number(1);
                let rows = p.rows(0).iter().enumerate();
                mean(rows.map(|(i, row)| {
                    let cooled: Vec<f64> = row.iter().map(|s| s / t).collect();
                    let (others, positive) = parted(&cooled, i);
                    nnfn::log_sum_exp(&others) - positive
                }))
            },
        ),
        Variant::new(
            "sigmoids, over the rows",
            "Σᵢⱼ softplus(∓sᵢⱼ/t)/N",
            |p| siglip(&p.table(0), 1.0 / p.number(1), 0.0),
        ),
        Variant::new(
            "sigmoids, over all entries",
            "Σᵢⱼ softplus(∓sᵢⱼ/t)/N²",
            |p| siglip(&p.table(0), 1.0 / p.number(1), 0.0) / p.rows(0).len() as f64,
        ),
    ],
    same: &[],
};

/// The entries but `i`, and that at `i`.
fn parted(row: &[f64], i: usize) -> (Vec<f64>, f64) {
    ([&row[..i], &row[i + 1..]].concat(), row[i])
}

/// For each of the `2n` views: the similarities to all, its own place and that of its partner.
fn views(p: &Probe, similarity: fn(&[f64], &[f64]) -> f64) -> Vec<(Vec<f64>, usize, usize)> {
    let all: Vec<&[f64]> = p.rows(0).iter().chain(p.rows(1)).copied().collect();
    let (n, t) = (p.rows(0).len(), p.number(2));
    let of = |i: usize| {
        let each = all.iter().map(|view| similarity(all[i], view) / t);
        (each.collect(), i, (i + n) % (2 * n))
    };
    (0..2 * n).map(of).collect()
}

fn ntxent(p: &Probe) -> f64 {
    nt_xent(&p.table(0), &p.table(1), p.number(2))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(super) static SIMCLR: Family = Family {
    key: "nt-xent",
    title: "NT-Xent, the loss of SimCLR",
    chapter: "losses/embedding/nt-xent",
    reads: "the loss of two views of two examples; T is the temperature",
    probes: &[probe(&[
        ("first", table(&[&[2.0, 0.0], &[0.0, 1.0]])),
        ("second", table(&[&[0.8, 0.6], &[-0.6, 0.8]])),
        ("T", number(0.5)),
    ])],
    variants: &[
        Variant::new(
            "all but itself",
            "mean of −ln softmaxₖ≠ᵢ(cos(zᵢ, zₖ)/T) at the partner",
            ntxent,
        ),
        Variant::new("itself in the denominator", "the same with k = i", |p| {
            let views = views(p, cosine);
            mean(
                views
                    .iter()
                    .map(|(row, _, partner)| cross_entropy(row, *partner)),
            )
        }),
        Variant::new(
            "no positive in the denominator",
            "k neither i nor the partner",
            |p| {
                let views = views(p, cosine);
                mean(views.iter().map(|(row, own, partner)| {
                    let others = (0..row.len()).filter(|k| k != own && k != partner);
                    let others: Vec<f64> = others.map(|k| row[k]).collect();
                    nnfn::log_sum_exp(&others) - row[*partner]
                }))
            },
        ),
        Variant::new(
            "other views only",
            "k among the second views, from the first",
            |p| {
                let (n, views) = (p.rows(0).len(), views(p, cosine));
                mean(
                    views[..n]
                        .iter()
                        .map(|(row, own, _)| cross_entropy(&row[n..], *own)),
                )
            },
        ),
        Variant::new("summed over the views", "the first, not over 2n", |p| {
            2.0 * p.rows(0).len() as f64 * ntxent(p)
        }),
        Variant::new("over the examples", "the sum over n", |p| 2.0 * ntxent(p)),
        Variant::new("vectors not normalised", "the first with zᵢ·zₖ", |p| {
            let views = views(p, dot);
            mean(views.iter().map(|(row, own, partner)| {
                let place = partner - usize::from(partner > own);
                cross_entropy(&parted(row, *own).0, place)
            }))
        }),
        Variant::new("inverse temperature", "the first with T·cos", |p| {
            nt_xent(&p.table(0), &p.table(1), 1.0 / p.number(2))
        }),
    ],
    same: &[],
};

/// The cross-entropy after the cosine of the right class was replaced.
fn after(p: &Probe, change: impl Fn(f64, f64) -> f64) -> f64 {
    let class = p.index(1);
    let mut logits = p.row(0).to_vec();
    logits[class] = change(logits[class], p.number(2));
    logits.iter_mut().for_each(|z| *z *= p.number(3));
    cross_entropy(&logits, class)
}

pub(super) static ANGULAR: Family = Family {
    key: "angular-margin",
    title: "Margin of an angle or of a cosine",
    chapter: "reference/converters",
    reads: "the cross-entropy of one row of cosines, times the scale s; θ is the angle of the right class",
    probes: &[probe(&[
        ("cosines", row(&[0.6, 0.5, -0.2])),
        ("class", Input::Index(0)),
        ("m", number(0.5)),
        ("s", number(8.0)),
    ])],
    variants: &[
        Variant::new(
            "angle in radians",
            "s·cos(θ + m) in the place of s·cos θ",
            |p| after(p, |c, m| (c.acos() + m).cos()),
        ),
        Variant::new("angle in degrees", "s·cos(θ + m°)", |p| {
            after(p, |c, m| (c.acos() + m.to_radians()).cos())
        }),
        Variant::new("cosine", "s·(cos θ − m)", |p| after(p, |c, m| c - m)),
        Variant::new("margin not scaled", "s·cos θ − m", |p| {
            let scale = p.number(3);
            after(p, |c, m| c - m / scale)
        }),
        Variant::new("angle, the wrong way", "s·cos(θ − m)", |p| {
            after(p, |c, m| (c.acos() - m).cos())
        }),
        Variant::new("angle multiplied", "s·cos((1 + m)·θ)", |p| {
            after(p, |c, m| ((1.0 + m) * c.acos()).cos())
        }),
        Variant::new("no margin", "s·cos θ", |p| after(p, |c, _| c)),
    ],
    same: &[],
};
