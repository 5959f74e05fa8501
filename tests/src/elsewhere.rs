//! How other libraries call these functions: names, arguments, defaults and reductions, as the generator recorded them,
//! and the public names among which a function that a library does not have was looked for.

use catalog::{About, elsewhere};
use serde_json::Value;

use crate::golden::{self, Peer};
use crate::outcome::Problem;
use crate::{Outcome, source};

/// Where it stands.
pub const FILE: &str = "tests/golden/libraries/signatures.json";

/// The libraries that are run. Others, such as torchvision, are asked where none of these has a function.
pub const RUN: [&str; 5] = ["PyTorch", "JAX", "Optax", "Keras", "TRL"];

/// What was recorded.
#[derive(Debug)]
pub struct Recorded {
    /// One for each function and library.
    pub calls: Vec<Called>,
    /// One for each function or class of a library.
    pub signatures: Vec<Signature>,
    /// The modules whose names were looked through.
    pub modules: Vec<Module>,
}

/// A call of which values are recorded, and what it is made of.
#[derive(Debug)]
pub struct Called {
    /// Which function it is.
    pub function: String,
    /// In which library.
    pub library: String,
    /// As it was evaluated.
    pub call: String,
    /// Whether it leaves all that can be set at the library's defaults.
    pub is_default: bool,
    /// The library's own function or class; none where the function is written out.
    pub name: Option<String>,
    /// What becomes of a batch by default, as it was found by trying.
    pub reduction: Option<String>,
}

/// The signature of a function or class.
#[derive(Debug)]
pub struct Signature {
    /// In which library.
    pub library: String,
    /// As the library states it.
    pub version: String,
    /// `torch.nn.functional.gelu`
    pub name: String,
    /// `(input, approximate = 'none')`
    pub text: String,
    /// Whether it stands in the documentation only, because the function is compiled.
    pub from_documentation: bool,
}

/// A module, and its public names.
#[derive(Debug)]
pub struct Module {
    /// Of which library.
    pub library: String,
    /// `torch.nn.functional`
    pub name: String,
    /// What it holds.
    pub names: Vec<Public>,
}

/// A public name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// As the library writes it.
    pub name: String,
    /// As names are compared.
    plain: String,
}

impl Public {
    fn of(name: &str) -> Public {
        Public {
            name: name.to_owned(),
            plain: plain(name),
        }
    }
}

/// A public name that is one of a function's names here, and what it means there.
#[derive(Clone, Copy, Debug)]
pub struct Namesake {
    /// Which function it is not.
    pub function: &'static str,
    /// In which library.
    pub library: &'static str,
    /// What it is called there.
    pub name: &'static str,
    /// What it is.
    pub is: &'static str,
}

const fn namesake(
    function: &'static str,
    library: &'static str,
    name: &'static str,
    is: &'static str,
) -> Namesake {
    Namesake {
        function,
        library,
        name,
        is,
    }
}

/// Public names that are those of a function here and mean something else; one that is not there any more fails.
pub static NAMESAKES: &[Namesake] = &[
    namesake(
        "swish",
        "PyTorch",
        "torch.nn.SiLU",
        "has β = 1, which cannot be set",
    ),
    namesake(
        "bilinear",
        "PyTorch",
        "torch.bilinear",
        "multiplies two vectors with a weight between them",
    ),
    namesake(
        "pinball",
        "PyTorch",
        "torch.quantile",
        "computes a quantile of data",
    ),
    namesake(
        "pinball",
        "JAX",
        "jax.numpy.quantile",
        "computes a quantile of data",
    ),
    namesake(
        "pinball",
        "Keras",
        "keras.ops.quantile",
        "computes a quantile of data",
    ),
    namesake(
        "bce_with_logits",
        "JAX",
        "jax.numpy.log",
        "is the logarithm",
    ),
    namesake(
        "cross_entropy",
        "JAX",
        "jax.nn.softmax",
        "is the softmax without a loss",
    ),
    namesake(
        "smoothed_cross_entropy",
        "Optax",
        "optax.smooth_labels",
        "makes the target that the cross-entropy then takes",
    ),
    namesake(
        "mixup_cross_entropy",
        "Keras",
        "keras.layers.CutMix",
        "mixes pictures and labels before the loss",
    ),
    namesake(
        "weston_watkins",
        "PyTorch",
        "torch.nn.MultiMarginLoss",
        "is divided by the number of classes",
    ),
    namesake(
        "weston_watkins",
        "Optax",
        "optax.losses.multiclass_hinge_loss",
        "is the loss of Crammer and Singer",
    ),
    namesake(
        "kl_divergence",
        "JAX",
        "jax.scipy.special.kl_div",
        "adds q − p to each term",
    ),
    namesake(
        "distillation",
        "TRL",
        "trl.experimental.distillation",
        "is a trainer with a generalised Jensen–Shannon divergence",
    ),
    namesake(
        "clip_loss",
        "PyTorch",
        "torch.clip",
        "limits numbers to an interval",
    ),
    namesake(
        "clip_loss",
        "JAX",
        "jax.numpy.clip",
        "limits numbers to an interval",
    ),
    namesake(
        "clip_loss",
        "Optax",
        "optax.clip",
        "limits the entries of a gradient",
    ),
    namesake(
        "clip_loss",
        "Keras",
        "keras.ops.clip",
        "limits numbers to an interval",
    ),
];

/// Reads the file.
///
/// # Errors
/// If it is missing, or not of the form that the generator writes.
pub fn read() -> Result<Recorded, Problem> {
    let again = "tests/golden/generate.py --signatures writes it";
    let wrong = |why: String| Problem::new(FILE, 1, format!("{why}; {again}"));
    let text = std::fs::read_to_string(source::root().join(FILE));
    let text = text.map_err(|error| wrong(format!("cannot read the signatures: {error}")))?;
    parse(&text).map_err(wrong)
}

fn parse(text: &str) -> Result<Recorded, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let list = |field: &str| {
        let found = json[field].as_array();
        found.ok_or_else(|| format!("expected an array `{field}`"))
    };
    let words = |entry: &Value, field: &str| {
        let found = entry[field].as_str().map(str::to_owned);
        found.ok_or_else(|| format!("expected a text `{field}` in {entry}"))
    };
    let calls = list("calls")?.iter().map(|entry| {
        Ok(Called {
            function: words(entry, "function")?,
            library: words(entry, "library")?,
            call: words(entry, "call")?,
            is_default: entry["default"] == true,
            name: entry["name"].as_str().map(str::to_owned),
            reduction: entry["reduction"].as_str().map(str::to_owned),
        })
    });
    let signatures = list("signatures")?.iter().map(|entry| {
        Ok(Signature {
            library: words(entry, "library")?,
            version: words(entry, "version")?,
            name: words(entry, "name")?,
            text: words(entry, "signature")?,
            from_documentation: words(entry, "from")? == "documentation",
        })
    });
    let modules = list("modules")?.iter().map(|entry| {
        let names = entry["names"].as_array().into_iter().flatten();
        Ok(Module {
            library: words(entry, "library")?,
            name: words(entry, "module")?,
            names: names.filter_map(Value::as_str).map(Public::of).collect(),
        })
    });
    Ok(Recorded {
        calls: calls.collect::<Result<_, String>>()?,
        signatures: signatures.collect::<Result<_, String>>()?,
        modules: modules.collect::<Result<_, String>>()?,
    })
}

impl Recorded {
    /// The call of a function in a library.
    #[must_use]
    pub fn call(&self, function: &str, library: &str) -> Option<&Called> {
        self.calls
            .iter()
            .find(|call| call.function == function && call.library == library)
    }

    /// The signature of a library's function.
    #[must_use]
    pub fn signature(&self, name: &str) -> Option<&Signature> {
        self.signatures
            .iter()
            .find(|signature| signature.name == name)
    }

    /// The public name in a library that is one of a function's names, if there is one.
    #[must_use]
    pub fn namesake(&self, about: &About, library: &str) -> Option<String> {
        let names = [about.name, about.title]
            .into_iter()
            .chain(about.aliases.iter().copied());
        let names: Vec<String> = names.map(plain).collect();
        let of_library = self
            .modules
            .iter()
            .filter(|module| module.library == library);
        let mut all = of_library.flat_map(|m| m.names.iter().map(move |public| (m, public)));
        let found = all.find(|(_, public)| names.contains(&public.plain));
        found.map(|(module, public)| format!("{}.{}", module.name, public.name))
    }
}

/// Letters and digits only, without the `loss` at the end.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    let kept: String = kept.flat_map(char::to_lowercase).collect();
    kept.strip_suffix("loss").unwrap_or(&kept).to_owned()
}

/// That every function has its row for every library, with evidence: a recorded call with a recorded signature, a
/// source that was read, or names among which it was not found.
pub(crate) fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "elsewhere", "");
    match read() {
        Err(problem) => outcome.problems.push(problem),
        Ok(recorded) => {
            for function in catalog::FUNCTIONS {
                let about = function.about();
                outcome.points += RUN.len() + elsewhere::LIBRARIES.len();
                let peers = golden::peers(about.name);
                outcome
                    .problems
                    .extend(without_evidence(about, &peers, &recorded));
            }
        }
    }
    outcome
}

fn without_evidence(about: &About, peers: &[Peer<'_>], recorded: &Recorded) -> Vec<Problem> {
    let mut found = vec![];
    let name = about.name;
    let again = "tests/golden/generate.py --signatures records it";
    let mut problem = |message: String| found.push(Problem::new(FILE, 1, message));
    for peer in peers {
        let call = recorded
            .call(name, peer.library)
            .filter(|call| call.call == peer.call);
        match call.map(|call| &call.name) {
            None => problem(format!(
                "no signature of {} of {}, which is recorded for {name}: {again}",
                peer.call, peer.library
            )),
            Some(Some(own))
                if recorded
                    .signature(own)
                    .is_none_or(|s| s.version != peer.version) =>
            {
                problem(format!(
                    "no signature of {own} of {} {}: {again}",
                    peer.library, peer.version
                ));
            }
            Some(_) => {}
        }
    }
    for library in RUN {
        let has = recorded
            .call(name, library)
            .is_some_and(|call| call.name.is_some());
        if has
            || !recorded
                .modules
                .iter()
                .any(|module| module.library == library)
        {
            continue;
        }
        if let Some(public) = recorded.namesake(about, library)
            && !NAMESAKES
                .iter()
                .any(|n| (n.function, n.library, n.name) == (name, library, public.as_str()))
        {
            problem(format!(
                "{library} has {public}, and no call of it is recorded for {name}: record it, or say in NAMESAKES of tests/src/elsewhere.rs that it is another function"
            ));
        }
    }
    for known in NAMESAKES.iter().filter(|known| known.function == name) {
        if recorded.namesake(about, known.library).as_deref() != Some(known.name) {
            problem(format!(
                "{} has no {}: take it out of NAMESAKES of tests/src/elsewhere.rs",
                known.library, known.name
            ));
        }
    }
    for library in elsewhere::LIBRARIES {
        if library.read(name).is_none() && !library.lacks.contains(&name) {
            problem(format!(
                "nobody read whether {} has {name}: say it in crates/catalog/src/elsewhere/",
                library.name
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(recorded: &Recorded, function: &str, expected: &str) {
        let about = catalog::find(function).expect("a function").about();
        let problems = without_evidence(about, &golden::peers(function), recorded);
        let found: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert!(found.iter().any(|m| m.contains(expected)), "{found:#?}");
    }

    #[test]
    fn a_row_without_evidence_fails() {
        let mut recorded = read().expect("the signatures");
        recorded.signatures.retain(|s| s.name != "jax.nn.gelu");
        says(&recorded, "gelu", "no signature of jax.nn.gelu of JAX");
        recorded.calls.retain(|call| call.function != "elu");
        says(
            &recorded,
            "elu",
            "no signature of torch.nn.functional.elu(x) of PyTorch",
        );
        // A name that is there, and no call.
        let module = recorded
            .modules
            .iter_mut()
            .find(|m| m.library == "JAX")
            .expect("a module");
        module.names.push(Public::of("HardShrink"));
        says(
            &recorded,
            "hardshrink",
            "HardShrink, and no call of it is recorded for hardshrink",
        );
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        assert_eq!(plain("huber_loss"), plain("Huber"));
        assert_eq!(plain("smooth L1 loss"), plain("smooth_l1"));
        assert_ne!(plain("gelu"), plain("celu"));
    }
}
