//! The meaning of `<!--@ .. -->` on our pages: a row in a table for each.

use notebook::{Directive, Page, did_you_mean, escape};
use verification::outcome::ENUMERATED;

use crate::accuracy;
use crate::activations;
use crate::arrays;
use crate::card;
use crate::checkpoints;
use crate::claims;
use crate::contents;
use crate::curve;
use crate::elsewhere;
use crate::evidence::Evidence;
use crate::formulas;
use crate::live::{self, Controls};
use crate::losses;
use crate::numbers::{grouped, points};
use crate::probes;
use crate::project::{short_name, to_root};
use crate::published;
use crate::recorded;
use crate::sources;
use crate::stuck;
use crate::tasks;
use crate::trials;

/// A directive that a page can have.
struct Row {
    /// As it is written: words in lower case stand as they are, `FUNCTION` is one word of the author's,
    /// `..` any number more, `a|b` one of these.
    form: &'static str,
    /// Whether it is a figure.
    draws: bool,
    /// What stands in its place; an error says what was expected.
    html: fn(&Asked<'_>) -> Result<String, String>,
}

/// A directive on a page, and what there is to answer it.
struct Asked<'a> {
    page: &'a Page,
    directive: &'a Directive,
    evidence: &'a Evidence,
    /// The address of the live figures' module as seen from the page, if there is one.
    module: Option<&'a str>,
    /// The words that the form leaves to the author.
    words: Vec<&'a str>,
}

/// All directives.
static TABLE: &[Row] = &[
    // The figure of a function of the catalogue.
    drawing("figure FUNCTION", |a| {
        figure(a.words[0], a.module, Controls::OnRequest)
    }),
    // What a chapter's first screen says of its function beside the figure.
    row("card FUNCTION", |a| {
        card::html(a.page, function(a.words[0])?, a.evidence)
    }),
    // Another figure that moves, by its key.
    drawing("live KIND ..", |a| {
        let key = a.words.join(" ");
        let figure = figures::live::find(&key)?;
        Ok(live::html(
            &key,
            &*figure,
            &figure.caption(),
            a.module,
            controls(a),
        ))
    }),
    // The sentence before it is a claim or a property that was checked.
    row("property FUNCTION NAME", |a| {
        property(a.page, a.evidence, a.words[0], a.words[1])
    }),
    // The row of a table before it names a call whose values are recorded.
    row("recorded FUNCTION LIBRARY", |a| {
        recorded(a.page, a.directive, a.evidence, a.words[0], a.words[1])
    }),
    // Small pictures of the activations.
    row("gallery", |a| Ok(activations::gallery(&to_root(a.page)))),
    // From a task to layer and loss: in a few words, or with the names in each library.
    row("list tasks", |a| Ok(tasks::list(&to_root(a.page)))),
    row("table tasks", |a| tasks::table(&to_root(a.page))),
    row("table recipes", |a| Ok(tasks::decisions(&to_root(a.page)))),
    // What opens the search.
    row("search", |_| Ok(SEARCH.to_owned())),
    // The summary's pages with their functions.
    row("table chapters", |a| contents::table(a.page)),
    // What a page without a function is, for that table.
    row("chapter PATH ..", |a| contents::check(a.page, a.directive)),
    // The activations with what is known of them.
    row("table activations", |a| {
        remembered(a, || Ok(activations::table(&to_root(a.page))))
    }),
    // The digits of the plain formulas, of ours and of other libraries.
    row("table accuracy float64|float32", |a| {
        remembered(a, || Ok(accuracy::table(&to_root(a.page), a.words[0])))
    }),
    // The losses with what is known of them, and their digits in 64 bit.
    row("table losses", |a| {
        remembered(a, || losses::table(&to_root(a.page)))
    }),
    // Where each loss starts, and how low it can be brought.
    row("table start-and-best", |a| {
        remembered(a, || losses::best::table(&to_root(a.page)))
    }),
    row("table accuracy-of-losses", |a| {
        remembered(a, || Ok(accuracy::of_losses(&to_root(a.page))))
    }),
    // Numbers at which losses stand still, each of which a cell of the page prints.
    row("table stuck", |a| stuck::table(a.page, &to_root(a.page))),
    // How long the functions on arrays take beside other libraries: recorded times, what was called for them,
    // of which run they are, and what follows from all.
    row("table arrays value|gradient|into|calls", |a| {
        arrays::table(a.words[0], &to_root(a.page))
    }),
    row("table every-f32", |a| {
        arrays::every_f32::table(&to_root(a.page))
    }),
    row("table costs", |a| arrays::costs::table(&to_root(a.page))),
    row("costs run", |_| arrays::costs::run()),
    row("arrays run", |_| arrays::run()),
    row("arrays summary", |_| arrays::summary()),
    // Well-known models: a part of the table, those that were changed on the way, where they were read.
    row("table checkpoints language|vision", |a| {
        checkpoints::table(a.words[0], &to_root(a.page))
    }),
    row("list changed-checkpoints", |_| Ok(checkpoints::differing())),
    row("list repositories", |_| Ok(checkpoints::repositories())),
    // What is often said and corrected on another page.
    row("list corrections", |a| claims::corrections(a.page)),
    // The sources of all pages, each once.
    row("bibliography publications", |a| {
        sources::list(a.page, sources::Kind::Publications)
    }),
    row("bibliography others", |a| {
        sources::list(a.page, sources::Kind::Others)
    }),
    // The variants of a function, what each returns at inputs that tell them apart, and which libraries do.
    row("probes FAMILY", |a| {
        probes::table(a.words[0], &to_root(a.page))
    }),
    // What came of training the same small network with each activation or loss: figure and table, what
    // follows, and that a cell of the page prints the same of the usual one.
    drawing("trials activations|losses TASK ..", |a| {
        let memory = &a.evidence.memory;
        trials::figure(a.words[0], &a.words[1..], memory, &to_root(a.page))
    }),
    row("table outcomes activations|losses TASK ..", |a| {
        trials::outcomes(a.words[0], &a.words[1..], &a.evidence.memory)
    }),
    row(
        "compare-trials TASK activations|losses FUNCTION FUNCTION",
        |a| {
            let [task, vary, one, other] = a.words[..] else {
                return Err("expected a task and two functions".to_owned());
            };
            trials::compared(task, vary, [one, other], &a.evidence.memory)
        },
    ),
    row("trained TASK", |a| {
        trials::agrees(a.page, a.words[0]).map(|tip| mark("✓", &tip))
    }),
    // These functions in other libraries: what they are called, what was read and searched for that; what they
    // give at the edges, why some differ, and how much was asked; where they are wrong.
    row("table elsewhere", |a| {
        remembered(a, || elsewhere::api::table(&to_root(a.page)))
    }),
    row("list elsewhere", |_| elsewhere::api::sources()),
    row("table edges", |a| {
        remembered(a, || elsewhere::edges::table(&to_root(a.page)))
    }),
    row("list edge-reasons", |_| elsewhere::edges::reasons()),
    row("edges summary", |_| elsewhere::edges::summary()),
    row("table found", |a| {
        remembered(a, || elsewhere::found::table(&to_root(a.page)))
    }),
    // Several functions in one figure.
    drawing("together FUNCTION FUNCTION ..", |a| together(&a.words)),
    // The table of numbers that the cell above printed: `curve step: loss with ln 2`.
    drawing("curve NAME ..", |a| curve::html(a.page, a.directive)),
    // How much was checked, in a few numbers.
    row("counts", |a| Ok(a.evidence.counts())),
    // The table of all checks.
    row("totals", |a| Ok(a.evidence.totals())),
    // Formulas that are not checked, each with its reason.
    row("unchecked", |a| Ok(formulas::unchecked(a.evidence))),
    // What became of wrong formulas.
    row("mutants", |a| {
        Ok(formulas::score(a.evidence.mutants.as_ref()))
    }),
];

const SEARCH: &str = "\n<p class=\"for-script\"><button type=\"button\" class=\"ask\" popovertarget=\"search\">Search for a function, a name or a question</button></p>\n";

const fn row(form: &'static str, html: fn(&Asked<'_>) -> Result<String, String>) -> Row {
    Row {
        form,
        draws: false,
        html,
    }
}

/// A row for a figure.
const fn drawing(form: &'static str, html: fn(&Asked<'_>) -> Result<String, String>) -> Row {
    Row {
        draws: true,
        ..row(form, html)
    }
}

impl Row {
    /// The word that a directive begins with.
    fn name(&self) -> &'static str {
        self.form.split(' ').next().unwrap_or("")
    }

    /// The author's words, if these words have the form.
    fn author_words<'a>(&self, words: &[&'a str]) -> Option<Vec<&'a str>> {
        let form: Vec<&str> = self.form.split(' ').collect();
        let (form, any_more) = match form.split_last() {
            Some((&"..", form)) => (form, true),
            _ => (&form[..], false),
        };
        if words.len() < form.len() || (words.len() > form.len() && !any_more) {
            return None;
        }
        let mut own = vec![];
        for (wanted, word) in form.iter().zip(words) {
            let is_name = wanted.starts_with(|c: char| c.is_ascii_uppercase());
            if !is_name && !wanted.split('|').any(|wanted| wanted == *word) {
                return None;
            }
            if is_name || wanted.contains('|') {
                own.push(*word);
            }
        }
        own.extend(&words[form.len()..]);
        Some(own)
    }
}

/// What follows from the sources, the directive and which chapters are written: a build after an edit of
/// a page has it from the memory.
fn remembered(
    asked: &Asked<'_>,
    make: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    const KIND: &str = "tables";
    let memory = &asked.evidence.memory;
    let words = format!("{} {}", asked.directive.name, asked.directive.argument);
    let key = (words, to_root(asked.page), published::written());
    if let Some(known) = memory.recall(KIND, &key) {
        return Ok(known);
    }
    let table = make()?;
    memory.keep(KIND, &key, &table);
    Ok(table)
}

/// The row of a directive, with the author's words.
fn find(directive: &Directive) -> Result<(&'static Row, Vec<&str>), String> {
    let mut words = vec![directive.name.as_str()];
    words.extend(directive.argument.split_whitespace());
    let fits = |row: &'static Row| Some((row, row.author_words(&words)?));
    TABLE.iter().find_map(fits).ok_or_else(|| {
        let named = TABLE.iter().filter(|row| row.name() == directive.name);
        let forms = |rows: Vec<&Row>| -> String {
            let forms: Vec<String> = rows.iter().map(|row| format!("`{}`", row.form)).collect();
            forms.join(", ")
        };
        let named: Vec<&Row> = named.collect();
        let written = words.join(" ");
        if named.is_empty() {
            let hint = did_you_mean(&directive.name, TABLE.iter().map(Row::name));
            let known = forms(TABLE.iter().collect());
            format!("`{written}`: {hint}known directives: {known}")
        } else {
            format!("`{written}`: expected {}", forms(named))
        }
    })
}

/// The keys of the live figures on a page, whether or not there are such figures.
pub fn figure_keys(page: &Page) -> Vec<String> {
    let key = |directive: &Directive| match find(directive).ok()? {
        (row, words) if row.name() == "figure" => Some(figure_key(words[0])),
        (row, words) if row.name() == "live" => Some(words.join(" ")),
        _ => None,
    };
    page.directives.iter().filter_map(key).collect()
}

/// The key of the figure of a function.
fn figure_key(name: &str) -> String {
    format!("curve {name}")
}

/// What stands in the page in place of the directive; an error says what was expected.
///
/// `module` is the address of the live figures' module as seen from the page, if there is one.
pub fn html(
    page: &Page,
    directive: &Directive,
    evidence: &Evidence,
    module: Option<&str>,
) -> Result<String, String> {
    let (row, words) = find(directive)?;
    (row.html)(&Asked {
        page,
        directive,
        evidence,
        module,
        words,
    })
}

/// Whether a line begins with a directive that draws.
pub fn draws(line: &str) -> bool {
    let drawing = TABLE.iter().filter(|row| row.draws);
    let begins = |row: &Row| line.starts_with(&format!("<!--@ {} ", row.name()));
    drawing.into_iter().any(begins)
}

/// Beside a card controls wait until somebody asks for them.
fn controls(asked: &Asked<'_>) -> Controls {
    match is_beside_card(asked.page, asked.directive) {
        true => Controls::OnRequest,
        false => Controls::Open,
    }
}

/// Whether a card follows at once.
pub fn is_beside_card(page: &Page, directive: &Directive) -> bool {
    let mut after = page.directives.iter();
    after.any(|d| d.comment == directive.comment) && after.next().is_some_and(|d| d.name == "card")
}

fn figure(name: &str, module: Option<&str>, controls: Controls) -> Result<String, String> {
    let function = function(name)?;
    let key = figure_key(name);
    let figure = figures::live::find(&key)?;
    let also = match function.about().aliases {
        [] => String::new(),
        names => format!(" Also called {}.", names.join(", ")),
    };
    let caption = format!("{}{also}", figure.caption());
    Ok(live::html(&key, &*figure, &caption, module, controls))
}

fn together(names: &[&str]) -> Result<String, String> {
    let functions: Vec<&'static catalog::Function> = names
        .iter()
        .map(|name| function(name))
        .collect::<Result<_, _>>()?;
    if let Some(other) = functions.iter().find(|f| figures::line(f).is_none()) {
        return Err(format!(
            "`together` draws functions of one number, {} is none",
            other.about().name
        ));
    }
    if functions.len() > 5 {
        return Err(
            "`together` draws five functions at most: there are no more kinds of lines".to_owned(),
        );
    }
    Ok(format!(
        "\n<figure class=\"plot\">{}</figure>\n",
        figures::together(&functions)
    ))
}

fn function(name: &str) -> Result<&'static catalog::Function, String> {
    catalog::find(name).ok_or_else(|| {
        let known: Vec<&str> = catalog::FUNCTIONS.iter().map(|f| f.about().name).collect();
        format!(
            "no function `{name}` in the catalogue: {}expected one of {}",
            did_you_mean(name, known.iter().copied()),
            known.join(", ")
        )
    })
}

fn property(
    page: &Page,
    evidence: &Evidence,
    function: &str,
    name: &str,
) -> Result<String, String> {
    let chapter = self::function(function)?.about().chapter;
    if chapter != short_name(page) {
        return Err(format!(
            "{function} belongs to the chapter {chapter}, not to this page: expected a function of {}",
            short_name(page)
        ));
    }
    let outcome = evidence.property(function, name).ok_or_else(|| {
        let known = evidence.property_names(function);
        format!(
            "no claim or property `{name}` of {function}: {}expected one of {}; a claim is stated in the catalogue, a property in tests/src/properties/",
            did_you_mean(name, known.iter().copied()),
            known.join(", ")
        )
    })?;
    if !outcome.problems.is_empty() {
        return Ok(mark("✗", &format!("{function}::{name} failed")));
    }
    let how = match outcome.unit {
        ENUMERATED => format!("over all outcomes, {}", grouped(outcome.points)),
        _ => points(outcome.points),
    };
    Ok(mark("✓", &format!("tested as {function}::{name}, {how}")))
}

fn recorded(
    page: &Page,
    directive: &Directive,
    evidence: &Evidence,
    name: &str,
    library: &str,
) -> Result<String, String> {
    function(name)?;
    let call = recorded::call_of(name, library)?;
    let line = page.text.lines().nth(directive.line - 1).unwrap_or("");
    recorded::shows(line, &call)?;
    let outcome = evidence
        .outcome("peers", name, library)
        .ok_or_else(|| format!("{library} was not compared"))?;
    let tip = format!(
        "{} values recorded from {library} {}, at most {:.0e} away where inputs are of ordinary size",
        grouped(outcome.points),
        call.version,
        outcome.worst
    );
    Ok(mark(
        if outcome.problems.is_empty() {
            "✓"
        } else {
            "✗"
        },
        &tip,
    ))
}

fn mark(sign: &str, tip: &str) -> String {
    let tip = escape::attribute(tip);
    format!(
        "<span class=\"checked\" role=\"img\" tabindex=\"0\" aria-label=\"{tip}\" data-tip=\"{tip}\">{sign}</span>"
    )
}

#[cfg(test)]
mod tests;
