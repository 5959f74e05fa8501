//! Every loss of rows against its definition, `nnfn`'s, row by row: all axes and layouts, reductions and weights.

mod common;

use common::{Layout, Precision, scattered, wide};
use ndarray::{ArrayD, ArrayViewD, Axis, IxDyn, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;
use nnfn_ndarray::{Error, Version, only};

/// The loss of one row and its gradients.
type Exact = (f64, Vec<Vec<f64>>);

/// A loss and its gradients.
type Found<A> = (Loss<A, IxDyn>, Vec<ArrayD<A>>);

/// What is asked for.
#[derive(Clone)]
struct Setting<A> {
    axis: Axis,
    reduction: Reduction,
    weights: Option<ArrayD<A>>,
}

impl<A: Precision> Setting<A> {
    fn reduce(&self) -> Reduce<'_, A, IxDyn> {
        match &self.weights {
            Some(weights) => self.reduction.weighted(weights),
            None => self.reduction.into(),
        }
    }

    fn weight(&self, i: usize) -> f64 {
        let weight = |weights: &ArrayD<A>| weights.iter().nth(i).copied().unwrap().into();
        self.weights.as_ref().map_or(1.0, weight)
    }

    /// Compares a loss, what it is with gradients, and these; `cost(i)` is the definition for the `i`-th row. The size
    /// of its terms, by which errors are measured beside the value, is `terms`.
    #[track_caller]
    fn check(
        &self,
        name: &str,
        value: Result<Loss<A, IxDyn>, Error>,
        with_grads: Result<Found<A>, Error>,
        cost: impl Fn(usize) -> Exact,
        terms: f64,
    ) {
        let (value, (loss, grads)) = (value.unwrap(), with_grads.unwrap());
        let rows = grads[0].lanes(self.axis).into_iter().len();
        let exact: Vec<Exact> = (0..rows).map(cost).collect();
        let weights: Vec<f64> = (0..rows).map(|i| self.weight(i)).collect();
        let divisor: f64 = match self.reduction {
            Reduction::Mean => weights.iter().sum(),
            _ => 1.0,
        };
        let near = |what: &str, found: A, expected: f64, scale: f64| {
            let off = A::distance(found, expected, scale);
            let bound = A::pick((0.51, 8.0));
            assert!(
                off <= bound,
                "{name}, {what}: {found:e}, not {expected:e}: {off} ulp, {exact:?}"
            );
        };
        let weighted: Vec<f64> = exact
            .iter()
            .zip(&weights)
            .map(|((loss, _), w)| if *w == 0.0 { 0.0 } else { w * loss })
            .collect();
        let size = terms * weights.iter().copied().fold(0.0, f64::max);
        for (what, loss) in [("value", value), ("loss", loss)] {
            match loss {
                Loss::Total(total) => {
                    let sum = definition::sum(&weighted) / divisor;
                    near(what, total, sum, size);
                }
                Loss::Each(losses) => {
                    for (&loss, &expected) in losses.iter().zip(&weighted) {
                        near(what, loss, expected, size);
                    }
                }
            }
        }
        for (k, grad) in grads.iter().enumerate() {
            for (i, lane) in grad.lanes(self.axis).into_iter().enumerate() {
                for (&found, &exact) in lane.iter().zip(&exact[i].1[k]) {
                    let factor = weights[i] / divisor;
                    let expected = if factor == 0.0 { 0.0 } else { exact * factor };
                    near("gradient", found, expected, terms * factor);
                }
            }
        }
    }
}

fn settings<A: Precision>(shape: &[usize], axis: usize) -> Vec<Setting<A>> {
    let mut others = shape.to_vec();
    others.remove(axis);
    let mut number = scattered(7);
    let weights = ArrayD::from_shape_simple_fn(IxDyn(&others), || {
        A::of([0.0, 0.5, 2.0, 1.25][((number() + 1.0) * 2.0) as usize])
    });
    let mut settings = Vec::new();
    for reduction in [Reduction::None, Reduction::Sum, Reduction::Mean] {
        for weights in [None, Some(weights.clone())] {
            settings.push(Setting {
                axis: Axis(axis),
                reduction,
                weights,
            });
        }
    }
    settings
}

/// Numbers of an array in a layout, made by `f` of numbers from -1 to 1.
fn stored<A: Precision>(
    layout: Layout,
    shape: &[usize],
    seed: u64,
    f: impl Fn(f64) -> f64,
) -> ArrayD<A> {
    let mut number = scattered(seed);
    layout.store(shape, || A::of(f(number())))
}

fn lane<A: Precision>(x: &ArrayViewD<A>, axis: Axis, i: usize) -> Vec<f64> {
    wide(x.lanes(axis).into_iter().nth(i).unwrap())
}

fn one<A, D>(found: Result<(D, ArrayD<A>), Error>) -> Result<(D, Vec<ArrayD<A>>), Error> {
    found.map(|(loss, grad)| (loss, vec![grad]))
}

fn two<A, D>(found: Result<(D, [ArrayD<A>; 2]), Error>) -> Result<(D, Vec<ArrayD<A>>), Error> {
    found.map(|(loss, grads)| (loss, grads.into()))
}

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

#[test]
fn what_is_masked_does_not_leak() {
    let nan = f64::NAN;
    let (z, labels) = (array![[1.0, 2.0], [nan, nan]], array![1, -7]);
    let weights = array![1.0, 0.0];
    let mean = || Reduction::Mean.weighted(&weights);
    let (loss, grad) = softmax_focal_with_grad(&z, &labels, Axis(1), 2.0, mean()).unwrap();
    assert_eq!(loss.total(), definition::softmax_focal(&[1.0, 2.0], 1, 2.0));
    assert_eq!(grad.row(1), array![0.0, 0.0]);
    let code = array![[1.0, 0.0], [nan, 17.0]];
    let (loss, grad) = hierarchical_softmax_with_grad(&z, &code, Axis(1), mean()).unwrap();
    let expected = definition::hierarchical_softmax(&[1.0, 2.0], &[1.0, 0.0]);
    assert!((loss.total() - expected).abs() < 1e-15 && grad[[1, 0]] == 0.0);
    let (loss, grad, slope) =
        temperature_scaled_cross_entropy_with_grad(&z, &labels, Axis(1), 2.0, mean()).unwrap();
    let expected = definition::temperature_scaled_cross_entropy(&[1.0, 2.0], 1, 2.0);
    assert!((loss.total() - expected).abs() < 1e-15 && grad[[1, 1]] == 0.0);
    assert!(slope.total().is_finite());
}

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

#[test]
fn bad_entries_are_refused() {
    let z = array![[1.0, 2.0]];
    let code = array![[1.0, 0.5]];
    let found = hierarchical_softmax(&z, &code, Axis(1), Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "code at [0, 1]: found 0.5, expected 0 or 1"
    );
    let found = softmax_focal(&z, &array![2], Axis(1), 1.0, Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "label at [0]: found 2, expected less than 2, the number of classes"
    );
    let priors = array![0.5, -0.5];
    let sum = Reduction::Sum;
    let found = logit_adjusted_cross_entropy(&z, &array![0], Axis(1), &priors, 1.0, sum);
    assert!(matches!(found, Err(Error::ClassWeight { class: 1, .. })));
    let found = best_of_n(&z, &z, &z, Axis(1), 0.5, Reduction::Sum);
    assert_eq!(
        found.unwrap_err().to_string(),
        "n: found 0.5, expected a finite number of at least 1"
    );
    let found = kl_divergence(&z, &z, Axis(2), Reduction::Sum);
    assert!(matches!(found, Err(Error::Axis { found: 2, ndim: 2 })));
}
