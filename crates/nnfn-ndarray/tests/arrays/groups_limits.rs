//! Losses of groups at their limits: what is not finite, what is huge or tiny, ratios next to the bound.

use crate::common::{Precision, scattered};
use ndarray::{Array1, Array2, Array3, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

#[test]
fn a_ratio_that_overflows_costs_what_the_definition_says() {
    // A ratio of exp(2000): for the better answer the bound, for the worse one no bound at all.
    let (old, mask) = (array![[-2000.0], [-1.0]], array![[true], [true]]);
    let policy = array![[0.0], [-1.0]];
    let of = |rewards: Array1<f64>| {
        grpo_with_grad(&policy, &old, &mask, &rewards, 0.2, 0.2, Reduction::Mean)
    };
    let (loss, grad) = of(array![1.0, 0.0]).unwrap();
    approx::assert_relative_eq!(loss.total(), -0.5 * (1.2 - 1.0), max_relative = 1e-15);
    assert_eq!(grad, array![[0.0], [0.5]]);
    let (loss, grad) = of(array![0.0, 1.0]).unwrap();
    assert_eq!(loss.total(), f64::INFINITY);
    assert_eq!(grad[[0, 0]], f64::INFINITY);
    // Masked, it is as if it were not there.
    let masked = array![[false], [true]];
    let loss = grpo(
        &policy,
        &old,
        &masked,
        &array![0.0, 1.0],
        0.2,
        0.2,
        Reduction::Mean,
    );
    assert_eq!(loss.unwrap().total(), -0.5);
}

#[test]
fn a_mean_over_groups_does_not_overflow_where_the_sum_does() {
    let old = Array3::from_elem((2, 2, 1), -1.0);
    let policy = array![[[-1.0], [-0.9]], [[-1.0], [-0.9]]];
    let mask = Array3::from_elem((2, 2, 1), 1_u8);
    let rewards = array![[1e308_f64, -1e308], [1e308, -1e308]];
    let of =
        |reduction| dr_grpo(&policy, &old, &mask, &rewards, 0.2, 0.2, 0.05, reduction).unwrap();
    let each = of(Reduction::None).each();
    assert!(each[0] > 1e308 && each[0].is_finite());
    assert_eq!(of(Reduction::Mean).total(), each[0]);
    assert_eq!(of(Reduction::Sum).total(), f64::INFINITY);
}

#[test]
fn an_unchanged_policy_costs_nothing_though_it_has_a_gradient() {
    let mut number = scattered(1);
    let old = Array2::from_shape_simple_fn((5, 8), || 3.0 * number() - 3.0);
    let mask = Array2::from_shape_fn((5, 8), |(i, t)| t < 8 - i);
    let rewards = Array1::from_shape_simple_fn(5, &mut number);
    let (loss, grad) =
        grpo_with_grad(&old, &old, &mask, &rewards, 0.2, 0.2, Reduction::Mean).unwrap();
    assert_eq!(loss.total(), 0.0);
    assert!(grad.column(0).iter().all(|&slope| slope != 0.0));
    let of_answers = gspo(&old, &old, &mask, &rewards, 0.2, 0.2, Reduction::Mean).unwrap();
    assert!(of_answers.total().abs() < 1e-30); // what double length leaves
}

/// GRPO of one group by the definition.
fn defined(policy: &Array2<f64>, old: &Array2<f64>, rewards: &Array1<f64>) -> (f64, Vec<f64>) {
    let rows = |all: &Array2<f64>| {
        all.rows()
            .into_iter()
            .map(|row| row.to_vec())
            .collect::<Vec<_>>()
    };
    let (policy, old, mask) = (rows(policy), rows(old), rows(&policy.map(|_| 1.0)));
    let rewards = rewards.to_vec();
    (
        definition::grpo(&policy, &old, &mask, &rewards, 0.2, 0.25),
        definition::grpo_grad(&policy, &old, &mask, &rewards, 0.2, 0.25).concat(),
    )
}

fn assert_defined(policy: &Array2<f64>, old: &Array2<f64>, rewards: &Array1<f64>) {
    let mask = policy.map(|_| true);
    let (value, grad) =
        grpo_with_grad(policy, old, &mask, rewards, 0.2, 0.25, Reduction::Mean).unwrap();
    let value = value.total();
    let (loss, slopes) = defined(policy, old, rewards);
    let size = slopes.iter().map(|slope| slope.abs()).fold(0.0, f64::max);
    let size = if size.is_finite() { 4.0 * size } else { 0.0 };
    let distance = f64::distance(value, loss, size);
    assert!(distance <= 8.0, "{policy} {rewards}: {} {loss}", value);
    for (&found, slope) in grad.iter().zip(slopes) {
        assert!(
            f64::distance(found, slope, 0.0) <= 8.0,
            "{policy} {rewards}: {found} {slope}"
        );
    }
}

#[test]
fn what_is_not_finite_gives_what_the_definition_gives() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let plain = array![1.0, 0.0, 0.5];
    for token in [nan, inf, -inf, 1e308, -1e308, -600.0] {
        for old in [0.0, nan, inf, -inf, 1e308, -550.0] {
            for i in 0..3 {
                let mut policies = array![[-1.0, -2.0], [-0.5, -0.5], [-3.0, -1.0]];
                let mut olds = policies.clone();
                policies[[i, 1]] = token;
                olds[[i, 1]] = old;
                assert_defined(&policies, &olds, &plain);
                assert_defined(&policies, &olds, &Array1::ones(3)); // no advantage
            }
        }
    }
    let policies = array![[-1.0, -2.0], [-0.5, -0.5]];
    for rewards in [
        [nan, 0.0],
        [inf, 0.0],
        [-inf, inf],
        [0.0, 0.0],
        [1e308, -1e308],
        [1e-320, 0.0],
    ] {
        assert_defined(&policies, &policies, &Array1::from(rewards.to_vec()));
    }
}

#[test]
fn rewards_of_any_size_scale_the_loss() {
    let old = array![[-1.0, -2.0], [-0.5, -1.5]];
    let policy = array![[-0.9, -2.1], [-0.7, -1.5]];
    let mask = old.map(|_| 1);
    let of = |size: f64| {
        let rewards = array![3.0 * size, size];
        rloo_with_grad(&policy, &old, &mask, &rewards, 0.2, 0.2, Reduction::Mean).unwrap()
    };
    let dr = |size: f64| {
        let rewards = array![3.0 * size, size];
        dr_grpo_with_grad(
            &policy,
            &old,
            &mask,
            &rewards,
            0.2,
            0.2,
            2.0,
            Reduction::Mean,
        )
        .unwrap()
    };
    for loss in [&of as &dyn Fn(f64) -> _, &dr] {
        let (plain, slopes) = loss(1.0);
        for power in [-1000, -300, 300, 1000] {
            let (scaled, scaled_slopes) = loss(2_f64.powi(power));
            let down = |x: f64| x * 2_f64.powi(-power / 2) * 2_f64.powi(-power / 2);
            assert!(f64::distance(down(scaled.clone().total()), plain.clone().total(), 4.0) <= 2.0);
            for (&found, &slope) in scaled_slopes.iter().zip(&slopes) {
                assert!(f64::distance(down(found), slope, 0.0) <= 4.0);
            }
        }
    }
}

#[test]
fn next_to_the_bound_the_definition_decides() {
    // The logarithms of the bounds, and the numbers around them.
    let old = array![[0.0, -1.0], [0.0, -1.0]];
    for near in [1.25_f64.ln(), 0.8_f64.ln()] {
        let mut at = near.next_down().next_down();
        for _ in 0..5 {
            for rewards in [array![1.0, 0.0], array![0.0, 1.0]] {
                let policy = array![[at, -1.0], [0.0, -1.0]];
                assert_defined(&policy, &old, &rewards);
            }
            at = at.next_up();
        }
    }
}
