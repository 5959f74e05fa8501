//! Special rows.

use ndarray::{ArrayD, Axis, IxDyn};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

use super::setting::*;
use crate::common::{Precision, scattered, wide};

/// Rows at kinks, in tails, with infinities and NaN: what the vector code leaves to the definition and what it does not.
#[test]
fn special_rows_are_as_in_nnfn() {
    special_rows::<f32>();
    special_rows::<f64>();
}

fn special_rows<A: Precision>() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows: [[f64; 3]; 16] = [
        [0.0, -inf, 1.0],
        [inf, 0.0, 0.0],
        [inf, inf, 0.0],
        [-inf, -inf, -inf],
        [nan, 0.0, 0.0],
        [0.0, -inf, nan],
        [2.0, 1.5, 1.0],
        [2.0, 1.5, 1.5],
        [1.5, 1.5, 1.5],
        [2.0, 2.25, 2.25],
        [100.0, 0.0, -100.0],
        [-30.0, 0.0, 30.0],
        [80.0, 0.0, 0.0],
        [0.0, -0.0, 1e-30],
        [3e38, -3e38, 0.0],
        [1e-40, 0.0, 20.0],
    ];
    let z = ndarray::Array2::from_shape_fn((16, 3), |(i, j)| A::of(rows[i][j])).into_dyn();
    let view = z.view();
    let at = |i| lane(&view, Axis(1), i);
    let s = Setting::<A> {
        axis: Axis(1),
        reduction: Reduction::None,
        weights: None,
    };
    for class in 0..3 {
        let labels = ArrayD::from_elem(IxDyn(&[16]), class);
        for (gamma, margin) in [(0.0, 0.0), (2.0, 0.5), (0.7, 1.0), (3.0, 1e30)] {
            let (g, m) = (A::of(gamma), A::of(margin));
            let (gamma, margin): (f64, f64) = (g.into(), m.into());
            s.check(
                "softmax_focal",
                softmax_focal(&z, &labels, s.axis, g, s.reduce()),
                one(softmax_focal_with_grad(&z, &labels, s.axis, g, s.reduce())),
                |i| {
                    let grad = definition::softmax_focal_grad(&at(i), class, gamma);
                    (definition::softmax_focal(&at(i), class, gamma), vec![grad])
                },
                0.0,
            );
            s.check(
                "crammer_singer",
                crammer_singer(&z, &labels, s.axis, m, s.reduce()),
                one(crammer_singer_with_grad(&z, &labels, s.axis, m, s.reduce())),
                |i| {
                    let grad = definition::crammer_singer_grad(&at(i), class, margin);
                    (
                        definition::crammer_singer(&at(i), class, margin),
                        vec![grad],
                    )
                },
                0.0,
            );
            s.check(
                "weston_watkins",
                weston_watkins(&z, &labels, s.axis, m, s.reduce()),
                one(weston_watkins_with_grad(&z, &labels, s.axis, m, s.reduce())),
                |i| {
                    let grad = definition::weston_watkins_grad(&at(i), class, margin);
                    (
                        definition::weston_watkins(&at(i), class, margin),
                        vec![grad],
                    )
                },
                0.0,
            );
        }
        let code = ndarray::Array2::from_shape_fn((16, 3), |(i, j)| {
            A::of(f64::from(u8::from((i + j + class) % 2 == 0)))
        });
        let code = code.into_dyn();
        let bits = code.view();
        s.check(
            "hierarchical_softmax",
            hierarchical_softmax(&z, &code, s.axis, s.reduce()),
            one(hierarchical_softmax_with_grad(
                &z,
                &code,
                s.axis,
                s.reduce(),
            )),
            |i| {
                let (z, code) = (at(i), lane(&bits, s.axis, i));
                let grad = definition::hierarchical_softmax_grad(&z, &code);
                (definition::hierarchical_softmax(&z, &code), vec![grad])
            },
            0.0,
        );
        s.check(
            "z_loss",
            z_loss(&z, s.axis, s.reduce()),
            one(z_loss_with_grad(&z, s.axis, s.reduce())),
            |i| {
                (
                    definition::z_loss(&at(i)),
                    vec![definition::z_loss_grad(&at(i))],
                )
            },
            0.0,
        );
        let t = A::of(1.5);
        let found = temperature_scaled_cross_entropy_with_grad(&z, &labels, s.axis, t, s.reduce());
        let (loss, grad, _) = found.unwrap();
        s.check(
            "temperature_scaled_cross_entropy",
            temperature_scaled_cross_entropy(&z, &labels, s.axis, t, s.reduce()),
            Ok((loss, vec![grad])),
            |i| {
                let grad = definition::temperature_scaled_cross_entropy_grad(&at(i), class, 1.5);
                let loss = definition::temperature_scaled_cross_entropy(&at(i), class, 1.5);
                (loss, vec![grad])
            },
            0.0,
        );
        let priors = [A::of(0.5), A::of(0.0), A::of(0.25)];
        let priors = ndarray::arr1(&priors);
        let exact = wide(priors.view());
        let one_ = A::one();
        s.check(
            "logit_adjusted_cross_entropy",
            logit_adjusted_cross_entropy(&z, &labels, s.axis, &priors, one_, s.reduce()),
            one(logit_adjusted_cross_entropy_with_grad(
                &z,
                &labels,
                s.axis,
                &priors,
                one_,
                s.reduce(),
            )),
            |i| {
                let (z, q) = (at(i), &exact);
                let grad = definition::logit_adjusted_cross_entropy_grad(&z, class, q, 1.0);
                let loss = definition::logit_adjusted_cross_entropy(&z, class, q, 1.0);
                (loss, vec![grad])
            },
            0.0,
        );
    }
}

/// From rows that are all but equal, where the divergence cancels, to those far apart.
#[test]
fn distillation_keeps_its_digits_however_near_the_rows_are() {
    for apart in [0.0, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0] {
        let mut number = scattered(23);
        for n in [2, 10, 300] {
            let teacher: Vec<f32> = (0..n).map(|_| 8.0 * number() as f32).collect();
            let near = |&t: &f32| t + (apart * number()) as f32;
            let student: Vec<f32> = teacher.iter().map(near).collect();
            let (s, t) = (ndarray::arr1(&student), ndarray::arr1(&teacher));
            let (loss, grad) =
                distillation_with_grad(&s, &t, Axis(0), 2.0, Reduction::Sum).unwrap();
            let (s, t) = (wide(s.view()), wide(t.view()));
            let exact = definition::distillation(&s, &t, 2.0);
            let off = f32::distance(loss.total(), exact, 0.0);
            assert!(off <= 0.51, "{apart} {n}: {off} ulp");
            let p = nnfn::activations::softmax(&t, 2.0);
            let exact = definition::distillation_grad(&s, &t, 2.0);
            for ((&found, exact), p) in grad.iter().zip(exact).zip(p) {
                // Where the two probabilities cross, beside a thousandth of them.
                let off = f32::distance(found, exact, 2e-3 * p);
                assert!(off <= 0.51, "gradient, {apart} {n}: {off} ulp");
            }
        }
    }
}
