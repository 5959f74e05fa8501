//! The function's file in the catalogue.

use super::request::{Parameter, Request, Shape};
use super::words::greek;

/// The name of its entry: `SOFTSHRINK`.
pub fn entry(name: &str) -> String {
    name.to_uppercase()
}

/// The line in the list of all functions.
pub fn listed(shape: Shape, name: &str) -> String {
    format!(
        "    Function::{}(&{name}::{}),",
        shape.variant(),
        entry(name)
    )
}

/// How low a loss can be brought, and where.
pub fn lowest(request: &Request) -> Option<String> {
    let own = &request.name;
    matches!(request.shape, Shape::Loss).then(|| {
        format!(
            "    taken(\n        \"{own}\",\n        \"TODO({own}): where it is lowest\",\n        |_| f64::NAN,\n        |a, _| a.clone(),\n    ),"
        )
    })
}

/// The whole file, as rustfmt takes it.
pub fn text(request: &Request, chapter: &str) -> String {
    let own = &request.name;
    let about = format!(
        "about: About {{\nname: \"{own}\",\ntitle: \"{}\",\naliases: &[], // TODO({own}): other names\nchapter: \"{chapter}\",\nsource: \"{}/{own}.rs\",\ntypical: \"TODO({own}): where it is met, in a few words\",\nused_in: &[], // TODO({own}): where it is at work, each with its source\n}},\n",
        request.title(),
        request.shape.folder(),
    );
    let (uses, constants, body) = match request.shape {
        Shape::Scalar => scalar(own),
        Shape::Curve => curve(own, &request.parameters[0]),
        Shape::Gate => gate(own),
        Shape::Map => map(own, &request.parameters[0]),
        Shape::Loss => loss(own, &request.parameters),
    };
    let kind = match request.shape {
        Shape::Map => "RowMap",
        shape => shape.variant(),
    };
    let picture = picture(request);
    format!(
        "use nnfn::{} as f;\n\nuse crate::about::About;\n{uses}\n{constants}pub static {}: {kind} = {kind} {{\n{about}{body}{picture}}};\n",
        request.shape.folder(),
        entry(own)
    )
}

/// What is imported, constants, and the entry between `about` and `picture`.
type Parts = (&'static str, String, String);

const NAN: &str = "Limits {\nat_minus_infinity: f64::NAN,\nat_infinity: f64::NAN,\n}";

fn scalar(own: &str) -> Parts {
    let uses = "use crate::claim::{Limits, ScalarClaim, stated};\nuse crate::picture::{Picture, Rival};\nuse crate::shape::Scalar;\n";
    let body = format!(
        "value: f::{own},\ngrad: f::{own}_grad,\n// TODO({own}): the limits.\nlimits: {NAN},\ngrad_limits: {NAN},\n\
         // TODO({own}): kinks and branch points.\nseams: &[],\n\
         // TODO({own}): what is true of it.\nclaims: &[stated(\"range\", ScalarClaim::Range(f64::NAN, f64::NAN))],\n"
    );
    (uses, String::new(), body)
}

fn curve(own: &str, parameter: &Parameter) -> Parts {
    let uses = "use crate::claim::{CurveClaim, Limits, stated};\nuse crate::parameter::{Parameter, Span};\nuse crate::picture::{Picture, Rival};\nuse crate::shape::{Curve, Setting};\n";
    let body = format!(
        "value: f::{own},\ngrad: f::{own}_grad,\nparameter: {},\n\
         setting: Setting::Fixed, // TODO({own}): or learned, with its derivative\n\
         // TODO({own}): the limits.\nlimits: |_| {NAN},\ngrad_limits: |_| {NAN},\n\
         // TODO({own}): kinks and branch points.\nseams: |_| vec![],\n\
         // TODO({own}): what is true of it.\nclaims: &[stated(\"range\", CurveClaim::Range(|_| (f64::NAN, f64::NAN)))],\n",
        value(own, parameter)
    );
    (uses, String::new(), body)
}

fn gate(own: &str) -> Parts {
    let uses = "use crate::claim::{GateClaim, Limits, stated};\nuse crate::picture::{Picture, Rival};\nuse crate::shape::Gate;\n";
    let body = format!(
        "value: f::{own},\ngrad_a: f::{own}_grad_a,\ngrad_b: f::{own}_grad_b,\n\
         // TODO({own}): the limits of the gate.\nlimits: {NAN},\ngrad_limits: {NAN},\n\
         // TODO({own}): kinks and branch points of the gate.\nseams: &[],\n\
         // TODO({own}): what is true of it.\nclaims: &[stated(\"gate_range\", GateClaim::GateRange(f64::NAN, f64::NAN))],\n"
    );
    (uses, String::new(), body)
}

fn map(own: &str, parameter: &Parameter) -> Parts {
    let uses = "use crate::claim::{RowClaim, stated};\nuse crate::parameter::{Parameter, Span};\nuse crate::picture::{Picture, Rival};\nuse crate::shape::RowMap;\n";
    let body = format!(
        "value: f::{own},\nvjp: f::{own}_vjp,\nparameter: {},\n\
         // TODO({own}): what is true of it.\nclaims: &[stated(\"sums_to_one\", RowClaim::SumsToOne)],\n",
        value(own, parameter)
    );
    (uses, String::new(), body)
}

fn loss(own: &str, parameters: &[Parameter]) -> Parts {
    let uses = if parameters.is_empty() {
        "use super::shared::{PREDICTION, TARGET, residual};\nuse crate::claim::{Limits, LineClaim, LossClaim, stated};\nuse crate::loss::{Gradient, Loss, Section};\nuse crate::picture::{Picture, Rival};\n"
    } else {
        "use super::shared::{PREDICTION, TARGET, residual};\nuse crate::argument::Argument;\nuse crate::claim::{Limits, LineClaim, LossClaim, stated};\nuse crate::loss::{Gradient, Loss, Section};\nuse crate::parameter::{Parameter, Span};\nuse crate::picture::{Picture, Rival};\n"
    };
    let upper = |p: &Parameter| p.name.to_uppercase();
    let constants: String = (parameters.iter())
        .map(|p| format!("const {}: Parameter = {};\n\n", upper(p), value(own, p)))
        .collect();
    let set: String = (parameters.iter())
        .map(|p| format!(", Argument::set(&{})", upper(p)))
        .collect();
    let numbers: Vec<String> = (0..2 + parameters.len())
        .map(|i| format!("a.number({i})"))
        .collect();
    let numbers = numbers.join(", ");
    let body = format!(
        "// TODO({own}): what it takes, with domains; then the calls below.\narguments: &[PREDICTION, TARGET{set}],\n\
         estimates: \"TODO({own}): what the best prediction is\",\n\
         value: |a| f::{own}({numbers}),\n\
         gradients: &[Gradient {{\nby: 0,\nsuffix: \"_grad\",\nof: |a| vec![f::{own}_grad({numbers})],\n}}],\n\
         // TODO({own}): the line that is drawn: its seams, and the limits at its ends.\n\
         sections: &[Section {{\nlimits: |_| Limits::both(f64::NAN),\nslope_limits: |_| Limits::both(f64::NAN),\n..residual::SECTION\n}}],\n\
         // TODO({own}): what is true of it.\n\
         claims: &[stated(\"range\", LossClaim::Along(\"residual\", LineClaim::Range(|_| (f64::NAN, f64::NAN))))],\n"
    );
    (uses, constants, body)
}

/// A parameter, with values that are to be replaced.
fn value(own: &str, parameter: &Parameter) -> String {
    let (name, rust) = (&parameter.name, &parameter.rust);
    let symbol = match (name.as_str(), greek(name)) {
        ("temperature", _) => "\"T\"".to_owned(),
        (_, Some(greek)) => format!("r\"{greek}\""),
        _ => format!("\"TODO({own}): what a page calls it, in LaTeX\""),
    };
    format!(
        "Parameter {{\nname: \"{name}\",\nsymbol: {symbol},\n\
         // TODO({own}): the default, what is tried, what is valid, and what a reader moves it through.\n\
         default: 1.0,\ntried: &[0.5, 1.0, 2.0],\nvalid: |{rust}| {rust} > 0.0,\nspan: Span::Even(0.1, 3.0),\n}}"
    )
}

fn picture(request: &Request) -> String {
    let own = &request.name;
    let across = match request.shape {
        Shape::Scalar | Shape::Curve => "x",
        Shape::Gate => "b",
        Shape::Map => "first logit",
        Shape::Loss => "prediction − target",
    };
    format!(
        "// TODO({own}): the axes, and what it is compared with.\n\
         picture: Picture {{\nacross: \"{across}\",\nx: (-4.0, 4.0),\ny: (-1.0, 4.0),\n\
         rivals: &[Rival {{\nlabel: \"TODO({own})\",\ncurve: |x| x,\n}}],\n\
         caption: \"TODO({own}): what the reader should see, in a sentence.\",\n}},\n"
    )
}
