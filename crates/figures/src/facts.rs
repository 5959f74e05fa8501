//! What a function of one number does on the whole line: limits from the catalogue, the least and
//! the most by search, for tables and for words beside a figure.

use catalog::{Function, Limits, Seam};

use crate::sketch::{Shape, Sketch, scaled};

/// A function of one number with its slope, its limits and its seams.
pub struct Facts {
    /// The function.
    pub value: Box<dyn Fn(f64) -> f64>,
    /// Its derivative.
    pub slope: Box<dyn Fn(f64) -> f64>,
    /// Limits of the function.
    pub limits: Limits,
    /// Limits of the derivative.
    pub slope_limits: Limits,
    /// Kinks and branch points.
    pub seams: Vec<Seam>,
}

/// The least or largest value of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// Where it is attained; `None` if it is only approached, at an end of the line.
    pub at: Option<f64>,
}

/// How finely the line is searched: the number of points for each unit near 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search(pub u32);

impl Search {
    /// For what is computed once, when the site is built.
    pub const FINE: Search = Search(2000);
    /// For what is recomputed while a reader moves a control.
    pub const QUICK: Search = Search(16);

    /// Points of the whole line: dense where the bends are.
    pub fn line(self) -> impl Iterator<Item = f64> {
        let (near, step) = (12 * self.0 as i32, f64::from(self.0));
        let near = (-near..=near).map(move |i| f64::from(i) / step);
        near.chain([-1e6, -1e3, -100.0, 100.0, 1e3, 1e6])
    }

    /// The least value. `at_seams` is what `f` gives there.
    fn least(self, f: &dyn Fn(f64) -> f64, limits: &Limits, at_seams: &[f64]) -> Extreme {
        let end = limits.at_minus_infinity.min(limits.at_infinity);
        let all = self.line().map(|x| (x, f(x)));
        let (best, _) = all.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0.0, 0.0));
        let step = 1.0 / f64::from(self.0);
        let (mut a, mut b) = (best - step, best + step);
        for _ in 0..80 {
            let third = (b - a) / 3.0;
            if f(a + third) <= f(b - third) {
                b -= third
            } else {
                a += third
            }
        }
        // A corner is not improved by the search.
        let refined = [best, 0.5 * (a + b)]
            .into_iter()
            .min_by(|x, y| f(*x).total_cmp(&f(*y)))
            .unwrap_or(best);
        let value = f(refined);
        // What is reached far out is reached by rounding only, unless a seam has it: it is flat from
        // there on.
        if value < end || at_seams.contains(&end) {
            Extreme {
                value,
                at: Some(refined),
            }
        } else {
            Extreme {
                value: end,
                at: None,
            }
        }
    }

    /// The largest value, in the same way.
    fn most(self, f: &dyn Fn(f64) -> f64, limits: &Limits, at_seams: &[f64]) -> Extreme {
        let at_seams: Vec<f64> = at_seams.iter().map(|y| -y).collect();
        let found = self.least(&|x| -f(x), &scaled(*limits, -1.0), &at_seams);
        Extreme {
            value: -found.value,
            at: found.at,
        }
    }
}

impl Facts {
    /// Of a function with a value of its parameter, where there is one: of a gate the number `a`.
    /// `None` for functions of other shapes.
    #[must_use]
    pub fn of(function: &'static Function, parameter: f64) -> Option<Facts> {
        Some(Facts::of_sketch(&Sketch::of(*function)?, parameter))
    }

    pub(crate) fn of_sketch(sketch: &Sketch, parameter: f64) -> Facts {
        let line = sketch.line(parameter);
        let [limits, slope_limits] = sketch.limits(parameter);
        let seam = |seam: Seam| match sketch.shape {
            Shape::Gate { .. } => Seam {
                at: seam.at,
                left: parameter * seam.left,
                right: parameter * seam.right,
                chosen: parameter * seam.chosen,
            },
            _ => seam,
        };
        Facts {
            value: line.value,
            slope: line.slope,
            limits,
            slope_limits,
            seams: sketch.seams(parameter).into_iter().map(seam).collect(),
        }
    }

    fn at_seams(&self) -> Vec<f64> {
        self.seams
            .iter()
            .map(|seam| (self.value)(seam.at))
            .collect()
    }

    fn slopes_at_seams(&self) -> Vec<f64> {
        let slopes = |seam: &Seam| [seam.left, seam.right, seam.chosen];
        self.seams.iter().flat_map(slopes).collect()
    }

    /// The least value.
    #[must_use]
    pub fn least(&self, search: Search) -> Extreme {
        search.least(&self.value, &self.limits, &self.at_seams())
    }

    /// The largest value.
    #[must_use]
    pub fn most(&self, search: Search) -> Extreme {
        search.most(&self.value, &self.limits, &self.at_seams())
    }

    /// The least slope.
    #[must_use]
    pub fn flattest(&self, search: Search) -> Extreme {
        search.least(&self.slope, &self.slope_limits, &self.slopes_at_seams())
    }

    /// The largest slope.
    #[must_use]
    pub fn steepest(&self, search: Search) -> Extreme {
        search.most(&self.slope, &self.slope_limits, &self.slopes_at_seams())
    }

    /// Whether it never decreases.
    #[must_use]
    pub fn is_monotone(&self, search: Search) -> bool {
        search.line().all(|x| (self.slope)(x) >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM_0_TO_1: Limits = Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    };

    #[test]
    fn a_limit_is_taken_from_a_seam_on_wherever_that_is() {
        let ramp = |x: f64| ((x + 5.0) / 14.0).clamp(0.0, 1.0);
        let at_seams = [-5.0, 9.0].map(ramp);
        for search in [Search::FINE, Search::QUICK] {
            let low = search.least(&ramp, &FROM_0_TO_1, &at_seams);
            let high = search.most(&ramp, &FROM_0_TO_1, &at_seams);
            assert_eq!((low.value, high.value), (0.0, 1.0));
            assert!(low.at.is_some_and(|x| x <= -5.0), "{low:?}");
            assert!(high.at.is_some_and(|x| x >= 9.0), "{high:?}");
        }
    }

    #[test]
    fn a_limit_that_is_met_by_rounding_is_approached() {
        let steep = |x: f64| 1.0 / (1.0 + (-300.0 * x).exp());
        assert_eq!((steep(-3.0), steep(3.0)), (0.0, 1.0));
        let low = Search::FINE.least(&steep, &FROM_0_TO_1, &[]);
        let high = Search::FINE.most(&steep, &FROM_0_TO_1, &[]);
        assert_eq!((low.value, low.at), (0.0, None));
        assert_eq!((high.value, high.at), (1.0, None));
    }

    #[test]
    fn a_dip_below_the_limits_is_taken() {
        let dip = |x: f64| x * (-x * x).exp();
        let limits = Limits {
            at_minus_infinity: 0.0,
            at_infinity: 0.0,
        };
        for search in [Search::FINE, Search::QUICK] {
            let low = search.least(&dip, &limits, &[]);
            assert!(
                (low.value + 0.428_881_942_480_353_3).abs() < 1e-15,
                "{low:?}"
            );
            assert!(low.at.is_some_and(|x| (x + 0.5_f64.sqrt()).abs() < 1e-6));
        }
    }

    #[test]
    fn a_gate_is_scaled_with_its_limits() {
        let glu = catalog::find("glu").unwrap();
        let halved = Facts::of(glu, -0.5).unwrap();
        assert_eq!(halved.least(Search::QUICK).value, -0.5);
        assert_eq!(halved.most(Search::QUICK).at, None);
        assert!(!halved.is_monotone(Search::QUICK));
        let closed = Facts::of(catalog::find("reglu").unwrap(), 0.0).unwrap();
        assert_eq!(closed.limits.at_infinity, 0.0);
    }
}
