use std::ops::Range;

use crate::Problem;
use crate::number::Shown;

/// A page, taken apart.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page's name, relative to the project: `book/activations/gelu.md`.
    pub name: String,
    /// The whole Markdown text.
    pub text: String,
    /// Rust fences that run, in order.
    pub cells: Vec<Cell>,
    /// Rust fences that show source from elsewhere, in order.
    pub listings: Vec<Listing>,
    /// Numbers that carry their expression, in order.
    pub values: Vec<Value>,
    /// Mathematics, `$$..$$` and `$..$`, in order.
    pub formulas: Vec<Formula>,
    /// `<!--@ .. -->` comments, in order.
    pub directives: Vec<Directive>,
    /// Rows of tables, in order, without their heads.
    pub rows: Vec<Row>,
    /// What the site typesets or rewrites.
    pub math: crate::math::Scan,
    /// What is malformed. A page with problems is not run.
    pub problems: Vec<Problem>,
    /// Bytes at which a line ends, in order: every formula, value and cell asks for its line.
    pub(crate) breaks: Vec<usize>,
}

/// What a cell must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Compile, run and exit with success.
    Success,
    /// Compile, run and panic (`should_panic`).
    Panic,
    /// Be rejected by the compiler with this error code (`compile_fail,E0308`).
    CompileError(String),
}

/// A ```` ```rust ```` fence that is compiled and run.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Position among the page's cells, from 1. Names the cell on the site.
    pub number: usize,
    /// 1-based line of the opening fence.
    pub line: usize,
    /// What the cell must do.
    pub expect: Expect,
    /// Bytes of the whole fence, closing fence included, without the line break behind it.
    pub fence: Range<usize>,
    /// Bytes of the lines between the fences.
    pub body: Range<usize>,
    /// The recorded output, if there is one.
    pub output: Option<Output>,
}

/// An ```` ```output ```` fence below a cell.
#[derive(Clone, Debug)]
pub struct Output {
    /// 1-based line of the opening fence.
    pub line: usize,
    /// Bytes of the whole fence, without the line break behind it.
    pub fence: Range<usize>,
    /// Bytes of the lines between the fences.
    pub body: Range<usize>,
}

/// A ```` ```rust ```` fence that shows a part of a source file.
#[derive(Clone, Debug)]
pub struct Listing {
    /// 1-based line of the opening fence.
    pub line: usize,
    /// Bytes of the whole fence, without the line break behind it.
    pub fence: Range<usize>,
    /// The file, relative to the page.
    pub file: String,
    /// The anchor in the file.
    pub anchor: String,
}

/// Mathematics on the page.
#[derive(Clone, Debug)]
pub struct Formula {
    /// 1-based line on which it begins.
    pub line: usize,
    /// Bytes of all of it, dollar signs included.
    pub range: Range<usize>,
    /// Bytes of the LaTeX between the dollar signs.
    pub latex: Range<usize>,
    /// Whether it is `$$..$$`.
    pub display: bool,
    /// What stands in the comment behind it: `<!--= gelu(x) -->`.
    pub mark: Option<Mark>,
}

/// What a formula claims to be.
#[derive(Clone, Debug)]
pub struct Mark {
    /// 1-based line.
    pub line: usize,
    /// Bytes of the comment.
    pub comment: Range<usize>,
    /// The claim, without the comment's signs.
    pub text: String,
}

/// A number on the page and the expression behind it.
#[derive(Clone, Debug)]
pub struct Value {
    /// 1-based line.
    pub line: usize,
    /// 1-based column (in characters) at which the expression starts.
    pub column: usize,
    /// Bytes of the number as shown.
    pub number: Range<usize>,
    /// The number as shown, taken apart.
    pub shown: Shown,
    /// Bytes of the comment.
    pub comment: Range<usize>,
    /// The Rust expression.
    pub expression: String,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// 1-based line.
    pub line: usize,
    /// The heading of the section that it stands in; empty before the first.
    pub section: String,
}

/// A `<!--@ name arguments -->` comment.
#[derive(Clone, Debug)]
pub struct Directive {
    /// 1-based line.
    pub line: usize,
    /// Bytes of the comment.
    pub comment: Range<usize>,
    /// The first word.
    pub name: String,
    /// The rest, trimmed.
    pub argument: String,
}

impl Page {
    /// Takes a Markdown text apart. Never panics; what is malformed stands in `problems`.
    #[must_use]
    pub fn scan(name: &str, text: &str) -> Page {
        crate::scan::scan(name, text)
    }

    /// 1-based line of a byte offset.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        1 + self.breaks.partition_point(|&at| at < offset)
    }

    /// 1-based column of a byte offset, in characters.
    #[must_use]
    pub fn column_of(&self, offset: usize) -> usize {
        let before = &self.text[..offset];
        1 + before.chars().rev().take_while(|&c| c != '\n').count()
    }

    /// The name as a Rust identifier that no other page has: `book_activations_gelu`.
    ///
    /// A name of more than lower-case letters, digits and folders ends in its hash, so that
    /// `a-b`, `a_b` and `a/b` differ.
    #[must_use]
    pub fn module(&self) -> String {
        let stem = self.name.strip_suffix(".md").unwrap_or(&self.name);
        let mut module = String::new();
        for c in stem.chars().map(|c| c.to_ascii_lowercase()) {
            if c.is_ascii_alphanumeric() {
                module.push(c);
            } else if !module.ends_with('_') {
                module.push('_');
            }
        }
        let is_plain = |part: &str| {
            !part.is_empty() && (part.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if stem.split('/').all(is_plain) {
            return module;
        }
        // FNV-1a: the same in every build.
        let hash = stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        format!("{}_{hash:08x}", module.trim_end_matches('_'))
    }

    pub(crate) fn problem(&self, line: usize, message: impl Into<String>) -> Problem {
        Problem {
            page: self.name.clone(),
            line,
            message: message.into(),
        }
    }
}

impl Cell {
    /// The name that the cell's function has in the tangled file: `cell_83`.
    #[must_use]
    pub fn function(&self) -> String {
        format!("cell_{}", self.line)
    }

    /// The code as compiled: hidden lines included, their marks removed.
    #[must_use]
    pub fn code(&self, page: &Page) -> String {
        lines(&page.text[self.body.clone()])
            .map(|line| line.code + "\n")
            .collect()
    }

    /// The code as shown: hidden lines left out.
    #[must_use]
    pub fn visible(&self, page: &Page) -> String {
        lines(&page.text[self.body.clone()])
            .filter(|line| !line.hidden)
            .map(|line| line.code + "\n")
            .collect()
    }

    /// The recorded output; empty if there is none.
    #[must_use]
    pub fn recorded<'a>(&self, page: &'a Page) -> &'a str {
        self.output
            .as_ref()
            .map_or("", |output| &page.text[output.body.clone()])
    }
}

impl Value {
    /// The name that the value's function has in the tangled file: `value_12_40`.
    #[must_use]
    pub fn function(&self) -> String {
        format!("value_{}_{}", self.line, self.column)
    }
}

pub(crate) struct Line {
    pub hidden: bool,
    pub code: String,
}

/// The lines of a cell with rustdoc's marks resolved: `# x` hides a line, `##x` shows `#x`.
pub(crate) fn lines(body: &str) -> impl Iterator<Item = Line> + '_ {
    body.lines().map(|line| {
        let trimmed = line.trim_start();
        let indent = &line[..line.len() - trimmed.len()];
        if trimmed == "#" {
            Line {
                hidden: true,
                code: String::new(),
            }
        } else if let Some(rest) = trimmed.strip_prefix("# ") {
            Line {
                hidden: true,
                code: format!("{indent}{rest}"),
            }
        } else if let Some(rest) = trimmed.strip_prefix("##") {
            Line {
                hidden: false,
                code: format!("{indent}#{rest}"),
            }
        } else {
            Line {
                hidden: false,
                code: line.to_owned(),
            }
        }
    })
}
