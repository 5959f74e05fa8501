//! What is refused: what the definitions refuse, with a message that says where, what and why not.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ndarray::{Array1, Array2, ArrayD, Axis, array};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

const PARAMETERS: [f64; 20] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    0.499,
    1.5,
    -1e-300,
    1e-300,
    5e-324,
    1e300,
    -1e300,
    1.0 - f64::EPSILON,
    1.0 + f64::EPSILON,
    f64::EPSILON,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    2.0,
    700.0,
];

/// The loss refuses a parameter exactly where the definition does, and calls it by its name.
macro_rules! agree {
    ($($name:ident[$($x:expr),+]($($before:expr),* ; $parameter:ident ; $($after:expr),*)),+ $(,)?) => { $({
        for $parameter in PARAMETERS {
            let panics = catch_unwind(AssertUnwindSafe(|| {
                definition::$name($($x,)+ $($before,)* $parameter $(, $after)*)
            }));
            let all = Array1::from_elem(3, 0.5);
            let found = $name($({ let _ = $x; &all },)+ $($before,)* $parameter, $($after,)* Reduction::Sum);
            let found_with_grad = pastey::paste!([<$name _with_grad>])(
                $({ let _ = $x; &all },)+ $($before,)* $parameter, $($after,)* Reduction::Sum,
            );
            assert_eq!(panics.is_err(), found.is_err(), "{}({})", stringify!($name), $parameter);
            assert_eq!(panics.is_err(), found_with_grad.is_err(), "{}({})", stringify!($name), $parameter);
            if let Err(error) = found {
                assert!(matches!(error, Error::Parameter { name, .. } if name == stringify!($parameter)), "{error}");
                let text = error.to_string();
                let start = format!("{}: found {}, expected a", stringify!($parameter), $parameter);
                assert!(text.starts_with(&start), "{text}");
                assert_eq!(error.to_string(), found_with_grad.unwrap_err().to_string());
            }
        }
    })+ };
}

#[test]
fn parameters_are_refused_where_the_definition_panics() {
    std::panic::set_hook(Box::new(|_| {})); // the panics are expected; assertions still fail
    let x = 0.5;
    agree!(
        huber[x, x](; delta ;),
        smooth_l1[x, x](; beta ;),
        pseudo_huber[x, x](; delta ;),
        pinball[x, x](; level ;),
        diffusion_mse[x, x, x](; alpha_bar ;),
        bce_with_logits[x, x](; pos_weight ;),
        focal[x, x](; gamma ;),
        balanced_focal[x, x](; gamma ; 0.5),
        balanced_focal[x, x](2.0 ; alpha ;),
        asymmetric[x, x](; gamma_positive ; 1.0, 0.1),
        asymmetric[x, x](1.0 ; gamma_negative ; 0.1),
        asymmetric[x, x](1.0, 1.0 ; shift ;),
        ppo_clip[x, x](; epsilon ;),
        ppo_value[x, x, x](; epsilon ;),
        bradley_terry[x, x](; margin ;),
        reward_centering[x, x](; coefficient ;),
        dpo[x, x, x, x](; beta ;),
        cdpo[x, x, x, x](; beta ; 0.1),
        cdpo[x, x, x, x](0.1 ; label_smoothing ;),
        robust_dpo[x, x, x, x](; beta ; 0.1),
        robust_dpo[x, x, x, x](0.1 ; label_smoothing ;),
        ipo[x, x, x, x](; tau ;),
    );
    let entries_agree = PARAMETERS.iter().all(|&y| {
        let (score, target) = (array![0.5], array![y]);
        let refused = catch_unwind(|| definition::hinge(0.5, y)).is_err();
        let squared = catch_unwind(|| definition::squared_hinge(0.5, y)).is_err();
        let margin = catch_unwind(|| definition::bradley_terry(0.5, 0.5, y)).is_err();
        let weight = catch_unwind(|| definition::bce_with_logits(0.5, 0.5, y)).is_err();
        let level = catch_unwind(|| definition::multi_quantile(&[0.5], 0.5, &[y])).is_err();
        refused == hinge(&score, &target, Reduction::Sum).is_err()
            && squared == squared_hinge(&score, &target, Reduction::Sum).is_err()
            && margin == bradley_terry_per_pair(&score, &score, &target, Reduction::Sum).is_err()
            && weight
                == bce_with_logits_per_class(&score, &score, &target, Axis(0), Reduction::Sum)
                    .is_err()
            && level == multi_quantile(&array![[0.5]], &score, &target, Reduction::Sum).is_err()
    });
    let _ = std::panic::take_hook();
    assert!(entries_agree);
}

fn message<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn messages_say_where_what_and_why_not() {
    let (x, y) = (array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, 2.0]]);
    let signs = array![[1.0, -1.0], [0.0, 1.0]];
    let mean = Reduction::Mean;
    assert_eq!(
        message(dpo(&x, &x, &y, &x, 0.1, mean)),
        "reference_chosen: found shape [1, 2], expected [2, 2]"
    );
    assert_eq!(
        message(gaussian_nll(&x, &y, &x, mean)),
        "variance: found shape [1, 2], expected [2, 2]"
    );
    assert_eq!(
        message(hinge(&x, &signs, mean)),
        "target at [1, 0]: found 0, expected 1 or -1"
    );
    assert_eq!(
        message(bradley_terry_per_pair(
            &x,
            &x,
            &signs.mapv(f64::recip),
            mean
        )),
        "margin at [1, 0]: found inf, expected a finite number"
    );
    assert_eq!(
        message(mse(&x, &x, mean.weighted(&y))),
        "weights: found shape [1, 2], expected [2, 2]"
    );
    assert_eq!(
        message(mse(&x, &x, mean.weighted(&signs))),
        "weight at [0, 1]: found -1, expected a finite number of at least 0"
    );
    assert_eq!(
        message(mse(&x.t(), &x, Reduction::None.weighted(&signs.t()))),
        "weight at [1, 0]: found -1, expected a finite number of at least 0"
    );
    assert_eq!(
        message(rmse(&x, &x, Some(&Array2::zeros((2, 2))))),
        "mean: found only weights of 0, expected at least one above"
    );
    assert_eq!(
        message(mse(&x, &x, mean.weighted(&Array2::zeros((2, 2))))),
        "mean: found only weights of 0, expected at least one above"
    );
    assert_eq!(
        message(rmse(&x, &y, None)),
        "target: found shape [1, 2], expected [2, 2]"
    );
    let weights = array![1.0, -2.0];
    assert_eq!(
        message(bce_with_logits_per_class(&x, &x, &weights, Axis(1), mean)),
        "pos_weights at [1]: found -2, expected a finite number of at least 0"
    );
    assert_eq!(
        message(bce_with_logits_per_class(&x, &x, &weights, Axis(2), mean)),
        "axis: found 2, expected less than 2, the number of axes"
    );
    assert_eq!(
        message(bce_with_logits_per_class(&y, &y, &weights, Axis(0), mean)),
        "pos_weights: found shape [2], expected [1]"
    );
    assert_eq!(
        message(multi_quantile(&x, &array![0.0], &weights, mean)),
        "target: found shape [1], expected [2]"
    );
    assert_eq!(
        message(multi_quantile(&x, &array![0.0, 0.0], &weights, mean)),
        "levels at [0]: found 1, expected a number between 0 and 1"
    );
    let point = ArrayD::from_elem(vec![], 1.0);
    assert_eq!(
        message(multi_quantile(&point, &point, &weights, mean)),
        "axis: found 0, expected less than 0, the number of axes"
    );
}

#[test]
fn nothing_has_a_sum_and_no_mean() {
    let none = Array2::<f32>::zeros((3, 0));
    let sum = mse_with_grad(&none, &none, Reduction::Sum).unwrap();
    assert_eq!(sum, (Loss::Total(0.0), none.clone()));
    assert_eq!(
        message(mse_with_grad(&none, &none, Reduction::Mean)),
        "mean: found no element, expected at least one"
    );
    assert_eq!(
        message(rmse_with_grad(&none, &none, None)),
        "mean: found no element, expected at least one"
    );
    let each = mse(&none, &none, Reduction::None.weighted(&none)).unwrap();
    assert_eq!(each, Loss::Each(none));
    let (levels, targets) = (Array1::<f32>::zeros(0), Array1::<f32>::zeros(2));
    let predictions = Array2::<f32>::zeros((2, 0));
    for reduction in [Reduction::Sum, Reduction::Mean] {
        let loss = multi_quantile(&predictions, &targets, &levels, reduction);
        assert_eq!(loss, Ok(Loss::Total(0.0)));
    }
    let weights = Array1::zeros(2);
    let x = array![f32::NAN, 1.0];
    let sum = mse_with_grad(&x, &x, Reduction::Sum.weighted(&weights)).unwrap();
    assert_eq!(sum, (Loss::Total(0.0), weights));
}

#[test]
fn what_is_masked_may_hold_anything() {
    let (score, target) = (array![0.25, f64::NAN, 3.0], array![1.0, 7.0, f64::INFINITY]);
    let mask = array![1.0, 0.0, 0.0];
    let (loss, grad) = hinge_with_grad(&score, &target, Reduction::Mean.weighted(&mask)).unwrap();
    assert_eq!((loss.total(), grad), (0.75, array![-1.0, 0.0, 0.0]));
    let margin = array![0.0, f64::NAN, f64::NEG_INFINITY];
    let reduction = Reduction::Sum.weighted(&mask);
    let (loss, [grad, _]) =
        bradley_terry_per_pair_with_grad(&score, &array![0.25, 1.0, 1.0], &margin, reduction)
            .unwrap();
    assert_eq!(loss.total(), 2_f64.ln());
    assert_eq!(grad, array![-0.5, 0.0, 0.0]);
}
