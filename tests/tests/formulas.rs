//! The formulas of the book, and wrong ones in their place.

use notebook::Page;
use verification::formulas;

fn pages() -> Vec<Page> {
    let root = verification::source::root();
    let read = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        Page::scan(&name, &std::fs::read_to_string(path).unwrap())
    };
    let mut all: Vec<_> = notebook::pages::list(&root.join("book")).unwrap();
    all.sort();
    all.iter().map(read).collect()
}

#[test]
fn the_book_has_no_wrong_formula() {
    let all = formulas::check(&pages());
    let mut problems = vec![];
    for f in &all {
        println!("{}:{} {} {:?} {} points ({} thorough), {:.2} ulp at {}, {:.3} s", f.page, f.line, f.mark, f.how, f.outcome.points, f.thorough, f.outcome.worst, f.outcome.at, f.seconds);
        problems.extend(f.outcome.problems.iter().map(|p| format!("{}:{}: {}", p.file, p.line, p.message)));
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn no_wrong_formula_passes() {
    let score = formulas::mutants::score(&pages());
    println!("{} mutants, {} refused, {} equivalent", score.made, score.refused, score.equivalent);
    let told: Vec<String> = score.survivors.iter().map(|p| format!("{}:{}: {}", p.file, p.line, p.message)).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}
