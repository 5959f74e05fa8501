//! Units in the last place, points and arrays to measure at.

#![allow(dead_code)] // each test program uses some of it

use ndarray::{Array1, ArrayBase, ArrayD, ArrayView1, Axis, IxDyn, RawData, Slice};
use nnfn_ndarray::{Float, Version, only};
use proptest::prelude::*;

/// Where the tests differ between `f32` and `f64`.
pub trait Precision: Float {
    /// The unit in the last place of a number of the size of `x`, at least that of the subnormal numbers.
    fn ulp(x: f64) -> f64;
    /// The nearest number.
    fn of(x: f64) -> Self;
    /// The next number above.
    fn above(self) -> Self;
    /// Points over the whole range, dense where functions bend, with zeros, infinities and subnormals.
    fn points() -> Array1<Self>;
    /// The first of two bounds for `f32`, the second for `f64`.
    fn pick(bounds: (f64, f64)) -> f64;

    /// How far `found` is from `expected`, in units in the last place of `expected`, or of `scale` where that is
    /// larger; 0 or infinite where one of them is not finite.
    fn distance(found: Self, expected: f64, scale: f64) -> f64 {
        let found: f64 = found.into();
        let nearest: f64 = Self::of(expected).into();
        if found.is_finite() && nearest.is_finite() {
            (found - expected).abs() / Self::ulp(expected.abs().max(scale))
        } else if found == nearest || found.is_nan() && nearest.is_nan() {
            0.0
        } else {
            f64::INFINITY
        }
    }
}

impl Precision for f32 {
    fn ulp(x: f64) -> f64 {
        let x = (x.abs() as f32).min(f32::MAX.next_down());
        (x.next_up() - x).into()
    }

    fn of(x: f64) -> f32 {
        x as f32
    }

    fn above(self) -> f32 {
        self.next_up()
    }

    fn points() -> Array1<f32> {
        let bits = (0..=u32::MAX).step_by(65_521).map(f32::from_bits);
        let edges = EDGES.into_iter().chain([1.401_298_5e-45, 1.175_494_4e-38]);
        let near = dense(110.0, 10_000).chain(dense(16.0, 20_000)).chain(edges);
        bits.filter(|x| !x.is_nan())
            .chain(near.map(|x| x as f32))
            .collect()
    }

    fn pick(bounds: (f64, f64)) -> f64 {
        bounds.0
    }
}

impl Precision for f64 {
    fn ulp(x: f64) -> f64 {
        let x = x.abs().min(f64::MAX.next_down());
        x.next_up() - x
    }

    fn of(x: f64) -> f64 {
        x
    }

    fn above(self) -> f64 {
        self.next_up()
    }

    fn points() -> Array1<f64> {
        let powers = (-1074..1024).map(|e| 1.234_567 * 2_f64.powi(e / 2) * 2_f64.powi(e - e / 2));
        let powers = powers.flat_map(|x| [x, -x]);
        let near = dense(760.0, 10_000).chain(dense(40.0, 40_000));
        near.chain(powers).chain(EDGES).collect()
    }

    fn pick(bounds: (f64, f64)) -> f64 {
        bounds.1
    }
}

const EDGES: [f64; 10] = [
    0.0,
    -0.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MIN_POSITIVE,
    -5e-324,
    f64::MAX,
    f64::MIN,
    1e-300,
    -1e-300,
];

/// `2n + 1` points on `±end`, at irregular distances, so that none is special.
fn dense(end: f64, n: i32) -> impl Iterator<Item = f64> {
    (-n..=n).map(move |i| {
        let i = f64::from(i);
        end * i / f64::from(n) * (1.0 + 1e-3 * (0.7 * i).sin())
    })
}

/// Numbers scattered evenly over `[-1, 1)`, the same ones for the same seed (splitmix64).
pub fn scattered(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// How the elements of an array lie in memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    Standard,
    /// The axes in reverse order.
    Transposed,
    /// The first axis backwards.
    Reversed,
    /// Every other element of the last axis.
    Strided,
}

impl Layout {
    pub const ALL: [Self; 4] = [
        Self::Standard,
        Self::Transposed,
        Self::Reversed,
        Self::Strided,
    ];

    /// An array whose [`Layout::view`] has this shape, filled by `f`.
    pub fn store<A: Float>(self, shape: &[usize], mut f: impl FnMut() -> A) -> ArrayD<A> {
        let mut shape = shape.to_vec();
        match self {
            Self::Transposed => shape.reverse(),
            Self::Strided => shape.last_mut().into_iter().for_each(|n| *n *= 2),
            Self::Standard | Self::Reversed => {}
        }
        ArrayD::from_shape_simple_fn(IxDyn(&shape), &mut f)
    }

    /// Of a view of what [`Layout::store`] gave.
    pub fn view<S: RawData>(self, mut stored: ArrayBase<S, IxDyn>) -> ArrayBase<S, IxDyn> {
        match self {
            Self::Transposed => return stored.reversed_axes(),
            Self::Reversed => stored.invert_axis(Axis(0)),
            Self::Strided => {
                let last = Axis(stored.ndim() - 1);
                stored.slice_axis_inplace(last, Slice::new(0, None, 2));
            }
            Self::Standard => {}
        }
        stored
    }
}

/// A way to cut an array into lanes, and the array.
#[derive(Debug, Clone)]
pub struct Case {
    pub shape: Vec<usize>,
    pub axis: usize,
    pub layout: Layout,
    /// The size of the logits.
    pub spread: f64,
    pub seed: u64,
}

impl Case {
    /// Up to three axes; lanes from empty to longer than a block, logits from nearly equal to far apart.
    pub fn any() -> impl Strategy<Value = Self> {
        let lane = prop_oneof![0..4_usize, 4..40_usize, 1000..1100_usize];
        let others = prop::collection::vec(0..4_usize, 0..3);
        let spread = prop::sample::select(vec![1e-3, 1.0, 5.0, 40.0, 300.0, 3e3, 1e6]);
        let layout = prop::sample::select(Layout::ALL.to_vec());
        (lane, others, 0..3_usize, layout, spread, any::<u64>()).prop_map(
            |(lane, mut shape, axis, layout, spread, seed)| {
                let axis = axis.min(shape.len());
                shape.insert(axis, lane);
                Self {
                    shape,
                    axis,
                    layout,
                    spread,
                    seed,
                }
            },
        )
    }

    /// Logits about `shift`, some of them equal, one in `masked` lanes `-∞`.
    pub fn logits<A: Precision>(&self, shift: f64, masked: f64) -> ArrayD<A> {
        let mut number = scattered(self.seed);
        let mut last = A::zero();
        self.layout.store(&self.shape, || {
            let (z, kind) = (number(), number());
            if kind > 1.0 - 2.0 * masked {
                return A::neg_infinity();
            }
            if kind > -0.9 {
                last = A::of(shift + self.spread * z);
            }
            last
        })
    }

    /// Other numbers of the same shape and layout.
    pub fn numbers<A: Precision>(&self, scale: f64) -> ArrayD<A> {
        let mut number = scattered(!self.seed);
        self.layout.store(&self.shape, || A::of(scale * number()))
    }
}

/// A lane as `nnfn` takes it.
pub fn wide<A: Float>(lane: ArrayView1<A>) -> Vec<f64> {
    lane.iter().map(|&x| x.into()).collect()
}

/// How many results were compared with the definition's, and how many are not the nearest to it.
#[derive(Default)]
pub struct Tally {
    compared: usize,
    others: usize,
}

impl Tally {
    /// An `f32` is the nearest but in rare cases, and then the next; two `f64`, each at most four units from the exact
    /// number, are at most eight apart. `scale` is the size of terms that cancel.
    pub fn compare<A: Precision>(&mut self, found: A, expected: f64, scale: f64) {
        let distance = A::distance(found, expected, scale);
        assert!(
            distance <= A::pick((1.0, 8.0)),
            "{found:?} is {distance} from {expected:e}"
        );
        self.compared += 1;
        let nearest = A::of(expected);
        let same = found == nearest || found.is_nan() && nearest.is_nan();
        self.others += usize::from(!same);
    }

    /// Of `f32`, all but one in a thousand must be the nearest.
    pub fn finish<A: Precision>(self) {
        let allowed = A::pick((1e-3, 1.0)) * self.compared as f64;
        assert!(
            self.compared > 0 && self.others as f64 <= allowed,
            "{} of {} are not the nearest",
            self.others,
            self.compared
        );
    }
}

/// Does this with every set of instructions that runs here, in this thread.
pub fn with_all_instructions(mut test: impl FnMut(Version)) {
    for version in [Version::Baseline, Version::Avx2, Version::Avx512] {
        if only(Some(version)) {
            test(version);
        } else {
            eprintln!("{version:?} does not run here");
        }
    }
    only(None);
}
