//! What was found out about the pages, and how a page states it.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{FUNCTIONS, Function};
use notebook::{Complaint, Memory, Page, escape};
use verification::Outcome;
use verification::formulas::mutants::Score;
use verification::formulas::{Checked, How};
use verification::outcome::ENUMERATED;

use crate::numbers::grouped;
use crate::project::short_name;

/// Everything that was found out.
#[derive(Default)]
pub struct Evidence {
    /// Checks of functions, each with the step that it belongs to.
    pub outcomes: Vec<(&'static str, Outcome)>,
    /// The formulas of the pages and what became of them.
    pub formulas: Vec<Checked>,
    /// What became of wrong formulas, if that was tried.
    pub mutants: Option<Score>,
    /// Pages and lines at which something is wrong.
    pub complaints: BTreeSet<Complaint>,
    /// What earlier runs found.
    pub memory: Memory,
    /// How many checks were not made again, since nothing that they depend on has changed.
    pub remembered: usize,
}

/// A row of the box: what was checked, how often, with what largest error.
struct Row {
    what: String,
    checks: String,
    error: String,
}

impl Evidence {
    /// The claim or property of that name.
    pub fn property(&self, function: &str, name: &str) -> Option<&Outcome> {
        let named = |(step, o): &&(&str, Outcome)| {
            matches!(*step, "claims" | "properties") && o.function == function && o.check == name
        };
        self.outcomes.iter().find(named).map(|(_, outcome)| outcome)
    }

    /// All names that [`Evidence::property`] knows of a function.
    pub fn property_names(&self, function: &str) -> Vec<&str> {
        let of = |(step, o): &&(&str, Outcome)| {
            matches!(*step, "claims" | "properties") && o.function == function
        };
        self.outcomes
            .iter()
            .filter(of)
            .map(|(_, outcome)| outcome.check.as_str())
            .collect()
    }

    /// The outcome of one step for one function.
    pub fn outcome(&self, step: &str, function: &str, check: &str) -> Option<&Outcome> {
        self.outcomes
            .iter()
            .find(|(s, o)| *s == step && o.function == function && o.check == check)
            .map(|(_, o)| o)
    }

    /// The box at the end of a chapter: what was verified on this page. `None` for other pages.
    pub fn verified_box(&self, page: &Page) -> Option<String> {
        let functions: Vec<&Function> = FUNCTIONS
            .iter()
            .filter(|f| f.about().chapter == short_name(page))
            .collect();
        if functions.is_empty() {
            return None;
        }
        let wrong = self
            .complaints
            .iter()
            .filter(|c| c.file.to_string_lossy() == page.name)
            .count()
            + functions
                .iter()
                .map(|f| self.problems_of(f.about().name))
                .sum::<usize>();
        let mut rows = page_rows(page);
        rows.extend(self.formula_rows(page));
        rows.extend(functions.iter().flat_map(|f| self.function_rows(f)));
        let body: String = rows.iter().map(Row::html).collect();
        let (state, verdict) = if wrong == 0 {
            (
                "is-green",
                "all that stands below was checked before the page was built, and held.".to_owned(),
            )
        } else {
            (
                "is-red",
                format!(
                    "{wrong} of these checks failed: the page was built for its author, not for its readers."
                ),
            )
        };
        Some(format!(
            "<details class=\"verified {state}\"><summary id=\"verified\"><strong>Verified on this page</strong>: {}</summary>\
             <div class=\"table-wrapper\"><table><thead><tr><th>What</th><th>Checks</th><th>Largest error</th></tr></thead>\
             <tbody>{body}</tbody></table></div></details>",
            escape::text(&verdict)
        ))
    }

    /// Formulas of a page: those against code or as identities, and those that are not checked.
    fn formula_rows(&self, page: &Page) -> Vec<Row> {
        let of_page = || self.formulas.iter().filter(|f| f.page == page.name);
        let checked: Vec<&Checked> = of_page()
            .filter(|f| matches!(f.how, How::Code | How::Identity))
            .collect();
        let points: usize = checked.iter().map(|f| f.outcome.points).sum();
        let worst = checked.iter().fold(0.0_f64, |m, f| m.max(f.outcome.worst));
        let open = of_page()
            .filter(|f| matches!(f.how, How::Unchecked(_)))
            .count();
        let mut rows = vec![];
        if !checked.is_empty() {
            rows.push(Row::new(
                "this page",
                &format!(
                    "{} formulas, parsed and compared with the code",
                    checked.len()
                ),
                &format!("{} comparisons", grouped(points)),
                &format!("{worst:.1} ulp"),
            ));
        }
        if open > 0 {
            rows.push(Row::new(
                "this page",
                "formulas that are not checked",
                &open.to_string(),
                "",
            ));
        }
        rows
    }

    fn problems_of(&self, function: &str) -> usize {
        self.outcomes
            .iter()
            .filter(|(_, o)| o.function == function)
            .map(|(_, o)| o.problems.len())
            .sum()
    }

    fn function_rows(&self, function: &Function) -> Vec<Row> {
        let name = function.about().name;
        let of = |step: &'static str| {
            self.outcomes
                .iter()
                .filter(move |(s, o)| *s == step && o.function == name)
                .map(|(_, o)| o)
        };
        let mut rows = vec![];
        for outcome in of("golden") {
            rows.push(Row::measured(
                name,
                &format!("{} against 60-digit references", outcome.check),
                outcome,
            ));
        }
        for outcome in of("gradients") {
            let what = match outcome.check.strip_prefix("differences by ") {
                _ if outcome.check == "seams" => "slopes on both sides of the seams".to_owned(),
                Some(letter) => format!("derivative by {letter} against differences of the value"),
                None => "gradient against differences of the value".to_owned(),
            };
            rows.push(Row::measured(name, &what, outcome));
        }
        for (step, one, many) in [
            ("claims", "claim", "claims"),
            ("properties", "property", "properties"),
        ] {
            let (count, points) =
                of(step).fold((0, 0), |(n, points), o| (n + 1, points + o.points));
            if count > 0 {
                let noun = if count == 1 { one } else { many };
                rows.push(Row::new(
                    name,
                    &format!("{count} {noun}"),
                    &format!("{} points", grouped(points)),
                    "",
                ));
            }
        }
        for outcome in of("limits") {
            rows.push(Row::new(
                name,
                "at ±0, ±∞, NaN, the smallest and largest numbers",
                &format!("{} points", grouped(outcome.points)),
                "",
            ));
        }
        let (libraries, points) = of("peers").fold((vec![], 0), |(mut names, points), o| {
            names.push(o.check.clone());
            (names, points + o.points)
        });
        if !libraries.is_empty() {
            rows.push(Row::new(
                name,
                &format!("values recorded from {}", libraries.join(", ")),
                &format!("{} points", grouped(points)),
                "",
            ));
        }
        rows
    }

    /// How much was checked, in a few numbers, for the first page.
    pub fn counts(&self) -> String {
        let points = |step: &str| -> usize {
            let of = self.outcomes.iter().filter(|(own, _)| *own == step);
            of.map(|(_, outcome)| outcome.points).sum()
        };
        let compared = |f: &&Checked| matches!(f.how, How::Code | How::Identity);
        let formulas = self.formulas.iter().filter(compared).count();
        let items = [
            (FUNCTIONS.len(), "functions with their gradients"),
            (formulas, "formulas compared with the code"),
            (points("golden"), "results against 60-digit references"),
            (
                points("peers"),
                "recorded results of PyTorch, JAX, Keras and Optax",
            ),
            (
                points("claims"),
                "points at which stated properties were tried",
            ),
        ];
        let items: Vec<String> = (items.iter())
            .map(|(n, what)| format!("<b>{}</b> {}", grouped(*n), escape::text(what)))
            .collect();
        format!("\n<p class=\"counts\">{}.</p>\n", items.join(", "))
    }

    /// All steps with their checks and points, for the page on verification.
    pub fn totals(&self) -> String {
        let mut steps: BTreeMap<usize, (&str, usize, usize)> = BTreeMap::new();
        for (step, outcome) in &self.outcomes {
            let at = verification::STEPS
                .iter()
                .position(|known| known.name == *step)
                .unwrap_or(0);
            let entry = steps.entry(at).or_insert((step, 0, 0));
            entry.1 += 1;
            entry.2 += outcome.points;
        }
        let rows: String = steps
            .values()
            .map(|(step, checks, points)| {
                format!(
                    "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
                    escape::text(step),
                    grouped(*checks),
                    grouped(*points)
                )
            })
            .collect();
        format!(
            "<div class=\"table-wrapper\"><table><thead><tr><th>Step</th><th>Checks</th><th>Points</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )
    }
}

fn page_rows(page: &Page) -> Vec<Row> {
    let count =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut rows = vec![];
    if !page.cells.is_empty() {
        rows.push(Row::new(
            "this page",
            "cells, outputs compared to the letter",
            &count(page.cells.len(), "cell", "cells"),
            "",
        ));
    }
    if !page.values.is_empty() {
        rows.push(Row::new(
            "this page",
            "numbers in the prose against their expressions",
            &count(page.values.len(), "number", "numbers"),
            "",
        ));
    }
    let quoted = page.text.matches("<!--#").count();
    if quoted > 0 {
        rows.push(Row::new(
            "this page",
            "numbers quoted, each beside a link to its source",
            &count(quoted, "number", "numbers"),
            "",
        ));
    }
    rows
}

impl Row {
    fn new(who: &str, what: &str, checks: &str, error: &str) -> Row {
        let who = if who == "this page" {
            escape::text(who)
        } else {
            format!("<code>{}</code>", escape::text(who))
        };
        Row {
            what: format!("{who}: {}", escape::text(what)),
            checks: checks.to_owned(),
            error: error.to_owned(),
        }
    }

    fn measured(who: &str, what: &str, outcome: &Outcome) -> Row {
        let error = match outcome.unit {
            "ulp" => format!("{:.1} ulp", outcome.worst),
            "" => String::new(),
            ENUMERATED => format!("{:.0e} relative", outcome.worst),
            unit => format!("{:.0e} {unit}", outcome.worst),
        };
        let over = match outcome.unit {
            ENUMERATED => "outcomes, all",
            _ => "points",
        };
        let checks = format!("{} {over}", grouped(outcome.points));
        Row::new(who, what, &checks, &error)
    }

    fn html(&self) -> String {
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            self.what,
            escape::text(&self.checks),
            escape::text(&self.error)
        )
    }
}
