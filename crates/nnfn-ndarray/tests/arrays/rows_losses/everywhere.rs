//! All axes and layouts, reductions and weights.

use ndarray::{ArrayD, ArrayViewD, IxDyn};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;
use nnfn_ndarray::{Version, only};

use super::setting::*;
use crate::common::{Layout, Precision, wide};

fn losses_of_rows<A: Precision>(layout: Layout, shape: &[usize], axis: usize) {
    let store = |seed, f: fn(f64) -> f64| stored::<A>(layout, shape, seed, f);
    let view = |x: &ArrayD<A>| layout.view(x.view()).to_owned();
    let logits = view(&store(1, |x| 6.0 * x));
    let other = view(&store(2, |x| 6.0 * x));
    let (p, q) = (
        view(&store(3, |x| x.abs() / 4.0)),
        view(&store(4, |x| x * x / 3.0 + 1e-3)),
    );
    let code = view(&store(5, |x| f64::from(u8::from(x > 0.0))));
    let (z, t, p, q, code) = (logits.view(), other.view(), p.view(), q.view(), code.view());
    for s in settings::<A>(shape, axis) {
        let (a, r) = (s.axis, || s.reduce());
        let at = |x: &ArrayViewD<A>, i| lane(x, a, i);
        let (half, two_): (A, A) = (A::of(0.5), A::of(2.0));
        s.check(
            "kl_divergence",
            kl_divergence(&p, &q, a, r()),
            two(kl_divergence_with_grad(&p, &q, a, r())),
            |i| {
                let (p, q) = (at(&p, i), at(&q, i));
                let grads = [
                    definition::kl_divergence_grad(&p, &q),
                    definition::kl_divergence_grad_q(&p, &q),
                ];
                (definition::kl_divergence(&p, &q), grads.into())
            },
            0.0,
        );
        s.check(
            "js_divergence",
            js_divergence(&p, &q, a, r()),
            two(js_divergence_with_grad(&p, &q, a, r())),
            |i| {
                let (p, q) = (at(&p, i), at(&q, i));
                let grads = [
                    definition::js_divergence_grad(&p, &q),
                    definition::js_divergence_grad_q(&p, &q),
                ];
                (definition::js_divergence(&p, &q), grads.into())
            },
            0.0,
        );
        s.check(
            "distillation",
            distillation(&z, &t, a, two_, r()),
            one(distillation_with_grad(&z, &t, a, two_, r())),
            |i| {
                let (z, t) = (at(&z, i), at(&t, i));
                let grad = definition::distillation_grad(&z, &t, 2.0);
                (definition::distillation(&z, &t, 2.0), vec![grad])
            },
            0.0,
        );
        s.check(
            "kl_regularized_value",
            kl_regularized_value(&z, &q, a, half, r()),
            one(kl_regularized_value_with_grad(&z, &q, a, half, r())),
            |i| {
                let (z, q) = (at(&z, i), at(&q, i));
                let grad = definition::kl_regularized_value_grad(&z, &q, 0.5);
                (definition::kl_regularized_value(&z, &q, 0.5), vec![grad])
            },
            0.0,
        );
        s.check(
            "kl_regularized_loss",
            kl_regularized_loss(&z, &t, &q, a, half, r()),
            one(kl_regularized_loss_with_grad(&z, &t, &q, a, half, r())),
            |i| {
                let (z, t, q) = (at(&z, i), at(&t, i), at(&q, i));
                let grad = definition::kl_regularized_loss_grad(&z, &t, &q, 0.5);
                (definition::kl_regularized_loss(&z, &t, &q, 0.5), vec![grad])
            },
            0.0,
        );
        s.check(
            "best_of_n",
            best_of_n(&p, &z, &t, a, two_, r()),
            two(best_of_n_with_grad(&p, &z, &t, a, two_, r())),
            |i| {
                let (p, z, t) = (at(&p, i), at(&z, i), at(&t, i));
                let grads = [
                    definition::best_of_n_grad(&p, &z, &t, 2.0),
                    definition::best_of_n_grad_gold(&p, &z, &t, 2.0),
                ];
                (definition::best_of_n(&p, &z, &t, 2.0), grads.into())
            },
            0.0,
        );
        s.check(
            "hierarchical_softmax",
            hierarchical_softmax(&z, &code, a, r()),
            one(hierarchical_softmax_with_grad(&z, &code, a, r())),
            |i| {
                let (z, code) = (at(&z, i), at(&code, i));
                let grad = definition::hierarchical_softmax_grad(&z, &code);
                (definition::hierarchical_softmax(&z, &code), vec![grad])
            },
            0.0,
        );
        s.check(
            "z_loss",
            z_loss(&z, a, r()),
            one(z_loss_with_grad(&z, a, r())),
            |i| {
                let z = at(&z, i);
                (definition::z_loss(&z), vec![definition::z_loss_grad(&z)])
            },
            0.0,
        );
    }
}

fn losses_with_classes<A: Precision>(layout: Layout, shape: &[usize], axis: usize) {
    let logits = stored::<A>(layout, shape, 1, |x| 6.0 * x);
    let z = layout.view(logits.view());
    let k = shape[axis];
    let mut others = shape.to_vec();
    others.remove(axis);
    let classes = |by: usize| {
        let mut i = 0;
        ArrayD::from_shape_simple_fn(IxDyn(&others), || {
            i += by;
            i % k
        })
    };
    let (labels, second) = (classes(3), classes(5));
    let class = |i: usize| labels.iter().nth(i).copied().unwrap();
    let priors: ndarray::Array1<A> = (0..k).map(|c| A::of(1.0 / (1.0 + c as f64))).collect();
    let exact_priors = wide(priors.view());
    let (half, two_) = (A::of(0.5), A::of(2.0));
    for s in settings::<A>(shape, axis) {
        let (a, r) = (s.axis, || s.reduce());
        let at = |i| lane(&z, a, i);
        s.check(
            "softmax_focal",
            softmax_focal(&z, &labels, a, two_, r()),
            one(softmax_focal_with_grad(&z, &labels, a, two_, r())),
            |i| {
                let grad = definition::softmax_focal_grad(&at(i), class(i), 2.0);
                (definition::softmax_focal(&at(i), class(i), 2.0), vec![grad])
            },
            0.0,
        );
        s.check(
            "crammer_singer",
            crammer_singer(&z, &labels, a, half, r()),
            one(crammer_singer_with_grad(&z, &labels, a, half, r())),
            |i| {
                let grad = definition::crammer_singer_grad(&at(i), class(i), 0.5);
                (
                    definition::crammer_singer(&at(i), class(i), 0.5),
                    vec![grad],
                )
            },
            0.0,
        );
        s.check(
            "weston_watkins",
            weston_watkins(&z, &labels, a, half, r()),
            one(weston_watkins_with_grad(&z, &labels, a, half, r())),
            |i| {
                let grad = definition::weston_watkins_grad(&at(i), class(i), 0.5);
                (
                    definition::weston_watkins(&at(i), class(i), 0.5),
                    vec![grad],
                )
            },
            0.0,
        );
        s.check(
            "logit_adjusted_cross_entropy",
            logit_adjusted_cross_entropy(&z, &labels, a, &priors, half, r()),
            one(logit_adjusted_cross_entropy_with_grad(
                &z,
                &labels,
                a,
                &priors,
                half,
                r(),
            )),
            |i| {
                let (z, q) = (at(i), &exact_priors);
                let grad = definition::logit_adjusted_cross_entropy_grad(&z, class(i), q, 0.5);
                let loss = definition::logit_adjusted_cross_entropy(&z, class(i), q, 0.5);
                (loss, vec![grad])
            },
            0.0,
        );
        s.check(
            "smoothed_cross_entropy",
            smoothed_cross_entropy(&z, &labels, a, half, r()),
            one(smoothed_cross_entropy_with_grad(&z, &labels, a, half, r())),
            |i| {
                let grad = definition::smoothed_cross_entropy_grad(&at(i), class(i), 0.5);
                let loss = definition::smoothed_cross_entropy(&at(i), class(i), 0.5);
                (loss, vec![grad])
            },
            // Beside the smoothed label.
            0.5,
        );
        let lambda = A::of(0.3);
        s.check(
            "mixup_cross_entropy",
            mixup_cross_entropy(&z, &labels, &second, a, lambda, r()),
            one(mixup_cross_entropy_with_grad(
                &z,
                &labels,
                &second,
                a,
                lambda,
                r(),
            )),
            |i| {
                let (z, other) = (at(i), second.iter().nth(i).copied().unwrap());
                let loss = definition::mixup_cross_entropy(&z, class(i), other, lambda.into());
                let grad = definition::mixup_cross_entropy_grad(&z, class(i), other, lambda.into());
                (loss, vec![grad])
            },
            0.5,
        );
        let found = temperature_scaled_cross_entropy_with_grad(&z, &labels, a, two_, r());
        let (loss, grad, by_temperature) = found.unwrap();
        let tempered = |i| {
            let grad = definition::temperature_scaled_cross_entropy_grad(&at(i), class(i), 2.0);
            let loss = definition::temperature_scaled_cross_entropy(&at(i), class(i), 2.0);
            (loss, vec![grad])
        };
        s.check(
            "temperature_scaled_cross_entropy",
            temperature_scaled_cross_entropy(&z, &labels, a, two_, r()),
            Ok((loss, vec![grad.clone()])),
            tempered,
            0.0,
        );
        let slope = definition::temperature_scaled_cross_entropy_grad_temperature;
        s.check(
            "its slope by temperature",
            Ok(by_temperature.clone()),
            Ok((by_temperature, vec![grad])),
            |i| (slope(&at(i), class(i), 2.0), tempered(i).1),
            3.0,
        );
        if s.reduction != Reduction::Mean {
            s.check(
                "weighted_cross_entropy",
                weighted_cross_entropy(&z, &labels, a, &priors, r()),
                one(weighted_cross_entropy_with_grad(
                    &z,
                    &labels,
                    a,
                    &priors,
                    r(),
                )),
                |i| {
                    let (z, q) = (at(i), &exact_priors);
                    let grad = definition::weighted_cross_entropy_grad(&z, class(i), q);
                    let loss = definition::weighted_cross_entropy(&z, class(i), q);
                    (loss, vec![grad])
                },
                0.0,
            );
        }
    }
}

/// One test, as the instructions are chosen for the whole program.
#[test]
fn losses_of_rows_agree_with_their_definitions_whatever_the_instructions() {
    let versions = [Version::Baseline, Version::Avx2, Version::Avx512];
    for version in versions.map(Some).into_iter().chain([None]) {
        if !only(version) {
            continue;
        }
        for layout in Layout::ALL {
            for (shape, axis) in [(&[4, 7, 3][..], 1), (&[5, 70], 1), (&[9, 4], 0)] {
                losses_of_rows::<f32>(layout, shape, axis);
                losses_of_rows::<f64>(layout, shape, axis);
                losses_with_classes::<f32>(layout, shape, axis);
                losses_with_classes::<f64>(layout, shape, axis);
            }
        }
    }
    only(None);
}
