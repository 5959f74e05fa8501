//! The function's row in the registry of golden values, and its plain form.

use super::request::{Request, Shape};

/// The file of a family in the registry.
pub fn file(shape: Shape) -> &'static str {
    match shape {
        Shape::Scalar => "tests/golden/scalars.py",
        Shape::Curve => "tests/golden/curves.py",
        Shape::Gate => "tests/golden/gates.py",
        Shape::Map => "tests/golden/maps.py",
        Shape::Loss => "tests/golden/losses.py",
    }
}

/// The row. What is to be written ends the generator with a text that says so.
pub fn row(request: &Request) -> String {
    let own = &request.name;
    let todo = |what: &str| format!("float(\"TODO({own}): {what}\")");
    let parameter = request.parameters.first();
    let (kind, body) = match request.shape {
        Shape::Scalar => (
            "Scalar",
            vec![
                format!("lambda x: {},", todo("the definition")),
                format!("kinks=(),  # TODO({own}): where the value or the slope has a corner"),
            ],
        ),
        Shape::Curve => {
            let (name, python) = parameter.map_or(("", ""), |p| (&p.name, &p.python));
            let body = vec![
                format!("\"{name}\","),
                format!("(1.0,),  # TODO({own}): the default first, then what else is tried"),
                format!("lambda {python}: Scalar("),
                format!("    value=lambda x: {},", todo("the definition")),
                format!("    kinks=(),  # TODO({own}): where the value or the slope has a corner"),
                "),".to_owned(),
            ];
            ("Curve", body)
        }
        Shape::Gate => {
            let body = vec![
                format!("# TODO({own}): ACTIVATION[\"..\"], if the gate is an activation"),
                format!("Scalar(\"{own}\", value=lambda b: {}),", todo("the gate")),
            ];
            ("Gate", body)
        }
        Shape::Map => {
            let python = parameter.map_or("", |p| &p.python);
            let body = vec![
                format!("lambda logits, {python}: {},", todo("the entries")),
                format!(
                    "lambda logits, {python}, upstream: {},",
                    todo("the product")
                ),
                format!(
                    "lambda logits, {python}, upstream: {},",
                    todo("the sizes of its terms")
                ),
            ];
            ("RowMap", body)
        }
        Shape::Loss => {
            let given: String = (request.parameters.iter())
                .map(|p| format!(", Parameter(\"{}\", (1.0,))", p.name))
                .collect();
            let taken: String = (request.parameters.iter())
                .map(|p| format!(", {}", p.python))
                .collect();
            let body = vec![
                format!(
                    "# TODO({own}): the arguments, of a parameter the default first, then what else is tried"
                ),
                format!("(real(\"prediction\"), real(\"target\"){given}),"),
                format!(
                    "lambda prediction, target{taken}: {},",
                    todo("the definition")
                ),
                format!(
                    "{{\"prediction\": None}},  # TODO({own}): derivatives; None is by differences"
                ),
            ];
            ("Loss", body)
        }
    };
    let mut lines = vec![
        format!("    {kind}("),
        format!("        \"{own}\","),
        format!("        \"TODO({own}): the definition as text\","),
    ];
    lines.extend(body.iter().map(|line| format!("        {line}")));
    lines.push(format!(
        "        calls=(),  # TODO({own}): {}",
        calls(request)
    ));
    lines.push("    ),".to_owned());
    lines.join("\n")
}

/// How a call of another library is written: a parameter by its name in Python.
fn calls(request: &Request) -> String {
    match request.parameters.first() {
        Some(p) => format!("TORCH(\"..\", {}=1.0), JAX(\"..\", {0}=1.0), ..", p.python),
        None => "TORCH(\"..\"), JAX(\"..\"), ..".to_owned(),
    }
}

/// The arms of its plain form, and the function of `plain.rs` that they go into.
pub fn plain(request: &Request) -> Option<(&'static str, String)> {
    let own = &request.name;
    let arm = |result: &str, what: &str| {
        format!("                    (\"{own}\", {result}) => todo!(\"TODO({own}): {what}\"),")
    };
    let value = "the formula as one would write it down";
    let slope = "its derivative as one would write it down";
    let (scope, arms) = match request.shape {
        Shape::Scalar => (
            "fn of_number(",
            vec![arm("\"value\"", value), arm("_", slope)],
        ),
        Shape::Curve => ("fn of_two(", vec![arm("\"value\"", value), arm("_", slope)]),
        Shape::Gate => {
            let arms = vec![
                arm("\"value\"", value),
                arm("\"grad_a\"", "the gate as one would write it down"),
                arm("_", slope),
            ];
            ("fn of_two(", arms)
        }
        Shape::Map => ("fn of_row(", vec![arm("_", value)]),
        Shape::Loss => return None,
    };
    Some((scope, arms.join("\n")))
}
