//! Over all lanes of arrays, within one loop that is compiled for each set of instructions.

use ndarray::{ArrayRef, Axis, Dimension};

use super::panel::{Panel, Results, SHORT_ROW};
use super::{Out, WIDTH};
use crate::engine::Total;
use crate::isa::{Isa, Loop, dispatch};
use crate::lanes::Lanes;
use crate::{Error, Float};

/// A function of one lane of each of `N` arrays, with gradients by `M` of them.
pub(crate) trait OfLane<A: Float, const N: usize, const M: usize>: Send {
    /// The value for the `i`-th lane. The gradients, times `factor`, are put where they are wanted: one for each
    /// element of the lane. `#[inline(always)]`.
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        lanes: [&[A]; N],
        outs: &mut [Out<A>; M],
    ) -> f64;

    #[cfg_attr(not(feature = "rayon"), allow(dead_code))]
    /// A copy for another thread; `None` where lanes must be seen one after the other, from the first.
    fn for_thread(&self) -> Option<Self>
    where
        Self: Sized;

    /// Whether [`side_by_side`](Self::side_by_side) is there for short lanes.
    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        false
    }

    /// Several short lanes at once; what it refuses is left to [`lane`](Self::lane). `#[inline(always)]`.
    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, _panel: Panel<N>, _results: Results) {
        unreachable!("asked for only where it is there")
    }
}

/// How many lanes there are, and how long they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) lanes: usize,
    pub(crate) length: usize,
}

impl Count {
    pub(crate) fn of<A, D: Dimension>(x: &ArrayRef<A, D>, axis: Axis) -> Self {
        let others = x.shape().iter().enumerate();
        let others = others.filter(|(i, _)| *i != axis.index());
        Self {
            lanes: others.map(|(_, &n)| n).product(),
            length: x.len_of(axis),
        }
    }
}

/// What becomes of the values of the lanes.
pub(crate) enum Values<'a, A> {
    Dropped,
    /// Times the factor of the lane, rounded.
    Each(&'a mut Vec<A>),
    /// As they are, that of a masked lane 0.
    Kept(&'a mut Vec<f64>),
    /// The sum, each times its weight.
    Total,
}

/// What a lane counts.
pub(crate) struct Factors<'a> {
    /// A weight for each lane; 0 masks it. `None`: all 1.
    pub(crate) weights: Option<Box<dyn Iterator<Item = f64> + 'a>>,
    /// What the sum of the weighted values is divided by.
    pub(crate) divisor: f64,
}

impl Factors<'_> {
    #[inline(always)]
    fn next_weight(&mut self) -> f64 {
        match &mut self.weights {
            Some(weights) => weights.next().expect("a weight for each lane"),
            None => 1.0,
        }
    }

    pub(crate) fn one() -> Self {
        Self {
            weights: None,
            divisor: 1.0,
        }
    }
}

/// The sum of the values times their weights, over the divisor: as it is, and of values that were lowered before, as
/// the sum may overflow where the quotient does not.
#[derive(Default)]
pub(crate) struct Totals {
    plain: Total,
    lowered: Total,
}

const LOWER: f64 = 1.0 / (1_u128 << 64) as f64;

impl Totals {
    #[inline(always)]
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        self.plain.add(value * weight);
        self.lowered.add(value * LOWER * weight);
    }

    pub(crate) fn over(&self, divisor: f64) -> f64 {
        let plain = self.plain.value() / divisor;
        if plain.is_finite() {
            plain
        } else {
            self.lowered.value() / divisor / LOWER
        }
    }
}

/// Lanes, and what is made of them.
pub(super) struct EachLane<'k, 'a, K, A, const N: usize, const M: usize> {
    pub(super) kernel: &'k mut K,
    /// The index of the first of them.
    pub(super) first: usize,
    pub(super) count: Count,
    pub(super) lanes: [Lanes<'a, A>; N],
    pub(super) outs: [Out<'k, A>; M],
    pub(super) values: Values<'k, A>,
    pub(super) factors: Factors<'k>,
}

impl<K: OfLane<A, N, M>, A: Float, const N: usize, const M: usize> Loop
    for EachLane<'_, '_, K, A, N, M>
{
    type Output = Totals;

    #[inline(always)]
    fn run<I: Isa>(mut self) -> Totals {
        let mut totals = Totals::default();
        if are_side_by_side(self.kernel, self.count.length) {
            self.panels::<I>(&mut totals);
            return totals;
        }
        for i in 0..self.count.lanes {
            let lanes = self.lanes.each_mut().map(Lanes::next_lane);
            let weight = self.factors.next_weight();
            let factor = weight / self.factors.divisor;
            let value = if weight == 0.0 {
                for out in self.outs.iter_mut().filter(|out| out.wanted()) {
                    out.put_zeros(self.count.length);
                }
                0.0
            } else {
                let i = self.first + i;
                self.kernel.lane::<I>(i, factor, lanes, &mut self.outs)
            };
            let divisor = self.factors.divisor;
            self.values.take(value, weight, divisor, &mut totals);
        }
        totals
    }
}

/// Whether lanes of this length are taken several at a time.
#[inline(always)]
pub(super) fn are_side_by_side<A, K, const N: usize, const M: usize>(kernel: &K, n: usize) -> bool
where
    A: Float,
    K: OfLane<A, N, M>,
{
    (1..=SHORT_ROW).contains(&n) && kernel.goes_side_by_side()
}

impl<A: Float> Values<'_, A> {
    #[inline(always)]
    pub(super) fn take(&mut self, value: f64, weight: f64, divisor: f64, totals: &mut Totals) {
        match self {
            Values::Dropped => {}
            Values::Each(values) => values.push(A::nearest(weight * value / divisor)),
            Values::Kept(values) => values.push(value),
            Values::Total => totals.add(value, weight),
        }
    }
}

impl<K: OfLane<A, N, M>, A: Float, const N: usize, const M: usize> EachLane<'_, '_, K, A, N, M> {
    /// All lanes, several side by side.
    #[inline(always)]
    fn panels<I: Isa>(&mut self, totals: &mut Totals) {
        let n = self.count.length;
        let mut inputs = [(); N].map(|()| [[0.0; WIDTH]; SHORT_ROW]);
        let mut entries = [[0.0; WIDTH]; SHORT_ROW];
        let mut narrow = [A::zero(); WIDTH * SHORT_ROW];
        let (mut weights, mut factors) = ([0.0; WIDTH], [0.0; WIDTH]);
        let mut values = [0.0; WIDTH];
        let mut refused = [false; WIDTH];
        for first in (0..self.count.lanes).step_by(WIDTH) {
            let rows = WIDTH.min(self.count.lanes - first);
            for k in 0..rows {
                for (input, lanes) in inputs.iter_mut().zip(&mut self.lanes) {
                    for (column, &x) in input.iter_mut().zip(lanes.next_lane()) {
                        column[k] = x.into();
                    }
                }
                weights[k] = self.factors.next_weight();
                factors[k] = weights[k] / self.factors.divisor;
            }
            let [out] = self.outs.first_chunk_mut().expect("one array of results");
            let panel = Panel {
                first: self.first + first,
                rows,
                lanes: inputs.each_ref().map(|input| &input[..n]),
                factors: &factors,
                wanted: out.wanted(),
            };
            let results = Results {
                entries: &mut entries[..n],
                values: &mut values,
                refused: &mut refused,
            };
            self.kernel.side_by_side::<I>(panel, results);
            for k in 0..rows {
                let (lane, masked) = (&mut narrow[k * n..(k + 1) * n], weights[k] == 0.0);
                if masked {
                    lane.fill(A::zero());
                    values[k] = 0.0;
                } else if refused[k] {
                    let lanes = inputs.each_ref().map(|input| {
                        let lane = input[..n].iter().map(|column| A::nearest(column[k]));
                        lane.collect::<Vec<A>>()
                    });
                    let mut own = [(); M].map(|()| Out::Nowhere);
                    if out.wanted() {
                        own[0] = Out::Slice(lane, 0);
                    }
                    let lanes = lanes.each_ref().map(|lane| &lane[..]);
                    values[k] =
                        self.kernel
                            .lane::<I>(self.first + first + k, factors[k], lanes, &mut own);
                } else if out.wanted() {
                    for (place, column) in lane.iter_mut().zip(&entries) {
                        *place = A::nearest(column[k]);
                    }
                }
            }
            out.put(&narrow[..rows * n]);
            for k in 0..rows {
                let divisor = self.factors.divisor;
                self.values.take(values[k], weights[k], divisor, totals);
            }
        }
    }
}

/// Runs the kernel on every lane of the arrays, which have the same shape.
pub(crate) fn each_lane<A: Float, K: OfLane<A, N, M>, const N: usize, const M: usize>(
    kernel: &mut K,
    count: Count,
    lanes: [Lanes<'_, A>; N],
    outs: [Out<'_, A>; M],
    values: Values<'_, A>,
    factors: Factors<'_>,
) -> Totals {
    let has_each = matches!(values, Values::Each(_) | Values::Kept(_));
    if count.length == 0 && factors.weights.is_none() && !has_each {
        // However many: they are alike, and there is nothing to put.
        let mut alike = Totals::default();
        let mut none = [(); M].map(|()| Out::Nowhere);
        if count.lanes > 0 && matches!(values, Values::Total) {
            let value = dispatch(One {
                kernel,
                factor: 1.0 / factors.divisor,
                outs: &mut none,
            });
            alike.add(value, count.lanes as f64);
        }
        return alike;
    }
    let all = EachLane {
        kernel,
        first: 0,
        count,
        lanes,
        outs,
        values,
        factors,
    };
    #[cfg(feature = "rayon")]
    return super::pieces::run(all);
    #[cfg(not(feature = "rayon"))]
    dispatch(all)
}

/// The first of lanes that are all empty.
struct One<'k, 'a, K, A, const N: usize, const M: usize> {
    kernel: &'k mut K,
    factor: f64,
    outs: &'k mut [Out<'a, A>; M],
}

impl<K: OfLane<A, N, M>, A: Float, const N: usize, const M: usize> Loop
    for One<'_, '_, K, A, N, M>
{
    type Output = f64;

    #[inline(always)]
    fn run<I: Isa>(self) -> f64 {
        let lanes: [&[A]; N] = [&[]; N];
        self.kernel.lane::<I>(0, self.factor, lanes, self.outs)
    }
}

/// A vector with room for `n` results.
///
/// # Errors
///
/// If there is no such room: empty lanes may be more than fit in memory.
pub(crate) fn vec_for<A>(n: usize) -> Result<Vec<A>, Error> {
    let mut vec = Vec::new();
    let no_room = |_| Error::TooLarge { elements: n };
    vec.try_reserve_exact(n).map_err(no_room)?;
    Ok(vec)
}
