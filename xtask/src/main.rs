//! The project's one command: `cargo xtask verify | bless | build | serve | bench`.

mod bare;
mod bench;
mod book;
mod browser;
mod cargo;
mod cells;
mod complaint;
mod directives;
mod evidence;
mod library;
mod listing;
mod program;
mod programs;
mod project;
mod render;
mod report;
mod serve;
mod server;
mod site;
mod style;
mod verify;

use std::process::ExitCode;

use complaint::Complaint;
use verify::Choice;

const USAGE: &str = "\
usage: cargo xtask <command>

  verify [STEP ..] [--page PAGE]   check everything; exit 1 if anything is wrong
  bless [--page PAGE]              write outputs and numbers into the pages
  build                            build the site into target/book
  serve [--port PORT]              build, serve on 127.0.0.1 (port 3000), rebuild on change
  bench                            compare with `mdbook test`, tell times and memory
  preprocess                       the stock mdBook's preprocessor (see book.toml)
";

/// What the command line asks for.
enum Command {
    Verify(Choice),
    Bless(Option<String>),
    Build,
    Serve(u16),
    Bench,
    Preprocess,
    Supports(String),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match parse(&arguments) {
        Ok(command) => command,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = match command {
        Command::Verify(choice) => verify::verify(&choice),
        Command::Bless(page) => cells::bless(page.as_deref()).map(|()| true),
        Command::Build => Ok(serve::build_and_tell()),
        Command::Serve(port) => serve::serve(port).map(|()| true),
        Command::Bench => bench::bench().map(|()| true),
        Command::Preprocess => serve::preprocess().map(|()| true),
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
            tell(&complaints);
            ExitCode::FAILURE
        }
    }
}

fn tell(complaints: &[Complaint]) {
    for complaint in complaints {
        eprintln!("{complaint}");
    }
}

fn parse(arguments: &[String]) -> Result<Command, String> {
    let (name, rest) = arguments.split_first().ok_or("a command is missing")?;
    let mut words = vec![];
    let (mut page, mut port) = (None, None);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().cloned().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--page" => page = Some(value()?),
            "--port" => port = Some(value()?),
            flag if flag.starts_with('-') => return Err(format!("unknown option `{flag}`")),
            _ => words.push(word.clone()),
        }
    }
    let takes = |command: &str, what: &[&str]| -> Result<(), String> {
        let given = [
            ("--page", page.is_some()),
            ("--port", port.is_some()),
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
            if let Some(unknown) = words
                .iter()
                .find(|word| !verify::STEPS.contains(&word.as_str()))
            {
                return Err(format!(
                    "unknown step `{unknown}`: expected {}",
                    verify::STEPS.join(", ")
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
        "bench" => takes(name, &[]).map(|()| Command::Bench),
        "preprocess" => match &words[..] {
            [] => Ok(Command::Preprocess),
            [supports, renderer] if supports == "supports" => {
                Ok(Command::Supports(renderer.clone()))
            }
            _ => Err("`preprocess` takes nothing, or `supports RENDERER`".to_owned()),
        },
        unknown => Err(format!("unknown command `{unknown}`")),
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
            ("verify formulae", "unknown step `formulae`: expected style"),
            ("verify --page", "--page needs a value"),
            ("verify --fast", "unknown option `--fast`"),
            ("build cells", "`build` takes no words"),
            (
                "serve --port many",
                "--port takes a number up to 65535, found `many`",
            ),
        ] {
            let error = parse(&words(line)).err().unwrap_or_default();
            assert!(error.starts_with(why), "{line}: {error}");
        }
        assert!(parse(&words("verify cells --page gelu values")).is_ok());
    }
}
