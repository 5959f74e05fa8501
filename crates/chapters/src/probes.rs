//! The probes of the catalogue: as `probes.json` for programs, and as tables on a page.

use catalog::probes::{FAMILIES, Family, Input, Probe, Variant, alike};
use notebook::escape;
use serde_json::{Map, Value, json};

use crate::project::root;
use figures::significant;

/// Where calls of other libraries are recorded, by `tests/probes/record.py`.
const RECORDED: &str = "tests/probes/recorded.json";

/// A call of another library that returned the values of a variant.
struct Call {
    family: String,
    variant: String,
    library: String,
    version: String,
    call: String,
    values: Vec<f64>,
}

/// All families as JSON, one a line.
pub fn json() -> String {
    let families: Vec<String> = FAMILIES.iter().map(|f| family(f).to_string()).collect();
    format!(
        "{{\"version\":{:?},\"apart\":{},\"families\":[\n{}\n]}}\n",
        env!("CARGO_PKG_VERSION"),
        json!(catalog::probes::APART),
        families.join(",\n")
    )
}

fn family(family: &Family) -> Value {
    let values = |v: &Variant| -> Vec<f64> { family.probes.iter().map(|p| v.value(p)).collect() };
    let variant = |v: &Variant| json!({"name": v.name, "formula": v.formula, "values": values(v)});
    let variants: Vec<Value> = family.variants.iter().map(variant).collect();
    let probes: Vec<Value> = family.probes.iter().map(probe).collect();
    json!({
        "key": family.key,
        "title": family.title,
        "page": format!("{}.html", family.chapter),
        "reads": family.reads,
        "probes": probes,
        "variants": variants,
        "same": family.same,
    })
}

fn probe(probe: &Probe) -> Value {
    let value = |input: Input| match input {
        Input::Number(x) => json!(x),
        Input::Row(row) => json!(row),
        Input::Table(rows) => json!(rows),
        Input::Index(index) => json!(index),
        Input::Indices(indices) => json!(indices),
    };
    let all = probe.arguments.iter();
    Value::Object(
        all.map(|(name, input)| ((*name).to_owned(), value(*input)))
            .collect::<Map<_, _>>(),
    )
}

/// The table of a family: its variants, what each returns at each probe, and which libraries do.
pub fn table(key: &str, to_root: &str) -> Result<String, String> {
    let family = FAMILIES.iter().find(|f| f.key == key).ok_or_else(|| {
        let known: Vec<&str> = FAMILIES.iter().map(|f| f.key).collect();
        format!("no probes `{key}`: expected one of {}", known.join(", "))
    })?;
    let calls = calls()?;
    if let Some(wrong) = wrong(&calls).first() {
        return Err(wrong.clone());
    }
    let inputs: Vec<String> = (family.probes.iter())
        .map(|probe| escape::text(&probe.to_string()))
        .collect();
    let inputs = match &inputs[..] {
        [one] => format!("<p>Input: {one}.</p>"),
        some => format!("<p>Inputs:</p><ol><li>{}</li></ol>", some.join("</li><li>")),
    };
    let mut head = vec!["Variant".to_owned(), "Formula".to_owned()];
    match family.probes.len() {
        1 => head.push("Returns".to_owned()),
        n => head.extend((1..=n).map(|i| format!("Input {i}"))),
    }
    head.push("Returned by".to_owned());
    let head: String = head.iter().map(|h| format!("<th>{h}</th>")).collect();
    let rows: String = (family.variants.iter())
        .map(|variant| row(family, variant, &calls))
        .collect();
    let mut same = String::new();
    for (one, other) in family.same {
        same += &format!(
            "<p>“{}” and “{}” are the same function: no input tells them apart.</p>",
            escape::text(one),
            escape::text(other)
        );
    }
    Ok(format!(
        "\n<p>What is returned: {}. <a href=\"{to_root}{}.html\">Formulas and advice</a>.</p>{inputs}\
         <div class=\"table-wrapper\"><table class=\"probes\"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{same}\n",
        escape::text(family.reads),
        family.chapter
    ))
}

fn row(family: &Family, variant: &Variant, calls: &[Call]) -> String {
    let values: String = (family.probes.iter())
        .map(|probe| format!("<td>{}</td>", significant(variant.value(probe), 7)))
        .collect();
    let own = |call: &&Call| call.family == family.key && call.variant == variant.name;
    let calls: Vec<String> = (calls.iter().filter(own))
        .map(|call| {
            format!(
                "{} {}: <code>{}</code>",
                escape::text(&call.library),
                escape::text(&call.version),
                escape::text(&call.call)
            )
        })
        .collect();
    format!(
        "<tr><td>{}</td><td>{}</td>{values}<td>{}</td></tr>",
        escape::text(variant.name),
        escape::text(variant.formula),
        calls.join("<br>")
    )
}

/// The recorded calls.
fn calls() -> Result<Vec<Call>, String> {
    let text = std::fs::read_to_string(root().join(RECORDED))
        .map_err(|error| format!("{RECORDED}: {error}: tests/probes/record.py writes it"))?;
    parse(&text)
}

fn parse(text: &str) -> Result<Vec<Call>, String> {
    let malformed = |what: &str| format!("{RECORDED}: {what}; tests/probes/record.py writes it");
    let read: Value = serde_json::from_str(text).map_err(|error| malformed(&error.to_string()))?;
    let all = read["calls"]
        .as_array()
        .ok_or_else(|| malformed("found no list `calls`"))?;
    let call = |(i, entry): (usize, &Value)| {
        let word = |key: &str| match entry[key].as_str() {
            Some(word) => Ok(word.to_owned()),
            None => Err(malformed(&format!(
                "call {i} has no `{key}`, expected words"
            ))),
        };
        let values = entry["values"]
            .as_array()
            .map(|all| all.iter().map(Value::as_f64).collect());
        Ok(Call {
            family: word("family")?,
            variant: word("variant")?,
            library: word("library")?,
            version: word("version")?,
            call: word("call")?,
            values: (values.flatten())
                .ok_or_else(|| malformed(&format!("call {i} has no `values`, expected numbers")))?,
        })
    };
    all.iter().enumerate().map(call).collect()
}

/// Calls that return something else than the variant under which they stand.
fn wrong(calls: &[Call]) -> Vec<String> {
    let mut found = vec![];
    for call in calls {
        let what = format!(
            "{RECORDED}: {} {}: {}",
            call.library, call.version, call.call
        );
        let family = FAMILIES.iter().find(|f| f.key == call.family);
        let variant = family.and_then(|f| f.variants.iter().find(|v| v.name == call.variant));
        let (Some(family), Some(variant)) = (family, variant) else {
            found.push(format!(
                "{what}: no variant `{}` of `{}`",
                call.variant, call.family
            ));
            continue;
        };
        if call.values.len() != family.probes.len() {
            let (n, m) = (call.values.len(), family.probes.len());
            found.push(format!("{what}: {n} values, expected {m}: record it again"));
            continue;
        }
        for (probe, value) in family.probes.iter().zip(&call.values) {
            let expected = variant.value(probe);
            if !alike(expected, *value) {
                found.push(format!(
                    "{what}: at {probe} it returned {value}, “{}” is {expected}",
                    variant.name
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probes_are_valid_json_that_says_what_the_tables_say() {
        let read: Value = serde_json::from_str(&json()).unwrap();
        let families = read["families"].as_array().unwrap();
        assert_eq!(families.len(), FAMILIES.len());
        let gelu = families.iter().find(|f| f["key"] == "gelu").unwrap();
        assert_eq!(gelu["probes"][0]["x"], -2.0);
        let tanh = &gelu["variants"][1];
        assert_eq!(tanh["values"][0], nnfn_tanh());
        for family in families {
            let page = family["page"].as_str().unwrap().replace(".html", ".md");
            assert!(root().join("book").join(&page).exists(), "{page}");
        }
    }

    fn nnfn_tanh() -> f64 {
        FAMILIES[0].variants[1].value(&FAMILIES[0].probes[0])
    }

    #[test]
    fn each_recorded_call_returned_what_its_variant_is() {
        let calls = calls().unwrap();
        assert!(calls.len() > 80, "{}", calls.len());
        assert_eq!(wrong(&calls), Vec::<String>::new());
    }

    #[test]
    fn a_call_under_another_variant_is_reported() {
        let text = r#"{"calls":[{"family":"gelu","variant":"exact","library":"JAX","version":"1","call":"gelu(x)","values":[-0.0454023,1.9545977]}]}"#;
        let found = wrong(&parse(text).unwrap());
        assert!(
            found[0]
                .contains("JAX 1: gelu(x): at x = −2 it returned -0.0454023, “exact” is -0.0455"),
            "{found:?}"
        );
        let unknown = text.replace("exact", "nothing");
        assert!(wrong(&parse(&unknown).unwrap())[0].contains("no variant `nothing` of `gelu`"));
        let fewer = text.replace(",1.9545977", "");
        assert!(wrong(&parse(&fewer).unwrap())[0].contains("1 values, expected 2"));
        assert!(parse("{}").err().unwrap().contains("found no list `calls`"));
    }
}
