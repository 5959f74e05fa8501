//! By which names a page is found: those of its functions here and in other libraries.

use std::collections::BTreeSet;

use verification::golden;

/// The names of the functions that a chapter treats, in the order of the catalogue: each function's
/// own name, its title, its aliases, and the calls in other libraries that are named after it.
///
/// `chapter` is its place in the book, without ending: `activations/gelu`.
#[must_use]
pub fn of_chapter(chapter: &str) -> Vec<String> {
    let own: BTreeSet<String> = (catalog::FUNCTIONS.iter())
        .flat_map(|function| own_names(function))
        .map(plain)
        .collect();
    // A call names the first function that makes it: `silu` in SwiGLU's call says nothing there.
    let mut taken = own;
    let mut found: Vec<String> = vec![];
    for function in catalog::FUNCTIONS {
        let about = function.about();
        let peers = golden::peers(about.name);
        let calls = peers.iter().filter_map(|peer| called(&peer.call));
        let new: Vec<&str> = calls.filter(|call| taken.insert(plain(call))).collect();
        if about.chapter == chapter {
            let names = own_names(function).into_iter().chain(new);
            for name in names {
                if !found.iter().any(|other| plain(other) == plain(name)) {
                    found.push(name.to_owned());
                }
            }
        }
    }
    found
}

/// The names that the catalogue gives to a function.
pub fn own_names(function: &catalog::Function) -> Vec<&'static str> {
    let about = function.about();
    let mut names = vec![about.title, about.name];
    names.extend(about.aliases);
    names
}

/// The function that a recorded call begins with, without the module that holds it:
/// `huber_loss` of `optax.losses.huber_loss(prediction, target)`.
fn called(call: &str) -> Option<&str> {
    let (path, _) = call.split_once('(')?;
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    path.chars().all(is_path).then(|| path.rsplit('.').next())?
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
        for name in ["Huber loss", "SmoothL1Loss", "huber"] {
            assert!(names.iter().any(|n| n == name), "{name} is not in {names:?}");
        }
        assert!(of_chapter("notation").is_empty());
        // Its calls begin with a product, or name another function.
        let names = of_chapter("activations/swiglu");
        assert_eq!(names, ["SwiGLU"]);
    }

    #[test]
    fn a_call_is_known_by_what_stands_before_its_bracket() {
        assert_eq!(called("optax.losses.huber_loss(a, b)"), Some("huber_loss"));
        assert_eq!(called("torch.nn.PReLU(dtype=x.dtype)(x)"), Some("PReLU"));
        assert_eq!(called("a * torch.nn.functional.silu(b)"), None);
        assert_eq!(called("a * b"), None);
    }
}
