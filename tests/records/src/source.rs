//! Where the project's files are.

use std::io;
use std::path::{Path, PathBuf};

use notebook::bundle::{Library, Shim};

/// The project's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The library's source, ready to travel with a cell.
///
/// # Errors
/// If a file of the library cannot be read.
pub fn library() -> io::Result<Library> {
    // The C library's function is the same to the digits that a page prints, and every program
    // that uses std is linked with it: a program for the playground needs no crate.
    let libm = Shim {
        name: "libm".to_owned(),
        source: "/// From the C library; with Cargo, use the crate `libm` instead.\n\
                 mod libm {\n    unsafe extern \"C\" {\n        pub safe fn erfc(x: f64) -> f64;\n    }\n}\n"
            .to_owned(),
    };
    let root = root().join("crates/nnfn/src/lib.rs");
    Library::read("nnfn", &root, vec![libm])
}
