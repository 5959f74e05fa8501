//! A function that panics fails its own check; the others go on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use catalog::Function;

use crate::outcome::{Problem, function_place};
use crate::{Functions, Outcome};

thread_local! {
    /// What the last panic on this thread said and where, while one is expected.
    static HEARD: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Runs `work`; of a panic its message and place. Nothing is printed.
///
/// # Errors
/// If it panics.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let heard = HEARD.with_borrow_mut(|heard| {
                let expected = heard.is_some();
                if expected {
                    let words = info.payload_as_str().unwrap_or("a panic without words");
                    let place = info
                        .location()
                        .map_or(String::new(), |l| format!(" ({}:{})", l.file(), l.line()));
                    *heard = Some(Some(format!("{words}{place}")));
                }
                expected
            });
            if !heard {
                before(info);
            }
        }));
    });
    let outer = HEARD.replace(Some(None));
    let done = catch_unwind(AssertUnwindSafe(work));
    let heard = HEARD.replace(outer);
    done.map_err(|_| heard.flatten().unwrap_or_default())
}

/// The outcomes of some functions, on all cores; one that panics is reported at its source, under the
/// name `check`.
pub fn each(
    check: &str,
    functions: &Functions,
    of: impl Fn(&'static Function) -> Vec<Outcome> + Sync,
) -> Vec<Outcome> {
    notebook::run::each(functions, |function| {
        guarded(function, check, || of(function))
    })
    .into_iter()
    .flatten()
    .collect()
}

/// The outcomes of one function, or that it panicked.
pub fn guarded(
    function: &Function,
    check: &str,
    work: impl FnOnce() -> Vec<Outcome>,
) -> Vec<Outcome> {
    let about = function.about();
    caught(work).unwrap_or_else(|why| {
        let (file, line) = function_place(about.source, about.name);
        let message = format!("{} panicked in the check `{check}`: {why}", about.name);
        let problem = Problem::new(&file, line, message);
        vec![Outcome::failed(about.name, check, problem)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_reported_at_the_function_and_the_others_continue() {
        let functions = crate::functions();
        let outcomes = each("trial", &functions, |function| {
            let name = function.about().name;
            assert!(name != "gelu", "no more gelu");
            vec![Outcome::new(name, "trial", "")]
        });
        assert_eq!(outcomes.len(), functions.len());
        let (wrong, right): (Vec<_>, Vec<_>) =
            outcomes.iter().partition(|o| !o.problems.is_empty());
        assert_eq!((wrong.len(), right.len()), (1, functions.len() - 1));
        let problem = &wrong[0].problems[0];
        assert_eq!(problem.file, "crates/nnfn/src/activations/gelu.rs");
        assert!(problem.line > 1);
        assert!(
            problem
                .message
                .contains("no more gelu (tests/src/guard.rs:"),
            "{problem:?}"
        );
    }

    #[test]
    fn a_panic_within_a_panic_that_is_expected_is_the_inner_ones() {
        let outer = caught(|| {
            let inner = caught(|| panic!("inner"));
            assert!(inner.is_err_and(|why| why.starts_with("inner")));
            panic!("outer")
        });
        assert!(outer.is_err_and(|why: String| why.starts_with("outer")));
        assert_eq!(caught(|| 3), Ok(3));
    }
}
