//! Losses of groups on arrays against the definitions, group by group.

use crate::common::{Layout, Precision, Tally, scattered};
use ndarray::{Array1, Array2, Array3, ArrayD, ArrayViewD, Axis, Ix0, Ix1, IxDyn, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

const SHAPE: [usize; 3] = [4, 3, 7];

/// A batch of groups, masked entries of which hold what must not leak.
struct Batch<A> {
    layout: Layout,
    policy: ArrayD<A>,
    old: ArrayD<A>,
    mask: ArrayD<A>,
    rewards: ArrayD<A>,
}

/// One group as the definitions take it.
struct Group {
    policy: Vec<Vec<f64>>,
    old: Vec<Vec<f64>>,
    mask: Vec<Vec<f64>>,
    rewards: Vec<f64>,
}

impl<A: Precision> Batch<A> {
    /// Log-ratios of the size of `spread`; answers of any length, but for groups without a token.
    fn new(layout: Layout, spread: f64, seed: u64) -> Self {
        let mut number = scattered(seed);
        let mut table = |scale: f64| layout.store(&SHAPE, || A::of(scale * number() - scale));
        let (mut policy, mut old) = (table(spread), table(spread));
        let mut number = scattered(!seed);
        let mut mask = layout.store(&SHAPE, || A::of(if number() > 0.2 { 1.0 } else { 0.0 }));
        let mut entries = layout.view(mask.view_mut());
        for mut group in entries.axis_iter_mut(Axis(0)) {
            group[[0, 1]] = A::one();
            group.index_axis_mut(Axis(0), 1).fill(A::zero()); // an answer without tokens
        }
        let poison = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e38, -1e38];
        for (table, shift) in [(&mut policy, 0), (&mut old, 2)] {
            let mut poison = poison.iter().cycle().skip(shift);
            let masked = layout.view(mask.view());
            let mut view = layout.view(table.view_mut());
            view.zip_mut_with(&masked, |x, kept| {
                if *kept == A::zero() {
                    *x = A::of(*poison.next().expect("endless"));
                }
            });
        }
        let rewards = layout.store(&SHAPE[..2], || A::of((4.0 * number()).round()));
        Self {
            layout,
            policy,
            old,
            mask,
            rewards,
        }
    }

    fn views(&self) -> [ArrayViewD<'_, A>; 4] {
        [&self.policy, &self.old, &self.mask, &self.rewards].map(|all| self.layout.view(all.view()))
    }

    fn group(&self, i: usize) -> Group {
        let [policy, old, mask, rewards] = self.views();
        let kept = mask.index_axis(Axis(0), i);
        let rows = |table: &ArrayViewD<A>| {
            let mut table = table.index_axis(Axis(0), i).to_owned();
            table.zip_mut_with(&kept, |x, kept| {
                if *kept == A::zero() {
                    *x = A::zero();
                }
            });
            table.rows_of()
        };
        Group {
            policy: rows(&policy),
            old: rows(&old),
            mask: kept.to_owned().rows_of(),
            rewards: crate::common::wide(
                rewards
                    .index_axis(Axis(0), i)
                    .into_dimensionality()
                    .unwrap(),
            ),
        }
    }
}

trait Rows {
    fn rows_of(&self) -> Vec<Vec<f64>>;
}

impl<A: Precision> Rows for ArrayD<A> {
    fn rows_of(&self) -> Vec<Vec<f64>> {
        self.rows().into_iter().map(crate::common::wide).collect()
    }
}

/// Compares a loss with its definition.
fn compare<A: Precision>(
    loss: impl Fn(&Batch<A>, Reduction) -> (Loss<A, IxDyn>, ArrayD<A>),
    definition: impl Fn(&Group) -> (f64, Vec<Vec<f64>>),
) {
    let mut tally = Tally::default();
    for (case, layout) in Layout::ALL.into_iter().cycle().take(40).enumerate() {
        let spread = [0.1, 1.0, 20.0, 800.0, 1e30][case % 5];
        let batch = Batch::<A>::new(layout, spread, case as u64);
        let (each, own) = loss(&batch, Reduction::None);
        let (mean, shares) = loss(&batch, Reduction::Mean);
        let each = each.each();
        let n = SHAPE[0] as f64;
        let mut losses = vec![];
        for i in 0..SHAPE[0] {
            let group = batch.group(i);
            let (loss, slopes) = definition(&group);
            // Terms of both signs cancel in the value; rewards are of the size of 4, log-probabilities of the spread.
            let size = slopes
                .concat()
                .iter()
                .map(|slope| slope.abs())
                .fold(0.0, f64::max);
            let size = A::pick((
                0.0,
                if size.is_finite() {
                    4.0 * size.max(1.0)
                } else {
                    0.0
                },
            ));
            tally.compare(each[i], loss, size * spread.max(1.0));
            losses.push(loss);
            for (j, t) in (0..SHAPE[1]).flat_map(|j| (0..SHAPE[2]).map(move |t| (j, t))) {
                tally.compare(own[[i, j, t]], slopes[j][t], 0.0);
                tally.compare(shares[[i, j, t]], slopes[j][t] / n, 0.0);
                if group.mask[j][t] == 0.0 {
                    assert_eq!(own[[i, j, t]], A::zero());
                }
            }
        }
        let size = losses.iter().map(|loss| loss.abs()).fold(0.0, f64::max);
        let size = size.max(A::pick((0.0, spread.max(4.0))));
        tally.compare(mean.total(), definition::mean(&losses), size);
    }
    tally.finish::<A>();
}

/// `against!(test, name(parameters))`.
macro_rules! against {
    ($test:ident, $name:ident($($parameter:literal),+)) => { pastey::paste! {
        #[test]
        fn $test() {
            fn of<A: Precision + MaskEntry>() {
                let loss = |batch: &Batch<A>, reduction| {
                    let [policy, old, mask, rewards] = batch.views();
                    let (value, grad) = [<$name _with_grad>](
                        &policy, &old, &mask, &rewards, $(A::of($parameter)),+, reduction,
                    ).unwrap();
                    let alone = $name(&policy, &old, &mask, &rewards, $(A::of($parameter)),+, reduction);
                    assert_eq!(format!("{value:?}"), format!("{:?}", alone.unwrap()));
                    (value, grad)
                };
                compare(loss, |g| (
                    definition::$name(&g.policy, &g.old, &g.mask, &g.rewards, $(A::of($parameter).into()),+),
                    definition::[<$name _grad>](&g.policy, &g.old, &g.mask, &g.rewards, $(A::of($parameter).into()),+),
                ));
            }
            crate::common::with_all_instructions(|_| {
                of::<f32>();
                of::<f64>();
            });
        }
    } };
}

against!(grpo_is_the_definition, grpo(0.2, 0.28));
against!(dapo_is_the_definition, dapo(0.2, 0.28));
against!(dr_grpo_is_the_definition, dr_grpo(0.2, 0.2, 11.0));
against!(gspo_is_the_definition, gspo(3e-4, 4e-4));
against!(rloo_is_the_definition, rloo(0.2, 0.2));
against!(cispo_is_the_definition, cispo(1.5));

fn one_group() -> (Array2<f64>, Array2<f64>, Array2<u32>) {
    let old = array![[-1.0, -2.0, -0.5], [-0.5, -1.5, -2.0]];
    let policy = array![[-0.9, -2.2, -0.2], [-0.5, -1.25, -2.0]];
    (policy, old, array![[1, 1, 0], [1, 0, 0]])
}

#[test]
fn a_group_alone_has_one_loss_whatever_the_reduction() {
    let (policy, old, mask) = one_group();
    let rewards = array![1.0, 0.0];
    let of = |reduction| grpo(&policy, &old, &mask, &rewards, 0.2, 0.2, reduction).unwrap();
    let mean = of(Reduction::Mean).total();
    assert_eq!(of(Reduction::Sum).total(), mean);
    assert_eq!(of(Reduction::None).each().into_scalar(), mean);
    let bools = mask.mapv(|entry| entry == 1);
    let by_bools = grpo(&policy, &old, &bools, &rewards, 0.2, 0.2, Reduction::Mean);
    assert_eq!(by_bools.unwrap().total(), mean);
}

#[test]
fn a_group_of_weight_0_does_not_leak() {
    let (policy, old, mask) = one_group();
    let stack = |table: &Array2<f64>, with: f64| {
        let mut both = Array3::from_elem((2, 2, 3), with);
        both.index_axis_mut(Axis(0), 1).assign(table);
        both
    };
    let (policies, olds) = (stack(&policy, f64::NAN), stack(&old, f64::INFINITY));
    let mut masks = Array3::zeros((2, 2, 3)); // the first group has no token at all
    masks.index_axis_mut(Axis(0), 1).assign(&mask);
    let rewards = array![[f64::NAN, 1.0], [1.0, 0.0]];
    let weights = array![0.0, 3.0];
    let alone = dapo_with_grad(
        &policy,
        &old,
        &mask,
        &array![1.0, 0.0],
        0.2,
        0.2,
        Reduction::Mean,
    );
    let (loss, grad) = alone.unwrap();
    let reduce = Reduction::Mean.weighted(&weights);
    let both = dapo_with_grad(&policies, &olds, &masks, &rewards, 0.2, 0.2, reduce).unwrap();
    assert_eq!(both.0.total(), loss.total());
    assert_eq!(both.1.index_axis(Axis(0), 1), grad);
    assert!(
        both.1
            .index_axis(Axis(0), 0)
            .iter()
            .all(|&slope| slope == 0.0)
    );
}

#[test]
fn weighted_by_their_tokens_the_groups_have_the_mean_of_all_tokens() {
    let batch = Batch::<f64>::new(Layout::Standard, 0.3, 7);
    let [policy, old, mask, rewards] = batch.views();
    let counts = mask.sum_axis(Axis(2)).sum_axis(Axis(1));
    let reduce = Reduction::Mean.weighted(&counts);
    let found = dapo(&policy, &old, &mask, &rewards, 0.2, 0.2, reduce)
        .unwrap()
        .total();
    let each = dapo(&policy, &old, &mask, &rewards, 0.2, 0.2, Reduction::None)
        .unwrap()
        .each();
    let expected = (&each * &counts).sum() / counts.sum();
    approx::assert_relative_eq!(found, expected, max_relative = 1e-14);
}

#[test]
fn advantages_lie_along_their_axis() {
    let mut number = scattered(3);
    for layout in Layout::ALL {
        let stored = layout.store(&[3, 5, 2], || (9.0 * number()) as f32);
        let rewards = layout.view(stored.view());
        for axis in 0..3 {
            let found = group_advantages(&rewards, Axis(axis)).unwrap();
            let others = leave_one_out_advantages(&rewards, Axis(axis)).unwrap();
            let lanes = rewards
                .lanes(Axis(axis))
                .into_iter()
                .zip(found.lanes(Axis(axis)));
            for ((lane, found), others) in lanes.zip(others.lanes(Axis(axis))) {
                let lane = crate::common::wide(lane);
                let narrow = |all: Vec<f64>| all.iter().map(|&x| x as f32).collect::<Vec<_>>();
                assert_eq!(found.to_vec(), narrow(definition::group_advantages(&lane)));
                assert_eq!(
                    others.to_vec(),
                    narrow(definition::leave_one_out_advantages(&lane))
                );
            }
        }
    }
    let empty = Array2::<f64>::zeros((0, 3));
    assert_eq!(group_advantages(&empty, Axis(0)).unwrap(), empty);
    assert_eq!(group_advantages(&empty, Axis(1)).unwrap(), empty);
    let none = group_advantages(&empty, Axis(2)).unwrap_err();
    assert_eq!(
        none.to_string(),
        "axis: found 2, expected less than 2, the number of axes"
    );
    assert!(group_advantages(&array![1.0, f64::NAN], Axis(0)).unwrap()[0].is_nan());
}

#[test]
fn nothing_that_counts_is_an_error_of_every_loss_of_groups() {
    let (policy, old, _) = one_group();
    let (mask, rewards) = (Array2::from_elem((2, 3), false), array![1.0, 0.0]);
    let mean = Reduction::Mean;
    let all = [
        grpo(&policy, &old, &mask, &rewards, 0.2, 0.2, mean),
        dapo(&policy, &old, &mask, &rewards, 0.2, 0.2, mean),
        dr_grpo(&policy, &old, &mask, &rewards, 0.2, 0.2, 3.0, mean),
        gspo(&policy, &old, &mask, &rewards, 0.2, 0.2, mean),
        rloo(&policy, &old, &mask, &rewards, 0.2, 0.2, mean),
        cispo(&policy, &old, &mask, &rewards, 5.0, mean),
    ];
    for loss in all {
        let error = loss.unwrap_err().to_string();
        assert_eq!(
            error,
            "mask: found nothing that counts, expected at least one 1"
        );
    }
    let policies = Array3::<f64>::zeros((2, 2, 3));
    let mut masks = Array3::from_elem((2, 2, 3), 0);
    masks[[0, 1, 2]] = 1;
    let rewards = array![[1.0, 0.0], [1.0, 0.0]];
    let error = grpo(
        &policies,
        &policies,
        &masks,
        &rewards,
        0.2,
        0.2,
        Reduction::Sum,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "mask at [1]: found nothing that counts, expected at least one 1"
    );
}

#[test]
fn bad_input_is_refused_by_where_found_and_expected() {
    let (policy, old, mask) = one_group();
    let rewards = array![1.0, 0.0];
    let of = |old: &Array2<f64>, mask: &Array2<u32>, rewards: &Array1<f64>, low, cap| {
        let error = grpo_with_grad(&policy, old, mask, rewards, low, cap, Reduction::Mean);
        error.unwrap_err().to_string()
    };
    let short = Array2::zeros((2, 2));
    for (found, expected) in [
        (
            of(&short, &mask, &rewards, 0.2, 0.2),
            "old: found shape [2, 2], expected [2, 3]",
        ),
        (
            of(&old, &Array2::zeros((3, 2)), &rewards, 0.2, 0.2),
            "mask: found shape [3, 2], expected [2, 3]",
        ),
        (
            of(&old, &array![[1, 1, 0], [1, 0, 7]], &rewards, 0.2, 0.2),
            "mask at [1, 2]: found 7, expected 0 or 1",
        ),
        (
            of(&old, &mask, &array![1.0], 0.2, 0.2),
            "rewards: found shape [1], expected [2]",
        ),
        (
            of(&old, &mask, &rewards, 0.0, 0.2),
            "epsilon_low: found 0, expected a positive finite number",
        ),
        (
            of(&old, &mask, &rewards, 0.2, f64::INFINITY),
            "epsilon_high: found inf, expected a positive finite number",
        ),
    ] {
        assert_eq!(found, expected);
    }
    let masks = mask.mapv(f64::from) * f64::NAN;
    let error = cispo(&policy, &old, &masks, &rewards, 5.0, Reduction::Mean).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mask at [0, 0]: found NaN, expected 0 or 1"
    );
    let error = cispo(&policy, &old, &mask, &rewards, -5.0, Reduction::Mean).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cap: found -5, expected a positive finite number"
    );
    let weights = ndarray::arr0(-1.0);
    let reduce = Reduction::Sum.weighted::<_, Ix0>(&weights);
    let error = rloo(&policy, &old, &mask, &rewards, 0.2, 0.2, reduce).unwrap_err();
    assert_eq!(
        error.to_string(),
        "weight at []: found -1, expected a finite number of at least 0"
    );
    let vector = ArrayD::<f64>::zeros(IxDyn(&[3]));
    let scalar = ArrayD::<f64>::zeros(IxDyn(&[]));
    let error = grpo(
        &vector,
        &vector,
        &vector,
        &scalar,
        0.2,
        0.2,
        Reduction::Mean,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "axis: found 1, expected less than 1, the number of axes"
    );
}

#[test]
fn empty_batches_have_no_mean_and_the_sum_0() {
    let none = Array3::<f32>::zeros((0, 2, 3));
    let rewards = Array2::zeros((0, 2));
    let of = |reduction| grpo_with_grad(&none, &none, &none, &rewards, 0.2, 0.2, reduction);
    let error = of(Reduction::Mean).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mean: found no element, expected at least one"
    );
    let (sum, grad) = of(Reduction::Sum).unwrap();
    assert_eq!((sum.total(), grad.dim()), (0.0, (0, 2, 3)));
    assert_eq!(of(Reduction::None).unwrap().0.each().len(), 0);
    for shape in [(2, 0, 3), (2, 2, 0), (2, 0, 0)] {
        let none = Array3::<f32>::zeros(shape);
        let rewards = Array2::zeros((shape.0, shape.1));
        let error = rloo(&none, &none, &none, &rewards, 0.2, 0.2, Reduction::Mean).unwrap_err();
        assert_eq!(
            error.to_string(),
            "mask at [0]: found nothing that counts, expected at least one 1"
        );
        let weights = array![0.0, 0.0];
        let reduce = Reduction::Sum.weighted::<_, Ix1>(&weights);
        let (loss, grad) = rloo_with_grad(&none, &none, &none, &rewards, 0.2, 0.2, reduce).unwrap();
        assert_eq!((loss.total(), grad.dim()), (0.0, shape));
    }
}
