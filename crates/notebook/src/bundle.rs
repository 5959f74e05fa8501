//! One self-contained program of a cell and the library sources that it uses.
//!
//! The library's module tree is read from its files, cut down to the modules that the code can
//! reach, and written as one `mod name { .. }`. A path that starts at the library names functions
//! and modules; these name others in their turn.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A library's source, one entry per module.
#[derive(Clone, Debug)]
pub struct Library {
    name: String,
    /// By path: `activations::gelu`; empty for the root.
    modules: BTreeMap<String, Module>,
    shims: Vec<Shim>,
    /// What was written before, by the modules in it: many programs need the same.
    written: Arc<Mutex<BTreeMap<BTreeSet<String>, String>>>,
}

/// Source that stands for a dependency in a bundle.
#[derive(Clone, Debug)]
pub struct Shim {
    /// The dependency's name: `libm`.
    pub name: String,
    /// A `mod name { .. }` with what the library uses of it.
    pub source: String,
}

#[derive(Clone, Debug)]
struct Module {
    /// The source without docs, tests and inner attributes.
    source: String,
    /// Public functions that it defines.
    functions: BTreeSet<String>,
    /// What its paths within the library name.
    names: BTreeSet<String>,
    /// What it offers of modules that are not its own: `mean` of `pub use crate::sum::{mean, sum};`.
    offered: BTreeSet<String>,
}

impl Module {
    fn new(source: String) -> Module {
        let functions = source.lines().filter_map(public_function);
        Module {
            functions: functions.map(str::to_owned).collect(),
            names: named(&source, &["crate::", "super::"]),
            offered: passed_on(&source),
            source,
        }
    }
}

impl Library {
    /// Reads the module tree that starts at `root`, a `lib.rs`.
    ///
    /// # Errors
    /// If a file named by a `mod name;` cannot be read.
    pub fn read(name: &str, root: &Path, shims: Vec<Shim>) -> io::Result<Library> {
        let mut library = Library {
            name: name.to_owned(),
            modules: BTreeMap::new(),
            shims,
            written: Arc::default(),
        };
        library.read_module(String::new(), root)?;
        Ok(library)
    }

    fn read_module(&mut self, path: String, file: &Path) -> io::Result<()> {
        let source = fs::read_to_string(file).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", file.display()))
        })?;
        let source = strip(&source);
        let children: Vec<String> = source
            .lines()
            .filter_map(declared)
            .map(str::to_owned)
            .collect();
        let is_root_like = file
            .file_stem()
            .is_some_and(|stem| stem == "lib" || stem == "mod");
        let folder = if is_root_like {
            file.with_file_name("")
        } else {
            file.with_extension("")
        };
        self.modules.insert(path.clone(), Module::new(source));
        for child in children {
            let nested = folder.join(&child).join("mod.rs");
            let flat = folder.join(format!("{child}.rs"));
            self.read_module(
                join(&path, &child),
                if flat.exists() { &flat } else { &nested },
            )?;
        }
        Ok(())
    }

    /// The cell as a program that plain `rustc` compiles: the library's part, then the code, in a
    /// `main` if it has none.
    #[must_use]
    pub fn program(&self, code: &str) -> String {
        let library = self.source_for(code);
        let has_main = code
            .lines()
            .any(|line| line.starts_with("fn main(") || line.starts_with("pub fn main("));
        let indented: String = code.lines().map(|line| indent(line) + "\n").collect();
        let main = if has_main {
            code.to_owned()
        } else if code.contains("Ok::<") {
            format!(
                "fn main() -> std::process::ExitCode {{\n    std::process::Termination::report((|| {{\n{indented}    }})())\n}}\n"
            )
        } else {
            format!("fn main() {{\n{indented}}}\n")
        };
        if library.is_empty() {
            main
        } else {
            format!("{main}\n{library}")
        }
    }

    /// The part of the library that `code` can reach, as one `mod`; empty if it uses none of it.
    #[must_use]
    pub fn source_for(&self, code: &str) -> String {
        let mut needed = BTreeSet::new();
        self.reach(
            &named(code, &[&format!("{}::", self.name)]),
            false,
            &mut needed,
        );
        self.source_of(&needed)
    }

    /// The part of the library that the functions of these listings are in and can reach, as one
    /// `mod`: what several need stands in it once.
    #[must_use]
    pub fn source_of_listings(&self, listings: &[&str]) -> String {
        let functions = listings.iter().flat_map(|listing| listing.lines());
        let names = functions.filter_map(public_function).map(str::to_owned);
        let mut needed = BTreeSet::new();
        self.reach(&names.collect(), false, &mut needed);
        self.source_of(&needed)
    }

    /// The whole library as one `mod`.
    #[must_use]
    pub fn source(&self) -> String {
        let all = self.modules.keys().cloned();
        self.source_of(&all.collect())
    }

    fn source_of(&self, needed: &BTreeSet<String>) -> String {
        if needed.is_empty() {
            return String::new();
        }
        let written = || self.written.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(known) = written().get(needed) {
            return known.clone();
        }
        let source = self.write(needed);
        written().insert(needed.clone(), source.clone());
        source
    }

    fn write(&self, needed: &BTreeSet<String>) -> String {
        let mut body = self.emit("", needed);
        for shim in &self.shims {
            let direct = format!("{}::", shim.name);
            if body.contains(&direct) {
                body = body.replace(&direct, &format!("crate::{}::{direct}", self.name));
                body.push_str(&shim.source);
            }
        }
        let body = body
            .replace("crate::", &format!("crate::{}::", self.name))
            .replace(
                &format!("crate::{0}::{0}::", self.name),
                &format!("crate::{}::", self.name),
            );
        let mut out = format!(
            "#[allow(dead_code, unused_imports)]\nmod {} {{\n",
            self.name
        );
        for line in body.trim().lines() {
            // What was left out leaves no gap.
            if !(line.is_empty() && (out.ends_with("\n\n") || out.ends_with("{\n"))) {
                out.push_str(&indent(line));
                out.push('\n');
            }
        }
        out + "}\n"
    }

    /// Adds the modules that `names` stand for, and what these reach in their turn.
    ///
    /// A name is a function's, or, within the library, a module's; a module that only passes a function
    /// on is meant where both are named.
    fn reach(&self, names: &BTreeSet<String>, inside: bool, needed: &mut BTreeSet<String>) {
        for (path, module) in &self.modules {
            let leaf = path.rsplit("::").next().unwrap_or("");
            let by_name = inside && names.contains(leaf);
            let by_function = module.functions.iter().any(|f| names.contains(f));
            let by_offer = names.contains(leaf) && !module.offered.is_disjoint(names);
            if (by_name || by_function || by_offer) && needed.insert(path.clone()) {
                self.reach(&module.names, true, needed);
            }
        }
    }

    /// Does the line import from a module of the library that is left out?
    fn is_unneeded_import(&self, line: &str, path: &str, needed: &BTreeSet<String>) -> bool {
        let Some(source) = imported(line) else {
            return false;
        };
        let module = match source.strip_prefix("crate::") {
            Some(from_root) => from_root.split("::").next().unwrap_or("").to_owned(),
            None => join(path, source.split("::").next().unwrap_or("")),
        };
        let below = format!("{module}::");
        self.modules.contains_key(&module)
            && !needed.iter().any(|n| *n == module || n.starts_with(&below))
    }

    /// The source of a module with its needed children inside.
    fn emit(&self, path: &str, needed: &BTreeSet<String>) -> String {
        let Some(module) = self.modules.get(path) else {
            return String::new();
        };
        let wanted = |child: &str| {
            let child = join(path, child);
            needed
                .iter()
                .any(|n| *n == child || n.starts_with(&format!("{child}::")))
        };
        let mut out = String::new();
        let mut dropping = false;
        for line in module.source.lines() {
            if dropping {
                dropping = !line.contains(';');
            } else if let Some(child) = declared(line) {
                if wanted(child) {
                    let visibility = if line.starts_with("pub mod") {
                        "pub "
                    } else {
                        ""
                    };
                    out.push_str(&format!("{visibility}mod {child} {{\n"));
                    for line in self.emit(&join(path, child), needed).lines() {
                        out.push_str(&(indent(line) + "\n"));
                    }
                    out.push_str("}\n");
                }
            } else if self.is_unneeded_import(line, path, needed) {
                dropping = !line.contains(';');
            } else {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

fn join(path: &str, child: &str) -> String {
    if path.is_empty() {
        child.to_owned()
    } else {
        format!("{path}::{child}")
    }
}

fn indent(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!("    {line}")
    }
}

/// `gelu` of `mod gelu;`.
fn declared(line: &str) -> Option<&str> {
    let line = line
        .strip_prefix("pub ")
        .or_else(|| line.strip_prefix("pub(crate) "))
        .unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// `gelu::{..` of `pub use gelu::{..};`.
fn imported(line: &str) -> Option<&str> {
    line.strip_prefix("pub use ")
        .or_else(|| line.strip_prefix("use "))
}

/// The names in all paths of `code` that start with one of `roots`: `a`, `b` and `c` of
/// `use root::a::{b, c};`. A glob stands for every word of the code.
fn named(code: &str, roots: &[&str]) -> BTreeSet<String> {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut names = BTreeSet::new();
    for root in roots {
        for (at, _) in code.match_indices(root) {
            let path = &code[at + root.len()..];
            let is_import = code[..at].trim_end().ends_with("use");
            let part = |c: char| {
                c.is_alphanumeric() || "_:".contains(c) || (is_import && "{}, \n".contains(c))
            };
            let end = path.find(|c| !part(c)).unwrap_or(path.len());
            names.extend(words(&path[..end]));
            if path[end..].starts_with('*') {
                names.extend(words(code));
            }
        }
    }
    names
}

/// `sum` and `mean` of `pub use crate::sum::mean;`: what a module has from elsewhere and offers.
fn passed_on(source: &str) -> BTreeSet<String> {
    let statements = source.split(';').map(str::trim_start);
    let re_exports = statements.filter(|s| s.starts_with("pub use crate::"));
    re_exports.flat_map(|s| named(s, &["crate::"])).collect()
}

/// A function of a module; methods, which are indented, are none.
fn public_function(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub fn ")
        .or_else(|| line.strip_prefix("pub(crate) fn "))
        .or_else(|| line.strip_prefix("pub const fn "))?;
    rest.split(['(', '<']).next()
}

/// A source without docs, anchors, tests and inner attributes.
fn strip(source: &str) -> String {
    let mut out = String::new();
    for line in source.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("#[cfg(test)]") || trimmed.starts_with("#[cfg(doctest)]") {
            break;
        }
        let dropped = ["//!", "///", "// ANCHOR", "#![", "#[must_use"]
            .iter()
            .any(|mark| trimmed.starts_with(mark));
        let blank = trimmed.is_empty() && (out.is_empty() || out.ends_with("\n\n"));
        if !dropped && !blank {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `losses` defines `hinge` and passes on `mean` and `total` of the private `sum`.
    fn library() -> Library {
        let module = |path: &str, source: &str| (path.to_owned(), Module::new(source.to_owned()));
        let losses = "mod hinge;\n\npub use crate::sum::{mean, total};\npub use hinge::hinge;\n";
        Library {
            name: "lib".to_owned(),
            modules: [
                module("", "mod sum;\n\npub mod losses;\n"),
                module("sum", "pub fn mean() {}\npub fn total() {}\n"),
                module("losses", losses),
                module("losses::hinge", "pub fn hinge() {}\n"),
            ]
            .into(),
            shims: vec![],
            written: Arc::default(),
        }
    }

    #[test]
    fn a_function_that_a_module_passes_on_brings_that_module() {
        let expected = "#[allow(dead_code, unused_imports)]
mod lib {
    mod sum {
        pub fn mean() {}
        pub fn total() {}
    }

    pub mod losses {
        pub use crate::lib::sum::{mean, total};
    }
}
";
        for code in [
            "use lib::losses::mean;",
            "lib::losses::total()",
            "use lib::losses::{mean};",
        ] {
            assert_eq!(library().source_for(code), expected, "{code}");
        }
    }

    #[test]
    fn a_module_that_passes_on_what_is_not_used_does_not_bring_it() {
        let found = library().source_for("use lib::losses::hinge;");
        assert!(
            found.contains("pub fn hinge") && !found.contains("sum"),
            "{found}"
        );
        assert_eq!(library().source_for("let mean = 1.0;"), "");
    }

    #[test]
    fn several_listings_make_one_module_that_has_everything_once() {
        let (mean, hinge) = ("pub fn mean() {}\n", "pub fn hinge() {}\n");
        let both = library().source_of_listings(&[mean, hinge, mean]);
        for part in [
            "mod lib {",
            "mod sum {",
            "mod losses {",
            "fn mean",
            "fn hinge",
        ] {
            assert_eq!(both.matches(part).count(), 1, "{part}: {both}");
        }
        assert!(!library().source_of_listings(&[mean]).contains("hinge"));
        assert_eq!(both, library().source_of_listings(&[hinge, mean]));
        assert_eq!(library().source_of_listings(&[]), "");
        // Here the two listings and what they need are all that there is.
        assert_eq!(both, library().source());
    }
}
