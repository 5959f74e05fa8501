//! The rows that are measured.

use std::fmt;

/// The rows of the comparison, each with the shape of its input; each is measured in both types.
const ROWS: &str = include_str!("rows.txt");

/// One row in one type: `softmax float32 32x32000`.
pub struct Case {
    pub row: String,
    pub dtype: String,
    /// The first is 1 where the input is a plain row of numbers.
    pub dims: [usize; 2],
}

/// All that there are.
pub fn all() -> Vec<Case> {
    let typed = |dtype: &str| -> Vec<Case> {
        let lines = ROWS.lines().filter_map(|line| line.split_once(' '));
        let parsed = lines.map(|(row, shape)| Case::parse(&format!("{row} {dtype} {shape}")));
        parsed.map(|case| case.expect("a row")).collect()
    };
    [typed("float32"), typed("float64")]
        .into_iter()
        .flatten()
        .collect()
}

impl Case {
    pub fn parse(text: &str) -> Result<Case, String> {
        let wrong = || format!("`{text}` is no row: expected one like `gelu float32 10000`");
        let mut words = text.split_whitespace();
        let (Some(row), Some(dtype), Some(shape), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(wrong());
        };
        let (rows, columns) = shape.split_once('x').unwrap_or(("1", shape));
        let number = |text: &str| text.parse::<usize>().map_err(|_| wrong());
        if dtype != "float32" && dtype != "float64" {
            return Err(wrong());
        }
        Ok(Case {
            row: row.to_owned(),
            dtype: dtype.to_owned(),
            dims: [number(rows)?, number(columns)?],
        })
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.dims[0] * self.dims[1]
    }

    /// `10000`, or `32x32000`.
    pub fn shape(&self) -> String {
        match self.dims {
            [1, columns] => columns.to_string(),
            [rows, columns] => format!("{rows}x{columns}"),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.row, self.dtype, self.shape())
    }
}
