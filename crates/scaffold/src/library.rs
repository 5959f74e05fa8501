//! The function's file in the library, with its derivatives and its tests.

use super::request::{Request, Shape};
use super::words::capitalised;

/// An entry for each public function: what its name ends with, its anchor, what it is, what it lacks.
struct Item {
    suffix: &'static str,
    anchor: &'static str,
    head: String,
    lacks: &'static str,
}

fn items(shape: Shape, title: &str, name: &str) -> Vec<Item> {
    let item = |suffix, anchor, head, lacks| Item {
        suffix,
        anchor,
        head,
        lacks,
    };
    let value = format!("{title}: `TODO({name})`, the formula in Unicode.");
    let by = |what: &str| {
        format!("Derivative of [`{name}`]{what}: `TODO({name})`, the formula in Unicode.")
    };
    let value = item("", "value", value, "the stable form");
    let slope = "the derivative";
    let rest = match shape {
        Shape::Scalar | Shape::Curve => vec![item("_grad", "grad", by(""), slope)],
        Shape::Gate => vec![
            item("_grad_a", "grad_a", by(" by `a`"), "the gate"),
            item("_grad_b", "grad_b", by(" by `b`"), slope),
        ],
        Shape::Map => {
            let head = format!(
                "Vector-Jacobian product of [`{name}`]: `TODO({name})` for the upstream gradient `u`."
            );
            vec![item("_vjp", "grad", head, "the product")]
        }
        Shape::Loss => vec![item("_grad", "grad", by(" by the prediction"), slope)],
    };
    std::iter::once(value).chain(rest).collect()
}

/// What the names of its derivatives end with.
pub fn suffixes(shape: Shape) -> Vec<&'static str> {
    let items = items(shape, "", "");
    items[1..].iter().map(|item| item.suffix).collect()
}

/// The anchors of its listings.
pub fn anchors(shape: Shape) -> Vec<&'static str> {
    let items = items(shape, "", "");
    items.iter().map(|item| item.anchor).collect()
}

/// The whole file.
pub fn text(request: &Request) -> String {
    let (name, title) = (&request.name, capitalised(&request.title()));
    let mut out = format!("//! {title}.\n");
    for item in items(request.shape, &title, name) {
        out += "\n";
        out += &function(request, &item);
    }
    out + "\n" + &tests(request)
}

fn function(request: &Request, item: &Item) -> String {
    let own = &request.name;
    let name = format!("{own}{}", item.suffix);
    let folder = request.shape.folder();
    let is_value = item.suffix.is_empty();
    let mut docs = vec![item.head.clone(), String::new()];
    if is_value {
        docs.extend([
            format!("TODO({own}): what it does, in a sentence; with what it is confused."),
            String::new(),
            format!("- Range: TODO({own}): with kinks and extrema."),
            format!("- Limits: TODO({own}). NaN gives NaN."),
        ]);
    } else {
        docs.push(format!(
            "TODO({own}): its limits, and what it is at a kink."
        ));
    }
    docs.push(String::new());
    let parameters = request.parameters.iter();
    let mut wrong: Vec<String> = parameters
        .map(|p| format!("If `{}` is not positive.", p.name))
        .collect();
    if item.suffix == "_vjp" {
        wrong.push("If the lengths of `logits` and `upstream` differ.".to_owned());
    }
    if !wrong.is_empty() {
        docs.extend(["# Panics".to_owned(), String::new()]);
        docs.extend(wrong);
        docs.push(String::new());
    }
    if is_value {
        docs.extend([
            format!("Source: TODO({own}): authors and year, with a link and the section."),
            String::new(),
        ]);
    }
    docs.extend([
        "```".to_owned(),
        format!("use nnfn::{folder}::{name};"),
        format!("todo!(\"TODO({own}): a value or two of {name}, asserted\");"),
        "```".to_owned(),
    ]);
    let docs: String = docs
        .iter()
        .map(|line| format!("///{}{line}\n", if line.is_empty() { "" } else { " " }))
        .collect();
    let anchor = item.anchor;
    let (arguments, result) = signature(request, item.suffix == "_vjp");
    format!(
        "{docs}#[must_use]\n// ANCHOR: {anchor}\npub fn {name}({arguments}) -> {result} {{\n{}todo!(\"TODO({own}): {} ({})\")\n}}\n// ANCHOR_END: {anchor}\n",
        asserts(request, &name, item.suffix == "_vjp"),
        item.lacks,
        request
            .shape
            .inputs()
            .iter()
            .map(|x| format!("{{{x}:?}}"))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

/// Arguments with their types, and the type of the result.
fn signature(request: &Request, upstream: bool) -> (String, &'static str) {
    let is_map = request.shape == Shape::Map;
    let kind = if is_map { "&[f64]" } else { "f64" };
    let inputs = request
        .shape
        .inputs()
        .iter()
        .map(|x| format!("{x}: {kind}"));
    let parameters = request
        .parameters
        .iter()
        .map(|p| format!("{}: f64", p.rust));
    let upstream = upstream.then(|| "upstream: &[f64]".to_owned());
    let all: Vec<String> = inputs.chain(parameters).chain(upstream).collect();
    (all.join(", "), if is_map { "Vec<f64>" } else { "f64" })
}

/// Parameters and lengths are the caller's contract.
fn asserts(request: &Request, name: &str, upstream: bool) -> String {
    let mut out = String::new();
    for parameter in &request.parameters {
        out += &format!(
            "// TODO({}): which values of {2} are valid.\nassert!({} > 0.0, \"{name}: {2} must be positive, got {{{2}}}\");\n",
            request.name, parameter.rust, parameter.name
        );
    }
    if upstream {
        out += &format!(
            "let (n, m) = (logits.len(), upstream.len());\nassert!(n == m, \"{name}: {{n}} logits, but {{m}} upstream entries\");\n"
        );
    }
    out
}

/// A test that fails until it is written, and those of the contract.
fn tests(request: &Request) -> String {
    let own = &request.name;
    let is_map = request.shape == Shape::Map;
    // A call with these values of the parameters.
    let call = |name: &str, input: &str, parameters: &dyn Fn(usize) -> &'static str| {
        let input = if is_map {
            format!("&[{input}]")
        } else {
            input.to_owned()
        };
        let inputs = request.shape.inputs().iter().map(|_| input.clone());
        let parameters = (0..request.parameters.len()).map(|k| parameters(k).to_owned());
        let upstream = name.ends_with("_vjp").then(|| "&[1.0]".to_owned());
        let all: Vec<String> = inputs.chain(parameters).chain(upstream).collect();
        format!("{name}({})", all.join(", "))
    };
    let far = call(own, "f64::INFINITY", &|_| "1.0");
    let mut out = format!(
        "#[cfg(test)]\nmod tests {{\nuse super::*;\n\n#[test]\nfn infinities_give_the_limit() {{\nlet _ = {far};\n\
         todo!(\"TODO({own}): its limits, and what else is peculiar to it\")\n}}\n"
    );
    let suffixes = suffixes(request.shape);
    for (i, parameter) in request.parameters.iter().enumerate() {
        for suffix in [&[""], &suffixes[..]].concat() {
            let name = format!("{own}{suffix}");
            let call = call(&name, "1.0", &|k| if k == i { "0.0" } else { "1.0" });
            out += &format!(
                "\n#[test]\n#[should_panic(expected = \"{name}: {0} must be positive, got 0\")]\n\
                 fn {name}_requires_a_positive_{0}() {{\nlet _ = {call};\n}}\n",
                parameter.name
            );
        }
    }
    out + "}\n"
}
