//! All 65,536 inputs of bfloat16, which are `f32` numbers: every activation and its derivative.

use crate::activation_cases::cases;
use crate::common::Precision;
use ndarray::Array1;

#[test]
fn every_bfloat16_input() {
    let x: Array1<f32> = (0..=u16::MAX)
        .map(|bits| f32::from_bits(u32::from(bits) << 16))
        .collect();
    let x = x.into_dyn();
    let mut misses = [0_usize; 2];
    for case in cases::<f32>() {
        let (values, grads) = ((case.value)(&x).unwrap(), (case.grad)(&x).unwrap());
        for ((&x, &value), &grad) in x.iter().zip(&values).zip(&grads) {
            let (of_value, of_grad) = (case.definition)(x.into());
            let pairs = [(value, of_value), (grad, of_grad)];
            for (misses, (found, expected)) in misses.iter_mut().zip(pairs) {
                let nearest = expected as f32;
                // Half a unit in the last place, and what 35 bits miss.
                let distance = f32::distance(found, expected, 0.0);
                assert!(
                    distance <= 0.501,
                    "{} at {x:e}: {found:e}, expected {nearest:e}",
                    case.name
                );
                *misses += usize::from(found != nearest && !nearest.is_nan());
            }
        }
    }
    let results = x.len() * cases::<f32>().len();
    println!("not correctly rounded, of {results} values and as many derivatives: {misses:?}");
    assert!(
        misses.iter().all(|&misses| misses * 20_000 <= results),
        "{misses:?} of {results}"
    );
}
