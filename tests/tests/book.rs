//! The formulas of the book, and wrong ones in their place: the steps `formulas` and `mutants` as tests.

use notebook::Page;
use verification::formulas;

fn pages() -> Vec<Page> {
    notebook::pages::read(&verification::source::root().join("book"))
        .expect("the pages can be read")
}

#[test]
fn the_book_has_no_wrong_formula() {
    let all = formulas::check(&pages());
    let mut problems = vec![];
    for f in &all {
        println!(
            "{}:{} {} {:?} {} points ({} thorough), {:.2} ulp at {}, {:.3} s",
            f.page,
            f.line,
            f.mark,
            f.how,
            f.outcome.points,
            f.thorough,
            f.outcome.worst,
            f.outcome.at,
            f.seconds
        );
        problems.extend(
            f.outcome
                .problems
                .iter()
                .map(|p| format!("{}:{}: {}", p.file, p.line, p.message)),
        );
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn no_wrong_formula_passes() {
    let score = formulas::mutants::score(&pages());
    println!(
        "{} mutants, {} refused, {} equivalent; {} more are no formula: {:?}",
        score.made, score.refused, score.same, score.unread, score.unread_by_change
    );
    let reported: Vec<String> = score
        .survivors
        .iter()
        .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
        .collect();
    assert!(reported.is_empty(), "\n{}", reported.join("\n"));
}
