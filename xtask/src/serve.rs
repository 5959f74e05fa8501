//! `cargo xtask serve`: build, serve, rebuild on change, reload.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chapters::gather::gather;
use site::server::Server;
use verification::golden;

use crate::basis;
use crate::book::{SITE, Source};
use crate::complaint::Complaint;
use crate::inputs::Newest;
use crate::project::{self, root};
use crate::unchanged;
use toolchain::cargo;

/// Where `build` records the inputs of the site that it built.
const STAMP: &str = "target/book.stamp";

/// Builds the site. The complaints are those about pages and about the site; the site is written as
/// far as possible even with complaints, so that an author can see the page that is wrong.
pub fn build() -> Result<site::Report, Vec<Complaint>> {
    std::thread::spawn(golden::read_ahead);
    modules::build_ahead();
    let pages = project::read_pages(None)?;
    let evidence = gather(basis::memory(), &pages, cargo::cells);
    let mut complaints: Vec<Complaint> = evidence.complaints.iter().cloned().collect();
    let book = Source::new(&pages, evidence)?;
    match site::build(&root(), &book, &root().join(SITE)) {
        Ok(report) if complaints.is_empty() => Ok(report),
        Ok(_) => Err(complaints),
        Err(more) => {
            complaints.extend(more);
            complaints.sort();
            complaints.dedup();
            Err(complaints)
        }
    }
}

/// Builds the site, unless it is unchanged since it was built from the same tree.
pub fn build_if_changed() -> bool {
    let start = Instant::now();
    let (stamp, site) = (root().join(STAMP), root().join(SITE));
    let inputs = unchanged::inputs(&root()).ok();
    if let Some(said) = inputs.and_then(|inputs| unchanged::said(&stamp, &site, inputs)) {
        println!("{said}, unchanged, {:.1} s", start.elapsed().as_secs_f64());
        return true;
    }
    let Some(said) = build_and_report() else {
        return false;
    };
    // A site without the module is not recorded: the machine may be able to build it next time.
    if let (Some(inputs), None) = (inputs, modules::missing())
        && let Err(error) = unchanged::note(&stamp, &site, inputs, &said)
    {
        println!("the next build starts anew: cannot write {STAMP}: {error}");
    }
    true
}

/// Builds the site and prints its size or the complaints; the line that was printed, if there is no
/// complaint.
fn build_and_report() -> Option<String> {
    let start = Instant::now();
    match build() {
        Ok(report) => {
            let said = format!(
                "{} pages, {} formulas, {} files, {} kB in {SITE}",
                report.pages,
                report.formulas,
                report.files,
                report.bytes / 1000
            );
            println!("{said}, {:.1} s", start.elapsed().as_secs_f64());
            if let Some(note) = modules::missing() {
                println!("{note}");
            }
            Some(said)
        }
        Err(complaints) => {
            for complaint in complaints {
                println!("{complaint}");
            }
            None
        }
    }
}

/// Serves on 127.0.0.1 until the program is stopped.
pub fn serve(port: u16) -> Result<(), Vec<Complaint>> {
    // An edit made while the site is built triggers the next build.
    let mut seen = Newest::of(&root());
    println!("building the book; the first time it takes about a minute ..");
    build_and_report();
    let rebuilt = Arc::new(AtomicU64::new(0));
    let server = Server::live(root().join(SITE), Arc::clone(&rebuilt));
    let address = server.start(port).map_err(|error| {
        vec![Complaint::new(
            "xtask/src/serve.rs",
            1,
            format!("cannot listen on 127.0.0.1:{port}: {error}; try `cargo xtask serve --port 0`"),
        )]
    })?;
    println!("http://{address}/ (stop with Ctrl+C)");
    loop {
        std::thread::sleep(Duration::from_millis(300));
        let now = Newest::of(&root());
        if now == seen {
            continue;
        }
        if now.sources != seen.sources {
            println!(
                "the library or the tools changed: start `cargo xtask serve` again to see it in figures and checks"
            );
        }
        seen = now;
        build_and_report();
        rebuilt.fetch_add(1, Ordering::SeqCst);
    }
}

/// `cargo xtask preprocess`, which `book.toml` names for the stock mdBook: a book on stdin, the
/// same book with our pages on stdout.
pub fn preprocess() -> Result<(), Vec<Complaint>> {
    let pages = project::read_pages(None)?;
    let evidence = gather(basis::memory(), &pages, cargo::cells);
    let wrong: Vec<Complaint> = evidence.complaints.iter().cloned().collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    // The stock mdBook has no place for further files: its pages offer no programs.
    let Source(book, memory) = Source::new(&pages, evidence)?;
    let book = Source(book.without_files(), memory);
    site::preprocess(&book, std::io::stdin(), std::io::stdout())
}
