//! Hinge losses of several classes.

use nnfn::losses as definition;

use super::forms::labelled;
use super::{plan, run};
use crate::Float;
use crate::domain::NOT_NEGATIVE;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::{Lane, two_sum};
use crate::rows::{OfLane, Out, WIDTH, chunks_of, largest, sum, sum_of, widened};

labelled!(crammer_singer(margin: NOT_NEGATIVE) "Crammer-Singer loss: `max(0, m + maxⱼ sⱼ - s_y)` over the classes `j` other than `y`,",
    "At a kink the gradient is 0; of several best wrong classes the first has it.";
    |classes, _scratch| CrammerSinger(Margin { classes, margin }));

labelled!(weston_watkins(margin: NOT_NEGATIVE) "Weston-Watkins loss: `Σⱼ max(0, m + sⱼ - s_y)` over the classes `j` other than `y`,",
    "PyTorch's `multi_margin_loss` is this divided by the number of classes.";
    |classes, _scratch| WestonWatkins(Margin { classes, margin }));

#[derive(Clone)]
struct Margin {
    classes: Vec<usize>,
    margin: f64,
}

impl Margin {
    /// `m + s - s_y`, rounded once.
    #[inline(always)]
    fn missing<L: Lane>(&self, score: f64, own: f64) -> f64 {
        let (behind, lost) = two_sum(score, -own);
        let (sum, of_sum) = two_sum(behind, self.margin);
        sum + (lost + of_sum)
    }

    /// Whether the row has no infinity and no NaN, and nothing overflows.
    #[inline(always)]
    fn is_plain<L: Lane, A: Float>(&self, scores: &[A]) -> bool {
        let sizes = sum_of::<L, A>(scores, A::zero(), f64::abs);
        sizes < 1e300 && self.margin < 1e300
    }
}

#[derive(Clone)]
struct CrammerSinger(Margin);

impl<A: Float> OfLane<A, 1, 1> for CrammerSinger {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [scores]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let (class, margin) = (self.0.classes[i], self.0.margin);
        let before = largest(&scores[..class]);
        let after = largest(&scores[class + 1..]).map(|(j, s)| (class + 1 + j, s));
        let rival = match (before, after) {
            (Some(a), Some(b)) => Some(if b.1 > a.1 { b } else { a }),
            (a, b) => a.or(b),
        };
        let plain = self.0.is_plain::<For<I, A>, A>(scores);
        let Some((rival, score)) = rival.filter(|_| plain) else {
            let scores = widened(scores);
            if out.wanted() {
                let grad = definition::crammer_singer_grad(&scores, class, margin);
                out.put_all(grad.iter().map(|g| factor * g));
            }
            return definition::crammer_singer(&scores, class, margin);
        };
        let own = scores[class].into();
        let missing = self.0.missing::<For<I, A>>(score.into(), own).max(0.0);
        if out.wanted() {
            let start = out.len();
            out.put_zeros(scores.len());
            if missing > 0.0 {
                out.set(start + rival, factor);
                out.set(start + class, -factor);
            }
        }
        missing
    }
}

#[derive(Clone)]
struct WestonWatkins(Margin);

impl<A: Float> OfLane<A, 1, 1> for WestonWatkins {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [scores]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let (class, margin) = (self.0.classes[i], self.0.margin);
        if !self.0.is_plain::<For<I, A>, A>(scores) {
            let scores = widened(scores);
            if out.wanted() {
                let grad = definition::weston_watkins_grad(&scores, class, margin);
                out.put_all(grad.iter().map(|g| factor * g));
            }
            return definition::weston_watkins(&scores, class, margin);
        }
        let own: f64 = scores[class].into();
        let cost = |score| {
            let missing = self.0.missing::<For<I, A>>(score, own);
            if missing > 0.0 { missing } else { 0.0 }
        };
        let (before, after) = (&scores[..class], &scores[class + 1..]);
        // Filled up with what costs nothing.
        let far = A::neg_infinity();
        let total =
            sum_of::<For<I, A>, A>(before, far, cost) + sum_of::<For<I, A>, A>(after, far, cost);
        if out.wanted() {
            let start = out.len();
            let (whole, rest) = chunks_of(scores, far);
            let mut within = [0.0; WIDTH];
            out.put_chunks(scores.len(), |i, place| {
                let scores = whole.get(i).unwrap_or(&rest);
                for k in 0..WIDTH {
                    let missing = self.0.missing::<For<I, A>>(scores[k].into(), own);
                    let counts = if missing > 0.0 { 1.0 } else { 0.0 };
                    within[k] += counts;
                    place[k] = factor * counts;
                }
            });
            // The class itself is within a margin above 0.
            let itself = if margin > 0.0 { 1.0 } else { 0.0 };
            let within = sum::<For<I, f64>, f64>(&within) - itself;
            out.set(start + class, 0.0 - within * factor);
        }
        total
    }
}
