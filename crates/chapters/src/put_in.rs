//! A formula with numbers in the place of its arguments: what a reader typed is put in by a script.

use std::ops::Range;

use catalog::{Args, Argument, Domain, Value};

/// The formula with a mark at each place where an argument of one number stands, and its number at rest;
/// `None` if there is no such place.
///
/// The mark is `\htmlData{put=ARGUMENT}{NUMBER}`, for an entry that an index chooses
/// `\htmlData{put=ROW.INDEX}{NUMBER}`; behind it stands `b` where brackets stand around it anyway.
/// A point of multiplication keeps it apart from a factor beside it.
pub fn marked(latex: &str, arguments: &[Argument], rest: &Args) -> Option<String> {
    let symbols = symbols(arguments, rest);
    let tokens = tokens(latex);
    let mut out = String::new();
    let word = |i: usize| {
        tokens
            .get(i)
            .map_or("", |t: &Range<usize>| &latex[t.clone()])
    };
    let (mut i, mut done, mut count) = (0, 0, 0);
    // Whether what stands before is a factor, and whether a command takes what comes as its own.
    let mut before = Before::Nothing;
    while i < tokens.len() {
        let found = symbols.iter().find_map(|symbol| {
            let length = symbol.length_at(latex, &tokens[i..])?;
            // An index makes it another number.
            let next = tokens.get(i + length).map(|t| &latex[t.clone()]);
            (next != Some("_")).then_some((symbol, length))
        });
        if let Some((symbol, length)) = found {
            out.push_str(&latex[done..tokens[i].start]);
            let is_alone = i > 0 && word(i - 1) == "(" && word(i + length) == ")";
            let (bare, number) = match is_alone {
                true => ("b", symbol.number.trim_matches(['(', ')'])),
                false => ("", symbol.number.as_str()),
            };
            let is_own = matches!(before, Before::Takes(_));
            let points = |is_needed: bool| if is_needed { "\\cdot " } else { "" };
            let next = (i + length..tokens.len())
                .map(word)
                .find(|w| !SPACES.contains(w));
            out.push_str(points(before == Before::Factor && !is_own));
            out.push_str(&format!(
                "{{\\htmlData{{put={}{bare}}}{{{number}}}}}",
                symbol.put
            ));
            out.push_str(points(!is_own && next.is_some_and(begins_factor)));
            i += length;
            done = tokens[i - 1].end;
            count += 1;
            before = match before {
                Before::Takes(more) if more > 1 => Before::Takes(more - 1),
                // The point is set already.
                _ if !is_own && next.is_some_and(begins_factor) => Before::Nothing,
                _ => Before::Factor,
            };
        } else {
            let length = passed_over(latex, &tokens[i..]);
            before = before.then(word(i), length);
            i += length;
        }
    }
    out.push_str(&latex[done..]);
    (count > 0).then_some(out)
}

/// What stands before a place of a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that it would be multiplied with.
    Nothing,
    /// A factor.
    Factor,
    /// A command or a sign that takes as many tokens as its own.
    Takes(usize),
}

impl Before {
    /// Behind a token, or a name of several.
    fn then(self, word: &str, length: usize) -> Before {
        match (self, word) {
            _ if SPACES.contains(&word) => self,
            (_, r"\frac" | r"\dfrac" | r"\tfrac") => Before::Takes(2),
            (_, r"\sqrt" | "^") => Before::Takes(1),
            // What stands in braces is as if it began a formula.
            (_, "{") => Before::Nothing,
            (Before::Takes(more), _) if more > 1 => Before::Takes(more - 1),
            (_, "_") => Before::Factor,
            _ if length > 1 && !ACCENTS.contains(&word) => Before::Nothing,
            (_, ")" | "]" | "}" | "'") => Before::Factor,
            _ if begins_factor(word) && !is_applied(word) && word != "(" && word != "[" => {
                Before::Factor
            }
            _ => Before::Nothing,
        }
    }
}

/// Whether a token begins something that a number before it is multiplied with.
fn begins_factor(word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    let is_sign = first.is_ascii_alphanumeric() || matches!(first, '(' | '[');
    let name = word.strip_prefix('\\').unwrap_or("");
    let is_greek = |name: &str| GREEK.split(' ').any(|greek| greek == name);
    is_sign
        || is_applied(word)
        || is_greek(&name.to_lowercase())
        || ACCENTS.contains(&word)
        || matches!(
            word,
            r"\frac"
                | r"\sqrt"
                | r"\bigl"
                | r"\left"
                | r"\big"
                | r"\Bigl"
                | r"\ell"
                | r"\operatorname"
                | r"\htmlData"
        )
}

/// Whether it is applied to what stands behind it.
fn is_applied(word: &str) -> bool {
    matches!(
        word,
        r"\ln"
            | r"\log"
            | r"\exp"
            | r"\tanh"
            | r"\cosh"
            | r"\sinh"
            | r"\max"
            | r"\min"
            | r"\sum"
            | r"\operatorname"
    )
}

const GREEK: &str = "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi varphi chi psi omega";
const SPACES: [&str; 6] = ["\\,", "\\;", "\\:", "\\!", "\\quad", "\\qquad"];

/// What is replaced.
struct Symbol {
    /// How it may be written, without spaces.
    spellings: Vec<Vec<String>>,
    /// Which arguments it is.
    put: String,
    /// At rest.
    number: String,
}

impl Symbol {
    /// How many tokens it takes, if it begins here.
    fn length_at(&self, latex: &str, tokens: &[Range<usize>]) -> Option<usize> {
        let is_here = |spelling: &&Vec<String>| {
            let mut here = tokens.iter().map(|t| &latex[t.clone()]);
            spelling.iter().all(|word| here.next() == Some(word))
        };
        let longest = self.spellings.iter().filter(is_here).map(Vec::len);
        longest.max()
    }
}

/// The arguments that are one number, and the entries that an index argument chooses; the longest
/// spelling first.
fn symbols(arguments: &[Argument], rest: &Args) -> Vec<Symbol> {
    let mut all = vec![];
    for (i, (argument, value)) in arguments.iter().zip(&rest.0).enumerate() {
        let (plain, braced) = spelt(argument.symbol);
        match (argument.domain, value) {
            (Domain::Number(_), Value::Number(x)) => all.push(Symbol {
                spellings: vec![plain, braced],
                put: i.to_string(),
                number: number(*x),
            }),
            (Domain::Row(..), Value::Row(row)) => {
                for (j, (index, value)) in arguments.iter().zip(&rest.0).enumerate() {
                    let (Domain::Class(_), Value::Index(at)) = (index.domain, value) else {
                        continue;
                    };
                    let (index, _) = spelt(index.symbol);
                    let with = |open: &[&str], close: &[&str]| {
                        let words = |words: &[&str]| -> Vec<String> {
                            words.iter().map(|word| (*word).to_owned()).collect()
                        };
                        [plain.clone(), words(open), index.clone(), words(close)].concat()
                    };
                    all.push(Symbol {
                        spellings: vec![with(&["_"], &[]), with(&["_", "{"], &["}"])],
                        put: format!("{i}.{j}"),
                        number: row.get(*at).map_or_else(String::new, |x| number(*x)),
                    });
                }
            }
            _ => {}
        }
    }
    all.sort_by_key(|symbol| std::cmp::Reverse(symbol.spellings[0].len()));
    all
}

/// The tokens of a symbol, and the same with braces around what an accent is on.
fn spelt(symbol: &str) -> (Vec<String>, Vec<String>) {
    let plain: Vec<String> = (tokens(symbol).into_iter())
        .map(|token| symbol[token].to_owned())
        .collect();
    let mut braced = plain.clone();
    if let [accent, base, ..] = &plain[..]
        && ACCENTS.contains(&accent.as_str())
        && base != "{"
    {
        braced.insert(1, "{".to_owned());
        braced.insert(3, "}".to_owned());
    }
    (plain, braced)
}

/// A number in a formula: in brackets if it is negative.
fn number(x: f64) -> String {
    let text = figures::significant(x, 10).replace('∞', "\\infty");
    match text.strip_prefix('−') {
        Some(text) => format!("(-{text})"),
        None => text,
    }
}

/// Commands whose next token or group is a name.
const NAMES: [&str; 8] = [
    "\\operatorname",
    "\\text",
    "\\mathrm",
    "\\mathbb",
    "\\mathbf",
    "\\mathcal",
    "\\begin",
    "\\end",
];
const ACCENTS: [&str; 4] = ["\\hat", "\\bar", "\\tilde", "\\dot"];

/// How many tokens are passed over where no symbol begins: names, accents and indices as a whole.
fn passed_over(latex: &str, tokens: &[Range<usize>]) -> usize {
    let word = |i: usize| tokens.get(i).map(|t: &Range<usize>| &latex[t.clone()]);
    let first = word(0).unwrap_or("");
    if first != "_" && !NAMES.contains(&first) && !ACCENTS.contains(&first) {
        return 1;
    }
    if word(1) != Some("{") {
        return 2.min(tokens.len());
    }
    let mut depth = 0;
    for i in 1..tokens.len() {
        match word(i) {
            Some("{") => depth += 1,
            Some("}") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    tokens.len()
}

/// Commands and signs with their places, without spaces.
fn tokens(latex: &str) -> Vec<Range<usize>> {
    let mut out = vec![];
    let mut rest = latex.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        if c == '\\' {
            while let Some((i, letter)) = rest.peek().copied() {
                let is_first = end == at + 1;
                if !letter.is_ascii_alphabetic() && !is_first {
                    break;
                }
                end = i + letter.len_utf8();
                rest.next();
                if !letter.is_ascii_alphabetic() {
                    break;
                }
            }
        }
        out.push(at..end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, latex: &str, rest: Args) -> Option<String> {
        let function = catalog::find(name).expect("a function");
        marked(latex, &function.arguments(), &rest)
    }

    /// Without the braces of the marks.
    fn plain(name: &str, latex: &str, rest: Args) -> String {
        let marked = of(name, latex, rest).expect("a place");
        let mut out = String::new();
        let mut rest = marked.as_str();
        while let Some((before, after)) = rest.split_once(r"{\htmlData{put=") {
            let (put, after) = after.split_once("}{").expect("a mark");
            let (number, after) = after.split_once("}}").expect("its end");
            out.push_str(&format!("{before}<{put}:{number}>"));
            rest = after;
        }
        out + rest
    }

    #[test]
    fn arguments_become_their_numbers_and_names_stay() {
        for (name, latex, rest, expected) in [
            (
                "gelu",
                r"\operatorname{GELUx}(x) = x\,\Phi(x)",
                catalog::args![-2.0],
                r"\operatorname{GELUx}(<0b:-2>) = <0:(-2)>\cdot \,\Phi(<0b:-2>)",
            ),
            (
                "gelu",
                r"\frac x2 + \frac{x}{2} + 3x + x^2 + \tanh x",
                catalog::args![2.0],
                r"\frac <0:2>2 + \frac{<0:2>}{2} + 3\cdot <0:2> + <0:2>^2 + \tanh <0:2>",
            ),
            (
                "huber",
                r"r = \hat{y} - y, \delta r_y, \frac12 \delta",
                catalog::args![2.5, 0.0, 1.0],
                r"r = <0:2.5> - <1:0>, <2:1>\cdot  r_y, \frac12 \cdot <2:1>",
            ),
            (
                "smooth_l1",
                r"\frac{r^2}{2\beta} \text{if } |r| < \beta",
                catalog::args![2.5, 0.0, 1.0],
                r"\frac{r^2}{2\cdot <2:1>} \text{if } |r| < <2:1>",
            ),
            (
                "cross_entropy",
                r"-z_y + \ln \sum_{k} e^{z_k} + z_{y}",
                catalog::args![[2.0, 1.0, 0.5], 2_usize],
                r"-<0.1:0.5> + \ln \sum_{k} e^{z_k} + <0.1:0.5>",
            ),
        ] {
            assert_eq!(plain(name, latex, rest), expected, "{latex}");
        }
        let none = of("softmax", r"\sum_k z_k", catalog::args![[1.0], 1.0, [1.0]]);
        assert_eq!(none, None);
    }
}
