//! The step that needs nothing of the others, and they nothing of it.

use notebook::Memory;
use toolchain::library;

use crate::basis;
use crate::project::root;
use crate::report::Done;

pub fn library(memory: &Memory) -> Done {
    let tested = library::tests(memory, basis::project(&root()).ok());
    Done {
        remembered: tested.remembered,
        ..Done::new(tested.checks, &tested.remark, tested.complaints)
    }
}
