//! A generated book with cells like those of our chapters, as many as in a finished book.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

pub const PAGES: usize = 10;
const CELLS_A_PAGE: usize = 15;
pub const CELLS: usize = PAGES * CELLS_A_PAGE;

/// Writes the book into `folder`, for both tools.
pub fn write(folder: &Path) -> io::Result<()> {
    let book = folder.join("book");
    if book.exists() {
        fs::remove_dir_all(&book)?;
    }
    fs::create_dir_all(&book)?;
    fs::write(
        folder.join("book.toml"),
        "[book]\nsrc = \"book\"\n\n[rust]\nedition = \"2024\"\n",
    )?;
    let mut summary = String::from("# Summary\n\n");
    for number in 1..=PAGES {
        let _ = writeln!(summary, "- [Page {number}](page{number}.md)");
        fs::write(book.join(format!("page{number}.md")), page(number, 0))?;
    }
    fs::write(book.join("SUMMARY.md"), summary)
}

/// Changes a number in one cell of a page.
pub fn edit(book: &Path, number: usize, edition: usize) -> io::Result<()> {
    fs::write(book.join(format!("page{number}.md")), page(number, edition))
}

/// The stock tool needs the hidden `extern crate`; ours accepts it.
fn page(number: usize, edition: usize) -> String {
    let mut text = format!("# Page {number}\n");
    for cell in 0..CELLS_A_PAGE {
        let start = number * 100 + cell + if cell == 7 { edition } else { 0 };
        let _ = write!(
            text,
            "\nSome words about cell {cell}.\n\n```rust\n# extern crate nnfn;\n{}```\n",
            code(cell, start)
        );
    }
    text
}

fn code(cell: usize, start: usize) -> String {
    match cell % 3 {
        0 => format!(
            "use nnfn::activations::{{gelu, gelu_grad, sigmoid}};\n\nprintln!(\"   x   gelu   slope\");\nfor i in 0..5 {{\n    let x = f64::from(i) - {start}.0 / 100.0;\n    println!(\"{{x:5.2}} {{:.6}} {{:.6}}\", gelu(x), gelu_grad(x));\n}}\nassert!(sigmoid({start}.0) <= 1.0);\n"
        ),
        1 => format!(
            "use nnfn::activations::softmax;\n\nlet p = softmax(&[{start}.0, 1.0, 0.1], 2.0);\nlet sum: f64 = p.iter().sum();\nprintln!(\"{{p:.6?}} sums to {{sum:.6}}\");\nassert!((sum - 1.0).abs() < 1e-12);\n"
        ),
        _ => format!(
            "use nnfn::losses::{{huber, mean}};\n\nlet residuals = [0.5, -0.5, 0.0, {start}.0];\nlet losses: Vec<f64> = residuals.iter().map(|r| huber(*r, 0.0, 1.0)).collect();\nprintln!(\"{{losses:?}}, mean {{:.4}}\", mean(&losses));\n"
        ),
    }
}
