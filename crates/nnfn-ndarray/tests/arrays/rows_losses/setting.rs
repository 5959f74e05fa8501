//! What is asked for, and what is compared with what.

use ndarray::{ArrayD, ArrayViewD, Axis, IxDyn};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

use crate::common::{Layout, Precision, scattered, wide};

/// The loss of one row and its gradients.
pub type Exact = (f64, Vec<Vec<f64>>);

/// A loss and its gradients.
pub type Found<A> = (Loss<A, IxDyn>, Vec<ArrayD<A>>);

/// What is asked for.
#[derive(Clone)]
pub struct Setting<A> {
    pub axis: Axis,
    pub reduction: Reduction,
    pub weights: Option<ArrayD<A>>,
}

impl<A: Precision> Setting<A> {
    pub fn reduce(&self) -> Reduce<'_, A, IxDyn> {
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
    pub fn check(
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

pub fn settings<A: Precision>(shape: &[usize], axis: usize) -> Vec<Setting<A>> {
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
pub fn stored<A: Precision>(
    layout: Layout,
    shape: &[usize],
    seed: u64,
    f: impl Fn(f64) -> f64,
) -> ArrayD<A> {
    let mut number = scattered(seed);
    layout.store(shape, || A::of(f(number())))
}

pub fn lane<A: Precision>(x: &ArrayViewD<A>, axis: Axis, i: usize) -> Vec<f64> {
    wide(x.lanes(axis).into_iter().nth(i).unwrap())
}

pub fn one<A, D>(found: Result<(D, ArrayD<A>), Error>) -> Result<(D, Vec<ArrayD<A>>), Error> {
    found.map(|(loss, grad)| (loss, vec![grad]))
}

pub fn two<A, D>(found: Result<(D, [ArrayD<A>; 2]), Error>) -> Result<(D, Vec<ArrayD<A>>), Error> {
    found.map(|(loss, grads)| (loss, grads.into()))
}
