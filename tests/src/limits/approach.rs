//! Infinite arguments: the result is the limit along every path that leads there, and NaN where two paths disagree.
//!
//! The limits are taken from finite arguments, so far out that exponential functions have vanished; whether the
//! function is right at finite arguments is checked against the golden values.

use super::Sheet;
use crate::tolerance::{CLAIM, ulps};

/// Results of a function of some numbers, around one finite place.
pub struct Around<'a> {
    /// The function's name in the library.
    pub name: &'a str,
    /// The finite place.
    pub at: Vec<f64>,
    /// Which ends each of its numbers can go to: `±∞`, or 0 for what is positive.
    pub ends: Vec<&'static [f64]>,
    /// The results; of a loss, one.
    pub of: &'a dyn Fn(&[f64]) -> Vec<f64>,
    /// Where the library says NaN although some results have a limit.
    pub undefined: &'a dyn Fn(&[f64]) -> bool,
    /// The numbers as arguments of a call.
    pub shown: &'a dyn Fn(&[f64]) -> String,
}

/// An entry that goes to an end.
type Going = (usize, f64);

/// How far out, twice: what still moves between the two goes on to infinity, or to 0.
const FAR: [f64; 2] = [1e50, 1e70];

/// Paths: how fast each entry in turn goes to its end, as a factor and an exponent.
const PATHS: [[(f64, i32); 3]; 6] = [
    [(1.0, 1), (1.0, 1), (1.0, 1)],
    [(2.0, 1), (1.0, 1), (3.0, 1)],
    [(1.0, 1), (2.0, 1), (1.0, 1)],
    [(1.0, 2), (1.0, 1), (2.0, 1)],
    [(1.0, 1), (1.0, 2), (3.0, 1)],
    [(1.0, 1), (3.0, 1), (1.0, 2)],
];

impl Around<'_> {
    /// Every entry, every two, and all of them at their ends.
    pub fn check(&self, sheet: &mut Sheet<'_>) {
        let one = |i: usize| self.ends[i].iter().map(move |end| vec![(i, *end)]);
        let single: Vec<Vec<Going>> = (0..self.at.len()).flat_map(one).collect();
        for (k, first) in single.iter().enumerate() {
            self.entry(sheet, first);
            for second in &single[k + 1..] {
                if first[0].0 != second[0].0 {
                    self.entry(sheet, &[first[0], second[0]]);
                }
            }
        }
        if self.at.len() > 2 && self.ends.iter().all(|ends| !ends.is_empty()) {
            for last in [0, self.at.len() - 1] {
                let mut all: Vec<Going> =
                    (0..self.at.len()).map(|i| (i, self.ends[i][0])).collect();
                all.swap(0, last);
                self.entry(sheet, &all);
            }
        }
    }

    fn entry(&self, sheet: &mut Sheet<'_>, going: &[Going]) {
        let mut there = self.at.clone();
        for (i, end) in going {
            there[*i] = *end;
        }
        let paths = &PATHS[..if going.len() == 1 { 1 } else { PATHS.len() }];
        let limits_along: Vec<Vec<Option<f64>>> = paths
            .iter()
            .map(|path| self.limits_along(going, path))
            .collect();
        for (k, found) in (self.of)(&there).into_iter().enumerate() {
            let limits: Vec<f64> = limits_along.iter().filter_map(|path| path[k]).collect();
            let same = |limit: &f64| ulps(*limit, limits[0]) <= CLAIM;
            let agree = limits.iter().all(same);
            // Where others disagree already, one that has not settled says nothing more.
            if agree && limits.len() < paths.len() {
                let call = format!("{}({}), result {k},", self.name, (self.shown)(&there));
                sheet.expect(&call, found, false, "a limit: it has not settled 1e70 away");
                continue;
            }
            let limit = if agree { limits[0] } else { f64::NAN };
            let call = format!("{}({})", self.name, (self.shown)(&there));
            let entry = format!("{call}, result {k},");
            let stated = found.is_nan() && (self.undefined)(&there);
            let right = stated || ulps(found, limit) <= CLAIM;
            sheet.expect(&entry, found, right, &limit.to_string());
        }
    }

    /// The limit of each result along one path; `None` for one that has not settled.
    fn limits_along(&self, going: &[Going], path: &[(f64, i32); 3]) -> Vec<Option<f64>> {
        let [near, far] = FAR.map(|far| {
            let mut at = self.at.clone();
            for (k, (i, end)) in going.iter().enumerate() {
                let (factor, exponent) = path[k % 3];
                let size = factor * far.powi(exponent);
                at[*i] = if *end == 0.0 {
                    size.recip()
                } else {
                    size.copysign(*end)
                };
            }
            (self.of)(&at)
        });
        near.into_iter()
            .zip(far)
            .map(|(near, far)| settled(near, far))
            .collect()
    }
}

/// The limit of a result, from its values at the nearer and at the farther place.
fn settled(near: f64, far: f64) -> Option<f64> {
    let (grows, falls) = (far.abs() > 1.2 * near.abs(), far.abs() < near.abs() / 1.2);
    if ulps(near, far) <= CLAIM {
        Some(far)
    } else if grows && far.abs() > 50.0 {
        Some(f64::INFINITY.copysign(far)) // half a logarithm is 81 there
    } else if falls && far.abs() < 1e-15 {
        Some(0.0)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    fn wrong(ends: &'static [f64], of: fn(f64, f64) -> f64) -> Vec<String> {
        let function = catalog::find("mse").expect("it is in the catalogue");
        let mut sheet = Sheet {
            outcome: Outcome::new("mse", "limits", ""),
            function,
        };
        let around = Around {
            name: "mse",
            at: vec![0.5, 2.0],
            ends: vec![ends; 2],
            of: &|x| vec![of(x[0], x[1])],
            undefined: &|x| x == [f64::INFINITY, f64::NEG_INFINITY],
            shown: &|x| format!("{}, {}", x[0], x[1]),
        };
        around.check(&mut sheet);
        assert!(sheet.outcome.points > 2);
        sheet
            .outcome
            .problems
            .into_iter()
            .map(|p| p.message)
            .collect()
    }

    const BOTH: &[f64] = &[f64::NEG_INFINITY, f64::INFINITY];

    #[test]
    fn a_limit_that_is_not_reached_is_found() {
        let gap = |x: f64, y: f64| (x - y).powi(2);
        assert_eq!(wrong(BOTH, gap), [""; 0]);
        let lost = wrong(BOTH, |x, y| {
            if x == f64::INFINITY {
                f64::NAN
            } else {
                (x - y).powi(2)
            }
        });
        assert_eq!(lost[0], "mse(inf, 2), result 0, is NaN, expected inf");
        let bounded = wrong(
            BOTH,
            |x, y| if x.is_infinite() { 0.0 } else { (x - y).tanh() },
        );
        assert_eq!(bounded[0], "mse(-inf, 2), result 0, is 0, expected -1");
    }

    #[test]
    fn where_the_paths_disagree_nan_is_expected() {
        let swallowed = wrong(BOTH, |x, y| if x == y { 0.0 } else { (x - y).powi(2) });
        assert_eq!(
            swallowed[0],
            "mse(-inf, -inf), result 0, is 0, expected NaN"
        );
        assert_eq!(wrong(&[f64::INFINITY], |x, y| x / y), [""; 0]);
        // What the library says to be NaN may be; nothing else.
        let difference = |x: f64, y: f64| {
            if x.is_infinite() && y.is_infinite() {
                f64::NAN
            } else {
                x - y
            }
        };
        assert_eq!(
            wrong(BOTH, difference),
            ["mse(-inf, inf), result 0, is NaN, expected -inf"]
        );
    }

    #[test]
    fn where_one_path_has_no_end_the_others_decide() {
        // Along y = 2x nothing settles, elsewhere x or y leads.
        let leads = |x: f64, y: f64| match (x / y).partial_cmp(&0.5) {
            Some(std::cmp::Ordering::Equal) => x.ln().sin(),
            _ => (x - 0.5 * y).tanh(),
        };
        assert_eq!(wrong(&[f64::INFINITY], leads), [""; 0]);
    }

    #[test]
    fn what_is_positive_goes_to_0_too() {
        assert_eq!(wrong(&[0.0], |x, y| x.ln() + y), [""; 0]);
        let late = wrong(&[0.0], |x, y| if x == 0.0 { y } else { x.ln() + y });
        assert_eq!(late[0], "mse(0, 2), result 0, is 2, expected -inf");
    }
}
