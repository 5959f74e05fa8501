//! Three answers of at most four tokens, for the tests of the losses of groups.

pub(super) const REWARDS: [f64; 3] = [1.0, 0.75, -0.5];

pub(super) fn policy() -> Vec<Vec<f64>> {
    vec![
        vec![-0.75, -4.0, -3.0, -1.75],
        vec![-3.5, -3.0, -3.25, -0.25],
        vec![-2.0, -1.25, -3.5, -2.0],
    ]
}

pub(super) fn old() -> Vec<Vec<f64>> {
    vec![
        vec![-1.25, -3.875, -3.0, -1.5],
        vec![-3.75, -3.25, -3.75, -0.5],
        vec![-1.625, -1.3125, -3.75, -2.5],
    ]
}

pub(super) fn mask() -> Vec<Vec<f64>> {
    vec![
        vec![1.0, 1.0, 0.0, 1.0],
        vec![1.0, 0.0, 0.0, 0.0],
        vec![1.0, 1.0, 0.0, 0.0],
    ]
}
