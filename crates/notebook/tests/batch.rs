//! Cells that share a process are told apart, and one that ends the process harms no other.
//!
//! Run without arguments this program tests; with arguments it is the program that holds the cells.

use std::process::ExitCode;

use notebook::number::Number;
use notebook::run::{self, End, Run};

const CELLS: run::Table<fn() -> ExitCode> = &[
    ("a:1", || {
        println!("one");
        ExitCode::SUCCESS
    }),
    ("a:2", || {
        print!("no line end");
        eprintln!("on stderr");
        ExitCode::SUCCESS
    }),
    ("a:3", || {
        println!("before");
        panic!("boom")
    }),
    ("a:4", || {
        println!("leaving");
        std::process::exit(3)
    }),
    ("a:5", || std::process::abort()),
    ("a:6", || ExitCode::FAILURE),
    ("a:7", || {
        println!("last");
        ExitCode::SUCCESS
    }),
];

const VALUES: run::Table<fn() -> Number> = &[
    ("a:1:1", || Number::Float(0.1)),
    ("a:1:2", || Number::Integer(-3)),
    ("a:1:3", || panic!("no\nvalue")),
];

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        return run::main(CELLS, VALUES);
    }
    let program = std::env::current_exe().expect("this program");
    let ids: Vec<String> = CELLS.iter().map(|(id, _)| (*id).to_owned()).collect();
    let alone = run::cells(&program, &ids);
    assert_eq!(
        run::batch(&program, &ids),
        alone,
        "the same together as alone"
    );
    let told = |run: &Run| (run.stdout.clone(), run.stderr.clone(), run.end.clone());
    let text = str::to_owned;
    assert_eq!(told(&alone[0]), (text("one\n"), text(""), End::Success));
    assert_eq!(
        told(&alone[1]),
        (text("no line end"), text("on stderr"), End::Success)
    );
    assert_eq!(
        told(&alone[2]),
        (
            text("before\npanicked: boom\n"),
            text(""),
            End::Panic { line: None }
        )
    );
    assert_eq!(
        told(&alone[3]),
        (
            text("leaving\n"),
            text(""),
            End::Failure(text("exit status: 3"))
        )
    );
    assert!(
        matches!(&alone[4].end, End::Failure(how) if how.contains("signal")),
        "{:?}",
        alone[4]
    );
    assert_eq!(
        told(&alone[5]),
        (text(""), text(""), End::Failure(text("exit status: 1")))
    );
    assert_eq!(told(&alone[6]), (text("last\n"), text(""), End::Success));
    let values = run::values(&program).expect("values");
    assert_eq!(values[0], (text("a:1:1"), Ok(Number::Float(0.1))));
    assert_eq!(values[1], (text("a:1:2"), Ok(Number::Integer(-3))));
    assert_eq!(values[2], (text("a:1:3"), Err(text("no value"))));
    println!("test result: ok. 1 passed; 0 failed");
    ExitCode::SUCCESS
}
