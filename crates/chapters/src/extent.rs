//! How far a function of one number reaches, in words: for its card and for the table of all.

use figures::{Extreme, Facts, Search};

use crate::numbers::short;

/// The range as an interval. What a monotone function with jumps leaves out, it never returns to.
pub fn range(facts: &Facts, has_jumps: bool) -> String {
    let gaps = has_jumps && facts.is_monotone(Search::FINE);
    format!(
        "{}{}",
        interval(facts.least(Search::FINE), facts.most(Search::FINE)),
        if gaps { ", with gaps" } else { "" }
    )
}

/// An interval, closed at the ends that are taken.
pub fn interval(low: Extreme, high: Extreme) -> String {
    // What the rounding of its place leaves of a square.
    let settled = |x: f64| if x.abs() < 1e-20 { 0.0 } else { x };
    format!(
        "{}{}, {}{}",
        if low.at.is_some() { '[' } else { '(' },
        short(settled(low.value)),
        short(settled(high.value)),
        if high.at.is_some() { ']' } else { ')' },
    )
}

/// The lowest point of a function that falls and rises.
pub fn lowest(facts: &Facts) -> Option<(f64, f64)> {
    let low = facts.least(Search::FINE);
    let at = low.at.filter(|_| !facts.is_monotone(Search::FINE))?;
    Some((low.value, at))
}
