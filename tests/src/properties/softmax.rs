//! Softmax and log-sum-exp.

use nnfn::activations::softmax;
use nnfn::log_sum_exp;
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};
use crate::measure::entropy;
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("softmax", "ratio_depends_on_difference", || {
        forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
            let p = softmax(&z, t);
            let (a, b) = (p[0], p[z.len() - 1]);
            let ratio = ((z[0] - z[z.len() - 1]) / t).exp();
            prop_assume!(b > 1e-300 && ratio.is_finite() && a > 1e-300);
            // The exponential's argument is rounded twice, which costs twice its size in ulp.
            near(a / b, ratio, 8.0 + 2.0 * (z[0] - z[z.len() - 1]).abs() / t)
        })
    }),
    property("softmax", "not_scale_invariant", || {
        forall(1.5..10.0, |scale: f64| {
            let (p, q) = (softmax(&[1.0, 0.0], 1.0), softmax(&[scale, 0.0], 1.0));
            prop_assert!(q[0] > p[0], "{q:?}");
            near(q[0], softmax(&[1.0, 0.0], 1.0 / scale)[0], 8.0)
        })
    }),
    property("softmax", "temperature_divides_logits", || {
        // Powers of two divide without rounding, so the law is exact.
        forall((row(), -6..6), |(z, power): (Vec<f64>, i32)| {
            let t = 2.0_f64.powi(power);
            let divided: Vec<f64> = z.iter().map(|z| z / t).collect();
            for (p, q) in softmax(&z, t).iter().zip(softmax(&divided, 1.0)) {
                near(*p, q, 0.0)?;
            }
            Ok(())
        })
    }),
    property("softmax", "mask_removes_a_class", || {
        forall((row(), row(), 0.1..10.0), |(before, after, t)| {
            let masked = [before.clone(), vec![f64::NEG_INFINITY], after.clone()].concat();
            let mut p = softmax(&masked, t);
            near(p.remove(before.len()), 0.0, 0.0)?;
            // A weight of 0 changes no sum, so the others are the same to the last bit.
            for (p, q) in p.iter().zip(softmax(&[before, after].concat(), t)) {
                near(*p, q, 0.0)?;
            }
            Ok(())
        })
    }),
    property("softmax", "one_class_is_certain", || {
        forall((-1e300..1e300, 1e-3..1e3), |(z, t): (f64, f64)| {
            near(softmax(&[z], t)[0], 1.0, 0.0)
        })
    }),
    property("softmax", "positive_until_it_underflows", || {
        // exp(-745.14) is less than half of the smallest number above 0.
        forall((0.0..745.0, 746.0..1e9), |(near, far): (f64, f64)| {
            let loser = |gap: f64| softmax(&[0.0, gap], 1.0)[0];
            prop_assert!(loser(near) > 0.0, "0 at {near}");
            prop_assert!(loser(far) == 0.0, "not 0 at {far}");
            Ok(())
        })
    }),
    property("log_sum_exp", "merges_its_parts", || {
        forall((row(), row()), |(a, b): (Vec<f64>, Vec<f64>)| {
            let parts = [log_sum_exp(&a), log_sum_exp(&b)];
            let whole = log_sum_exp(&[a, b].concat());
            // The rounding of the parts, which may be larger than what they add up to.
            let size = parts[0].abs().max(parts[1].abs()).max(whole.abs());
            within(log_sum_exp(&parts), whole, 2.0 * ulp(size))
        })
    }),
    property("log_sum_exp", "is_the_most_of_mean_plus_entropy", || {
        forall((row(), row()), |(z, other): (Vec<f64>, Vec<f64>)| {
            let k = z.len().min(other.len());
            let (z, lse) = (&z[..k], log_sum_exp(&z[..k]));
            let reward = |p: &[f64]| -> f64 {
                p.iter().zip(z).map(|(p, z)| p * z).sum::<f64>() + entropy(p)
            };
            // A sum of up to 14 terms, none of them above 30.
            let slack = 16.0 * ulp(30.0);
            within(reward(&softmax(z, 1.0)), lse, slack)?;
            prop_assert!(reward(&softmax(&other[..k], 1.0)) <= lse + slack);
            Ok(())
        })
    }),
];
