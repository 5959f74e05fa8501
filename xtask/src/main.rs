//! The project's one command: `cargo xtask verify | bless | new | build | serve | bench`.

mod basis;
mod book;
mod closure;
mod inputs;
mod report;
mod serve;
mod steps;
mod unchanged;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use chapters::project;
use notebook::{complaint, nearest};

use complaint::Complaint;
use nearest::did_you_mean;
use steps::Choice;
use toolchain::cargo;

/// All commands, for one that is mistyped; `preprocess` is called by mdBook only.
const COMMANDS: [&str; 7] = ["verify", "bless", "new", "build", "serve", "bench", "help"];
const OPTIONS: [&str; 4] = ["--page", "--port", "--python", "--help"];

const USAGE: &str = "\
usage: cargo xtask <command>

  verify [STEP ..] [--page PAGE]   check everything; exit 1 if anything is wrong
  bless [--page PAGE]              write outputs and numbers into the pages
  new SHAPE NAME [OPTION ..]       write the files of a new function: SHAPE is scalar, curve, gate, map or loss;
                                   --parameter NAME, --title TEXT, --chapter PATH or --no-chapter,
                                   --before or --after FUNCTION
  build                            build the site into target/book
  serve [--port PORT]              build, serve on 127.0.0.1 (port 3000), rebuild on change
  bench [FOLDER]                   compare with `mdbook test`, measure times and memory; or write a copy
                                   of the project into FOLDER with every chapter three times, to measure on
  bench arrays [WORD ..] [--python PATH]
                                   time the functions on arrays beside PyTorch and JAX, which the interpreter
                                   PATH has, candle and burn; without WORDs, which pick rows, write
                                   benches/arrays.json
  bench costs [--python PATH]      what each activation costs, in time and in what PyTorch keeps for the backward
                                   pass; write benches/costs.json
  preprocess                       the stock mdBook's preprocessor (see book.toml)
  help                             this text
";

/// The text of `help`.
fn usage() -> String {
    let mut lines = vec![String::from("STEP is one of")];
    for name in steps::names() {
        let last = lines.last_mut().expect("there is a line");
        if last.len() + name.len() > 95 {
            lines.push(format!("  {name}"));
        } else {
            last.push(' ');
            last.push_str(name);
        }
    }
    format!("{USAGE}\n{}\n", lines.join("\n"))
}

/// What the command line asks for.
enum Command {
    Verify(Choice),
    Bless(Option<String>),
    New(scaffold::Request),
    Build,
    Serve(u16),
    Bench(Option<PathBuf>),
    BenchArrays(bench::arrays::Request),
    BenchCosts(Option<String>),
    Preprocess,
    Supports(String),
    Help,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match parse(&arguments) {
        Ok(command) => command,
        Err(why) => {
            // The last line is what is read: it says what to type instead.
            eprintln!("{}\n{why}", usage());
            return ExitCode::from(2);
        }
    };
    let done = match command {
        Command::Verify(choice) => verify::verify(&choice),
        Command::Bless(page) => {
            chapters::cells::bless(page.as_deref(), cargo::cells).map(|()| true)
        }
        Command::New(request) => scaffold::new(&request),
        Command::Build => Ok(serve::build_if_changed()),
        Command::Serve(port) => serve::serve(port).map(|()| true),
        Command::Bench(None) => bench::bench(&inputs::tree()).map(|()| true),
        Command::Bench(Some(folder)) => bench::copy(&inputs::tree(), &folder).map(|()| true),
        Command::BenchCosts(python) => bench::costs::bench(python.as_deref()).map(|()| true),
        Command::BenchArrays(request) => bench::arrays::bench(&request).map(|()| true),
        Command::Preprocess => serve::preprocess().map(|()| true),
        Command::Help => {
            print!("{}", usage());
            Ok(true)
        }
        Command::Supports(renderer) => {
            return if site::supports(&renderer) {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(complaints) => {
            print(&complaints);
            ExitCode::FAILURE
        }
    }
}

fn print(complaints: &[Complaint]) {
    for complaint in complaints {
        eprintln!("{complaint}");
    }
}

fn parse(arguments: &[String]) -> Result<Command, String> {
    let (name, rest) = arguments
        .split_first()
        .ok_or("a command is missing: `cargo xtask verify` checks everything")?;
    let asks = |word: &String| matches!(word.as_str(), "--help" | "-h");
    if name == "help" || arguments.iter().any(asks) {
        return Ok(Command::Help);
    }
    if name == "new" {
        return scaffold::Request::parse(rest).map(Command::New);
    }
    let mut words = vec![];
    let (mut page, mut port, mut python) = (None, None, None);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        // `--page=gelu` is `--page gelu`.
        let (flag, attached) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with('-') => (flag, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        let place = match flag {
            "--page" => &mut page,
            "--port" => &mut port,
            "--python" => &mut python,
            _ if flag.starts_with('-') => {
                let hint = did_you_mean(flag, OPTIONS);
                let known = OPTIONS.join(", ");
                return Err(format!(
                    "unknown option `{flag}`: {hint}expected one of {known}"
                ));
            }
            _ => {
                words.push(word.clone());
                continue;
            }
        };
        let value = attached.or_else(|| rest.next().cloned());
        let value = value.filter(|value| !value.is_empty() && !value.starts_with('-'));
        let value = value.ok_or(format!("{flag} needs a value"))?;
        if place.replace(value).is_some() {
            return Err(format!("{flag} is given twice"));
        }
    }
    let takes = |command: &str, what: &[&str]| -> Result<(), String> {
        let given = [
            ("--page", page.is_some()),
            ("--port", port.is_some()),
            ("--python", python.is_some()),
            ("words", !words.is_empty()),
        ];
        match given
            .iter()
            .find(|(name, given)| *given && !what.contains(name))
        {
            Some((name, _)) => Err(format!("`{command}` takes no {name}")),
            None => Ok(()),
        }
    };
    match name.as_str() {
        "verify" => {
            takes(name, &["--page", "words"])?;
            let known = steps::names();
            if let Some(unknown) = words.iter().find(|word| !known.contains(&word.as_str())) {
                return Err(format!(
                    "unknown step `{unknown}`: {}expected one of {}",
                    did_you_mean(unknown, known.iter().copied()),
                    known.join(", ")
                ));
            }
            Ok(Command::Verify(Choice { steps: words, page }))
        }
        "bless" => takes(name, &["--page"]).map(|()| Command::Bless(page)),
        "build" => takes(name, &[]).map(|()| Command::Build),
        "serve" => {
            takes(name, &["--port"])?;
            let port = port.map_or(Ok(3000), |text| {
                text.parse()
                    .map_err(|_| format!("--port takes a number up to 65535, found `{text}`"))
            })?;
            Ok(Command::Serve(port))
        }
        "bench" if words.first().is_some_and(|word| word == "arrays") => {
            takes("bench arrays", &["words", "--python"])?;
            words.remove(0);
            let request = bench::arrays::Request { python, words };
            Ok(Command::BenchArrays(request))
        }
        "bench" if words == ["costs"] => {
            takes("bench costs", &["words", "--python"])?;
            Ok(Command::BenchCosts(python))
        }
        "bench" => {
            takes(name, &["words"])?;
            match &words[..] {
                [] => Ok(Command::Bench(None)),
                [folder] => Ok(Command::Bench(Some(folder.into()))),
                _ => Err("`bench` takes nothing, one FOLDER, `arrays` or `costs`".to_owned()),
            }
        }
        "preprocess" => match &words[..] {
            [] => Ok(Command::Preprocess),
            [supports, renderer] if supports == "supports" => {
                Ok(Command::Supports(renderer.clone()))
            }
            _ => Err("`preprocess` takes nothing, or `supports RENDERER`".to_owned()),
        },
        unknown => Err(format!(
            "unknown command `{unknown}`: {}expected one of {}",
            did_you_mean(unknown, COMMANDS),
            COMMANDS.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn bad_command_lines_say_what_is_wrong() {
        for (line, why) in [
            ("", "a command is missing"),
            ("frobnicate", "unknown command `frobnicate`"),
            ("vreify", "unknown command `vreify`: did you mean `verify`?"),
            (
                "verify formulae",
                "unknown step `formulae`: did you mean `formulas`? expected one of style, ",
            ),
            (
                "verify everything",
                "unknown step `everything`: expected one of style, ",
            ),
            (
                "verify --pgae gelu",
                "unknown option `--pgae`: did you mean `--page`?",
            ),
            ("verify --page", "--page needs a value"),
            ("verify --page=", "--page needs a value"),
            ("verify --page --port 1", "--page needs a value"),
            ("verify --page gelu --page sigmoid", "--page is given twice"),
            ("verify --page=gelu --page gelu", "--page is given twice"),
            ("verify --fast=1", "unknown option `--fast`"),
            ("verify --fast", "unknown option `--fast`"),
            ("build cells", "`build` takes no words"),
            ("bench --python python3", "`bench` takes no --python"),
            ("bench arrays --page gelu", "`bench arrays` takes no --page"),
            (
                "bench a b",
                "`bench` takes nothing, one FOLDER, `arrays` or `costs`",
            ),
            ("new", "expected a shape and a name"),
            (
                "new gatter x",
                "unknown shape `gatter`: did you mean `gate`?",
            ),
            ("new scalar x --page gelu", "unknown option `--page`"),
            (
                "serve --port many",
                "--port takes a number up to 65535, found `many`",
            ),
        ] {
            let error = parse(&words(line)).err().unwrap_or_default();
            assert!(error.starts_with(why), "{line}: {error}");
            assert!(!error.contains('\n'), "{line}: {error}");
        }
    }

    #[test]
    fn a_page_and_a_port_may_be_given_in_both_ways() {
        for line in [
            "verify cells --page gelu values",
            "verify --page=gelu cells values",
        ] {
            let Ok(Command::Verify(choice)) = parse(&words(line)) else {
                panic!("{line} is in order");
            };
            assert_eq!(choice.steps, ["cells", "values"]);
            assert_eq!(choice.page.as_deref(), Some("gelu"));
        }
        for line in ["serve --port 80", "serve --port=80"] {
            assert!(
                matches!(parse(&words(line)), Ok(Command::Serve(80))),
                "{line}"
            );
        }
    }

    #[test]
    fn a_comparison_of_arrays_takes_an_interpreter_and_words() {
        let parsed = parse(&words("bench arrays gelu --python=a/python float32"));
        let Ok(Command::BenchArrays(request)) = parsed else {
            panic!("it is in order");
        };
        assert_eq!(request.python.as_deref(), Some("a/python"));
        assert_eq!(request.words, ["gelu", "float32"]);
        let folder = parse(&words("bench elsewhere"));
        assert!(matches!(folder, Ok(Command::Bench(Some(_)))));
    }

    #[test]
    fn help_names_every_step() {
        let usage = usage();
        let (_, steps) = usage.split_once("STEP is one of").expect("a list of steps");
        assert_eq!(steps.split_whitespace().collect::<Vec<_>>(), steps::names());
    }

    #[test]
    fn help_is_given_wherever_it_is_asked_for() {
        for line in [
            "help",
            "--help",
            "-h",
            "verify --help",
            "help serve",
            "serve -h",
        ] {
            assert!(matches!(parse(&words(line)), Ok(Command::Help)), "{line}");
        }
    }
}
