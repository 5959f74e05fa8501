//! Cells and inline values: run, compared with the pages, or written into them.

use notebook::Complaint;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use notebook::bundle::Library;
use notebook::run::{self, Evaluated, Run};
use notebook::{Cell, Expect, Page, Value, bless, check, rustc};

use crate::project;
use crate::recipes;
use crate::recorded;

/// What all cells and values of some pages did.
pub struct Executed<'a> {
    /// Each cell and its run.
    pub cells: Vec<(&'a Page, &'a Cell, Run)>,
    /// Each inline value and its number.
    pub values: Vec<(&'a Page, &'a Value, Evaluated)>,
    /// What kept cells from running.
    pub complaints: Vec<Complaint>,
}

/// The program that holds all cells, as cargo left it.
pub struct Compiled {
    /// Its file, if it compiled.
    pub program: Option<PathBuf>,
    /// What the compiler says, at the pages' own lines.
    pub complaints: Vec<Complaint>,
}

impl Compiled {
    /// For pages of which there is none to run.
    pub fn nothing() -> Compiled {
        Compiled {
            program: None,
            complaints: vec![],
        }
    }
}

/// How cells are run.
#[derive(Clone, Copy)]
pub enum Mode {
    /// One after the other in a few processes: fast.
    Together,
    /// Each in a process of its own: no cell can leave anything behind for the next.
    Alone,
}

/// Runs all cells and evaluates all values of the pages.
pub fn execute<'a>(pages: &'a [Page], built: &Compiled, mode: Mode) -> Executed<'a> {
    let mut complaints: Vec<Complaint> = built.complaints.clone();
    complaints.extend(
        pages
            .iter()
            .flat_map(|page| page.problems.iter().cloned())
            .map(Complaint::from),
    );
    let mut executed = Executed {
        cells: vec![],
        values: vec![],
        complaints,
    };
    let Some(program) = built.program.as_deref() else {
        return executed;
    };
    let pages: Vec<&Page> = pages
        .iter()
        .filter(|page| page.problems.is_empty())
        .collect();
    match project::library() {
        Ok(library) => {
            let all: Vec<(&Page, &Cell)> = pages
                .iter()
                .flat_map(|page| page.cells.iter().map(|cell| (*page, cell)))
                .collect();
            let runs = match mode {
                Mode::Together => together(program, &library, &all),
                Mode::Alone => run::each(&all, |(page, cell)| alone(program, &library, page, cell)),
            };
            executed.cells = all
                .into_iter()
                .zip(runs)
                .map(|((page, cell), run)| (page, cell, run))
                .collect();
        }
        Err(complaint) => executed.complaints.push(complaint),
    }
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    match run::values(program, &names) {
        Ok(values) => {
            let mut numbers: HashMap<String, Evaluated> = values.into_iter().collect();
            for page in pages {
                for value in &page.values {
                    let id = format!("{}:{}:{}", page.name, value.line, value.column);
                    let number = numbers.remove(&id).unwrap_or_else(|| {
                        Err("was not compiled: the page changed meanwhile, run it again".to_owned())
                    });
                    executed.values.push((page, value, number));
                }
            }
        }
        Err(why) => executed
            .complaints
            .push(Complaint::new("tests/cells/src/main.rs", 1, why)),
    }
    executed
}

/// A cell in a process of its own, or given to the compiler.
fn alone(program: &Path, library: &Library, page: &Page, cell: &Cell) -> Run {
    match cell.expect {
        Expect::CompileError(_) => rustc::compile_fail(library, page, cell),
        _ => run::cells(program, &[id(page, cell)]).remove(0),
    }
}

/// The cells that run in few processes; those that must not compile as ever.
fn together(program: &Path, library: &Library, all: &[(&Page, &Cell)]) -> Vec<Run> {
    let compiled = |(_, cell): &&(&Page, &Cell)| !matches!(cell.expect, Expect::CompileError(_));
    let ids: Vec<String> = all
        .iter()
        .filter(compiled)
        .map(|(page, cell)| id(page, cell))
        .collect();
    let mut runs = run::batch(program, &ids).into_iter();
    let next = |(page, cell): &(&Page, &Cell)| match cell.expect {
        Expect::CompileError(_) => rustc::compile_fail(library, page, cell),
        _ => runs
            .next()
            .unwrap_or_else(|| alone(program, library, page, cell)),
    };
    all.iter().map(next).collect()
}

fn id(page: &Page, cell: &Cell) -> String {
    format!("{}:{}", page.name, cell.line)
}

impl Executed<'_> {
    /// Cells whose end or output is not what the page says.
    pub fn cell_complaints(&self) -> Vec<Complaint> {
        let problem = |(page, cell, run): &(&Page, &Cell, Run)| {
            check::ending(page, cell, run)
                .or_else(|| check::output(page, cell, run))
                .map(Complaint::from)
        };
        self.cells.iter().filter_map(problem).collect()
    }

    /// Values that are not what the page says.
    pub fn value_complaints(&self) -> Vec<Complaint> {
        self.values
            .iter()
            .filter_map(|(page, value, number)| {
                check::value(page, value, number).map(Complaint::from)
            })
            .collect()
    }

    /// Values that are something else when they are computed again.
    pub fn flaky_values(&self, again: &Executed<'_>) -> Vec<Complaint> {
        let changed = |((page, value, first), (.., second)): (
            &(&Page, &Value, Evaluated),
            &(&Page, &Value, Evaluated),
        )| {
            let same = format!("{first:?}") == format!("{second:?}");
            let message = format!(
                "`{}` is not the same each time: it must not depend on time, addresses or the order of a hash map",
                value.expression
            );
            (!same).then(|| Complaint::new(&page.name, value.line, message))
        };
        self.values
            .iter()
            .zip(&again.values)
            .filter_map(changed)
            .collect()
    }

    /// Cells that print something else when they run again.
    pub fn flaky_cells(&self, again: &Executed<'_>) -> Vec<Complaint> {
        let differs = |((page, cell, first), (_, _, second)): (
            &(&Page, &Cell, Run),
            &(&Page, &Cell, Run),
        )| {
            (first != second).then(|| {
                let line = |run: &Run| check::cut(run.stdout.lines().next().unwrap_or(""));
                let message = format!(
                    "the cell is not the same each time: it printed `{}`, then `{}`; what it prints must not depend on time, addresses or the order of a hash map",
                    line(first),
                    line(second)
                );
                Complaint::new(&page.name, cell.line, message)
            })
        };
        self.cells
            .iter()
            .zip(&again.cells)
            .filter_map(differs)
            .collect()
    }
}

/// `cargo xtask bless`: writes outputs, numbers and recorded calls into the pages, and the recipes' programs beside the
/// crate; judges nothing.
///
/// A page with a cell that cannot run, or does not end as it must, keeps that cell's output.
pub fn bless(only: Option<&str>, compile: impl FnOnce() -> Compiled) -> Result<(), Vec<Complaint>> {
    let book = project::root().join("book");
    bless::remove_leftovers(&book)
        .map_err(|error| vec![Complaint::new("book", 1, error.to_string())])?;
    let pages = project::read_pages(only)?;
    let executed = execute(&pages, &compile(), Mode::Alone);
    let mut complaints = executed.complaints.clone();
    for page in &pages {
        let (mut outputs, mut numbers) = (vec![], vec![]);
        for (_, cell, run) in executed.cells.iter().filter(|(p, ..)| p.name == page.name) {
            match check::ending(page, cell, run) {
                None => outputs.push((*cell, run.stdout.as_str())),
                Some(problem) => complaints.push(problem.into()),
            }
        }
        for (_, value, number) in executed.values.iter().filter(|(p, ..)| p.name == page.name) {
            match number {
                Ok(number) if value.shown.can_state(*number) => numbers.push((*value, *number)),
                _ => complaints.extend(check::value(page, value, number).map(Complaint::from)),
            }
        }
        let text = bless::page(page, &outputs, &numbers, &recorded::stale(page));
        if text != page.text {
            match bless::replace(&project::root().join(&page.name), &text) {
                Ok(()) => println!("blessed {}", page.name),
                Err(error) => complaints.push(Complaint::new(
                    &page.name,
                    1,
                    format!("cannot be written: {error}"),
                )),
            }
        }
    }
    match recipes::write(&pages) {
        Ok(written) => (written.iter()).for_each(|file| println!("wrote {}", file.display())),
        Err(wrong) => complaints.extend(wrong),
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints)
    }
}
