//! The programs that are compared: built or found, started on one core, asked row by row.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use chapters::arrays::record::LIBRARIES;
use chapters::project::root;
use serde_json::Value;
use toolchain::cargo;

use crate::succeed;

/// The rows, which every program reads when it is run alone.
pub const ROWS: &str = "crates/nnfn-ndarray/examples/throughput/harness/rows.txt";
const RUST: &str = "benches/peers/rust/Cargo.toml";
pub const PYTHON: &str = "benches/peers/python";
/// What names the interpreter where the command line does not.
const VARIABLE: &str = "BENCH_PYTHON";
/// Libraries choose the number of their threads by these.
const ONE_THREAD: [&str; 4] = [
    "RAYON_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
];

/// A program that answers for one library.
pub struct Program {
    pub library: &'static str,
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Program {
    /// Its answer for a row: an object.
    pub fn ask(&mut self, row: &str) -> Result<Value, String> {
        let mut line = String::new();
        let asked = writeln!(self.questions, "{row}").and_then(|()| self.questions.flush());
        let read = asked.and_then(|()| self.answers.read_line(&mut line));
        if read.map_err(|error| format!("{}: {error}", self.library))? == 0 {
            return Err(format!(
                "{} ended at `{row}`; what it said stands above",
                self.library
            ));
        }
        let answer = serde_json::from_str(&line);
        answer.map_err(|error| {
            format!(
                "{} answered `{row}` with `{}`: {error}",
                self.library,
                line.trim()
            )
        })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is needed to start all of them.
pub struct Programs {
    python: String,
    ours: PathBuf,
    peers: PathBuf,
    core: usize,
}

impl Programs {
    /// Finds and builds them.
    pub fn ready(python: Option<&str>, core: usize) -> Result<Programs, String> {
        Ok(Programs {
            python: interpreter(python)?,
            ours: build_example("throughput")?,
            peers: build_peers()?,
            core,
        })
    }

    /// Starts them, in the order of [`LIBRARIES`].
    pub fn start(&self) -> Result<Vec<Program>, String> {
        let script = root().join(PYTHON).join("peers.py");
        let each = LIBRARIES.into_iter().map(|library| {
            let mut command = Command::new("taskset");
            command.args(["-c", &self.core.to_string()]);
            match library {
                "PyTorch" => command.arg(&self.python).arg(&script).arg("torch"),
                "JAX" => command.arg(&self.python).arg(&script).arg("jax"),
                "candle" | "burn" => command.arg(&self.peers).arg(library),
                _ => command.arg(&self.ours),
            };
            serve(library, command.arg("--serve"))
        });
        each.collect()
    }
}

fn serve(library: &'static str, command: &mut Command) -> Result<Program, String> {
    let child = one_thread(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|error| format!("{library}: {error}"))?;
    Ok(Program {
        library,
        questions: child.stdin.take().expect("it is piped"),
        answers: BufReader::new(child.stdout.take().expect("it is piped")),
        child,
    })
}

/// With one thread, in every library.
pub fn one_thread(command: &mut Command) -> &mut Command {
    command.envs(ONE_THREAD.map(|variable| (variable, "1")))
}

/// An example of ours, as a user's `cargo build --release` makes it.
pub fn build_example(name: &str) -> Result<PathBuf, String> {
    eprintln!("building nnfn-ndarray ..");
    let target = root().join("target/bench/arrays");
    let arguments = [
        "build",
        "--release",
        "--quiet",
        "--package",
        "nnfn-ndarray",
        "--example",
        name,
    ];
    succeed(
        plain(&mut cargo::command(&arguments))
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(target.join("release/examples").join(name))
}

fn build_peers() -> Result<PathBuf, String> {
    eprintln!("building candle and burn; the first time takes minutes, and crates.io ..");
    let target = root().join("target/bench/peers");
    let arguments = [
        "build",
        "--release",
        "--quiet",
        "--locked",
        "--manifest-path",
        RUST,
    ];
    succeed(
        plain(&mut cargo::command(&arguments))
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(target.join("release/array-peers"))
}

/// Without the flags of this environment.
fn plain(command: &mut Command) -> &mut Command {
    command
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
}

/// The interpreter that the command line or the environment names, if it has what is measured.
pub fn interpreter(named: Option<&str>) -> Result<String, String> {
    let variable = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty());
    let python = named
        .map(str::to_owned)
        .or(variable)
        .unwrap_or("python3".to_owned());
    let output = Command::new(&python)
        .args(["-c", "import torch, jax, optax"])
        .output();
    let why = match output {
        Ok(output) if output.status.success() => return Ok(python),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            said.lines().last().unwrap_or("it fails").to_owned()
        }
        Err(error) => error.to_string(),
    };
    Err(format!(
        "`{python}` has no PyTorch, JAX and Optax: {why}\n  \
         python3 -m venv target/peers-python\n  \
         target/peers-python/bin/pip install -r {PYTHON}/requirements.txt\n  \
         cargo xtask bench arrays --python target/peers-python/bin/python\n\
         or name another interpreter, by `--python` or by {VARIABLE}"
    ))
}
