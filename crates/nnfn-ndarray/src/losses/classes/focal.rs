//! Focal loss of several classes.

use nnfn::losses as definition;

use super::forms::labelled;
use super::{plan, run};
use crate::Float;
use crate::domain::NOT_NEGATIVE_FINITE;
use crate::engine::For;
use crate::isa::Isa;
use crate::rows::{OfLane, Out, Row, Scratch, Temperature, put_shares, widened};

labelled!(softmax_focal(gamma: NOT_NEGATIVE_FINITE) "Focal loss of several classes: `-(1 - p)^γ·ln p` with `p = softmax(z)_class`, in nats,",
    "With `γ = 0` it is cross-entropy.";
    |classes, scratch| Focal { classes, scratch, gamma });

#[derive(Clone)]
struct Focal {
    classes: Vec<usize>,
    scratch: Scratch,
    gamma: f64,
}

impl<A: Float> OfLane<A, 1, 1> for Focal {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let (class, gamma) = (self.classes[i], self.gamma);
        // The power of a probability of 53 bits has fewer.
        let fast = A::SHORT && z.len() > 1;
        let row = fast
            .then(|| Row::new::<I, A>(z, Temperature::one(), Some(&mut self.scratch)))
            .flatten();
        let own: f64 = z[class].into();
        let Some(row) = row.filter(|_| own > f64::NEG_INFINITY) else {
            return by_definition(z, class, gamma, factor, out);
        };
        let (gap, _) = row.gap::<For<I, A>>(own);
        let cost = row.log_sum() - gap;
        let weight = self.scratch.weight(class);
        // All wrong classes; where the right one is the top, the total less its weight would cancel.
        let wrong = if class == row.top {
            row.others
        } else {
            row.one + (row.others - weight)
        };
        let (missing, power) = {
            let missing = wrong / row.total();
            (missing, missing.powf(gamma))
        };
        if !(power * cost).is_finite() {
            return by_definition(z, class, gamma, factor, out);
        }
        if out.wanted() {
            let pull = power * (missing + gamma * (weight / row.total()) * cost);
            let start = out.len();
            // The wrong classes share what the right one loses as they share their weight.
            let shared = pull / missing;
            put_shares::<I, A>(&row, &self.scratch, z.len(), (shared, factor), out);
            out.set(start + class, -pull * factor);
        }
        power * cost
    }
}

#[inline(never)]
fn by_definition<A: Float>(
    z: &[A],
    class: usize,
    gamma: f64,
    factor: f64,
    out: &mut Out<A>,
) -> f64 {
    let z = widened(z);
    if out.wanted() {
        let grad = definition::softmax_focal_grad(&z, class, gamma);
        out.put_all(grad.iter().map(|g| factor * g));
    }
    definition::softmax_focal(&z, class, gamma)
}
