//! `cargo xtask bench arrays`: times the functions on arrays beside other libraries, one thread each, all on the same
//! core, in turn; and writes the times down for the book.
//!
//! `benches/peers/` has the other libraries' programs.

pub mod machine;
mod outcome;
pub mod programs;

use std::fs;
use std::time::{Duration, Instant};

use chapters::arrays::record::{self, FILE, LIBRARIES};
use chapters::project::root;
use notebook::Complaint;

use outcome::{Rows, print};
use programs::Program;

/// How often each library is asked for each row.
const ROUNDS: usize = 3;
/// A library that takes longer than this for its blocks is asked once.
const PATIENCE: Duration = Duration::from_secs(10);

const TYPES: [&str; 2] = ["float32", "float64"];

/// What the command line asks for.
pub struct Request {
    /// The interpreter that has PyTorch and JAX.
    pub python: Option<String>,
    /// Rows that hold one of these words; all, if there are none.
    pub words: Vec<String>,
}

/// Measures and prints, and writes the file if all rows were asked for; no time is a failure.
pub fn bench(request: &Request) -> Result<(), Vec<Complaint>> {
    run(request).map_err(|why| vec![Complaint::new("crates/bench/src/arrays/mod.rs", 1, why)])
}

fn run(request: &Request) -> Result<(), String> {
    let core = machine::core()?;
    let cases = cases(&request.words)?;
    let programs = programs::Programs::ready(request.python.as_deref(), core)?;
    let mut rows = Rows::default();
    for dtype in TYPES {
        // Some libraries choose their type once.
        let mut programs = programs.start()?;
        for case in cases.iter().filter(|case| case.contains(dtype)) {
            eprintln!("{case} ..");
            measure(case, &mut programs, &mut rows)?;
        }
    }
    rows.agree()?;
    let text = rows.json(&cases, &machine::describe()?, ROUNDS);
    let record = record::read(&text).map_err(|why| format!("what was measured: {why}"))?;
    print(&record);
    if request.words.is_empty() {
        fs::write(root().join(FILE), text).map_err(|error| format!("{FILE}: {error}"))?;
        println!("\nwritten to {FILE}");
    } else {
        println!("\n{FILE} is left as it is: not all rows were measured");
    }
    Ok(())
}

/// One row: a copy of as many numbers, then every library, and that again.
fn measure(case: &str, programs: &mut [Program], rows: &mut Rows) -> Result<(), String> {
    let (_, of_input) = case.split_once(' ').ok_or("a row has a type and a shape")?;
    let mut slow = vec![];
    for round in 0..ROUNDS {
        // Another one begins in each round.
        programs.rotate_left(1);
        for program in &mut *programs {
            if slow.contains(&program.library) {
                continue;
            }
            if program.library == LIBRARIES[0] {
                rows.copy(case, &program.ask(&format!("copy {of_input}"))?);
            }
            let start = Instant::now();
            rows.add(case, round, program.ask(case)?)?;
            if start.elapsed() > PATIENCE {
                slow.push(program.library);
            }
        }
    }
    Ok(())
}

/// The rows that hold one of the words, as every program takes them: `gelu float32 10000`.
fn cases(words: &[String]) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(root().join(programs::ROWS));
    let text = text.map_err(|error| format!("{}: {error}", programs::ROWS))?;
    let rows = text.lines().filter_map(|line| line.split_once(' '));
    let typed = rows.flat_map(|(row, shape)| TYPES.map(|dtype| format!("{row} {dtype} {shape}")));
    let wanted = |case: &String| words.is_empty() || words.iter().any(|word| case.contains(word));
    let cases: Vec<String> = typed.filter(wanted).collect();
    if cases.is_empty() {
        return Err(format!(
            "no row holds one of {words:?}: expected words such as `gelu`, `float32`, `softmax float64`; {} has all rows",
            programs::ROWS
        ));
    }
    Ok(cases)
}
