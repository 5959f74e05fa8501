//! Names the compiler, so that what it accepted is forgotten when it changes.

use std::process::Command;

fn main() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    println!("cargo:rustc-env=CHAPTERS_RUSTC={version}");
    println!("cargo:rerun-if-changed=build.rs");
}
