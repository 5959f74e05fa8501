//! By which names a page is found: those of its functions here and in other libraries.

use std::collections::BTreeSet;

use catalog::{About, Function, elsewhere};
use verification::golden;

use crate::published::is_written;

/// The names of the functions that a chapter treats, in the order of the catalogue: each function's
/// own name, its title, its aliases, and the calls in other libraries that are named after it.
///
/// `chapter` is its place in the book, without ending: `activations/gelu`.
#[must_use]
pub fn of_chapter(chapter: &str) -> Vec<String> {
    let named = named();
    let own = named.iter().filter(|(about, _)| about.chapter == chapter);
    let mut found: Vec<String> = vec![];
    for name in own.flat_map(|(_, names)| names) {
        if !found.iter().any(|other| plain(other) == plain(name)) {
            found.push(name.clone());
        }
    }
    found
}

/// The names of functions whose chapters are not written yet, each with the title of its function:
/// other chapters speak of it.
#[must_use]
pub fn without_chapter() -> Vec<(String, String)> {
    let named = named();
    let unwritten = named.iter().filter(|(about, _)| !is_written(about));
    let pairs = unwritten.flat_map(|(about, names)| names.iter().map(|name| (name, about.title)));
    pairs
        .filter(|(name, title)| plain(name) != plain(title))
        .map(|(name, title)| (name.clone(), title.to_owned()))
        .collect()
}

/// All functions with their names.
fn named() -> Vec<(&'static About, Vec<String>)> {
    // A call names the first function that makes it: `silu` in SwiGLU's call says nothing there.
    let mut taken: BTreeSet<String> = (catalog::FUNCTIONS.iter())
        .flat_map(own_names)
        .map(plain)
        .collect();
    let names = |function: &'static Function| {
        let peers = golden::peers(function.about().name);
        let calls = peers.iter().filter_map(|peer| called(peer.call));
        let read = elsewhere::LIBRARIES
            .iter()
            .filter_map(|l| l.read(function.about().name));
        let read = read.filter_map(|read| rust(read.call));
        let new = calls.chain(read).filter(|call| taken.insert(plain(call)));
        let new: Vec<&str> = new.collect();
        let names = own_names(function).into_iter().chain(new);
        (function.about(), names.map(str::to_owned).collect())
    };
    catalog::FUNCTIONS.iter().map(names).collect()
}

/// The names that the catalogue gives to a function.
fn own_names(function: &'static Function) -> Vec<&'static str> {
    let about = function.about();
    let mut names = vec![about.title, about.name];
    names.extend(about.aliases);
    names
}

/// The function that a recorded call begins with, without the module that holds it:
/// `huber_loss` of `optax.losses.huber_loss(prediction, target)`. An operation on arrays names
/// nothing: `torch.exp`, `sum`.
fn called(call: &str) -> Option<&str> {
    let (path, _) = call.split_once('(')?;
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    if !path.chars().all(is_path) {
        return None;
    }
    match path.rsplit_once('.') {
        Some(("torch" | "jax.numpy" | "keras.ops", _)) => None,
        Some((_, name)) => Some(name),
        None => path.starts_with(char::is_uppercase).then_some(path),
    }
}

/// The type or function that a call in Rust begins with, without its module and its constructor:
/// `HuberLossConfig` of `burn::nn::loss::HuberLossConfig::new(delta)`. A call in Python has one of its own.
fn rust(call: &str) -> Option<&str> {
    let (path, _) = call.split_once('(')?;
    let parts: Vec<&str> = path.split("::").collect();
    let is_type = |part: &&&str| part.starts_with(char::is_uppercase) && **part != "Tensor";
    let found = parts.iter().skip(1).find(is_type).or(parts.last())?;
    (parts.len() > 1).then_some(found.split('.').next().unwrap_or(found))
}

/// Letters and digits only, as names are compared.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_has_the_names_of_its_functions_and_of_their_calls() {
        let names = of_chapter("losses/regression/huber");
        for name in ["Huber loss", "smooth L1 loss", "huber"] {
            assert!(
                names.iter().any(|n| n == name),
                "{name} is not in {names:?}"
            );
        }
        assert!(of_chapter("notation").is_empty());
        // Its calls begin with a product, or name another function.
        let names = of_chapter("activations/swiglu");
        assert_eq!(names, ["SwiGLU", "SwiGluConfig"]);
    }

    #[test]
    fn a_function_is_in_a_chapter_or_has_none() {
        let without = without_chapter();
        for function in catalog::FUNCTIONS {
            let about = function.about();
            let has_none = without.iter().any(|(_, title)| title == about.title);
            assert_ne!(has_none, is_written(about), "{}", about.name);
        }
    }

    #[test]
    fn a_call_is_known_by_what_stands_before_its_bracket() {
        assert_eq!(called("optax.losses.huber_loss(a, b)"), Some("huber_loss"));
        assert_eq!(called("torch.nn.PReLU(dtype=x.dtype)(x)"), Some("PReLU"));
        assert_eq!(called("a * torch.nn.functional.silu(b)"), None);
        assert_eq!(called("a * b"), None);
        assert_eq!(called("DPOConfig(beta=beta)"), Some("DPOConfig"));
        assert_eq!(called("(lambda z: z)(x)"), None);
        assert_eq!(called("sum(f(a) for a in b) / 2"), None);
        assert_eq!(called("torch.exp(a) - a"), None);
        let huber = "burn::nn::loss::HuberLossConfig::new(delta).init()";
        assert_eq!(rust(huber), Some("HuberLossConfig"));
        assert_eq!(
            rust("candle_core::Tensor::gelu_erf(&self)"),
            Some("gelu_erf")
        );
        assert_eq!(rust("flax.nnx.gelu(x)"), None);
    }
}
