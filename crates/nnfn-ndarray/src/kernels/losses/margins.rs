//! Losses of a score and a sign.

use super::either;

#[inline(always)]
pub(crate) fn hinge(score: f64, target: f64) -> (f64, [f64; 1]) {
    let margin = target * score;
    let missing = 1.0 - margin;
    let slope = either(margin < 1.0, 0.0 - target, margin);
    (
        either(missing < 0.0, 0.0, missing),
        [either(margin >= 1.0, 0.0, slope)], // of NaN it is NaN
    )
}

#[inline(always)]
pub(crate) fn squared_hinge(score: f64, target: f64) -> (f64, [f64; 1]) {
    let missing = 1.0 - target * score;
    let short = either(missing < 0.0, 0.0, missing);
    (short * short, [-2.0 * target * short])
}
