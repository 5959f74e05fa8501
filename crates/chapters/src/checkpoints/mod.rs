//! Well-known models: what is at work in them, and where that was read.
//!
//! Each cell names a repository, its commit, the file and the line; a cell of which nothing was found
//! says so. Functions are those of the catalogue, so that a cell leads to its chapter.

mod language;
mod sources;
mod table;
mod vision;

use sources::Source;
pub use table::{differing, repositories, table};

/// A model, as its authors published it and as Transformers computes it.
struct Checkpoint {
    name: &'static str,
    /// What is between its layers, in the code that the model was published with.
    hidden: Cell,
    /// Which half of a gated layer is activated.
    gate: Cell,
    /// What Transformers takes for it by default.
    ported: Cell,
    /// What it was trained by.
    loss: Cell,
    /// What softens the targets, is added to the loss or bounds the logits.
    beside: Cell,
}

/// What was read, and where.
enum Cell {
    Read {
        says: &'static str,
        /// What it names, in the catalogue; the first gives the link.
        functions: &'static [&'static str],
        from: Source,
    },
    /// What was read leaves no place for it.
    Without(&'static str),
    /// The published code does not say.
    NotFound,
}

const fn read(says: &'static str, functions: &'static [&'static str], from: Source) -> Cell {
    Cell::Read {
        says,
        functions,
        from,
    }
}

const NO_GATE: Cell = Cell::Without("no gate");
const NO_PORT: Cell = Cell::Without("not in it");

impl Checkpoint {
    fn cells(&self) -> [&Cell; 5] {
        [
            &self.hidden,
            &self.gate,
            &self.ported,
            &self.loss,
            &self.beside,
        ]
    }
}

/// A part of the table, by the name that a page asks for it.
fn group(name: &str) -> Option<&'static [Checkpoint]> {
    match name {
        "language" => Some(language::MODELS),
        "vision" => Some(vision::MODELS),
        _ => None,
    }
}

fn all() -> impl Iterator<Item = &'static Checkpoint> {
    language::MODELS.iter().chain(vision::MODELS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The cells that were read, each with its model.
    fn cells() -> impl Iterator<Item = (&'static str, &'static [&'static str], Source)> {
        all().flat_map(|model| {
            model.cells().into_iter().filter_map(|cell| match cell {
                Cell::Read {
                    functions, from, ..
                } => Some((model.name, *functions, *from)),
                _ => None,
            })
        })
    }

    #[test]
    fn every_function_of_a_cell_is_in_the_catalogue() {
        for (model, functions, _) in cells() {
            for name in functions {
                assert!(catalog::find(name).is_some(), "{model}: {name}");
            }
        }
    }

    #[test]
    fn every_cell_has_a_file_at_a_commit() {
        for (model, _, from) in cells() {
            let hex = from.commit.len() == 40 && from.commit.bytes().all(|b| b.is_ascii_hexdigit());
            let release = from.commit.starts_with('v') && from.commit.contains('.');
            assert!(hex || release, "{model}: {}", from.commit);
            assert_eq!(
                from.repository.split('/').count(),
                2,
                "{model}: {}",
                from.repository
            );
            assert!(
                from.path.contains('.') && from.line > 0,
                "{model}: {}",
                from.path
            );
        }
    }

    #[test]
    fn models_are_many_and_each_has_one_row_and_a_known_activation() {
        let names: BTreeSet<&str> = all().map(|model| model.name).collect();
        assert_eq!(names.len(), all().count());
        assert!(names.len() >= 25, "{}", names.len());
        for model in all() {
            let Cell::Read { functions, .. } = &model.hidden else {
                panic!("{}: nothing is known of its layers", model.name);
            };
            assert!(!functions.is_empty(), "{}", model.name);
        }
    }

    #[test]
    fn a_gated_layer_says_which_half_is_activated_and_no_other_does() {
        for model in all() {
            let Cell::Read { functions, .. } = &model.hidden else {
                continue;
            };
            let gated = functions.iter().any(|name| name.ends_with("glu"));
            let says = !matches!(model.gate, Cell::Without(_));
            assert_eq!(gated, says, "{}", model.name);
        }
    }
}
