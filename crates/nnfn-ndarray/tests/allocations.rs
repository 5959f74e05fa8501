//! What calls allocate: nothing where the result has its place already, and no second copy of the logits.

#![allow(unsafe_code)] // a global allocator that counts

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ndarray::{Array1, Array2, Axis};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::losses::{CrossEntropy, cross_entropy_with_grad};

static CALLS: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: hands every call on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(held, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn calls(work: impl FnOnce()) -> usize {
    let before = CALLS.load(Relaxed);
    work();
    CALLS.load(Relaxed) - before
}

/// One test, since all threads share the counters.
#[test]
fn results_that_have_a_place_allocate_nothing_and_gradients_only_themselves() {
    let x = Array1::from_shape_fn(10_007, |i| (i as f32 * 0.37).sin() * 9.0);
    let (mut out, mut own) = (Array1::zeros(10_007), x.clone());
    sigmoid_into(&x, &mut out).unwrap(); // what is looked up once
    assert_eq!(calls(|| gelu_into(&x, &mut out).unwrap()), 0);
    assert_eq!(calls(|| silu_grad_into(&x, &mut out).unwrap()), 0);
    assert_eq!(calls(|| elu_into(&x, 1.0, &mut out).unwrap()), 0);
    assert_eq!(calls(|| mish_inplace(&mut own)), 0);
    assert_eq!(calls(|| swiglu_into(&x, &x, &mut out).unwrap()), 0);

    let rows = |n| Array2::from_shape_fn((6, n), |(i, j)| ((i * n + j) as f32 * 0.7).sin());
    for n in [10, 1000] {
        let (z, mut out) = (rows(n), rows(n));
        let (p, l) = (
            softmax(&z, Axis(1), 1.0).unwrap(),
            log_softmax(&z, Axis(1), 1.0).unwrap(),
        );
        let of_p = || softmax_vjp_from_output_into(&p, Axis(1), 1.0, &z, &mut out).unwrap();
        assert_eq!(calls(of_p), 0);
        let of_l = || log_softmax_vjp_from_output_into(&l, Axis(1), 1.0, &z, &mut out).unwrap();
        assert_eq!(calls(of_l), 0);
    }

    let (rows, classes) = (512, 32_000);
    let logits = Array2::from_shape_fn((rows, classes), |(i, k)| ((i * 31 + k) as f32 * 0.7).sin());
    let labels = Array1::from_shape_fn(rows, |i| i * 61 % classes);
    let before = HELD.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = cross_entropy_with_grad(&logits, &labels, &CrossEntropy::default()).unwrap();
    let taken = PEAK.load(Relaxed) - before;
    let gradient = rows * classes * size_of::<f32>();
    assert!(taken >= gradient);
    // A row in f64, and what belongs to each of the examples.
    assert!(
        taken < gradient + 16 * classes + 64 * rows,
        "{taken} bytes for a gradient of {gradient}"
    );
    drop(result);
}
