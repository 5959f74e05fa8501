//! Lists the properties of the files that have a `mod` line in `src/properties/mod.rs`, so that nobody lists them
//! a second time. The `mod` lines stay in the source, where rustfmt looks for files.

use std::{env, fs, path::Path};

const MODULES: &str = "src/properties/mod.rs";

fn main() {
    println!("cargo::rerun-if-changed={MODULES}");
    let text = fs::read_to_string(MODULES).expect(MODULES);
    let modules = text
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    let lists: String = modules
        .map(|module| format!("{module}::PROPERTIES,"))
        .collect();
    let out = env::var_os("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&out).join("properties.rs"), format!("[{lists}]")).expect("a file");
}
