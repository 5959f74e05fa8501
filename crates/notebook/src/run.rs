//! Running compiled cells and evaluating inline values.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use crate::number::Number;
pub use crate::process::each;
use crate::process::{self, Ended, Status, TIMEOUT};
use crate::scratch::Scratch;
use crate::worker;
pub use crate::worker::{Table, main};

/// A cell that prints more is stopped.
const OUTPUT_LIMIT: u64 = 64 * 1024;
/// Values print nothing but themselves.
const VALUES_LIMIT: u64 = 16 * 1024 * 1024;

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

/// The page that a path of a tangled file belongs to: what stands behind the last `/out/pages/`.
///
/// `out` is the folder that cargo gives a build script.
#[must_use]
pub fn page_of(path: &str) -> Option<&str> {
    path.rsplit_once("/out/pages/").map(|(_, page)| page)
}

/// Runs the cells of `ids` with the program `binary`, each in a process of its own, so that a cell
/// may exit, abort or loop; as many at once as there are cores.
#[must_use]
pub fn cells(binary: &Path, ids: &[String]) -> Vec<Run> {
    each(ids, |id| alone(binary, id, TIMEOUT))
}

/// The same with few processes: cells share one, one after the other.
///
/// A cell that ends its process is run again alone, and the rest go on in a new one.
#[must_use]
pub fn batch(binary: &Path, ids: &[String]) -> Vec<Run> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<&[String]> = ids.chunks(ids.len().div_ceil(cores).max(1)).collect();
    each(&chunks, |chunk| batch_of(binary, chunk, TIMEOUT)).concat()
}

fn alone(binary: &Path, id: &String, time: Duration) -> Run {
    let key = (binary.to_owned(), modified(binary), id.clone());
    if let Some(run) = remembered(&key) {
        return run;
    }
    let (mut runs, ended, mark) = several(binary, std::slice::from_ref(id), time);
    if !runs.is_empty() {
        return runs.remove(0);
    }
    // It ended its process, or was stopped: what is marked is what it did before.
    let timed_out = matches!(ended.status, Status::TimedOut(_));
    let run = outcome(&ended.stdout, &ended.stderr, None, &ended.status, &mark);
    if timed_out && let Ok(mut slow) = SLOW.lock() {
        slow.insert(key, run.clone());
    }
    run
}

fn batch_of(binary: &Path, ids: &[String], time: Duration) -> Vec<Run> {
    let mut runs = Vec::new();
    while let Some(rest) = ids.get(runs.len()..).filter(|rest| !rest.is_empty()) {
        let modified = modified(binary);
        let is_slow =
            |id: &&String| remembered(&(binary.to_owned(), modified, (*id).clone())).is_some();
        let quick = rest.iter().take_while(|id| !is_slow(id)).count();
        if quick > 0 {
            runs.extend(several(binary, &rest[..quick], time).0);
        }
        if let Some(next) = ids.get(runs.len()) {
            runs.push(alone(binary, next, time));
        }
    }
    runs
}

/// A program as it was built, and a cell in it.
type Key = (PathBuf, Option<SystemTime>, String);

/// Cells that did not end: one wait is enough, in whatever way they would be run again.
static SLOW: Mutex<BTreeMap<Key, Run>> = Mutex::new(BTreeMap::new());

fn remembered(key: &Key) -> Option<Run> {
    SLOW.lock().ok()?.get(key).cloned()
}

fn modified(binary: &Path) -> Option<SystemTime> {
    binary.metadata().ok()?.modified().ok()
}

/// Runs cells in one process: those that gave control back, in order; then the process and the mark
/// that it used.
fn several(binary: &Path, ids: &[String], time: Duration) -> (Vec<Run>, Ended, String) {
    let limit = OUTPUT_LIMIT * ids.len() as u64;
    let arguments = std::iter::once("run").chain(ids.iter().map(String::as_str));
    let (ended, mark) = marked(binary, arguments, limit, time);
    let parts = parts(&ended.stdout, &mark)
        .into_iter()
        .zip(parts(&ended.stderr, &mark));
    let runs = parts
        .map(|((stdout, how), (stderr, _))| {
            outcome(stdout, stderr, Some(how), &ended.status, &mark)
        })
        .collect();
    (runs, ended, mark)
}

/// Runs the program of the cells in an empty folder, with a secret that it marks its words with.
fn marked<'a>(
    binary: &Path,
    arguments: impl Iterator<Item = &'a str>,
    limit: u64,
    time: Duration,
) -> (Ended, String) {
    let secret = format!("{:016x}{:016x}", random(), random());
    let binary = std::path::absolute(binary).unwrap_or_else(|_| binary.to_owned());
    let mut command = Command::new(binary);
    command.args(arguments);
    let ended = apart(&mut command, &format!("{secret}\n"), limit, time);
    (ended, worker::mark(&secret))
}

/// Each hasher of the standard library has random keys.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Runs a program in an empty folder, so that it reads nothing of the project.
fn apart(command: &mut Command, input: &str, limit: u64, time: Duration) -> Ended {
    match Scratch::new() {
        Ok(scratch) => process::run(command.current_dir(scratch.path()), input, limit, time),
        Err(error) => Ended {
            stdout: String::new(),
            stderr: String::new(),
            status: Status::Lost(format!("no folder to run in: {error}")),
        },
    }
}

/// What each cell of a batch printed on a stream, and how it ended: `exit 0`, `panic `.
fn parts<'a>(stream: &'a str, mark: &str) -> Vec<(&'a str, &'a str)> {
    let mut parts = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(at) = stream[from..].find(mark).map(|at| at + from) {
        let Some((word, _)) = stream[at + mark.len()..].split_once('\n') else {
            break;
        };
        from = at + mark.len() + word.len() + 1;
        if word.starts_with("exit ") || word == "panic " {
            parts.push((&stream[start..at], word));
            start = from;
        }
    }
    parts
}

/// What an inline expression gave: a number, or why there is none, as in `panicked: ..`.
pub type Evaluated = Result<Number, String>;

/// Evaluates the inline values of some pages: id and number, or why there is none.
///
/// An expression that ends the process is to blame for it, and the rest are computed in a new one.
///
/// # Errors
/// If the program cannot be run.
pub fn values(binary: &Path, pages: &[&str]) -> Result<Vec<(String, Evaluated)>, String> {
    let mut all = vec![];
    loop {
        let first = all.len().to_string();
        let arguments = ["values", &first].into_iter().chain(pages.iter().copied());
        let (ended, mark) = marked(binary, arguments, VALUES_LIMIT, TIMEOUT);
        let before = all.len();
        if evaluated(&ended, &mark, &mut all) {
            return Ok(all);
        }
        if all.len() == before {
            return Err(format!(
                "the inline values could not be evaluated, {}: {}",
                ended.status, ended.stderr
            ));
        }
    }
}

/// Reads what `values` says; `true` if it came to its end.
fn evaluated(ended: &Ended, mark: &str, all: &mut Vec<(String, Evaluated)>) -> bool {
    let mut computing: Option<(&str, &str)> = None;
    for said in ended.stdout.split(mark).skip(1) {
        let (line, printed) = said.split_once('\n').unwrap_or((said, ""));
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let value = match word {
            "start" => {
                computing = Some((rest, printed));
                continue;
            }
            "is" => rest.parse(),
            "panicked" => Err(format!("panicked: {rest}")),
            _ => return word == "done",
        };
        if let Some((id, printed)) = computing.take() {
            let value = match printed.lines().next() {
                Some(line) => Err(format!(
                    "prints `{line}`: a value is computed and prints nothing"
                )),
                None => value,
            };
            all.push((id.to_owned(), value));
        }
    }
    if let Some((id, _)) = computing {
        let why = match &ended.status {
            Status::Exited(status) => format!("ended the process, {status}"),
            other => format!("was stopped: {other}"),
        };
        all.push((id.to_owned(), Err(why)));
    }
    false
}

/// Runs one program where it stands.
#[must_use]
pub fn program(command: &mut Command) -> Run {
    unmarked(process::run(command, "", OUTPUT_LIMIT, TIMEOUT))
}

/// Runs one program as a cell is run, in an empty folder.
#[must_use]
pub fn program_apart(command: &mut Command) -> Run {
    unmarked(apart(command, "", OUTPUT_LIMIT, TIMEOUT))
}

fn unmarked(ended: Ended) -> Run {
    let end = if ended.status.success() {
        End::Success
    } else {
        End::Failure(ended.status.to_string())
    };
    Run {
        stdout: ended.stdout,
        stderr: ended.stderr,
        end,
    }
}

/// What a cell did. `how` is the word of the worker that it gave control back to; without it the
/// cell ended its process itself.
fn outcome(stdout: &str, stderr: &str, how: Option<&str>, status: &Status, mark: &str) -> Run {
    // The places of panics: lines of ours, wherever the cell's own text stopped.
    let at = format!("{mark}at ");
    let mut pieces = stderr.split(&at);
    let mut own = pieces.next().unwrap_or("").to_owned();
    let mut place = None;
    for piece in pieces {
        let (here, after) = piece.split_once('\n').unwrap_or((piece, ""));
        place = Some(here);
        own.push_str(after);
    }
    let line = || {
        let (file, line) = place?.rsplit_once(':')?;
        page_of(file).and(line.parse().ok())
    };
    let end = match how {
        Some("exit 0") => End::Success,
        Some("panic ") => End::Panic { line: line() },
        Some(exit) => End::Failure(exit.replace("exit ", "exit status: ")),
        None if status.success() => End::Success,
        None if own.contains("has overflowed its stack") && status.is_abort() => {
            // What the runtime says besides, a thread's number among it, differs each time.
            own.clear();
            End::Failure("it overflowed its stack".to_owned())
        }
        // A panic while panicking, or where none may leave, aborts.
        None if place.is_some() && status.is_abort() => End::Panic { line: line() },
        None => End::Failure(status.to_string()),
    };
    let own: Vec<&str> = own.lines().collect();
    Run {
        stdout: stdout.to_owned(),
        stderr: own.join("\n"),
        end,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_page_stands_behind_the_last_folder_of_pages() {
        let path = "/home/out/pages/project/target/build/cells-1/out/pages/book/a.md";
        assert_eq!(page_of(path), Some("book/a.md"));
        assert_eq!(page_of("/home/pages/project/src/lib.rs"), None);
    }

    #[test]
    fn a_cell_that_does_not_end_is_waited_for_once() {
        let scratch = Scratch::new().expect("a folder");
        let (program, log) = (scratch.path().join("cells"), scratch.path().join("log"));
        let script = format!("#!/bin/sh\necho $* >> {}\nexec sleep 30\n", log.display());
        std::fs::write(&program, script).expect("a program");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).expect("it may be run");
        let ids = ["a:1".to_owned(), "a:2".to_owned()];
        let time = Duration::from_millis(300);
        let first: Vec<Run> = ids.iter().map(|id| alone(&program, id, time)).collect();
        assert_eq!(
            first[0].end,
            End::Failure("it did not end within 0.3 s".to_owned())
        );
        assert_eq!(batch_of(&program, &ids, time), first);
        let log = std::fs::read_to_string(log).expect("a log");
        assert_eq!(log, "run a:1\nrun a:2\n");
    }
}
