//! Other programs, run with a time limit and an output limit.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A program that runs longer is stopped.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What a program printed and how it ended.
pub(crate) struct Ended {
    pub stdout: String,
    pub stderr: String,
    /// Exit code 0; or else how it ended, in words.
    pub status: Result<(), String>,
}

/// Runs one program, of which at most `limit` bytes of each stream are read.
pub(crate) fn run(command: &mut Command, limit: u64) -> Ended {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0");
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            let program = PathBuf::from(command.get_program());
            let status = Err(format!("cannot start {}: {error}", program.display()));
            return Ended {
                stdout: String::new(),
                stderr: String::new(),
                status,
            };
        }
    };
    let readers = [
        child.stdout.take().map(|pipe| reader(pipe, limit)),
        child.stderr.take().map(|pipe| reader(pipe, limit)),
    ];
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break Ok(()),
            Ok(Some(status)) => break Err(status.to_string()),
            Ok(None) if start.elapsed() > TIMEOUT => {
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!(
                    "it did not end within {} s, or printed more than {limit} bytes",
                    TIMEOUT.as_secs()
                ));
            }
            Ok(None) => std::thread::sleep(Duration::from_micros(500)),
            Err(error) => break Err(error.to_string()),
        }
    };
    let [stdout, stderr] = readers.map(|r| r.and_then(|r| r.join().ok()).unwrap_or_default());
    Ended {
        stdout,
        stderr,
        status,
    }
}

fn reader(pipe: impl Read + Send + 'static, limit: u64) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.take(limit).read_to_end(&mut bytes);
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
