//! The directive `curve`: the table of numbers that the cell above it printed, as lines.
//!
//! `<!--@ curve step -->` draws all columns of the table that begins with the column `step`.
//! `<!--@ curve step: training loss, held-out loss with ln 2, best possible -->` draws two of them, and a dotted
//! line for each value that a line of the output gives by its name.

use figures::Course;
use notebook::{Cell, Directive, Output, Page, did_you_mean};

/// The picture; an error says what was found and what was expected.
pub fn html(page: &Page, directive: &Directive) -> Result<String, String> {
    let asked = Asked::parse(&directive.argument)?;
    let output = above(page, directive)?;
    let printed = Printed::read(page, output, asked.over)?;
    let course = Course {
        id: format!("curve-{}", place(page, directive)),
        over: asked.over.to_owned(),
        lines: printed.lines(&asked.columns)?,
        guides: (asked.guides.iter())
            .map(|name| Ok(((*name).to_owned(), guide(page, output, name)?)))
            .collect::<Result<_, String>>()?,
    };
    Ok(format!(
        "\n<figure class=\"plot\">{}</figure>\n",
        course.svg()
    ))
}

/// What is to be drawn: `step: loss, accuracy with ln 2`.
struct Asked<'a> {
    over: &'a str,
    /// All of them, if none is named.
    columns: Vec<&'a str>,
    guides: Vec<&'a str>,
}

impl Asked<'_> {
    fn parse(argument: &str) -> Result<Asked<'_>, String> {
        let (drawn, guides) = argument.split_once(" with ").unwrap_or((argument, ""));
        let (over, columns) = drawn.split_once(':').unwrap_or((drawn, ""));
        let asked = Asked {
            over: over.trim(),
            columns: names(columns),
            guides: names(guides),
        };
        let is_cut = |text: &str| text.contains(",,") || text.trim_end().ends_with(',');
        let is_half = (drawn.contains(':') && asked.columns.is_empty())
            || (argument.trim_end().ends_with(" with"));
        if asked.over.is_empty() || is_half || is_cut(columns) || is_cut(guides) {
            return Err(format!(
                "`curve {argument}`: expected `curve FIRST`, `curve FIRST: COLUMN, COLUMN` or either followed by ` with NAME, NAME`"
            ));
        }
        Ok(asked)
    }
}

fn names(list: &str) -> Vec<&str> {
    let names = list.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

/// Which curve of the page it is, from 1: several may stand below one cell.
fn place(page: &Page, directive: &Directive) -> usize {
    let is_up_to = |other: &&Directive| {
        other.name == directive.name && other.comment.start <= directive.comment.start
    };
    page.directives.iter().filter(is_up_to).count()
}

/// What the nearest cell above the directive printed.
fn above<'a>(page: &'a Page, directive: &Directive) -> Result<&'a Output, String> {
    let is_above = |cell: &&Cell| cell.fence.end <= directive.comment.start;
    let cell = (page.cells.iter().rev().find(is_above))
        .ok_or("no cell above: expected one that prints a table of numbers")?;
    let output = (cell.output.as_ref()).ok_or_else(|| {
        format!(
            "the cell in line {} has no output: expected a table of numbers; `bless` writes it",
            cell.line
        )
    })?;
    Ok(output)
}

/// The lines of an output, each with its line on the page.
fn lines_of<'a>(page: &'a Page, output: &Output) -> impl Iterator<Item = (usize, &'a str)> + Clone {
    (output.line + 1..).zip(page.text[output.body.clone()].lines())
}

/// What stands two spaces or more apart.
fn columns(line: &str) -> Vec<&str> {
    let parts = line.split("  ").map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The number that a word is.
fn number(word: &str) -> Option<f64> {
    word.replace('\u{2212}', "-").parse().ok()
}

/// A column: its name and its points.
type Named = (String, Vec<(f64, f64)>);

/// A table of numbers in an output.
struct Printed<'a> {
    head: Vec<&'a str>,
    rows: Vec<Vec<f64>>,
}

impl<'a> Printed<'a> {
    /// The table whose head begins with `over`, up to an empty line or the end.
    fn read(page: &'a Page, output: &Output, over: &str) -> Result<Printed<'a>, String> {
        let all = lines_of(page, output);
        let is_head = |line: &str| {
            let names = columns(line);
            names.len() > 1 && names.iter().all(|name| number(name).is_none())
        };
        let heads = all.clone().filter(|(_, line)| is_head(line));
        let mut fitting = heads.clone().filter(|(_, line)| columns(line)[0] == over);
        let Some((at, head)) = fitting.next() else {
            let firsts: Vec<&str> = heads.map(|(_, line)| columns(line)[0]).collect();
            let found = match firsts[..] {
                [] => "none".to_owned(),
                _ => format!("`{}`", firsts.join("`, `")),
            };
            return Err(format!(
                "no table in the output in line {} begins with a column `{over}`: {}expected a line of names two spaces apart above the numbers, found {found}",
                output.line,
                did_you_mean(over, firsts)
            ));
        };
        if let Some((again, _)) = fitting.next() {
            return Err(format!(
                "two tables begin with a column `{over}`, in lines {at} and {again}: expected one"
            ));
        }
        let head = columns(head);
        let of_table = all.skip_while(|(line, _)| *line <= at);
        let rows: Vec<Vec<f64>> = of_table
            .take_while(|(_, line)| !line.trim().is_empty())
            .map(|(line, text)| row(line, text, &head))
            .collect::<Result<_, String>>()?;
        if rows.len() < 2 {
            return Err(format!(
                "the table in line {at} has {} rows: expected two or more, up to an empty line",
                rows.len()
            ));
        }
        if let Some(i) = (1..rows.len()).find(|i| rows[*i][0] <= rows[i - 1][0]) {
            return Err(format!(
                "line {}: `{over}` is {} behind {}: expected it to rise",
                at + 1 + i,
                rows[i][0],
                rows[i - 1][0]
            ));
        }
        Ok(Printed { head, rows })
    }

    /// The columns of these names behind the first; all, if none is named.
    fn lines(&self, wanted: &[&str]) -> Result<Vec<Named>, String> {
        let others = &self.head[1..];
        let wanted = match wanted {
            [] => others,
            wanted => wanted,
        };
        if wanted.len() > Course::MOST {
            return Err(format!(
                "{} columns: expected {} at most, there are no more kinds of lines; name those to draw, `curve {}: COLUMN, COLUMN`",
                wanted.len(),
                Course::MOST,
                self.head[0]
            ));
        }
        let line = |name: &&str| {
            let at = others.iter().position(|other| other == name);
            let at = at.ok_or_else(|| {
                format!(
                    "no column `{name}`: {}expected one of `{}`",
                    did_you_mean(name, others.iter().copied()),
                    others.join("`, `")
                )
            })?;
            let points = self.rows.iter().map(|row| (row[0], row[at + 1]));
            Ok(((*name).to_owned(), points.collect()))
        };
        wanted.iter().map(line).collect()
    }
}

/// The numbers of a row, as many as the head has names.
fn row(line: usize, text: &str, head: &[&str]) -> Result<Vec<f64>, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() != head.len() {
        return Err(format!(
            "line {line}: found {} numbers, `{}`; expected {}, for `{}`; an empty line ends the table",
            words.len(),
            text.trim(),
            head.len(),
            head.join("`, `")
        ));
    }
    let value = |word: &&str| match number(word) {
        Some(value) if value.is_finite() => Ok(value),
        _ => Err(format!(
            "line {line}: found `{word}`, expected a finite number; an empty line ends the table"
        )),
    };
    words.iter().map(value).collect()
}

/// The number behind a name, in a line that has nothing else: `best possible   0.183`.
fn guide(page: &Page, output: &Output, name: &str) -> Result<f64, String> {
    let pair = |line: &'_ str| -> Option<(String, f64)> {
        match columns(line)[..] {
            [name, value] => Some((name.trim_end_matches(':').to_owned(), number(value)?)),
            _ => None,
        }
    };
    let pairs: Vec<(String, f64)> = (lines_of(page, output))
        .filter_map(|(_, line)| pair(line))
        .collect();
    let mut fitting = pairs.iter().filter(|pair| pair.0 == name);
    match (fitting.next(), fitting.next()) {
        (Some((_, value)), None) if value.is_finite() => Ok(*value),
        (Some((_, value)), None) => Err(format!("`{name}` is {value}: expected a finite number")),
        (Some(_), Some(_)) => Err(format!(
            "two lines of the output name `{name}`: expected one"
        )),
        (None, _) => {
            let known: Vec<&str> = pairs.iter().map(|pair| pair.0.as_str()).collect();
            Err(format!(
                "no line of the output in line {} is `{name}  NUMBER`, two spaces apart: {}found {}",
                output.line,
                did_you_mean(name, known.iter().copied()),
                match known[..] {
                    [] => "none of that form".to_owned(),
                    _ => format!("`{}`", known.join("`, `")),
                }
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "step  training loss  held-out loss\n   0         0.6931         0.6931\n  10         0.4000         0.5000\n  20         0.2000         0.4500\n\nln 2  0.6931\nalways 10 %:  0.3251\n";

    fn of(output: &str, directive: &str) -> Result<String, String> {
        let text = format!(
            "# A\n\n```rust\nlet x = 1;\n```\n```output\n{output}```\n\nThe curve:\n\n<!--@ curve {directive} -->\n"
        );
        let page = Page::scan("book/recipes/a.md", &text);
        assert!(page.problems.is_empty(), "{:?}", page.problems);
        html(&page, &page.directives[0])
    }

    #[test]
    fn what_the_cell_printed_is_drawn() {
        let all = of(TABLE, "step").expect("a table");
        assert!(all.contains("id=\"curve-1\"") && all.contains("held-out loss: 0.6931 at step 0"));
        let one = of(TABLE, "step: held-out loss with ln 2, always 10 %").expect("a column");
        assert!(one.contains("A dotted line at 0.6931: ln 2."), "{one}");
        assert!(one.contains("A dotted line at 0.3251: always 10 %."));
        assert!(!one.contains("training"), "{one}");
    }

    #[test]
    fn curves_below_one_cell_have_ids_of_their_own() {
        let text = format!(
            "# A\n\n```rust\nlet x = 1;\n```\n```output\n{TABLE}```\n\n<!--@ curve step -->\n\nAnd one of them:\n\n<!--@ curve step: held-out loss -->\n"
        );
        let page = Page::scan("book/recipes/a.md", &text);
        for (directive, id) in page.directives.iter().zip(["curve-1", "curve-2"]) {
            let drawn = html(&page, directive).expect("a table");
            assert!(drawn.contains(&format!("id=\"{id}\"")), "{drawn}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_its_line() {
        for (from, to, directive, expected) in [
            (
                "",
                "",
                "epoch",
                "no table in the output in line 6 begins with a column `epoch`",
            ),
            (
                "",
                "",
                "stop",
                "no table in the output in line 6 begins with a column `stop`: did you mean `step`?",
            ),
            (
                "0.5000",
                "",
                "step",
                "line 9: found 2 numbers, `10         0.4000`; expected 3",
            ),
            (
                "0.5000",
                "NaN",
                "step",
                "line 9: found `NaN`, expected a finite number",
            ),
            (
                "0.5000",
                "high",
                "step",
                "line 9: found `high`, expected a finite number",
            ),
            (
                "  20  ",
                "   5  ",
                "step",
                "line 10: `step` is 5 behind 10: expected it to rise",
            ),
            (
                "\n\nln 2",
                "\nln 2",
                "step",
                "line 11: found `ln`, expected a finite number",
            ),
            (
                "\n  10",
                "\n\n  10",
                "step",
                "the table in line 7 has 1 rows",
            ),
            (
                "ln 2 ",
                "step  loss\n0  1\n\nln 2 ",
                "step",
                "two tables begin with a column `step`, in lines 7 and 12",
            ),
            (
                "",
                "",
                "step: trainig loss",
                "no column `trainig loss`: did you mean `training loss`?",
            ),
            (
                "",
                "",
                "step with ln 3",
                "no line of the output in line 6 is `ln 3  NUMBER`",
            ),
            (
                "ln 2  0.6931",
                "ln 2  NaN",
                "step with ln 2",
                "`ln 2` is NaN",
            ),
            (
                "always 10 %:",
                "ln 2",
                "step with ln 2",
                "two lines of the output name `ln 2`",
            ),
            ("", "", "step:", "`curve step:`: expected `curve FIRST`"),
            (
                "",
                "",
                "step with",
                "`curve step with`: expected `curve FIRST`",
            ),
            (
                "",
                "",
                "step: a,, b",
                "`curve step: a,, b`: expected `curve FIRST`",
            ),
        ] {
            let output = match from {
                "" => TABLE.to_owned(),
                from => {
                    assert!(TABLE.contains(from), "{from}");
                    TABLE.replacen(from, to, 1)
                }
            };
            let error = of(&output, directive).expect_err(directive);
            assert!(error.starts_with(expected), "{directive}: {error}");
        }
    }

    #[test]
    fn without_a_cell_above_or_its_output_there_is_nothing_to_draw() {
        let refused = |text: &str| {
            let page = Page::scan("book/recipes/a.md", text);
            html(&page, &page.directives[0]).expect_err("it is accepted")
        };
        let below = "# A\n\n<!--@ curve step -->\n\n```rust\nlet x = 1;\n```\n";
        assert!(refused(below).starts_with("no cell above"));
        let silent = "# A\n\n```rust\nlet x = 1;\n```\n\n<!--@ curve step -->\n";
        assert!(refused(silent).starts_with("the cell in line 3 has no output"));
    }
}
