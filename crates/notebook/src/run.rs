//! Running compiled cells: one process a cell, so that a cell may exit, abort or loop.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::number::Number;

/// A cell that runs longer is stopped.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A cell that prints more is stopped.
const OUTPUT_LIMIT: u64 = 64 * 1024;
/// Starts the line on stderr that tells where a cell panicked.
const PANIC: &str = "\u{1e}panic ";

/// A compiled cell or value, by its id: `book/x.md:83` or `book/x.md:83:40`.
pub type Table<F> = &'static [(&'static str, F)];

/// The `main` of the program that holds all cells: `run <id>` or `values`.
#[must_use]
pub fn main(cells: Table<fn() -> ExitCode>, values: Table<fn() -> Number>) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", id] => match cells.iter().find(|(name, _)| *name == id) {
            Some((_, cell)) => {
                std::panic::set_hook(Box::new(report_panic));
                cell()
            }
            None => {
                eprintln!("no cell {id}");
                ExitCode::FAILURE
            }
        },
        ["values"] => {
            std::panic::set_hook(Box::new(|_| {}));
            for (id, value) in values {
                match std::panic::catch_unwind(value) {
                    Ok(number) => println!("{id} {number}"),
                    Err(payload) => println!(
                        "{id} ! {}",
                        payload_text(payload.as_ref()).replace('\n', " ")
                    ),
                }
            }
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: cells run <page:line> | cells values");
            ExitCode::FAILURE
        }
    }
}

fn payload_text(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

fn report_panic(info: &std::panic::PanicHookInfo<'_>) {
    let _ = std::io::stdout().flush();
    println!("panicked: {}", payload_text(info.payload()));
    if let Some(place) = info.location() {
        eprintln!("{PANIC}{}:{}", place.file(), place.line());
    }
}

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

/// Runs the cells of `ids` with the program `binary`, as many at once as there are cores.
#[must_use]
pub fn cells(binary: &Path, ids: &[String]) -> Vec<Run> {
    each(ids, |id| program(Command::new(binary).args(["run", id])))
}

/// What an inline expression gave: a number, or the panic's message.
pub type Evaluated = Result<Number, String>;

/// Evaluates all inline values: id and number, or why there is none.
///
/// # Errors
/// If the program cannot be run or says something else than values.
pub fn values(binary: &Path) -> Result<Vec<(String, Evaluated)>, String> {
    let run = program(Command::new(binary).arg("values"));
    if run.end != End::Success {
        return Err(format!(
            "the inline values could not be evaluated: {:?}\n{}",
            run.end, run.stderr
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
    run.stdout.lines().map(line).collect()
}

/// Runs one program with an empty environment for backtraces, a time limit and an output limit.
#[must_use]
pub fn program(command: &mut Command) -> Run {
    let failed = |why: String| Run {
        stdout: String::new(),
        stderr: String::new(),
        end: End::Failure(why),
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0");
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            return failed(format!(
                "cannot start {}: {error}",
                PathBuf::from(command.get_program()).display()
            ));
        }
    };
    let readers = [
        child.stdout.take().map(reader),
        child.stderr.take().map(reader),
    ];
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if start.elapsed() > TIMEOUT => {
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!(
                    "it did not end within {} s, or printed more than {OUTPUT_LIMIT} bytes",
                    TIMEOUT.as_secs()
                ));
            }
            Ok(None) => std::thread::sleep(Duration::from_micros(500)),
            Err(error) => break Err(error.to_string()),
        }
    };
    let [stdout, stderr] = readers.map(|r| r.and_then(|r| r.join().ok()).unwrap_or_default());
    let (marks, stderr): (Vec<&str>, Vec<&str>) =
        stderr.lines().partition(|line| line.starts_with(PANIC));
    let line = || {
        let (file, line) = marks.first()?.strip_prefix(PANIC)?.rsplit_once(':')?;
        page_of(file).and(line.parse().ok())
    };
    let end = match status {
        Err(why) => End::Failure(why),
        Ok(_) if !marks.is_empty() => End::Panic { line: line() },
        Ok(status) if status.success() => End::Success,
        Ok(status) => End::Failure(status.to_string()),
    };
    Run {
        stdout,
        stderr: stderr.join("\n"),
        end,
    }
}

fn reader(pipe: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.take(OUTPUT_LIMIT).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Applies `work` to each item on all cores; results in the order of the items.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<R>>> = Mutex::new(items.iter().map(|_| None).collect());
    let workers = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items.len());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let result = work(item);
                    if let Ok(mut results) = results.lock() {
                        results[at] = Some(result);
                    }
                }
            });
        }
    });
    results
        .into_inner()
        .map(|all| all.into_iter().flatten().collect())
        .unwrap_or_default()
}
