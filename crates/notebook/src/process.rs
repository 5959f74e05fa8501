//! Runs other programs with a time limit and an output limit.

use std::fmt;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A program that runs longer is stopped.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);
/// How long a pipe may stay open after its program has ended: a child process may still hold it.
const GRACE: Duration = Duration::from_millis(500);

/// What a program printed and how it ended.
pub(crate) struct Ended {
    pub stdout: String,
    pub stderr: String,
    pub status: Status,
}

/// How a program ended.
pub(crate) enum Status {
    /// By itself, or by a signal from someone else.
    Exited(ExitStatus),
    /// Stopped after this time.
    TimedOut(Duration),
    /// Stopped after so many bytes on one stream.
    TooLong(u64),
    /// Not started, or lost.
    Lost(String),
}

impl Status {
    pub fn success(&self) -> bool {
        matches!(self, Status::Exited(status) if status.success())
    }

    /// Whether it ended as a call of `abort` does.
    pub fn is_abort(&self) -> bool {
        #[cfg(unix)]
        if let Status::Exited(status) = self {
            return std::os::unix::process::ExitStatusExt::signal(status) == Some(6);
        }
        false
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Status::Exited(status) => status.fmt(f),
            Status::TimedOut(limit) => write!(f, "it did not end within {} s", limit.as_secs_f32()),
            Status::TooLong(limit) => write!(f, "it printed more than {} kB", limit / 1024),
            Status::Lost(why) => f.write_str(why),
        }
    }
}

/// Runs one program with `input` on its stdin; at most `limit` bytes of each stream are read, and
/// after `time` it is stopped with everything that it started.
pub(crate) fn run(command: &mut Command, input: &str, limit: u64, time: Duration) -> Ended {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            let program = PathBuf::from(command.get_program());
            return Ended {
                stdout: String::new(),
                stderr: String::new(),
                status: Status::Lost(format!("cannot start {}: {error}", program.display())),
            };
        }
    };
    let streams = [
        child.stdout.take().map(|pipe| Stream::follow(pipe, limit)),
        child.stderr.take().map(|pipe| Stream::follow(pipe, limit)),
    ];
    let streams: Vec<Stream> = streams.into_iter().flatten().collect();
    if let Some(mut stdin) = child.stdin.take() {
        // A program that has already ended does not read it.
        let _ = stdin.write_all(input.as_bytes());
    }
    let start = Instant::now();
    let mut status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Status::Exited(status),
            Ok(None) if streams.iter().any(Stream::is_over) => break Status::TooLong(limit),
            Ok(None) if start.elapsed() > time => break Status::TimedOut(time),
            Ok(None) => std::thread::sleep(Duration::from_micros(500)),
            Err(error) => break Status::Lost(error.to_string()),
        }
    };
    let exited = matches!(status, Status::Exited(_));
    if !exited || !streams.iter().all(Stream::ends_soon) {
        kill(&mut child);
    }
    let mut texts = streams.iter().map(Stream::text);
    let (stdout, stderr) = (
        texts.next().unwrap_or_default(),
        texts.next().unwrap_or_default(),
    );
    if exited && streams.iter().any(Stream::is_over) {
        status = Status::TooLong(limit);
    }
    Ended {
        stdout,
        stderr,
        status,
    }
}

/// Kills a program and all processes in its group.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        // The shell's own `kill`: the standard library knows no groups.
        let _ = Command::new("sh")
            .args(["-c", "kill -s KILL -- -$0", &child.id().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// What comes out of a pipe, read by a thread of its own.
struct Stream {
    read: Arc<Mutex<Vec<u8>>>,
    over: Arc<AtomicBool>,
    /// Disconnected when nothing more comes.
    end: Receiver<()>,
}

impl Stream {
    fn follow(mut pipe: impl Read + Send + 'static, limit: u64) -> Stream {
        let (sender, end) = channel();
        let stream = Stream {
            read: Arc::default(),
            over: Arc::default(),
            end,
        };
        let (read, over) = (Arc::clone(&stream.read), Arc::clone(&stream.over));
        std::thread::spawn(move || {
            let _sender = sender;
            let mut chunk = vec![0; 16 * 1024];
            while let Ok(length @ 1..) = pipe.read(&mut chunk) {
                let Ok(mut read) = read.lock() else { break };
                let room = usize::try_from(limit).unwrap_or(usize::MAX) - read.len();
                read.extend_from_slice(&chunk[..length.min(room)]);
                // What is too much is read on and lost: the program is stopped and does not hear of it.
                if length > room {
                    over.store(true, Ordering::SeqCst);
                }
            }
        });
        stream
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Waits for the end of the stream; `false` if another process holds the pipe for too long.
    fn ends_soon(&self) -> bool {
        self.end.recv_timeout(GRACE) == Err(RecvTimeoutError::Disconnected)
    }

    /// The text so far, after waiting briefly for the end of the stream.
    fn text(&self) -> String {
        self.ends_soon();
        let read = self.read.lock().map(|read| read.clone());
        String::from_utf8_lossy(&read.unwrap_or_default()).into_owned()
    }
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, limit: u64) -> Ended {
        let time = Duration::from_millis(500);
        run(Command::new("sh").args(["-c", script]), "", limit, time)
    }

    #[test]
    fn a_program_is_stopped_with_all_that_it_started() {
        let scratch = crate::scratch::Scratch::new().expect("a folder");
        let file = scratch.path().join("lives-on");
        let start = Instant::now();
        let ended = shell(&format!("(sleep 2; touch {}) & wait", file.display()), 100);
        assert_eq!(ended.status.to_string(), "it did not end within 0.5 s");
        assert!(start.elapsed() < Duration::from_millis(1900));
        std::thread::sleep(Duration::from_millis(2200));
        assert!(!file.exists(), "what it started lives on");
    }

    #[test]
    fn what_holds_the_pipe_of_an_ended_program_is_not_waited_for() {
        let start = Instant::now();
        let ended = shell("sleep 30 & echo done", 100);
        assert_eq!(ended.stdout, "done\n");
        assert!(ended.status.success());
        // Even out of reach, in a session of its own.
        let ended = shell("setsid sleep 7 & echo done", 100);
        assert_eq!(ended.stdout, "done\n");
        assert!(start.elapsed() < Duration::from_secs(6));
    }

    #[test]
    fn a_program_that_prints_without_end_is_stopped_at_once() {
        let ended = run(&mut Command::new("yes"), "", 4096, TIMEOUT);
        assert_eq!(ended.status.to_string(), "it printed more than 4 kB");
        assert_eq!(ended.stdout.len(), 4096);
        assert_eq!(shell("echo 123", 4).stdout, "123\n");
        assert!(matches!(shell("echo 1234", 4).status, Status::TooLong(4)));
    }
}
