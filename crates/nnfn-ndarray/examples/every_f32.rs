//! Every activation and its derivative at all 2^32 inputs of `f32`, against the definition in `f64`, rounded:
//!
//! ```sh
//! cargo run --release -p nnfn-ndarray --example every_f32 [NAME ..]
//! ```
//!
//! without a name, all of them, a minute or two each. Prints how many results are not correctly rounded, how far the
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
const CHUNK: u64 = 1 << 16;

struct Function {
    name: &'static str,
    /// Values and derivatives.
    arrays: fn(&Array1<f32>) -> (Array1<f32>, Array1<f32>),
    definition: fn(f64) -> (f64, f64),
    /// Whether the function never falls.
    increasing: bool,
}

macro_rules! function {
    ($name:ident $(($parameter:expr))?, $increasing:expr) => { pastey::paste! { Function {
        name: stringify!($name),
        arrays: |x| function!(@unwrapped activations::[<$name _with_grad>](x $(, $parameter)?) $(, $parameter)?),
        definition: |x| (definition::$name(x $(, $parameter)?), definition::[<$name _grad>](x $(, $parameter)?)),
        increasing: $increasing,
    } } };
    (@unwrapped $call:expr) => { $call };
    (@unwrapped $call:expr, $parameter:expr) => { $call.expect("a parameter of the domain") };
}

/// The most used first; parameters at their defaults.
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
        function!(elu(1.0), true),
        function!(selu, true),
        function!(celu(1.0), true),
        function!(swish(1.0), false),
        function!(tanhshrink, true),
        function!(softsign, true),
        function!(hard_sigmoid, true),
        function!(hard_swish, false),
        function!(squared_relu, true),
        function!(relu, true),
        function!(relu6, true),
        function!(leaky_relu(0.01), true),
        function!(softshrink(0.5), true),
        function!(hardshrink(0.5), true),
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
            // Half a unit is what rounding costs; it is not asked for more.
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

/// Of the value and of the derivative, over the chunks that a thread takes.
fn measure(function: &Function, chunks: impl Iterator<Item = u64>) -> [Tally; 2] {
    let mut tallies = [Tally::NONE; 2];
    for chunk in chunks {
        // One more, so that every pair of neighbours is in a chunk.
        let end = ((chunk + 1) * CHUNK + 1).min(1 << 32);
        let x: Array1<f32> = (chunk * CHUNK..end).map(ranked).collect();
        let (values, grads) = (function.arrays)(&x);
        for i in 0..CHUNK as usize {
            let (value, grad) = (function.definition)(x[i].into());
            tallies[0].add(x[i], values[i], value);
            tallies[1].add(x[i], grads[i], grad);
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

/// The date, as `YYYY-MM-DD` (civil from days: Hinnant, chrono-compatible low-level date algorithms).
fn today() -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = elapsed.map_or(0, |elapsed| elapsed.as_secs() / 86_400) + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}
