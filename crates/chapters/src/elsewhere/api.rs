//! The map of interfaces: a row for each function in each library that has it, and one for those that do not.

use catalog::{About, Function, Role, elsewhere as sources};
use verification::elsewhere::{self, Called, NAMESAKES, RUN, Recorded};
use verification::golden;

use super::{code, filtered, link, words};
use crate::losses;
use crate::numbers::short;

/// The table.
pub fn table(to_root: &str) -> Result<String, String> {
    let recorded = read()?;
    let mut rows = vec![];
    for function in catalog::FUNCTIONS {
        rows.extend(of(function, &recorded, to_root));
    }
    let head = [
        "Function",
        "Library",
        "What one calls, with its defaults",
        "A batch becomes",
        "What differs",
        "Evidence",
    ];
    let hint = "huber, Keras, burn, mean ..";
    Ok(filtered("api", hint, &head, &rows))
}

fn read() -> Result<Recorded, String> {
    elsewhere::read().map_err(|problem| format!("{}: {}", problem.file, problem.message))
}

/// The rows of a function: the libraries that have it, then those that do not.
fn of(function: &'static Function, recorded: &Recorded, to_root: &str) -> Vec<Vec<String>> {
    let about = function.about();
    let name = losses::link(about, about.title, to_root);
    let mut rows = vec![];
    let peers = golden::peers(about.name);
    for peer in &peers {
        let Some(call) = recorded.call(about.name, peer.library) else {
            continue;
        };
        rows.push(vec![
            name.clone(),
            peer.library.to_owned(),
            called(call, recorded),
            call.reduction.as_deref().map_or("–", reduction).to_owned(),
            differs(function, call),
            format!("recorded at {}", peer.version),
        ]);
    }
    for library in sources::LIBRARIES {
        if let Some(read) = library.read(about.name) {
            let file = read.file.rsplit('/').next().unwrap_or(read.file);
            let at = link(&library.address(read.file), file);
            let version = match library.version {
                "" => "read".to_owned(),
                version => format!("read at {version}"),
            };
            rows.push(vec![
                name.clone(),
                library.name.to_owned(),
                code(read.call),
                or_dash(read.reduction),
                or_dash(read.differs),
                format!("{version}, {at}"),
            ]);
        }
    }
    rows.push(none(about, &name, recorded));
    rows
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "–".to_owned()
    } else {
        words(text)
    }
}

/// The libraries' own function with its signature, or the call with which it is written out.
fn called(call: &Called, recorded: &Recorded) -> String {
    match call.name.as_deref().and_then(|own| recorded.signature(own)) {
        Some(signature) => {
            let own = code(&format!("{}{}", signature.name, signature.text));
            match call.is_default {
                true => own,
                false => format!("{own}, called as {}", code(&call.call)),
            }
        }
        None => format!("written out: {}", code(&call.call)),
    }
}

fn reduction(found: &str) -> &str {
    match found {
        "none" => "not reduced",
        "mean" => "the mean",
        "sum" => "the sum",
        "mean of the last axis" => "the mean over the last axis",
        "mean of all elements" => "the sum, divided by all elements, not by the rows",
        "sum over sum of weights" => "the sum, divided by the sum of the weights",
        other => other,
    }
}

/// What differs, as far as it was recorded: the order of the arguments, defaults, settings.
fn differs(function: &Function, call: &Called) -> String {
    let mut found = vec![];
    let arguments = function.arguments();
    let given = arguments
        .iter()
        .filter(|a| !matches!(a.role, Role::Parameter(_) | Role::Upstream));
    let names: Vec<&str> = given
        .map(|a| if a.name == "class" { "label" } else { a.name })
        .collect();
    if call.name.is_some() {
        let places: Vec<usize> = names
            .iter()
            .filter_map(|name| place(&call.call, name))
            .collect();
        if places.len() == names.len() && !places.is_sorted() {
            let mut ordered: Vec<(usize, &str)> = places.into_iter().zip(names).collect();
            ordered.sort_unstable();
            let ordered: Vec<String> = ordered
                .iter()
                .map(|(_, name)| format!("`{name}`"))
                .collect();
            found.push(words(&format!(
                "the order of the arguments: {}",
                ordered.join(", ")
            )));
        }
    } else {
        found.push("no function of its own".to_owned());
    }
    let about = function.about();
    if let Some(set) = defaults_that_differ(function, &call.library, &call.call) {
        found.push(words(&set));
    }
    found.extend(namesake(about, &call.library));
    if verification::peers::is_single(&call.library, about.name) {
        found.push("computes in 32 bit whatever it is given".to_owned());
    }
    match found.as_slice() {
        [] => "–".to_owned(),
        found => found.join("; "),
    }
}

/// Where a name stands in a call as a word of its own.
fn place(call: &str, name: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    call.match_indices(name).map(|(i, _)| i).find(|i| {
        let before = call[..*i].chars().next_back();
        let after = call[i + name.len()..].chars().next();
        !before.is_some_and(|c| is_word(c) || c == '.')
            && !after.is_some_and(|c| is_word(c) || c == '=')
    })
}

/// Parameters whose value at the recorded call, which is the library's default, is not the one here.
fn defaults_that_differ(function: &Function, library: &str, call: &str) -> Option<String> {
    let golden = golden::of(function.about().name).ok()?;
    let block = golden.record(library, call, "float64")?;
    let args = block.cases.first()?.args(function).ok()?;
    let (arguments, args) = (function.arguments(), args.first()?);
    let mut found = vec![];
    for (i, argument) in arguments.iter().enumerate() {
        if let Role::Parameter(parameter) = argument.role {
            let theirs = args.number(i);
            if block.is_default && theirs != parameter.default {
                found.push(format!(
                    "`{}` is {}, here {}",
                    parameter.name,
                    short(theirs),
                    short(parameter.default)
                ));
            }
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// A name that means something else there.
fn namesake(about: &About, library: &str) -> Option<String> {
    let known = NAMESAKES
        .iter()
        .find(|n| n.function == about.name && n.library == library)?;
    Some(format!("{} {}", code(known.name), words(known.is)))
}

/// The libraries that do not have a function, and how that is known.
fn none(about: &'static About, name: &str, recorded: &Recorded) -> Vec<String> {
    let peers = golden::peers(about.name);
    let searched = RUN
        .iter()
        .filter(|library| !peers.iter().any(|peer| peer.library == **library));
    let searched: Vec<&str> = searched.copied().collect();
    let lacking = sources::LIBRARIES
        .iter()
        .filter(|library| library.lacks.contains(&about.name));
    let lacking: Vec<&str> = lacking.map(|library| library.name).collect();
    let namesakes: Vec<String> = (searched.iter())
        .filter_map(|library| namesake(about, library).map(|is| format!("{library}: {is}")))
        .collect();
    let mut evidence = vec![];
    if !searched.is_empty() {
        let names: usize = (recorded.modules.iter())
            .filter(|module| searched.contains(&module.library.as_str()))
            .map(|module| module.names.len())
            .sum();
        evidence.push(format!(
            "no such name among {} public ones",
            crate::numbers::grouped(names)
        ));
    }
    if !lacking.is_empty() {
        evidence.push("not in the sources that were read".to_owned());
    }
    let all: Vec<&str> = searched.into_iter().chain(lacking).collect();
    vec![
        name.to_owned(),
        match all.as_slice() {
            [] => "all have it".to_owned(),
            all => all.join(", "),
        },
        if all.is_empty() {
            "–".to_owned()
        } else {
            "none".to_owned()
        },
        "–".to_owned(),
        match namesakes.as_slice() {
            [] => "–".to_owned(),
            some => some.join("; "),
        },
        match evidence.as_slice() {
            [] => "–".to_owned(),
            some => some.join("; "),
        },
    ]
}

/// What was read, and at which commit.
pub fn sources() -> Result<String, String> {
    let recorded = read()?;
    let mut items = vec![];
    for library in sources::LIBRARIES {
        let files: Vec<String> = (library.index.iter())
            .map(|file| link(&library.address(file), file))
            .collect();
        let version = match library.version {
            "" => String::new(),
            version => format!(" {version}"),
        };
        items.push(format!(
            "<li>{}{version}, at commit <code>{}</code>: {}.</li>",
            library.name,
            &library.commit[..12],
            files.join(", ")
        ));
    }
    for library in RUN {
        let modules = recorded
            .modules
            .iter()
            .filter(|module| module.library == library);
        let named: Vec<String> = modules.map(|module| code(&module.name)).collect();
        items.push(format!(
            "<li>{library}: the public names of {}.</li>",
            named.join(", ")
        ));
    }
    Ok(format!("<ul>{}</ul>", items.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str) -> Vec<Vec<String>> {
        let function = catalog::find(name).expect("a function");
        of(function, &read().expect("the signatures"), "../")
    }

    #[track_caller]
    fn has(name: &str, library: &str, column: usize, text: &str) {
        let rows = rows(name);
        let row = rows.iter().find(|row| row[1] == library).expect("a row");
        let plain = notebook::escape::decode(&row[column]).replace("<wbr>", "");
        assert!(plain.contains(text), "{plain}");
    }

    #[test]
    fn rows_say_what_was_recorded_and_what_was_read() {
        has(
            "huber",
            "Keras",
            2,
            "keras.losses.huber(y_true, y_pred, delta=1.0)",
        );
        has("huber", "Keras", 3, "the mean over the last axis");
        has(
            "huber",
            "Keras",
            4,
            "the order of the arguments: <code>target</code>, <code>prediction</code>",
        );
        has("huber", "PyTorch", 3, "the mean");
        has("huber", "Burn", 4, "<code>delta</code> has no default");
        has(
            "leaky_relu",
            "Keras",
            4,
            "<code>slope</code> is 0.2, here 0.01",
        );
        has("gelu", "JAX", 2, "jax.nn.gelu(x, approximate=True)");
        has(
            "gelu",
            "JAX",
            2,
            "called as <code>jax.nn.gelu(x, approximate=False)",
        );
        has("kl_divergence", "PyTorch", 3, "divided by all elements");
        has("squared_relu", "PyTorch", 2, "written out");
    }

    #[test]
    fn the_libraries_that_lack_a_function_are_named() {
        let last = |name: &str| rows(name).pop().expect("a row");
        assert_eq!(
            last("asymmetric")[1],
            "PyTorch, JAX, Optax, Keras, TRL, Flax, Burn, candle"
        );
        assert!(last("asymmetric")[5].contains("no such name among"));
        for function in catalog::FUNCTIONS {
            let rows = of(function, &read().expect("the signatures"), "");
            assert!(
                rows.iter().all(|row| row.len() == 6),
                "{}",
                function.about().name
            );
        }
    }
}
