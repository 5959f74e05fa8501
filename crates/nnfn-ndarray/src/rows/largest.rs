//! The largest element of a lane.

use super::{WIDTH, chunks_of};
use crate::Float;

/// Chunks among which the place of the largest is looked for.
const SEARCHED: usize = 16;

/// The first of the largest elements, and its place; `None` if none is above `-∞`. Of a lane that holds NaN it may be
/// a smaller element, or none: whatever is made of such a lane is NaN.
#[inline(always)]
pub(crate) fn largest<A: Float>(lane: &[A]) -> Option<(usize, A)> {
    let lowest = A::neg_infinity();
    let (whole, rest) = chunks_of(lane, lowest);
    let (mut best, mut start) = (lowest, 0);
    for (i, block) in whole.chunks(SEARCHED).enumerate() {
        let mut tops = [lowest; WIDTH];
        // Four at a time: each maximum waits for the one before it.
        let (fours, ones) = block.as_chunks::<4>();
        for [a, b, c, d] in fours {
            for k in 0..WIDTH {
                let four = greater(greater(a[k], b[k]), greater(c[k], d[k]));
                tops[k] = greater(tops[k], four);
            }
        }
        for chunk in ones {
            for k in 0..WIDTH {
                tops[k] = greater(tops[k], chunk[k]);
            }
        }
        let top = across(tops);
        if top > best {
            (best, start) = (top, i * SEARCHED * WIDTH);
        }
    }
    if !lane.len().is_multiple_of(WIDTH) {
        let top = across(rest);
        if top > best {
            (best, start) = (top, whole.len() * WIDTH);
        }
    }
    if best == lowest {
        return None;
    }
    let place = place_of(&lane[start..], best)?;
    Some((start + place, best))
}

#[inline(always)]
pub(super) fn greater<A: Float>(a: A, b: A) -> A {
    if b > a { b } else { a }
}

/// Where the number first stands in the lane.
#[inline(always)]
pub(super) fn place_of<A: Float>(lane: &[A], number: A) -> Option<usize> {
    let (whole, _) = lane.as_chunks::<WIDTH>();
    let without = |chunk: &&[A; WIDTH]| {
        let mut found = false;
        for k in 0..WIDTH {
            found |= chunk[k] == number;
        }
        !found
    };
    let start = WIDTH * whole.iter().take_while(without).count();
    let place = lane[start..].iter().position(|&x| x == number)?;
    Some(start + place)
}

/// The largest of a chunk, by halves.
#[inline(always)]
pub(super) fn across<A: Float>(mut chunk: [A; WIDTH]) -> A {
    let mut n = WIDTH / 2;
    while n > 0 {
        for k in 0..n {
            chunk[k] = greater(chunk[k], chunk[k + n]);
        }
        n /= 2;
    }
    chunk[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_first_of_the_largest_wherever_it_stands() {
        for n in [1, 15, 16, 17, 63, 64, 65, 1023, 1024, 1025, 1100, 3000] {
            for at in 0..n {
                let mut lane = vec![-1.0_f32; n];
                lane[at..].fill(2.0);
                assert_eq!(largest(&lane), Some((at, 2.0)), "{n} {at}");
            }
        }
        assert!(matches!(largest(&[f64::NAN, 1.0]), None | Some((1, 1.0))));
        assert_eq!(largest(&[f64::NEG_INFINITY; 40]), None);
        assert_eq!(largest::<f64>(&[]), None);
    }
}
