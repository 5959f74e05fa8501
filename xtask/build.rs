//! Puts into the tool which sources its checks are compiled of, and by what: a result of an earlier run
//! is taken from the memory only for the same.

#[path = "src/closure.rs"]
mod closure;

use std::path::Path;
use std::process::Command;
use std::{env, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for kept in &closure::KEPT {
        let (folders, files) = closure::places(&root, kept)?;
        for place in folders.iter().chain(&files) {
            println!("cargo:rerun-if-changed=../{place}");
        }
        let name = kept.package.to_uppercase();
        let digest = closure::digest(&root, kept)?;
        println!("cargo:rustc-env=COMPILED_OF_{name}={digest:032x}");
    }
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("-vV").output()?.stdout;
    let set = |name: &str| env::var(name).unwrap_or_default();
    let settings = ["TARGET", "PROFILE", "OPT_LEVEL", "CARGO_ENCODED_RUSTFLAGS"].map(set);
    let said = format!("{} {settings:?}", String::from_utf8_lossy(&version));
    println!("cargo:rustc-env=COMPILED_BY={}", said.replace('\n', " "));
    Ok(())
}
