//! NT-Xent and SupCon.

use nnfn::losses::{info_nce, mean, nt_xent, nt_xent_grad, nt_xent_grad_second};
use nnfn::losses::{sup_con, sup_con_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

type Table = Vec<Vec<f64>>;

fn vectors(n: usize) -> impl Strategy<Value = Table> {
    // None is so short that it has no direction.
    prop::collection::vec(
        (-1.0..1.0, -1.0..1.0, 0.1..1.0).prop_map(|(x, y, z)| vec![x, y, z]),
        n,
    )
}

/// Two views, and a temperature.
fn views() -> impl Strategy<Value = (Table, Table, f64)> {
    (1..6_usize).prop_flat_map(|n| (vectors(n), vectors(n), 0.05..2.0))
}

/// Embeddings of at least two, of which the first two are of one class, and a temperature.
fn labelled() -> impl Strategy<Value = (Table, Vec<usize>, f64)> {
    (2..8_usize).prop_flat_map(|n| {
        let labels = prop::collection::vec(0..3_usize, n).prop_map(|mut labels| {
            labels[1] = labels[0];
            labels
        });
        (vectors(n), labels, 0.05..2.0)
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// The similarities of all views, the partner of each on the diagonal; itself with `own`.
fn table(first: &Table, second: &Table, own: fn(f64) -> f64) -> Table {
    let all = [&first[..], second].concat();
    let n = first.len();
    let place = |i: usize| (i + n) % (2 * n);
    let entry = |i: usize, j: usize| {
        let similarity = cosine(&all[i], &all[place(j)]);
        if place(j) == i {
            own(similarity)
        } else {
            similarity
        }
    };
    (0..2 * n)
        .map(|i| (0..2 * n).map(|j| entry(i, j)).collect())
        .collect()
}

/// The losses of the anchors that have positives, with the mean inside the logarithm.
fn inside(z: &Table, labels: &[usize], t: f64) -> Vec<f64> {
    let of = |i: usize| {
        let others = || (0..z.len()).filter(move |a| *a != i);
        let weight = |a: usize| (cosine(&z[i], &z[a]) / t).exp();
        let own: Vec<f64> = others()
            .filter(|a| labels[*a] == labels[i])
            .map(weight)
            .collect();
        let total: f64 = others().map(weight).sum();
        (!own.is_empty()).then(|| -(mean(&own) / total).ln())
    };
    (0..z.len()).filter_map(of).collect()
}

pub(super) const PROPERTIES: &[Property] = &[
    property("nt_xent", "is_info_nce_without_oneself", || {
        forall(views(), |(first, second, t)| {
            let masked = table(&first, &second, |_| f64::NEG_INFINITY);
            within(nt_xent(&first, &second, t), info_nce(&masked, t), 1e-14 / t)
        })
    }),
    property("nt_xent", "with_oneself_never_below_ln_2", || {
        forall(views(), |(first, second, t)| {
            let slipped = info_nce(&table(&first, &second, |s| s), t);
            prop_assert!(slipped >= 2_f64.ln() - 1e-14 / t, "{slipped}");
            prop_assert!(slipped >= nt_xent(&first, &second, t) - 1e-14 / t);
            Ok(())
        })
    }),
    property("nt_xent", "views_may_be_exchanged", || {
        forall(views(), |(first, second, t)| {
            near(
                nt_xent(&second, &first, t),
                nt_xent(&first, &second, t),
                4.0,
            )?;
            let (one, other) = (
                nt_xent_grad(&second, &first, t),
                nt_xent_grad_second(&first, &second, t),
            );
            for (x, y) in one.concat().iter().zip(other.concat()) {
                within(*x, y, 1e-13 / t)?;
            }
            Ok(())
        })
    }),
    property("nt_xent", "cosines_bound_it_on_both_sides", || {
        forall(views(), |(first, second, t)| {
            let n = first.len() as f64;
            let bound = |lead: f64| (2.0 * (n - 1.0) * (lead / t).exp()).ln_1p();
            let least = if n > 1.0 { bound(-n / (n - 1.0)) } else { 0.0 };
            let loss = nt_xent(&first, &second, t);
            prop_assert!(loss >= least * (1.0 - 1e-12), "{loss}");
            prop_assert!(loss <= bound(2.0) * (1.0 + 1e-14), "{loss}");
            // A simplex: unit vectors along all axes, seen from their middle.
            let corner = |i: usize| -> Vec<f64> {
                (0..first.len())
                    .map(|j| f64::from(u8::from(i == j)) - 1.0 / n)
                    .collect()
            };
            let simplex: Table = (0..first.len()).map(corner).collect();
            if first.len() == 1 {
                prop_assert_eq!(loss, 0.0);
                return Ok(());
            }
            within(nt_xent(&simplex, &simplex, t), least, 1e-12 * least)
        })
    }),
    property("nt_xent", "gradient_is_across_the_vector", || {
        forall(views(), |(first, second, t)| {
            let grad = nt_xent_grad(&first, &second, t);
            let step = 0.1;
            for (z, g) in first.iter().zip(&grad) {
                within(dot(z, g), 0.0, 1e-13 / t)?;
                let moved: Vec<f64> = z.iter().zip(g).map(|(z, g)| z - step * g).collect();
                let grown = dot(z, z) + step * step * dot(g, g);
                within(dot(&moved, &moved), grown, 1e-13 * (1.0 + grown) / t)?;
            }
            Ok(())
        })
    }),
    property("nt_xent", "twice_as_long_half_the_gradient", || {
        forall(views(), |(first, second, t)| {
            let longer: Table = first
                .iter()
                .map(|z| z.iter().map(|x| 2.0 * x).collect())
                .collect();
            let (of_longer, of_first) = (
                nt_xent_grad(&longer, &second, t),
                nt_xent_grad(&first, &second, t),
            );
            for (x, y) in of_longer.concat().iter().zip(of_first.concat()) {
                within(2.0 * x, y, 1e-14 / t)?;
            }
            Ok(())
        })
    }),
    property("sup_con", "one_positive_is_nt_xent", || {
        forall(views(), |(first, second, t)| {
            let labels: Vec<usize> = (0..first.len()).chain(0..first.len()).collect();
            let all = [&first[..], &second].concat();
            near(sup_con(&all, &labels, t), nt_xent(&first, &second, t), 1.0)
        })
    }),
    property("sup_con", "at_least_the_form_inside_the_logarithm", || {
        forall(labelled(), |(z, labels, t)| {
            let other = mean(&inside(&z, &labels, t));
            prop_assert!(sup_con(&z, &labels, t) >= other - 1e-13 / t, "{other}");
            Ok(())
        })
    }),
    property("sup_con", "gradient_is_across_the_vector", || {
        forall(labelled(), |(z, labels, t)| {
            for (z, g) in z.iter().zip(sup_con_grad(&z, &labels, t)) {
                within(dot(z, &g), 0.0, 1e-13 / t)?;
            }
            Ok(())
        })
    }),
    property("sup_con", "names_of_labels_do_not_matter", || {
        forall(labelled(), |(z, labels, t)| {
            let renamed: Vec<usize> = labels.iter().map(|label| 7 - 2 * label).collect();
            prop_assert_eq!(sup_con(&z, &renamed, t), sup_con(&z, &labels, t));
            Ok(())
        })
    }),
];
