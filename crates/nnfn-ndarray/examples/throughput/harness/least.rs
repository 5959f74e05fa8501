//! How long a call takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The processor, the allocator and the caches are warm after so long, and at least one call.
const WARM_UP: Duration = Duration::from_millis(20);
/// A block has as many calls as take about so long, and at least one.
const BLOCK: Duration = Duration::from_millis(5);
/// There are blocks for so long, and at least so many.
const ALL: Duration = Duration::from_millis(250);
const BLOCKS: u32 = 3;

/// Seconds that a call takes in the best of several blocks. Giving the result back to the allocator belongs to it.
pub fn least<R>(mut call: impl FnMut() -> R) -> f64 {
    let start = Instant::now();
    let mut calls = 0;
    while calls == 0 || start.elapsed() < WARM_UP {
        black_box(call());
        calls += 1;
    }
    let once = start.elapsed() / calls;
    let calls = (BLOCK.as_nanos() / once.as_nanos().max(1)).max(1) as u32;
    let (start, mut blocks, mut least) = (Instant::now(), 0, f64::INFINITY);
    while blocks < BLOCKS || start.elapsed() < ALL {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        least = least.min(start.elapsed().as_secs_f64() / f64::from(calls));
        blocks += 1;
    }
    least
}
