//! `cargo xtask bench`: what commands and functions cost, as ratios to something known that is measured in the same
//! run.
//!
//! Nothing here is a test: machines differ, and the same machine differs from hour to hour.

pub mod arrays;
pub mod costs;
mod pages;
mod thrice;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chapters::project::root;
use notebook::Complaint;
use site::stock::Stock;
use toolchain::cargo;
use toolchain::usage::{self, Peak};

/// Each time is the best of so many tries.
const TRIES: usize = 3;

/// Measures the commands and prints; no result is a failure. `tree`: the files and folders that the project consists of.
///
/// # Errors
/// If something cannot be run.
pub fn bench(tree: &[&str]) -> Result<(), Vec<Complaint>> {
    run(tree).map_err(|why| vec![Complaint::new("crates/bench/src/lib.rs", 1, why)])
}

/// Writes a copy of the project with every chapter three times, to measure on. `tree`: as for [`bench`].
///
/// # Errors
/// If the folder is not empty, or a file cannot be copied.
pub fn copy(tree: &[&str], folder: &Path) -> Result<(), Vec<Complaint>> {
    let complaint = |why| vec![Complaint::new("crates/bench/src/thrice.rs", 1, why)];
    let pages = thrice::write(tree, folder).map_err(complaint)?;
    println!("{pages} pages in {}", folder.display());
    Ok(())
}

fn run(tree: &[&str]) -> Result<(), String> {
    let folder = root().join("target/bench");
    let book = folder.join("book");
    pages::write(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    println!(
        "{} cells in {} pages; best of {TRIES}\n",
        pages::CELLS,
        pages::PAGES
    );

    eprintln!("building the library for both ..");
    let library = folder.join("library");
    succeed(
        cargo::command(&["build", "--quiet", "--package", "nnfn", "--target-dir"]).arg(&library),
    )?;
    let ours = Ours {
        target: folder.join("ours"),
        book: book.clone(),
    };
    ours.build()?;

    eprintln!("mdbook test ..");
    let deps = library.join("debug/deps");
    let stock = best(|| mdbook_test(&folder, &deps, None))?;
    eprintln!("mdbook test of one chapter ..");
    let stock_one = best(|| mdbook_test(&folder, &deps, Some("Page 5")))?;
    eprintln!("ours ..");
    let cold = best(|| {
        ours.forget()?;
        timed(|| ours.build().and_then(|()| ours.run()))
    })?;
    let mut edits = 0;
    let edit = best(|| {
        edits += 1;
        pages::edit(&book, 5, edits).map_err(|error| error.to_string())?;
        timed(|| ours.build().and_then(|()| ours.run()))
    })?;

    row("mdbook test, every cell", stock, "");
    row(
        "ours, every cell compiled and run",
        cold,
        &ratio(stock, cold),
    );
    row("ours, after one cell was edited", edit, &ratio(stock, edit));
    row(
        "mdbook test, the edited chapter only",
        stock_one,
        &ratio(stock_one, edit),
    );

    let copy = Copy::make(tree, &folder)?;
    println!();
    copy.xtask(&["verify", "--page", "gelu"])?;
    let page = best(|| {
        copy.edit("book/activations/gelu.md")?;
        timed(|| copy.xtask(&["verify", "--page", "gelu"]))
    })?;
    row("verify --page after an edit", page, "");
    copy.xtask(&["build"])?;
    let build = best(|| timed(|| copy.xtask(&["build"])))?;
    row("build the site", build, "");
    let peak = Peak::watch();
    let all = best_of(1, || {
        timed(|| {
            copy.xtask(&[
                "verify",
                "constants",
                "golden",
                "peers",
                "gradients",
                "claims",
                "limits",
                "edges",
                "properties",
                "complete",
                "cells",
                "values",
                "programs",
                "book",
            ])
        })
    })?;
    row("verify without cargo's own steps", all, "");
    match peak.end() {
        Some(bytes) => println!("{:<42}{:>8} MB", "peak memory of that", bytes / 1_000_000),
        None => println!("peak memory: not measured, there is no /proc here"),
    }
    Ok(())
}

fn row(what: &str, cost: Cost, remark: &str) {
    println!(
        "{what:<42}{:>8.2} s {:>8.2} CPU s  {remark}",
        cost.wall.as_secs_f64(),
        cost.cpu.as_secs_f64()
    );
}

fn ratio(theirs: Cost, ours: Cost) -> String {
    let times = |theirs: Duration, ours: Duration| theirs.as_secs_f64() / ours.as_secs_f64();
    format!(
        "{:.1} times as fast ({:.1} in CPU time)",
        times(theirs.wall, ours.wall),
        times(theirs.cpu, ours.cpu)
    )
}

/// Elapsed time, and processor time of all programs that were started.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
}

fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Cost, String> {
    let (start, before) = (Instant::now(), usage::cpu_of_children());
    work()?;
    Ok(Cost {
        wall: start.elapsed(),
        cpu: usage::cpu_of_children().saturating_sub(before),
    })
}

fn best(work: impl FnMut() -> Result<Cost, String>) -> Result<Cost, String> {
    best_of(TRIES, work)
}

/// The best of each, over several tries.
fn best_of(tries: usize, mut work: impl FnMut() -> Result<Cost, String>) -> Result<Cost, String> {
    let mut best = work()?;
    for _ in 1..tries {
        let next = work()?;
        best = Cost {
            wall: best.wall.min(next.wall),
            cpu: best.cpu.min(next.cpu),
        };
    }
    Ok(best)
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?} failed\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// The stock tool on the same pages: `rustdoc --test` for each chapter.
fn mdbook_test(folder: &Path, deps: &Path, chapter: Option<&str>) -> Result<Cost, String> {
    let mut book = Stock::load(folder)?;
    timed(|| book.test(deps, chapter))
}

/// The package `cells` on the generated book.
struct Ours {
    target: PathBuf,
    book: PathBuf,
}

impl Ours {
    fn build(&self) -> Result<(), String> {
        let mut command =
            cargo::command(&["build", "--quiet", "--package", "cells", "--target-dir"]);
        succeed(command.arg(&self.target).env("CELLS_BOOK", &self.book))
    }

    /// Runs every cell once.
    fn run(&self) -> Result<(), String> {
        let pages = notebook::pages::read(&self.book).map_err(|error| error.to_string())?;
        let ids: Vec<String> = pages
            .iter()
            .flat_map(|page| {
                page.cells
                    .iter()
                    .map(|cell| format!("{}:{}", page.name, cell.line))
            })
            .collect();
        let runs = notebook::run::batch(&self.target.join("debug/cells"), &ids);
        match runs
            .iter()
            .find(|run| run.end != notebook::run::End::Success)
        {
            Some(run) => Err(format!("a cell failed: {run:?}")),
            None => Ok(()),
        }
    }

    /// Removes the compiled cells and nothing else.
    fn forget(&self) -> Result<(), String> {
        let debug = self.target.join("debug");
        for (folder, prefix) in [
            ("incremental", "cells-"),
            ("deps", "cells-"),
            (".", "cells"),
        ] {
            for entry in fs::read_dir(debug.join(folder))
                .map_err(|error| error.to_string())?
                .flatten()
            {
                if entry.file_name().to_string_lossy().starts_with(prefix) {
                    let path = entry.path();
                    let removed = if path.is_dir() {
                        fs::remove_dir_all(path)
                    } else {
                        fs::remove_file(path)
                    };
                    removed.map_err(|error| error.to_string())?;
                }
            }
        }
        Ok(())
    }
}

/// A copy of the project's sources, so that an edit touches no page of the reader's.
struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn make(tree: &[&str], folder: &Path) -> Result<Copy, String> {
        let copy = Copy {
            root: folder.join("project"),
            target: folder.join("project-target"),
        };
        let said = |error: std::io::Error| error.to_string();
        if copy.root.exists() {
            fs::remove_dir_all(&copy.root).map_err(said)?;
        }
        fs::create_dir_all(&copy.root).map_err(said)?;
        for part in tree {
            copy_all(&root().join(part), &copy.root.join(part))?;
        }
        Ok(copy)
    }

    /// This program, on the copy.
    fn xtask(&self, arguments: &[&str]) -> Result<(), String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .env("CARGO_TARGET_DIR", &self.target);
        succeed(&mut command)
    }

    /// Adds a line of code to one cell of a page; its output stays the same.
    fn edit(&self, page: &str) -> Result<(), String> {
        let path = self.root.join(page);
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let edited = text.replacen("\n```rust\nuse ", "\n```rust\n# let _ = 1 + 1;\nuse ", 1);
        if edited == text {
            return Err(format!("{page} has no cell to edit"));
        }
        fs::write(&path, edited).map_err(|error| error.to_string())
    }
}

/// Copies a file or a folder; an error names the file.
fn copy_all(from: &Path, to: &Path) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{} to {}: {error}", from.display(), to.display());
    if !from.is_dir() {
        fs::create_dir_all(to.parent().expect("a file stands in a folder")).map_err(said)?;
        return fs::copy(from, to).map(|_| ()).map_err(said);
    }
    fs::create_dir_all(to).map_err(said)?;
    for entry in fs::read_dir(from).map_err(said)?.flatten() {
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
