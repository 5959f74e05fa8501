//! Every loss of numbers, against `nnfn`.

use ndarray::{ArrayD, IxDyn};
use nnfn::losses as definition;
use nnfn_ndarray::Version;
use nnfn_ndarray::losses::{self as arrays, Reduction};

use proptest::prelude::*;

use crate::common::{Precision, scattered, with_all_instructions};

/// What the points of an argument are like.
#[derive(Clone, Copy)]
enum Kind {
    /// Any number, often near the one before.
    Any,
    /// Mostly from 0 to 1.
    Probability,
    /// 1 or -1.
    Sign,
    /// Mostly positive.
    Positive,
    /// Any finite number.
    Finite,
}

use Kind::{Any, Finite, Positive, Probability, Sign};

/// Of one call; the tests make some, each at other points.
const POINTS: usize = 1500;

/// Points of all arguments: some at random, some at the ends of the range and at kinks.
fn points<A: Precision, const N: usize>(
    seed: u64,
    kinds: [Kind; N],
    parameter: f64,
) -> [ArrayD<A>; N] {
    let extreme = A::points();
    let mut next = scattered(seed);
    let mut point = || {
        let mut last = 0.0;
        kinds.map(|kind| {
            let x = match kind {
                Sign => next().signum(),
                Probability => match (next() * 8.0) as i64 {
                    -7 => 1e-30 * next().abs(),
                    -6 => 1.5 * next(),
                    -5..=-2 => 0.5 + 0.5 * next(),
                    -1..=1 => 0.0,
                    _ => 1.0,
                },
                Positive => (20.0 * next()).exp(),
                Any | Finite => match (next() * 10.0) as i64 {
                    -9..=-8 => extreme[(next().abs() * extreme.len() as f64) as usize].into(),
                    -7 => last,
                    -6 => last + parameter * next().signum(),
                    -5 => last + 1e-3 * next(),
                    -4..=-2 => 700.0 * next(),
                    -1 => f64::NAN,
                    _ => 6.0 * next(),
                },
            };
            last = x;
            if matches!(kind, Finite) && !A::of(x).is_finite() {
                last = 0.0;
            }
            A::of(last)
        })
    };
    let tuples: Vec<[A; N]> = (0..POINTS).map(|_| point()).collect();
    let mut i = 0;
    [(); N].map(|()| {
        let column = tuples.iter().map(|tuple| tuple[i]).collect();
        i += 1;
        ArrayD::from_shape_vec(IxDyn(&[POINTS]), column).unwrap()
    })
}

/// How far results are from the definition.
#[derive(Default)]
struct Distances {
    worst: f64,
    at: String,
    compared: u32,
    not_nearest: u32,
}

impl Distances {
    fn add<A: Precision>(&mut self, found: A, expected: f64, scale: f64, at: impl Fn() -> String) {
        let distance = A::distance(found, expected, scale);
        if distance > self.worst {
            self.worst = distance;
            self.at = format!("{}: {found}, not {expected:e}", at());
        }
        let size = expected.abs();
        if size < f64::INFINITY && size > scale {
            self.compared += 1;
            let nearest: f64 = A::of(expected).into();
            self.not_nearest += u32::from(nearest != found.into());
        }
    }

    fn check<A: Precision>(&self, bounds: (f64, f64), what: &str, version: Version) {
        let bound = A::pick(bounds);
        if std::env::var_os("SHOW").is_some() {
            let share = f64::from(self.not_nearest) / f64::from(self.compared.max(1));
            println!(
                "{what} {version:?}: {:.2} {share:.5} {}",
                self.worst, self.at
            );
        }
        assert!(
            self.worst <= bound,
            "{what}, {version:?}: {} ulp at {}",
            self.worst,
            self.at
        );
        // Of f32 results at most one in a thousand is not the nearest.
        let allowed = A::pick((0.001, 1.0)) * f64::from(self.compared) + 1.0;
        assert!(
            f64::from(self.not_nearest) <= allowed,
            "{what}, {version:?}"
        );
    }
}

macro_rules! count {
    ($($x:ident),*) => { <[&str]>::len(&[$(stringify!($x)),*]) };
}

/// At all points the value of a loss, alone and with its gradients, must be the definition's to `bounds`, in units in
/// the last place of `f32` and of `f64`; where the terms of a gradient cancel, of the size of the terms, which `scale` gives,
/// for `f32` of 2^-14 of it.
macro_rules! agrees {
    ($seed:ident, $name:ident[$($kind:ident $x:ident),+]($($parameter:ident),*), near $near:expr, bounds $bounds:expr,
        value $value:expr, grads [$($grad:expr),+] $(, scale $scale:expr)?) => { pastey::paste! {{
        fn test<A: Precision>(version: Version, seed: u64, parameters: [f64; count!($($parameter),*)]) {
            let narrow = parameters.map(A::of);
            let lost = |(&wide, &narrow): (&f64, &A)| (narrow.into() == 0.0) != (wide == 0.0) || wide.is_finite() != narrow.is_finite();
            if parameters.iter().zip(&narrow).any(lost) {
                return; // there is no such f32
            }
            let [$($parameter),*] = narrow;
            let [$($x),+] = points::<A, { count!($($x),+) }>(seed, [$($kind),+], Into::<f64>::into($near));
            let each = arrays::$name($(&$x,)+ $($parameter,)* Reduction::None).unwrap().each();
            let (again, grads) =
                arrays::[<$name _with_grad>]($(&$x,)+ $($parameter,)* Reduction::None).unwrap();
            let same = each.iter().zip(again.each()).all(|(x, y)| *x == y || x.is_nan() && y.is_nan());
            assert!(same, "{}, {version:?}: the value differs beside its gradients", stringify!($name));
            let grads = gradients(grads);
            let mut of_values = Distances::default();
            let mut of_grads = grads.each_ref().map(|_| Distances::default());
            let what = format!("{} {narrow:?}", stringify!($name));
            let [$($parameter),*] = narrow.map(Into::<f64>::into);
            for i in 0..each.len() {
                $(let $x: f64 = $x[i].into();)+
                let show = || format!("{:?}", [$($x),+]);
                let mut scale = 0.0_f64;
                $(scale += $scale * A::pick((2_f64.powi(-14), 1.0));)?
                scale = scale.max(0.0);
                of_values.add(each[i], $value, 0.0, show);
                let slopes = [$($grad),+];
                for ((of_grad, grad), slope) in of_grads.iter_mut().zip(&grads).zip(slopes) {
                    of_grad.add(grad[i], slope, scale, show);
                }
            }
            of_values.check::<A>($bounds, &what, version);
            #[allow(unused_variables)]
            let of_gradients = $bounds;
            $(let _ = stringify!($scale); let of_gradients = CANCELLING;)?
            for of_grad in &of_grads {
                of_grad.check::<A>(of_gradients, &format!("gradient of {what}"), version);
            }
        }
        with_all_instructions(|version| {
            test::<f32>(version, $seed, [$($parameter),*]);
            test::<f64>(version, $seed, [$($parameter),*]);
        });
    }} };
}

/// One gradient, or two, as an array of them.
trait Gradients<A, const M: usize> {
    fn all(self) -> [ArrayD<A>; M];
}

impl<A> Gradients<A, 1> for ArrayD<A> {
    fn all(self) -> [ArrayD<A>; 1] {
        [self]
    }
}

impl<A> Gradients<A, 2> for [ArrayD<A>; 2] {
    fn all(self) -> [ArrayD<A>; 2] {
        self
    }
}

fn gradients<A, const M: usize>(grads: impl Gradients<A, M>) -> [ArrayD<A>; M] {
    grads.all()
}

/// For what calls the definition, or does the same: the nearest `f32`, and the same `f64`.
const SAME: (f64, f64) = (0.5, 0.0);
/// For kernels: beside half a unit, what an error of 2^-39 is in units of `f32`. In `f64` both are within four units
/// of the exact value, so that eight could lie between them; six never did.
const CLOSE: (f64, f64) = (0.5001, 6.0);
/// For gradients whose terms cancel: beside half a unit, an error of 2^-39 in units of 2^-14 of the terms.
const CANCELLING: (f64, f64) = (0.65, 6.0);

fn losses_of_residuals(seed: u64) {
    agrees!(seed, mse[Any p, Any t](), near 1.0, bounds SAME,
        value definition::mse(p, t), grads [definition::mse_grad(p, t)]);
    agrees!(seed, mae[Any p, Any t](), near 1.0, bounds SAME,
        value definition::mae(p, t), grads [definition::mae_grad(p, t)]);
    agrees!(seed, log_cosh[Any p, Any t](), near 1.0, bounds CLOSE,
        value definition::log_cosh(p, t), grads [definition::log_cosh_grad(p, t)]);
    for level in [0.5, 0.9, 1e-3] {
        agrees!(seed, pinball[Any p, Any t](level), near 1.0, bounds SAME,
            value definition::pinball(p, t, level), grads [definition::pinball_grad(p, t, level)]);
    }
}

fn losses_of_residuals_with_a_seam(seed: u64) {
    for delta in [1.0, 0.3, 1e-30, 1e-200, 1e-300, 1e30, 1e300, f64::INFINITY] {
        agrees!(seed, huber[Any p, Any t](delta), near delta, bounds SAME,
            value definition::huber(p, t, delta), grads [definition::huber_grad(p, t, delta)]);
        agrees!(seed, pseudo_huber[Any p, Any t](delta), near delta, bounds CLOSE,
            value definition::pseudo_huber(p, t, delta), grads [definition::pseudo_huber_grad(p, t, delta)]);
        if delta < f64::INFINITY {
            agrees!(seed, smooth_l1[Any p, Any t](delta), near delta, bounds CLOSE,
                value definition::smooth_l1(p, t, delta), grads [definition::smooth_l1_grad(p, t, delta)]);
        }
    }
}

fn losses_of_distributions(seed: u64) {
    agrees!(seed, gaussian_nll[Any p, Positive v, Any t](), near 1.0, bounds SAME,
        value definition::gaussian_nll(p, t, v),
        grads [definition::gaussian_nll_grad(p, t, v), definition::gaussian_nll_grad_variance(p, t, v)]);
    agrees!(seed, gaussian_nll[Any p, Any v, Any t](), near 1.0, bounds SAME,
        value definition::gaussian_nll(p, t, v),
        grads [definition::gaussian_nll_grad(p, t, v), definition::gaussian_nll_grad_variance(p, t, v)]);
    agrees!(seed, vae_kl[Any m, Any v](), near 1.0, bounds CLOSE,
        value definition::vae_kl(m, v),
        grads [definition::vae_kl_grad(m, v), definition::vae_kl_grad_log_variance(m, v)]);
    for alpha_bar in [0.0, 1e-300, 0.3, 0.99, 1.0] {
        agrees!(seed, diffusion_mse[Any p, Any c, Any n](alpha_bar), near 1.0, bounds CLOSE,
            value definition::diffusion_mse(p, c, n, alpha_bar),
            grads [definition::diffusion_mse_grad(p, c, n, alpha_bar)]);
    }
}

/// `σ(x)`, for sizes of terms.
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn losses_of_a_logit(seed: u64) {
    for pos_weight in [1.0, 0.0, 3.5, 1e-30, 1e30, 1e-300, 1e300] {
        // The terms of the gradient cancel where the probability is near a soft target.
        agrees!(seed, bce_with_logits[Any x, Probability y](pos_weight), near 1.0, bounds CLOSE,
            value definition::bce_with_logits(x, y, pos_weight),
            grads [definition::bce_with_logits_grad(x, y, pos_weight)],
            scale ((1.0 - y) * sigmoid(x)).abs() + pos_weight * (y * sigmoid(-x)).abs());
    }
    for gamma in [0.0, 0.5, 2.0, 3.0, 5.0, 100.0] {
        agrees!(seed, focal[Any x, Probability y](gamma), near 1.0, bounds CLOSE,
            value definition::focal(x, y, gamma), grads [definition::focal_grad(x, y, gamma)]);
        for alpha in [0.0, 0.25, 1.0] {
            agrees!(seed, balanced_focal[Any x, Probability y](gamma, alpha), near 1.0, bounds CLOSE,
                value definition::balanced_focal(x, y, gamma, alpha),
                grads [definition::balanced_focal_grad(x, y, gamma, alpha)]);
        }
        let (positive, shift) = (0.5 * gamma, 0.05);
        agrees!(seed, asymmetric[Any x, Probability y](positive, gamma, shift), near 1.0, bounds SAME,
            value definition::asymmetric(x, y, positive, gamma, shift),
            grads [definition::asymmetric_grad(x, y, positive, gamma, shift)]);
    }
}

fn losses_of_a_margin(seed: u64) {
    agrees!(seed, hinge[Any s, Sign y](), near 1.0, bounds SAME,
        value definition::hinge(s, y), grads [definition::hinge_grad(s, y)]);
    agrees!(seed, squared_hinge[Any s, Sign y](), near 1.0, bounds SAME,
        value definition::squared_hinge(s, y), grads [definition::squared_hinge_grad(s, y)]);
}

fn losses_of_log_probabilities(seed: u64) {
    agrees!(seed, kl_k1[Any p, Any r](), near 1.0, bounds SAME,
        value definition::kl_k1(p, r), grads [definition::kl_k1_grad(p, r)]);
    agrees!(seed, kl_k2[Any p, Any r](), near 1.0, bounds SAME,
        value definition::kl_k2(p, r), grads [definition::kl_k2_grad(p, r)]);
    agrees!(seed, kl_k3[Any p, Any r](), near 1.0, bounds CLOSE,
        value definition::kl_k3(p, r), grads [definition::kl_k3_grad(p, r)]);
    for epsilon in [0.2, 1.5, 1e-30] {
        agrees!(seed, ppo_clip[Any r, Any a](epsilon), near epsilon, bounds SAME,
            value definition::ppo_clip(r, a, epsilon), grads [definition::ppo_clip_grad(r, a, epsilon)]);
        agrees!(seed, ppo_value[Any v, Any o, Any r](epsilon), near epsilon, bounds SAME,
            value definition::ppo_value(v, o, r, epsilon), grads [definition::ppo_value_grad(v, o, r, epsilon)]);
    }
}

fn losses_of_rewards(seed: u64) {
    for margin in [0.0, 0.7, -1e30, 1e300] {
        agrees!(seed, bradley_terry[Any c, Any r](margin), near 1.0, bounds CLOSE,
            value definition::bradley_terry(c, r, margin),
            grads [definition::bradley_terry_grad(c, r, margin), definition::bradley_terry_grad_rejected(c, r, margin)]);
    }
    agrees!(seed, bradley_terry_per_pair[Any c, Any r, Finite m](), near 1.0, bounds CLOSE,
        value definition::bradley_terry(c, r, m),
        grads [definition::bradley_terry_grad(c, r, m), definition::bradley_terry_grad_rejected(c, r, m)]);
    for coefficient in [0.0, 0.01, 1e-300, 1e300] {
        agrees!(seed, reward_centering[Any c, Any r](coefficient), near 1.0, bounds SAME,
            value definition::reward_centering(c, r, coefficient),
            grads [definition::reward_centering_grad(c, r, coefficient), definition::reward_centering_grad_rejected(c, r, coefficient)]);
    }
}

fn losses_of_preferences(seed: u64) {
    for beta in [0.1, 1.0, 1e-30, 1e30, 1e300] {
        agrees!(seed, dpo[Any a, Any b, Any c, Any d](beta), near 1.0, bounds CLOSE,
            value definition::dpo(a, b, c, d, beta),
            grads [definition::dpo_grad(a, b, c, d, beta), definition::dpo_grad_policy_rejected(a, b, c, d, beta)]);
        for smoothing in [0.0, 0.1, 1.0] {
            agrees!(seed, cdpo[Any a, Any b, Any c, Any d](beta, smoothing), near 1.0, bounds CLOSE,
            value definition::cdpo(a, b, c, d, beta, smoothing),
            grads [
                definition::cdpo_grad(a, b, c, d, beta, smoothing),
                definition::cdpo_grad_policy_rejected(a, b, c, d, beta, smoothing)
            ],
            scale {
                let as_labelled = definition::dpo_grad(a, b, c, d, beta).abs();
                (1.0 - smoothing) * as_labelled + smoothing * (beta - as_labelled)
            });
        }
        for smoothing in [0.0, 0.1, 0.49] {
            agrees!(seed, robust_dpo[Any a, Any b, Any c, Any d](beta, smoothing), near 1.0, bounds SAME,
            value definition::robust_dpo(a, b, c, d, beta, smoothing),
            grads [
                definition::robust_dpo_grad(a, b, c, d, beta, smoothing),
                definition::robust_dpo_grad_policy_rejected(a, b, c, d, beta, smoothing)
            ]);
        }
    }
    for tau in [0.1, 1.0, 1e-30, 1e-200, 1e30] {
        agrees!(seed, ipo[Any a, Any b, Any c, Any d](tau), near 1.0, bounds CLOSE,
            value definition::ipo(a, b, c, d, tau),
            grads [definition::ipo_grad(a, b, c, d, tau), definition::ipo_grad_policy_rejected(a, b, c, d, tau)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn losses_of_residuals_agree(seed in any::<u64>()) {
        losses_of_residuals(seed);
    }

    #[test]
    fn losses_of_residuals_with_a_seam_agree(seed in any::<u64>()) {
        losses_of_residuals_with_a_seam(seed);
    }

    #[test]
    fn losses_of_distributions_agree(seed in any::<u64>()) {
        losses_of_distributions(seed);
    }

    #[test]
    fn losses_of_a_logit_agree(seed in any::<u64>()) {
        losses_of_a_logit(seed);
    }

    #[test]
    fn losses_of_a_margin_agree(seed in any::<u64>()) {
        losses_of_a_margin(seed);
    }

    #[test]
    fn losses_of_log_probabilities_agree(seed in any::<u64>()) {
        losses_of_log_probabilities(seed);
    }

    #[test]
    fn losses_of_rewards_agree(seed in any::<u64>()) {
        losses_of_rewards(seed);
    }

    #[test]
    fn losses_of_preferences_agree(seed in any::<u64>()) {
        losses_of_preferences(seed);
    }
}
