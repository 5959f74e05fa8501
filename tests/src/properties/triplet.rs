//! The triplet loss, of distances and of their squares.

use nnfn::losses::{
    contrastive, triplet, triplet_grad, triplet_grad_negative, triplet_grad_positive,
};
use nnfn::losses::{triplet_squared, triplet_squared_grad};
use nnfn::losses::{triplet_squared_grad_negative, triplet_squared_grad_positive};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// Anchor, positive, negative, and a margin.
fn triplets() -> impl Strategy<Value = ([Vec<f64>; 3], f64)> {
    (1..6_usize).prop_flat_map(|n| {
        let point = || prop::collection::vec(-1.0..1.0, n);
        ([point(), point(), point()], 0.0..3.0)
    })
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    contrastive(a, b, 1.0, 1.0).sqrt()
}

/// The classes 0 and 1 on a line.
const LINE: [(f64, bool); 6] = [
    (0.0, false),
    (1.0, false),
    (4.0, false),
    (3.0, true),
    (6.0, true),
    (7.0, true),
];

pub(super) const PROPERTIES: &[Property] = &[
    property("triplet", "swap_is_the_larger_of_two", || {
        forall(triplets(), |([a, p, n], margin)| {
            let nearer = distance(&a, &n).min(distance(&p, &n));
            let swapped = (distance(&a, &p) - nearer + margin).max(0.0);
            let larger = triplet(&a, &p, &n, margin).max(triplet(&p, &a, &n, margin));
            within(larger, swapped, 1e-14)
        })
    }),
    property("triplet", "pulls_sum_to_zero", || {
        forall(triplets(), |([a, p, n], margin)| {
            let by = [
                triplet_grad(&a, &p, &n, margin),
                triplet_grad_positive(&a, &p, &n, margin),
                triplet_grad_negative(&a, &p, &n, margin),
            ];
            let squared = [
                triplet_squared_grad(&a, &p, &n, margin),
                triplet_squared_grad_positive(&a, &p, &n, margin),
                triplet_squared_grad_negative(&a, &p, &n, margin),
            ];
            for [of_a, of_p, of_n] in [by, squared] {
                for i in 0..a.len() {
                    within(of_a[i] + of_p[i] + of_n[i], 0.0, 4e-15)?;
                }
            }
            Ok(())
        })
    }),
    property("triplet", "only_hard_triplets_shrink_the_map", || {
        forall(
            (triplets(), 0.1..4.0),
            |(([a, p, n], margin), scale): (([Vec<f64>; 3], f64), f64)| {
                // How the loss changes with the scale of the map: the gradients along the points.
                let scaled = |x: &[f64]| x.iter().map(|x| scale * x).collect::<Vec<_>>();
                let (sa, sp, sn) = (scaled(&a), scaled(&p), scaled(&n));
                let dot = |g: Vec<f64>, x: &[f64]| g.iter().zip(x).map(|(g, x)| g * x).sum::<f64>();
                let slope = dot(triplet_grad(&sa, &sp, &sn, margin), &a)
                    + dot(triplet_grad_positive(&sa, &sp, &sn, margin), &p)
                    + dot(triplet_grad_negative(&sa, &sp, &sn, margin), &n);
                let gap = distance(&a, &p) - distance(&a, &n);
                let is_open = triplet(&sa, &sp, &sn, margin) > 0.0;
                within(slope, if is_open { gap } else { 0.0 }, 1e-13)
            },
        )
    }),
    property("triplet", "every_vote_of_the_line", || {
        forall(0.0..0.5, |scale: f64| {
            let mut count = [0; 2];
            for (i, (a, class)) in LINE.into_iter().enumerate() {
                for (j, (p, of_p)) in LINE.into_iter().enumerate() {
                    for (n, of_n) in LINE {
                        if i == j || of_p != class || of_n == class {
                            continue;
                        }
                        let gap = (a - p).abs() - (a - n).abs();
                        let loss = triplet(&[scale * a], &[scale * p], &[scale * n], 1.0);
                        within(loss, (1.0 + scale * gap).max(0.0), 1e-14)?;
                        count[usize::from(gap > 0.0)] += 1;
                    }
                }
            }
            prop_assert_eq!(count, [22, 14]);
            Ok(())
        })
    }),
    property(
        "triplet_squared",
        "on_the_sphere_only_cosines_count",
        || {
            forall(
                (0.0..6.2, 0.0..6.2, 0.0..6.2, 0.0..1.0),
                |(a, p, n, margin): (f64, f64, f64, f64)| {
                    let at = |angle: f64| [angle.cos(), angle.sin()];
                    let loss = triplet_squared(&at(a), &at(p), &at(n), margin);
                    let of_cosines = 2.0 * ((a - n).cos() - (a - p).cos()) + margin;
                    within(loss, of_cosines.max(0.0), 1e-14)
                },
            )
        },
    ),
    property("triplet_squared", "is_linear_in_the_anchor", || {
        forall(triplets(), |([a, p, n], margin)| {
            let grad = triplet_squared_grad(&a, &p, &n, margin);
            let open = triplet_squared(&a, &p, &n, margin) > 0.0;
            for i in 0..a.len() {
                let expected = if open { 2.0 * (n[i] - p[i]) } else { 0.0 };
                prop_assert_eq!(grad[i], expected);
            }
            Ok(())
        })
    }),
];
