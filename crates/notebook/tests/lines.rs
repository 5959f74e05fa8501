//! The compiler, a panic and the runner name the page's own lines.

use std::path::{Path, PathBuf};
use std::process::Command;

use notebook::bundle::Library;
use notebook::run::{self, End};
use notebook::{Page, check, rustc, tangle};

const NAME: &str = "book/some/page.md";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("lines-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("out/pages/book/some")).expect("a folder");
    folder
}

/// Compiles the cells of a page as the package `cells` does; what the compiler says, or the program.
fn compile(folder: &Path, text: &str) -> (Page, Result<PathBuf, String>) {
    let page = Page::scan(NAME, text);
    assert_eq!(page.problems, []);
    let place = folder.join("out/pages").join(NAME);
    std::fs::write(&place, tangle::tangle(&page)).expect("a page");
    let cells: String = page
        .cells
        .iter()
        .map(|cell| format!("\"{NAME}:{}\" => page::{}(),", cell.line, cell.function()))
        .collect();
    let main = format!(
        "#[path = {place:?}] mod page;\nfn main() {{\n\
         let mut secret = String::new(); std::io::stdin().read_line(&mut secret).unwrap();\n\
         let mark = format!(\"\\u{{1e}}{{}} \", secret.trim()); let hook = mark.clone();\n\
         std::panic::set_hook(Box::new(move |info| {{ let at = info.location().unwrap();\n\
         println!(\"panicked: {{}}\", info.payload_as_str().unwrap_or(\"\"));\n\
         eprintln!(\"{{hook}}at {{}}:{{}}\", at.file(), at.line()); }}));\n\
         let cell = || match std::env::args().nth(2).unwrap().as_str() {{ {cells} _ => unreachable!() }};\n\
         let word = match std::panic::catch_unwind(cell) {{ Ok(code) if code == std::process::ExitCode::SUCCESS => \"exit 0\",\n\
         Ok(_) => \"exit 1\", Err(_) => \"panic \" }};\n\
         println!(\"{{mark}}{{word}}\"); eprintln!(\"{{mark}}{{word}}\");\n}}\n"
    );
    std::fs::write(folder.join("main.rs"), main).expect("a program");
    let output = Command::new("rustc")
        .current_dir(folder)
        .args([
            "--edition",
            "2024",
            "--error-format",
            "short",
            "-A",
            "dead_code",
            "main.rs",
        ])
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (
        page,
        if output.status.success() {
            Ok(folder.join("main"))
        } else {
            Err(said)
        },
    )
}

#[test]
fn errors_of_the_compiler_name_line_and_column() {
    let folder = folder("errors");
    for (cell, place, message) in [
        ("let a = 1;\nlet x: f64 = a;\n", "page.md:6:14:", "E0308"),
        (
            "# let hidden = 1;\nlet y = missing(hidden);\n",
            "page.md:6:9:",
            "E0425",
        ),
        ("let z = 1 + ;\n", "page.md:5:13:", "expected expression"),
        (
            "#     let w: u8 = 300;\n",
            "page.md:5:19:",
            "literal out of range",
        ),
    ] {
        let (_, said) = compile(
            &folder,
            &format!("# Page\n\nText.\n```rust\n{cell}```\n\n```rust\nlet _ = 1;\n```\n"),
        );
        let said = said.expect_err("an error");
        let found = said
            .lines()
            .any(|line| line.contains(place) && line.contains(message));
        assert!(found, "{cell}\n{said}");
    }
    std::fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn panics_exits_and_loops_are_reported_with_their_line() {
    let folder = folder("panics");
    let text = "# Page\n\n```rust\nlet n: usize = \"12\".parse().unwrap();\nlet empty: [u8; 0] = [];\nprint!(\"before \");\nprintln!(\"{}\", empty.get(n).unwrap());\n```\n\n```rust\nfn main() { std::process::exit(3) }\n```\n\n```rust,should_panic\nprintln!(\"so\");\npanic!(\"as it must\");\n```\n\n```output\nso\npanicked: as it must\n```\n\n```rust\nlet text: Result<u8, String> = Err(\"bad\".into());\nlet n = text?;\nprintln!(\"{n}\");\nOk::<(), String>(())\n```\n";
    let (page, program) = compile(&folder, text);
    let program = program.expect("it compiles");
    let ids: Vec<String> = page
        .cells
        .iter()
        .map(|cell| format!("{NAME}:{}", cell.line))
        .collect();
    let runs: Vec<_> = ids
        .iter()
        .map(|id| run::cells(&program, std::slice::from_ref(id)).remove(0))
        .collect();
    assert_eq!(runs[0].end, End::Panic { line: Some(7) });
    assert!(
        runs[0]
            .stdout
            .starts_with("before panicked: called `Option::unwrap()`")
    );
    let reported: Vec<Option<String>> = page
        .cells
        .iter()
        .zip(&runs)
        .map(|(cell, run)| check::ending(&page, cell, run).map(|p| p.to_string()))
        .collect();
    assert!(
        reported[0]
            .as_deref()
            .is_some_and(|p| p.starts_with("book/some/page.md:7: the cell ")),
        "{reported:?}"
    );
    assert!(reported[1].as_deref().is_some_and(|p| p.starts_with("book/some/page.md:10: the cell failed, exit status: 3")), "{reported:?}");
    assert_eq!(reported[2], None);
    assert_eq!(check::output(&page, &page.cells[2], &runs[2]), None);
    assert!(
        reported[3].as_deref().is_some_and(
            |p| p.contains("book/some/page.md:24: the cell failed") && p.contains("bad")
        ),
        "{reported:?}"
    );
    std::fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn a_cell_that_must_not_compile_is_reported_by_its_code() {
    let folder = folder("reject");
    std::fs::write(
        folder.join("lib.rs"),
        "/// Doc.\npub fn half(x: f64) -> f64 {\n    0.5 * x\n}\n",
    )
    .expect("a library");
    let library = Library::read("lib", &folder.join("lib.rs"), vec![]).expect("it reads");
    let reported = |cell: &str| {
        let page = Page::scan(
            NAME,
            &format!("Text.\n\n```rust,compile_fail,E0308\n{cell}```\n"),
        );
        let run = rustc::compile_fail(&library, &page, &page.cells[0]);
        (
            run.stdout.clone(),
            check::ending(&page, &page.cells[0], &run).map(|p| p.to_string()),
        )
    };
    let (said, wrong) = reported("use lib::half;\nhalf(1);\n");
    assert_eq!(
        (said.as_str(), wrong),
        (
            "error[E0308]: mismatched types: expected `f64`, found integer\n",
            None
        )
    );
    let (_, wrong) = reported("use lib::half;\n\nlet y = hafl(1.0);\n");
    assert!(wrong.is_some_and(|p| {
        p.starts_with("book/some/page.md:6: expected E0308, the compiler says error[E0425]")
    }));
    let (_, wrong) = reported("use lib::half;\nhalf(1.0);\n");
    assert!(wrong.is_some_and(|p| {
        p.starts_with("book/some/page.md:3: the cell is marked `compile_fail` and compiles: take")
    }));
    std::fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn a_bundle_holds_what_the_code_reaches_and_no_more() {
    let folder = folder("bundle");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write(
        "lib.rs",
        "//! Docs.\n#![deny(missing_docs)]\nmod extra;\nmod kernel;\npub mod shapes;\npub use kernel::{\n    twice,\n    thrice,\n};\n",
    );
    write(
        "kernel.rs",
        "pub(crate) const TWO: f64 = 2.0;\n/// Doc.\npub fn twice(x: f64) -> f64 {\n    TWO * x\n}\npub fn thrice(x: f64) -> f64 {\n    3.0 * x\n}\n#[cfg(test)]\nmod tests {\n    nonsense\n}\n",
    );
    write("extra.rs", "pub fn unused() {}\n");
    write(
        "shapes/mod.rs",
        "mod circle;\nmod square;\npub use crate::extra::unused;\npub use circle::circle;\npub use square::square;\n",
    );
    write(
        "shapes/circle.rs",
        "use crate::kernel;\npub fn circle(r: f64) -> f64 {\n    kernel::twice(r)\n}\n",
    );
    write(
        "shapes/square.rs",
        "pub fn square(a: f64) -> f64 {\n    4.0 * a\n}\n",
    );
    let library = Library::read("lib", &folder.join("lib.rs"), vec![]).expect("it reads");
    let program = library.program("use lib::shapes::circle;\nprintln!(\"{}\", circle(1.5));\n");
    assert!(
        !program.contains("square") && !program.contains("nonsense") && !program.contains("Doc"),
        "{program}"
    );
    assert!(
        program.starts_with("fn main() {\n    use lib::shapes::circle;"),
        "{program}"
    );
    let empty = rustc::compile_and_run(
        "fn main() { println!(\"{}\", std::fs::read_dir(\".\").unwrap().count()); }\n",
    );
    assert_eq!(empty.stdout, "0\n", "it runs in an empty folder");
    let run = rustc::compile_and_run(&program);
    assert_eq!(
        (run.stdout.as_str(), run.end),
        ("3\n", End::Success),
        "{program}"
    );
    assert_eq!(
        library.program("println!(\"1\");\n"),
        "fn main() {\n    println!(\"1\");\n}\n"
    );
    std::fs::remove_dir_all(folder).expect("the folder");
}
