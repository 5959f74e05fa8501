//! Every activation and its derivative at all 2^32 inputs of `f32`, against the definition in `f64`, rounded.
//!
//! The definition takes too long to be asked each time. So the arrays of `f64` are, which are another program than those
//! of `f32`; the definition itself where they are so close to the middle between two numbers that it might round
//! differently, wherever results differ, and at every 64th input. Wherever it is asked, the `f64` is checked too.
//!
//! ```sh
//! cargo run --release -p nnfn-ndarray --example every_f32 [NAME ..]
//! ```
//!
//! without a name, all of them, half a minute or so each on two idle processors. Prints how many results are not correctly rounded, how far the
//! worst is, and for activations that never fall whether the results never do, and keeps it in `every-f32.json`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

use ndarray::Array1;
use nnfn::activations as definition;
use nnfn_ndarray::activations;

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/every-f32.json");

/// Inputs that are computed as one array.
const CHUNK: u64 = 1 << 12;

struct Function {
    name: &'static str,
    /// Values and derivatives.
    arrays: fn(&Array1<f32>) -> (Array1<f32>, Array1<f32>),
    wide_arrays: fn(&Array1<f64>) -> (Array1<f64>, Array1<f64>),
    definition: fn(f64) -> (f64, f64),
    /// Whether the function never falls.
    increasing: bool,
}

macro_rules! function {
    ($name:ident $(($parameter:expr))?, $increasing:expr) => { pastey::paste! { Function {
        name: stringify!($name),
        arrays: |x| function!(@arrays $name, x $(, $parameter)?),
        wide_arrays: |x| function!(@both $name, x $(, f64::from($parameter))?),
        definition: |x| (
            definition::$name(x $(, f64::from($parameter))?),
            definition::[<$name _grad>](x $(, f64::from($parameter))?),
        ),
        increasing: $increasing,
    } } };
    (@arrays $name:ident, $x:expr) => { pastey::paste! {
        (activations::$name($x), activations::[<$name _grad>]($x))
    } };
    (@both $name:ident, $x:expr) => { pastey::paste! { activations::[<$name _with_grad>]($x) } };
    (@both $name:ident, $x:expr, $parameter:expr) => { pastey::paste! {
        activations::[<$name _with_grad>]($x, $parameter).expect("a parameter of the domain")
    } };
    (@arrays $name:ident, $x:expr, $parameter:expr) => { pastey::paste! { (
        activations::$name($x, $parameter).expect("a parameter of the domain"),
        activations::[<$name _grad>]($x, $parameter).expect("a parameter of the domain"),
    ) } };
}

/// The most used first; parameters at their defaults, as the `f32` nearest to them.
fn functions() -> Vec<Function> {
    vec![
        function!(gelu, false),
        function!(silu, false),
        function!(sigmoid, true),
        function!(tanh, true),
        function!(softplus, true),
        function!(mish, false),
        function!(gelu_tanh, false),
        function!(log_sigmoid, true),
        function!(quick_gelu, false),
        function!(elu(1.0_f32), true),
        function!(selu, true),
        function!(celu(1.0_f32), true),
        function!(swish(1.0_f32), false),
        function!(tanhshrink, true),
        function!(softsign, true),
        function!(hard_sigmoid, true),
        function!(hard_swish, false),
        function!(squared_relu, true),
        function!(relu, true),
        function!(relu6, true),
        function!(leaky_relu(0.01_f32), true),
        function!(softshrink(0.5_f32), true),
        function!(hardshrink(0.5_f32), true),
    ]
}

/// What was found of one function, or of its derivative.
#[derive(Clone, Copy)]
struct Tally {
    /// Results that are not the definition's, rounded.
    misses: u64,
    /// The largest distance from the definition in units in the last place, and where.
    worst: f64,
    at: f32,
    /// Pairs of neighbours of which the higher has the lower result.
    falls: u64,
}

impl Tally {
    const NONE: Self = Self {
        misses: 0,
        worst: 0.0,
        at: 0.0,
        falls: 0,
    };

    fn add(&mut self, x: f32, found: f32, expected: f64) {
        let nearest = expected as f32;
        if found.to_bits() == nearest.to_bits() {
            return;
        }
        if found == nearest || found.is_nan() && nearest.is_nan() {
            return; // zeros of either sign
        }
        self.misses += 1;
        let distance = if found.is_finite() && nearest.is_finite() {
            let size = (expected.abs() as f32).min(f32::MAX.next_down());
            (f64::from(found) - expected).abs() / f64::from(size.next_up() - size)
        } else {
            f64::INFINITY
        };
        if distance > self.worst {
            (self.worst, self.at) = (distance, x);
        }
    }

    fn join(&mut self, other: &Self) {
        self.misses += other.misses;
        self.falls += other.falls;
        if other.worst > self.worst {
            (self.worst, self.at) = (other.worst, other.at);
        }
    }
}

/// The number with this rank: from -∞ up to ∞, then those that are NaN.
fn ranked(rank: u64) -> f32 {
    const INFINITY: u64 = 0x7f80_0000;
    let bits = match rank {
        rank if rank <= INFINITY => (INFINITY - rank) | 0x8000_0000,
        rank if rank <= 2 * INFINITY + 1 => rank - INFINITY - 1,
        rank => {
            let nan = rank - 2 * INFINITY - 2; // those above ∞, then those below -∞
            let each = 0x007f_ffff;
            if nan < each {
                INFINITY + 1 + nan
            } else {
                0x8000_0000 + INFINITY + 1 + (nan - each)
            }
        }
    };
    f32::from_bits(bits as u32)
}

/// Inputs further out than this are in the tails, where nothing cancels.
const TAIL: f32 = 8.0;

/// How far the definition may be from what the arrays of `f64` give: much further than they are, which is checked
/// wherever the definition is asked. Derivatives have zeros, at which terms of about the size of 1 cancel.
fn margins(x: f32, [value, grad]: [f64; 2]) -> [f64; 2] {
    let relative = |close: f64| close.abs() * 2_f64.powi(-40) + f64::MIN_POSITIVE;
    let cancelled = if x.abs() < TAIL { 2_f64.powi(-48) } else { 0.0 };
    [relative(value), relative(grad) + cancelled]
}

/// Whether the definition may be rounded to another number than this one, as far as a number is known that is close to
/// it. Zeros of either sign are the same.
fn is_open(found: f32, close: f64, margin: f64) -> bool {
    let ends = [(close - margin) as f32, (close + margin) as f32];
    !((found == ends[0]) & (found == ends[1]))
}

/// Of the value and of the derivative, over the chunks that a thread takes.
fn measure(function: &Function, chunks: impl Iterator<Item = u64>) -> [Tally; 2] {
    let mut tallies = [Tally::NONE; 2];
    let mut open = [false; CHUNK as usize];
    for chunk in chunks {
        // One more, so that every pair of neighbours is in a chunk.
        let end = ((chunk + 1) * CHUNK + 1).min(1 << 32);
        let x: Array1<f32> = (chunk * CHUNK..end).map(ranked).collect();
        let (values, grads) = (function.arrays)(&x);
        let (wide_values, wide_grads) = (function.wide_arrays)(&x.mapv(f64::from));
        let slices = (values.as_slice(), grads.as_slice());
        let (Some(values), Some(grads)) = slices else {
            unreachable!("new arrays lie in one piece");
        };
        // A loop without branches for all, and another for the few that need the definition.
        for (i, open) in open.iter_mut().enumerate() {
            let close = [wide_values[i], wide_grads[i]];
            let margins = margins(x[i], close);
            *open =
                is_open(values[i], close[0], margins[0]) | is_open(grads[i], close[1], margins[1]);
        }
        let samples = (0..CHUNK as usize).filter(|&i| (i as u64 + chunk).is_multiple_of(64));
        samples.for_each(|i| open[i] = true);
        for i in (0..CHUNK as usize).filter(|&i| open[i]) {
            let close = [wide_values[i], wide_grads[i]];
            let margins = margins(x[i], close);
            let (value, grad) = (function.definition)(x[i].into());
            for (k, (expected, found)) in [(value, values[i]), (grad, grads[i])]
                .into_iter()
                .enumerate()
            {
                let error = (expected - close[k]).abs();
                assert!(
                    error <= margins[k] / 16.0 || error.is_nan(),
                    "{} at {:e}: {expected:e}, in f64 {:e}",
                    function.name,
                    x[i],
                    close[k],
                );
                tallies[k].add(x[i], found, expected);
            }
        }
        let neighbours = values.iter().zip(values.iter().skip(1));
        tallies[0].falls += neighbours.filter(|(low, high)| low > high).count() as u64;
    }
    tallies
}

fn main() -> io::Result<()> {
    let names: Vec<String> = env::args().skip(1).collect();
    let functions = functions();
    for name in &names {
        if !functions.iter().any(|function| function.name == name) {
            return Err(io::Error::other(format!(
                "{name}: no activation has this name"
            )));
        }
    }
    for function in functions {
        if !names.is_empty() && !names.iter().any(|name| name == function.name) {
            continue;
        }
        let start = Instant::now();
        let chunks = (1_u64 << 32) / CHUNK;
        let [mut tallies, other] = thread::scope(|scope| {
            let threads = [0, 1].map(|first| {
                let function = &function;
                scope.spawn(move || measure(function, (first..chunks).step_by(2)))
            });
            threads.map(|thread| thread.join().expect("no function panics"))
        });
        for (tally, other) in tallies.iter_mut().zip(&other) {
            tally.join(other);
        }
        let mut record = read()?;
        for (what, tally) in ["", "_grad"].iter().zip(&tallies) {
            let name = format!("{}{what}", function.name);
            let increasing = (what.is_empty() && function.increasing).then_some(tally.falls == 0);
            let line = entry(tally, increasing);
            println!("{name}: {line}");
            record.insert(name, line);
        }
        write(&record)?;
        println!("  {:.0} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// An entry of the record, on one line.
fn entry(tally: &Tally, increasing: Option<bool>) -> String {
    let mut line = format!(
        "{{\"version\": \"{}\", \"date\": \"{}\", \"inputs\": 4294967296, \"not_correctly_rounded\": {}, \"share\": {:e}",
        env!("CARGO_PKG_VERSION"),
        today(),
        tally.misses,
        tally.misses as f64 / 2_f64.powi(32),
    );
    if tally.misses > 0 {
        let (worst, at) = (tally.worst, tally.at);
        let _ = write!(line, ", \"worst_ulp\": {worst:.4}, \"worst_at\": {at:e}");
    }
    if let Some(increasing) = increasing {
        let _ = write!(
            line,
            ", \"never_falls\": {increasing}, \"falls\": {}",
            tally.falls
        );
    }
    line + "}"
}

/// The entries by name; each has a line of its own.
fn read() -> io::Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(RECORD) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        text => text?,
    };
    let mut record = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("  \"")) {
        let parts = line.trim().trim_end_matches(',').split_once(": ");
        let (name, entry) = parts.ok_or_else(|| io::Error::other(format!("{RECORD}: {line}")))?;
        record.insert(name.trim_matches('"').to_owned(), entry.to_owned());
    }
    Ok(record)
}

fn write(record: &BTreeMap<String, String>) -> io::Result<()> {
    let lines: Vec<String> = record
        .iter()
        .map(|(name, entry)| format!("  \"{name}\": {entry}"))
        .collect();
    fs::write(RECORD, format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// The date, as `YYYY-MM-DD`.
fn today() -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    let mut days = elapsed.map_or(0, |elapsed| elapsed.as_secs() / 86_400);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}
