//! The arguments of `cargo xtask new`, and the errors that they alone show.

use super::words::{self, raw_python, raw_rust};
use notebook::did_you_mean;

/// The shapes of a function, as the catalogue has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Scalar,
    Curve,
    Gate,
    Map,
    Loss,
}

const SHAPES: [(&str, Shape); 5] = [
    ("scalar", Shape::Scalar),
    ("curve", Shape::Curve),
    ("gate", Shape::Gate),
    ("map", Shape::Map),
    ("loss", Shape::Loss),
];

const OPTIONS: [&str; 6] = [
    "--parameter",
    "--title",
    "--chapter",
    "--no-chapter",
    "--before",
    "--after",
];

impl Shape {
    /// The folder of its functions in every room.
    pub fn folder(self) -> &'static str {
        match self {
            Shape::Loss => "losses",
            _ => "activations",
        }
    }

    /// The variant of `catalog::Function`.
    pub fn variant(self) -> &'static str {
        match self {
            Shape::Scalar => "Scalar",
            Shape::Curve => "Curve",
            Shape::Gate => "Gate",
            Shape::Map => "Map",
            Shape::Loss => "Loss",
        }
    }

    /// The arguments in front of the parameters.
    pub fn inputs(self) -> &'static [&'static str] {
        match self {
            Shape::Scalar | Shape::Curve => &["x"],
            Shape::Gate => &["a", "b"],
            Shape::Map => &["logits"],
            Shape::Loss => &["prediction", "target"],
        }
    }
}

/// A parameter and how it is written where its name is reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `lambda`
    pub name: String,
    /// As an identifier of Rust: `r#type`.
    pub rust: String,
    /// As an identifier of Python: `lambda_`.
    pub python: String,
}

/// Beside which function it is put in every list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub before: bool,
    pub neighbour: String,
}

/// A function to be created.
#[derive(Clone, Debug)]
pub struct Request {
    pub shape: Shape,
    pub name: String,
    pub parameters: Vec<Parameter>,
    /// Its name in prose, if it is given.
    pub title: Option<String>,
    /// The page, if it is given: `activations/shrinkage`.
    pub chapter: Option<String>,
    /// Whether its chapter is left for later.
    pub without_chapter: bool,
    pub place: Option<Place>,
}

impl Request {
    /// The request of a command line, or what is wrong with it.
    pub fn parse(arguments: &[String]) -> Result<Request, String> {
        let mut plain = vec![];
        let mut parameters: Vec<String> = vec![];
        let (mut title, mut chapter, mut before, mut after) = (None, None, None, None);
        let mut without_chapter = false;
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            let (flag, attached) = match word.split_once('=') {
                Some((flag, value)) if flag.starts_with('-') => (flag, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            if !flag.starts_with('-') {
                plain.push(word.clone());
                continue;
            }
            if !OPTIONS.contains(&flag) {
                let hint = did_you_mean(flag, OPTIONS);
                let known = OPTIONS.join(", ");
                return Err(format!(
                    "unknown option `{flag}`: {hint}expected one of {known}"
                ));
            }
            if flag == "--no-chapter" {
                without_chapter = true;
                continue;
            }
            let value = attached.or_else(|| rest.next().cloned());
            let value = value.filter(|value| !value.is_empty() && !value.starts_with('-'));
            let value = value.ok_or(format!("{flag} needs a value"))?;
            let place = match flag {
                "--parameter" => {
                    parameters.push(value);
                    continue;
                }
                "--title" => &mut title,
                "--chapter" => &mut chapter,
                "--before" => &mut before,
                _ => &mut after,
            };
            if place.replace(value).is_some() {
                return Err(format!("{flag} is given twice"));
            }
        }
        let [shape, name] = &plain[..] else {
            return Err(
                "expected a shape and a name: `cargo xtask new curve squareplus`".to_owned(),
            );
        };
        let place = match (before, after) {
            (Some(_), Some(_)) => return Err("give one of --before and --after".to_owned()),
            (Some(neighbour), None) => Some(Place {
                before: true,
                neighbour,
            }),
            (None, after) => after.map(|neighbour| Place {
                before: false,
                neighbour,
            }),
        };
        let shape = shape_of(shape)?;
        words::is_name(name)?;
        if let Some(chapter) = &chapter {
            words::is_chapter(chapter, shape.folder())?;
        }
        if let Some(title) = title.as_ref().filter(|title| has_markup(title)) {
            return Err(format!(
                "the title `{title}` has a character of Rust, Markdown or Python: expected words"
            ));
        }
        Ok(Request {
            parameters: parameters_of(shape, name, &parameters)?,
            shape,
            name: name.clone(),
            title,
            chapter,
            without_chapter,
            place,
        })
    }

    /// Its name in prose.
    pub fn title(&self) -> String {
        let words = self.name.replace('_', " ");
        match (&self.title, self.shape) {
            (Some(title), _) => title.clone(),
            (None, Shape::Loss) if !words.ends_with("loss") => format!("{words} loss"),
            _ => words,
        }
    }
}

/// What would end a string, a cell of a table or a link.
fn has_markup(title: &str) -> bool {
    title.contains(['"', '\\', '`', '|', '[', ']', '<', '>', '{', '}', '\n'])
}

fn shape_of(word: &str) -> Result<Shape, String> {
    let found = SHAPES.iter().find(|(name, _)| *name == word);
    found.map(|(_, shape)| *shape).ok_or_else(|| {
        let known = SHAPES.map(|(name, _)| name);
        let hint = did_you_mean(word, known);
        format!(
            "unknown shape `{word}`: {hint}expected one of {}",
            known.join(", ")
        )
    })
}

/// The parameters of a shape: a curve has one, a map its temperature, a loss as many as are given.
fn parameters_of(shape: Shape, name: &str, given: &[String]) -> Result<Vec<Parameter>, String> {
    let temperature = ["temperature".to_owned()];
    let names = match (shape, given) {
        (Shape::Map, []) => &temperature,
        (Shape::Curve, []) => {
            return Err("a curve has a parameter: name it with --parameter".to_owned());
        }
        (Shape::Scalar | Shape::Gate, [one, ..]) => {
            return Err(format!(
                "a function of this shape has no parameter, found `{one}`: with one it is a `curve`"
            ));
        }
        (Shape::Curve | Shape::Map, [_, second, ..]) => {
            return Err(format!(
                "a second parameter, `{second}`: this shape has one"
            ));
        }
        _ => given,
    };
    for (i, parameter) in names.iter().enumerate() {
        words::is_parameter(parameter)?;
        let taken = shape.inputs().contains(&parameter.as_str())
            || parameter == name
            || parameter == "upstream"
            || names[..i].contains(parameter);
        if taken {
            return Err(format!(
                "the parameter `{parameter}` has a name that is taken: expected another one than {}, `upstream` and the function's",
                shape.inputs().join(", ")
            ));
        }
    }
    let parameter = |name: &String| Parameter {
        name: name.clone(),
        rust: raw_rust(name),
        python: raw_python(name),
    };
    Ok(names.iter().map(parameter).collect())
}
