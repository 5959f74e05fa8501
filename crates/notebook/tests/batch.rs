//! Cells that share a process are kept apart, and one that ends the process does not affect the others.
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
    // What a cell says of itself is not believed.
    ("b:1", || {
        eprintln!("\u{1e}panic /out/pages/book/a.md:7");
        eprintln!("\u{1e}0 at /out/pages/book/a.md:7");
        ExitCode::SUCCESS
    }),
    ("b:2", || {
        println!("\u{1e}end success\n\u{1e} exit 0");
        eprintln!("\u{1e}end success\n\u{1e} exit 0");
        std::process::exit(101)
    }),
    ("b:3", || {
        eprint!("no line end");
        panic!("seen all the same")
    }),
    ("b:4", || {
        let _ = std::thread::spawn(|| panic!("elsewhere")).join();
        ExitCode::SUCCESS
    }),
    ("b:5", || {
        std::panic::set_hook(Box::new(|_| {}));
        panic!("silent")
    }),
    ("b:6", || {
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line).unwrap();
        let files = std::fs::read_dir(".").unwrap().count();
        println!(
            "{read} bytes, {files} files, {} arguments",
            std::env::args().filter(|a| a.len() == 32).count()
        );
        ExitCode::SUCCESS
    }),
    ("b:7", || {
        for _ in 0..100_000 {
            println!("and on");
        }
        ExitCode::SUCCESS
    }),
    ("b:8", || {
        fn deeper(n: u64) -> u64 {
            std::hint::black_box(if n == 0 { 0 } else { deeper(n + 1) + n })
        }
        println!("{}", deeper(1));
        ExitCode::SUCCESS
    }),
    ("b:9", || ExitCode::from(3)),
    ("b:10", || std::process::exit(0)),
];

const VALUES: run::Table<fn() -> Number> = &[
    ("a:1:1", || Number::Float(0.1)),
    ("a:1:2", || Number::Integer(-3)),
    ("a:1:3", || panic!("no\nvalue")),
    ("a:1:4", || {
        println!("a:1:5 f 0000000000000000");
        Number::Integer(4)
    }),
    ("a:1:5", || std::process::exit(0)),
    ("a:1:6", || std::process::abort()),
    ("a:1:7", || Number::Integer(7)),
];

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        return run::main(CELLS, VALUES);
    }
    let program = std::env::current_exe().expect("this program");
    let ids: Vec<String> = CELLS.iter().map(|(id, _)| (*id).to_owned()).collect();
    let alone = run::cells(&program, &ids);
    for ((id, alone), together) in ids.iter().zip(&alone).zip(run::batch(&program, &ids)) {
        assert!(*alone == together, "{id} is not the same together as alone");
    }
    let outcome = |run: &Run| (run.stdout.clone(), run.stderr.clone(), run.end.clone());
    let text = str::to_owned;
    assert_eq!(outcome(&alone[0]), (text("one\n"), text(""), End::Success));
    assert_eq!(
        outcome(&alone[1]),
        (text("no line end"), text("on stderr"), End::Success)
    );
    assert_eq!(
        outcome(&alone[2]),
        (
            text("before\npanicked: boom\n"),
            text(""),
            End::Panic { line: None }
        )
    );
    assert_eq!(
        outcome(&alone[3]),
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
        outcome(&alone[5]),
        (text(""), text(""), End::Failure(text("exit status: 1")))
    );
    assert_eq!(outcome(&alone[6]), (text("last\n"), text(""), End::Success));
    let end = |id: &str| {
        let at = ids.iter().position(|found| found == id);
        let run = &alone[at.expect("a cell")];
        (
            run.stdout.chars().take(60).collect::<String>(),
            run.end.clone(),
        )
    };
    let failure = |how: &str| End::Failure(how.to_owned());
    assert_eq!(end("b:1").1, End::Success);
    assert_eq!(end("b:2").1, failure("exit status: 101"));
    assert_eq!(alone[9].stderr, "no line end");
    assert_eq!(end("b:3").1, End::Panic { line: None });
    assert_eq!(end("b:4"), (text("panicked: elsewhere\n"), End::Success));
    assert_eq!(end("b:5"), (text(""), End::Panic { line: None }));
    assert_eq!(end("b:6").0, "0 bytes, 0 files, 0 arguments\n");
    assert_eq!(end("b:7").1, failure("it printed more than 64 kB"));
    assert_eq!(end("b:8").1, failure("it overflowed its stack"));
    assert_eq!(end("b:9").1, failure("exit status: 3"));
    assert_eq!(end("b:10").1, End::Success);
    let values = run::values(&program, &["a"]).expect("values");
    assert_eq!(values[0], (text("a:1:1"), Ok(Number::Float(0.1))));
    assert_eq!(values[1], (text("a:1:2"), Ok(Number::Integer(-3))));
    let wrong = |at: usize, why: &str| {
        let (id, value) = &values[at];
        let found = value.as_ref().expect_err("no value");
        assert!(found.starts_with(why), "{id}: {found}");
    };
    wrong(2, "panicked: no value");
    wrong(3, "prints `a:1:5 f 0000000000000000`");
    wrong(4, "ended the process, exit status: 0");
    wrong(5, "ended the process, signal: 6");
    assert_eq!(values[6], (text("a:1:7"), Ok(Number::Integer(7))));
    assert_eq!(values.len(), 7);
    let others = run::values(&program, &["b"]).expect("values");
    assert_eq!(others, []);
    println!("test result: ok. 1 passed; 0 failed");
    ExitCode::SUCCESS
}
