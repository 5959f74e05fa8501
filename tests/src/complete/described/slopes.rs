//! The gradients of a loss, and its sections, whose slopes follow from them.

use std::collections::BTreeSet;

use catalog::{Args, Loss, Section};

use super::Found;
use crate::guard::caught;

impl Found {
    /// Each is by an argument that can move, once, and named after it unless it is by the first.
    pub(super) fn gradients(&mut self, f: &Loss) {
        let mut seen = BTreeSet::new();
        for gradient in f.gradients {
            let Some(argument) = f.arguments.get(gradient.by) else {
                let what = format!("a gradient by argument {}, which is not there", gradient.by);
                self.add("gradients", "", &what);
                continue;
            };
            let by = argument.name;
            if argument.domain.is_index() {
                self.add("gradients", "", &format!("a gradient by `{by}`, an index"));
            }
            if !seen.insert(gradient.by) {
                self.add("gradients", "", &format!("two gradients by `{by}`"));
            }
            let expected = match gradient.by {
                0 => "_grad".to_owned(),
                _ => format!("_grad_{by}"),
            };
            if gradient.suffix != expected {
                let (name, suffix) = (self.function, gradient.suffix);
                let what = format!(
                    "its gradient by `{by}` is `{name}{suffix}`, expected `{name}{expected}`"
                );
                self.add("suffix", suffix, &what);
            }
        }
    }

    /// Each has a name of its own, and its slope follows from the gradients.
    pub(super) fn sections(&mut self, f: &Loss) {
        if f.sections.is_empty() {
            self.add("sections", "", "no section, so there is nothing to draw");
        }
        let mut names = BTreeSet::new();
        for section in f.sections {
            let name = section.name;
            if !names.insert(name) {
                self.add("name", name, &format!("two sections `{name}`"));
            }
            if section.ends.0 >= section.ends.1 || section.ends.0.is_nan() {
                self.add("ends", "", &format!("section `{name}` has no length"));
            } else if let Err(why) = caught(|| self.moves(f, section)) {
                self.add("at", "", &format!("section `{name}`: {why}"));
            }
        }
    }

    fn moves(&mut self, f: &Loss, section: &Section) {
        let name = section.name;
        if section.moves.is_empty() {
            self.add(
                "moves",
                "",
                &format!("nothing moves along section `{name}`"),
            );
        }
        let args = (section.at)(&f.defaults(), inside(section.ends));
        if args.0.len() != f.arguments.len() {
            let (n, m) = (args.0.len(), f.arguments.len());
            self.add(
                "at",
                "",
                &format!("{n} arguments along section `{name}`, not {m}"),
            );
            return;
        }
        for moved in section.moves {
            if let Some(why) = immovable(f, &args, moved) {
                self.add("moves", "", &format!("section `{name}` moves {why}"));
            }
        }
    }
}

/// A place between these ends.
fn inside((from, to): (f64, f64)) -> f64 {
    match (from.is_finite(), to.is_finite()) {
        (true, true) => 0.5 * (from + to),
        (true, false) => from + 1.0,
        (false, true) => to - 1.0,
        (false, false) => 0.0,
    }
}

/// Why what is said to move has no slope.
fn immovable(f: &Loss, args: &Args, moved: &catalog::Move) -> Option<String> {
    let Some(argument) = f.arguments.get(moved.argument) else {
        return Some(format!("argument {}, which is not there", moved.argument));
    };
    let name = argument.name;
    let entries = args.0[moved.argument].entries().len();
    if !f.gradients.iter().any(|g| g.by == moved.argument) {
        Some(format!("`{name}`, by which there is no gradient"))
    } else if moved.entry >= entries {
        Some(format!(
            "entry {} of `{name}`, which has {entries}",
            moved.entry
        ))
    } else {
        None
    }
}
