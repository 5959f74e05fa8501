//! Running compiled cells and evaluating inline values.

use std::path::Path;
use std::process::Command;

use crate::number::Number;
pub use crate::process::each;
use crate::process::{self, Ended};
use crate::worker::{END, PANIC};
pub use crate::worker::{Table, main};

/// A cell that prints more is stopped.
const OUTPUT_LIMIT: u64 = 64 * 1024;

/// What a cell did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What it printed; a panic's message is its last line, `panicked: ..`.
    pub stdout: String,
    /// What it printed on stderr, without our own marks.
    pub stderr: String,
    /// How it ended.
    pub end: End,
}

/// How a cell ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Exit code 0.
    Success,
    /// A panic, with the page's own line where the panic was raised on the page.
    Panic {
        /// `None` if the panic was raised in code that does not stand on a page.
        line: Option<usize>,
    },
    /// Refused by the compiler, with the first error's code and its line on the page.
    Rejected {
        /// `E0308`
        code: String,
        /// `None` if the error does not lie in the cell.
        line: Option<usize>,
    },
    /// Another exit code or a signal, in words.
    Failure(String),
}

/// The page that a path of a tangled file belongs to: what stands behind `/pages/`.
#[must_use]
pub fn page_of(path: &str) -> Option<&str> {
    path.split_once("/pages/").map(|(_, page)| page)
}

/// Runs the cells of `ids` with the program `binary`, each in a process of its own, so that a cell
/// may exit, abort or loop; as many at once as there are cores.
#[must_use]
pub fn cells(binary: &Path, ids: &[String]) -> Vec<Run> {
    each(ids, |id| program(Command::new(binary).args(["run", id])))
}

/// The same with few processes: cells share one, one after the other.
///
/// A cell that ends its process is run again alone, and the rest go on in a new one.
#[must_use]
pub fn batch(binary: &Path, ids: &[String]) -> Vec<Run> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<&[String]> = ids.chunks(ids.len().div_ceil(cores).max(1)).collect();
    each(&chunks, |chunk| batch_of(binary, chunk)).concat()
}

fn batch_of(binary: &Path, ids: &[String]) -> Vec<Run> {
    let mut runs = Vec::new();
    while let Some(rest) = ids.get(runs.len()..).filter(|rest| !rest.is_empty()) {
        let limit = OUTPUT_LIMIT * rest.len() as u64;
        let ended = process::run(Command::new(binary).arg("batch").args(rest), limit);
        let (stdout, stderr) = (parts(&ended.stdout), parts(&ended.stderr));
        runs.extend(
            stdout
                .into_iter()
                .zip(stderr)
                .map(|((out, success), (err, _))| {
                    let status = if success {
                        Ok(())
                    } else {
                        Err("exit status: 1".to_owned())
                    };
                    told(Ended {
                        stdout: out,
                        stderr: err,
                        status,
                    })
                }),
        );
        if let Some(next) = ids.get(runs.len()) {
            runs.extend(cells(binary, std::slice::from_ref(next)));
        }
    }
    runs
}

/// What each cell of a batch printed on a stream, and whether it ended well.
fn parts(stream: &str) -> Vec<(String, bool)> {
    let mut rest = stream;
    let mut parts = Vec::new();
    while let Some((part, after)) = rest.split_once(END) {
        let Some((word, after)) = after.split_once('\n') else {
            break;
        };
        parts.push((part.to_owned(), word == "success"));
        rest = after;
    }
    parts
}

/// What an inline expression gave: a number, or the panic's message.
pub type Evaluated = Result<Number, String>;

/// Evaluates all inline values: id and number, or why there is none.
///
/// # Errors
/// If the program cannot be run or says something else than values.
pub fn values(binary: &Path) -> Result<Vec<(String, Evaluated)>, String> {
    let ended = process::run(Command::new(binary).arg("values"), u64::MAX);
    if let Err(how) = ended.status {
        return Err(format!(
            "the inline values could not be evaluated, {how}: {}",
            ended.stderr
        ));
    }
    let line = |line: &str| {
        let (id, rest) = line
            .split_once(' ')
            .ok_or_else(|| format!("not a value: {line}"))?;
        Ok((
            id.to_owned(),
            rest.strip_prefix("! ")
                .map_or_else(|| rest.parse(), |why| Err(why.to_owned())),
        ))
    };
    ended.stdout.lines().map(line).collect()
}

/// Runs one program as a cell is run.
#[must_use]
pub fn program(command: &mut Command) -> Run {
    told(process::run(command, OUTPUT_LIMIT))
}

/// Reads the marks on stderr.
fn told(ended: Ended) -> Run {
    let (marks, stderr): (Vec<&str>, Vec<&str>) = ended
        .stderr
        .lines()
        .partition(|line| line.starts_with(PANIC));
    let line = || {
        let (file, line) = marks.first()?.strip_prefix(PANIC)?.rsplit_once(':')?;
        page_of(file).and(line.parse().ok())
    };
    let end = match ended.status {
        _ if !marks.is_empty() => End::Panic { line: line() },
        Err(how) => End::Failure(how),
        Ok(()) => End::Success,
    };
    Run {
        stdout: ended.stdout,
        stderr: stderr.join("\n"),
        end,
    }
}
