//! How a function is called: here, and in each library that was recorded.

use catalog::{FUNCTIONS, Function, Role};
use notebook::escape;

use crate::recorded::{self, Call};

/// A row for each library, with room for a button that copies the call.
pub fn html(function: &'static Function) -> Result<String, String> {
    let mut rows = row("Rust", &own(function));
    let mut notes = String::new();
    for call in recorded::first_calls(function.about().name)? {
        rows += &row(&call.library, &call.call);
        notes += &namesakes(function, &call)?;
    }
    Ok(format!("<dl class=\"calls\">{rows}</dl>{notes}"))
}

/// The call in this library: `nnfn::activations::gelu(x)`.
fn own(function: &Function) -> String {
    let about = function.about();
    let folder = about.source.split('/').next().unwrap_or("");
    let arguments = function.arguments();
    let given = arguments
        .iter()
        .filter(|a| !matches!(a.role, Role::Upstream));
    let given: Vec<String> = given
        .map(
            |a| match a.domain.lengths().is_empty() || a.domain.is_index() {
                true => a.name.to_owned(),
                false => format!("&{}", a.name),
            },
        )
        .collect();
    format!("nnfn::{folder}::{}({})", about.name, given.join(", "))
}

fn row(library: &str, call: &str) -> String {
    format!(
        "<div><dt>{}</dt><dd data-call><code>{}</code></dd></div>",
        escape::text(library).replace("torchvision", "torch\u{ad}vision"), // too long for its column
        breakable(call)
    )
}

/// The call as text that may be broken where its parts end.
fn breakable(call: &str) -> String {
    let parts = call.split_inclusive(['.', '(', ',', ':', '_']);
    parts.map(escape::text).collect::<Vec<_>>().join("<wbr>")
}

/// Where the call of that name with the library's defaults is another function of the chapter.
fn namesakes(function: &Function, call: &Call) -> Result<String, String> {
    let about = function.about();
    let others = FUNCTIONS.iter().map(Function::about);
    let others = others.filter(|o| o.chapter == about.chapter && o.name != about.name);
    let mut notes = String::new();
    if call.is_default {
        return Ok(notes);
    }
    for other in others {
        let calls = recorded::first_calls(other.name)?;
        let is_namesake = |c: &&Call| {
            c.is_default && c.library == call.library && callee(&c.call) == callee(&call.call)
        };
        if let Some(namesake) = calls.iter().find(is_namesake) {
            notes += &format!(
                "<p class=\"namesake\"><code>{}</code> is <strong>another function</strong>: {}.</p>",
                escape::text(&namesake.call),
                escape::text(other.title)
            );
        }
    }
    Ok(notes)
}

/// What is called, without its arguments.
fn callee(call: &str) -> &str {
    call.split('(').next().unwrap_or(call)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        html(catalog::find(name).expect("a function")).expect("its calls")
    }

    #[track_caller]
    fn has(name: &str, call: &str) {
        let code = format!("<code>{}</code></dd>", breakable(call));
        assert!(of(name).contains(&code), "{name}: {call}");
    }

    #[test]
    fn calls_are_those_that_were_recorded() {
        for call in [
            "nnfn::activations::gelu(x)",
            "torch.nn.functional.gelu(x)",
            "jax.nn.gelu(x, approximate=False)",
            "keras.activations.gelu(x)",
        ] {
            has("gelu", call);
        }
        has("huber", "nnfn::losses::huber(prediction, target, delta)");
        has(
            "softmax",
            "nnfn::activations::softmax(&logits, temperature)",
        );
        has(
            "cross_entropy",
            "nnfn::losses::cross_entropy(&logits, class)",
        );
    }

    #[test]
    fn a_default_call_of_the_same_name_that_is_another_function_is_shown_as_such() {
        let warning = "is <strong>another function</strong>";
        let gelu = of("gelu");
        assert_eq!(gelu.matches(warning).count(), 1);
        assert!(gelu.contains(&escape::text("jax.nn.gelu(x)")));
        assert!(!of("relu").contains(warning));
    }
}
