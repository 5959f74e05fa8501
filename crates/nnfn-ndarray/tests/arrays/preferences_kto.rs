//! KTO on arrays against the definition and a reference to 60 digits.

use crate::common::{Layout, Precision, scattered};
use ndarray::{Array1, ArrayD, ArrayViewD, IxDyn, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::{Reduction, kto, kto_with_grad};

/// Numbers of answers: log-probabilities of the size of `spread`, near those of the reference.
fn answers<A: Precision>(n: usize, spread: f64, seed: u64) -> [Vec<A>; 4] {
    let mut number = scattered(seed);
    [(); 4].map(|()| (0..n).map(|_| A::of(spread * (number() - 4.0))).collect())
}

#[test]
fn kto_is_the_definition() {
    fn of<A: Precision>() {
        for (case, layout) in Layout::ALL.into_iter().cycle().take(40).enumerate() {
            let spread = [0.1, 3.0, 200.0, 5e3, 1e30][case % 5];
            let mut numbers =
                answers::<A>(24, spread, case as u64).map(|all| all.into_iter().cycle());
            let stored = numbers
                .each_mut()
                .map(|n| layout.store(&[12], || n.next().expect("endless")));
            let [p, r, mp, mr] = stored.each_ref().map(|all| layout.view(all.view()));
            let mut number = scattered(!(case as u64));
            let thumbs = ArrayD::from_shape_simple_fn(IxDyn(&[12]), || number() > 0.0);
            let parameters = [0.1, 1.0, 1.25].map(A::of);
            let [beta, up, down] = parameters;
            let with_grad = |reduction| {
                kto_with_grad(&p, &r, &thumbs, &mp, &mr, beta, up, down, reduction).unwrap()
            };
            let wide = |all: &ArrayViewD<A>| all.iter().map(|&x| x.into()).collect::<Vec<f64>>();
            let [pw, rw, mpw, mrw] = [&p, &r, &mp, &mr].map(wide);
            let tw: Vec<f64> = thumbs.iter().map(|&up| f64::from(u8::from(up))).collect();
            let [beta, up, down] = parameters.map(|x| x.into());
            let value = definition::kto(&pw, &rw, &tw, &mpw, &mrw, beta, up, down);
            let slopes = definition::kto_grad(&pw, &rw, &tw, &mpw, &mrw, beta, up, down);
            let (mean, grad) = with_grad(Reduction::Mean);
            let (each, own) = with_grad(Reduction::None);
            let each = each.each();
            // Each of the two computes with its own roundings, at most four units from the exact number.
            assert!(
                A::distance(mean.total(), value, 0.0) <= A::pick((0.6, 8.0)),
                "{value}"
            );
            for (i, slope) in slopes.into_iter().enumerate() {
                let bound = A::pick((0.6, 8.0));
                assert!(
                    A::distance(grad[i], slope, 0.0) <= bound,
                    "{slope} {:?}",
                    grad[i]
                );
                assert!(A::distance(own[i], slope * 12.0, 0.0) <= bound);
            }
            let again = definition::mean(&wide(&each.view()));
            approx::assert_relative_eq!(
                again,
                value,
                max_relative = A::pick((1e-6, 2e-15)),
                epsilon = 1e-37
            );
        }
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn the_reference_point_of_kto_keeps_what_its_mean_rounds() {
    // mpmath, 60 digits: z₀ = (0.1 + 3·1000.2)/4 less what the decimals lose, and a loss of exp(-75 ..).
    let policy = array![0.0];
    let point = array![-0.1, -1000.2, -1000.2, -1000.2];
    let pad = |x: f64| array![x, -1.0, -1.0, -1.0];
    let (reference, zero) = (array![-1500.0, -1.0, -1.0, -1.0], Array1::zeros(4));
    let thumbs = array![true, true, true, true];
    let (loss, grad) = kto_with_grad(
        &pad(policy[0]),
        &reference,
        &thumbs,
        &zero,
        &point,
        0.1,
        1.0,
        1.0,
        Reduction::None,
    )
    .unwrap();
    let (loss, grad) = (loss.each()[0], grad[0]);
    let expected = EXPECTED_KTO;
    assert!(f64::distance(loss, expected.0, 0.0) <= 4.0, "{loss:e}");
    assert!(f64::distance(grad, expected.1, 0.0) <= 4.0, "{grad:e}");
}

/// Loss and derivative of the first answer above.
const EXPECTED_KTO: (f64, f64) = (2.725925678065685e-33, -2.725925678065685e-34);

#[test]
fn an_answer_of_weight_0_does_not_leak() {
    let (p, r) = (
        array![-8.0, f64::NAN, -11.0],
        array![-10.0, f64::INFINITY, -10.0],
    );
    let (mp, mr) = (array![-9.5, f64::NAN, -8.5], array![-10.0, 1e300, -9.0]);
    let (thumbs, weights) = (array![1, 0, 0], array![2.0, 0.0, 2.0]);
    let reduce = Reduction::Mean.weighted(&weights);
    let (loss, grad) = kto_with_grad(&p, &r, &thumbs, &mp, &mr, 0.1, 1.0, 1.0, reduce).unwrap();
    let kept = |all: &Array1<f64>| array![all[0], all[2]];
    let (alone, slopes) = kto_with_grad(
        &kept(&p),
        &kept(&r),
        &array![1, 0],
        &kept(&mp),
        &kept(&mr),
        0.1,
        1.0,
        1.0,
        Reduction::Mean,
    )
    .unwrap();
    assert_eq!(loss.total(), alone.total());
    assert_eq!(grad, array![slopes[0], 0.0, slopes[1]]);
}

#[test]
fn thumbs_up_and_down_pull_against_each_other() {
    let same = Array1::from_elem(2, -3.0_f32);
    let (_, grad) = kto_with_grad(
        &same,
        &same,
        &array![1, 0],
        &same,
        &same,
        0.5,
        1.0,
        1.0,
        Reduction::Sum,
    )
    .unwrap();
    assert_eq!(grad, array![-0.125, 0.125]);
}

#[test]
fn bad_input_to_kto_is_refused_by_where_found_and_expected() {
    let (two, one, thumbs) = (array![-1.0_f32, -2.0], array![-1.0], array![1.0, 0.0]);
    let of = |arrays: [&Array1<f32>; 4], thumbs: &Array1<f32>, [beta, up, down]: [f32; 3]| {
        let [p, r, mp, mr] = arrays;
        kto(p, r, thumbs, mp, mr, beta, up, down, Reduction::Mean)
            .unwrap_err()
            .to_string()
    };
    let good = [1.0; 3];
    for (found, expected) in [
        (
            of([&two, &one, &two, &two], &thumbs, good),
            "reference: found shape [1], expected [2]",
        ),
        (
            of([&two, &two, &one, &two], &thumbs, good),
            "mismatched_policy: found shape [1], expected [2]",
        ),
        (
            of([&two, &two, &two, &one], &thumbs, good),
            "mismatched_reference: found shape [1], expected [2]",
        ),
        (
            of([&two; 4], &one, good),
            "desirable: found shape [1], expected [2]",
        ),
        (
            of([&two; 4], &array![1.0, 0.5], good),
            "desirable at [1]: found 0.5, expected 0 or 1",
        ),
        (
            of([&two; 4], &thumbs, [0.0, 1.0, 1.0]),
            "beta: found 0, expected a positive finite number",
        ),
        (
            of([&two; 4], &thumbs, [1.0, -1.0, 1.0]),
            "desirable_weight: found -1, expected a positive finite number",
        ),
        (
            of([&two; 4], &thumbs, [1.0, 1.0, f32::INFINITY]),
            "undesirable_weight: found inf, expected a positive finite number",
        ),
    ] {
        assert_eq!(found, expected);
    }
    let none = Array1::<f32>::zeros(0);
    let error = kto(
        &none,
        &none,
        &none,
        &none,
        &none,
        1.0,
        1.0,
        1.0,
        Reduction::Mean,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "mean: found no element, expected at least one"
    );
    let each = kto(
        &none,
        &none,
        &none,
        &none,
        &none,
        1.0,
        1.0,
        1.0,
        Reduction::None,
    )
    .unwrap();
    assert_eq!(each.each().len(), 0);
}
