/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// Numbers.
    Row(Vec<f64>),
    /// Rows of equal length.
    Table(Vec<Vec<f64>>),
    /// An index, from 0.
    Index(usize),
    /// Indices, from 0.
    Indices(Vec<usize>),
}

/// The arguments of a call, in the order in which the function takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Args(pub Vec<Value>);

/// Readers of arguments whose kind is known; a mismatch is a mistake in the catalogue.
impl Args {
    /// The number at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn number(&self, i: usize) -> f64 {
        match self.0.get(i) {
            Some(Value::Number(x)) => *x,
            other => self.wrong(i, "a number", other),
        }
    }

    /// The row at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn row(&self, i: usize) -> &[f64] {
        match self.0.get(i) {
            Some(Value::Row(row)) => row,
            other => self.wrong(i, "a row", other),
        }
    }

    /// The table at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn table(&self, i: usize) -> &[Vec<f64>] {
        match self.0.get(i) {
            Some(Value::Table(table)) => table,
            other => self.wrong(i, "a table", other),
        }
    }

    /// The index at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn index(&self, i: usize) -> usize {
        match self.0.get(i) {
            Some(Value::Index(index)) => *index,
            other => self.wrong(i, "an index", other),
        }
    }

    /// The indices at `i`.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn indices(&self, i: usize) -> &[usize] {
        match self.0.get(i) {
            Some(Value::Indices(indices)) => indices,
            other => self.wrong(i, "indices", other),
        }
    }

    fn wrong(&self, i: usize, expected: &str, found: Option<&Value>) -> ! {
        let found = found.map_or("nothing", Value::kind);
        panic!("argument {i}: expected {expected}, found {found}")
    }

    /// The arguments with another value at `i`.
    #[must_use]
    pub fn with(&self, i: usize, value: Value) -> Args {
        let mut args = self.clone();
        args.0[i] = value;
        args
    }

    /// The arguments with `step` added to one entry of that at `i`; entries of a table count row by row.
    ///
    /// # Panics
    /// If there is no such entry.
    #[must_use]
    pub fn moved(&self, i: usize, entry: usize, step: f64) -> Args {
        let mut args = self.clone();
        *args.0[i].entry(entry) += step;
        args
    }
}

impl Value {
    /// What it is, in words.
    const fn kind(&self) -> &'static str {
        match self {
            Value::Number(_) => "a number",
            Value::Row(_) => "a row",
            Value::Table(_) => "a table",
            Value::Index(_) => "an index",
            Value::Indices(_) => "indices",
        }
    }

    /// Its numbers, those of a table row by row; none of an index.
    #[must_use]
    pub fn entries(&self) -> Vec<f64> {
        match self {
            Value::Number(x) => vec![*x],
            Value::Row(row) => row.clone(),
            Value::Table(table) => table.concat(),
            Value::Index(_) | Value::Indices(_) => vec![],
        }
    }

    /// One of its numbers.
    ///
    /// # Panics
    /// If there is none.
    pub fn entry(&mut self, at: usize) -> &mut f64 {
        match self {
            Value::Number(x) if at == 0 => x,
            Value::Row(row) => &mut row[at],
            Value::Table(table) => {
                let width = table[0].len();
                &mut table[at / width][at % width]
            }
            _ => panic!("no entry {at} in this argument"),
        }
    }

    /// The value with `change` applied to each of its numbers.
    #[must_use]
    pub fn map(&self, change: impl Fn(f64) -> f64) -> Value {
        let row = |row: &Vec<f64>| row.iter().map(|x| change(*x)).collect::<Vec<f64>>();
        match self {
            Value::Number(x) => Value::Number(change(*x)),
            Value::Row(numbers) => Value::Row(row(numbers)),
            Value::Table(table) => Value::Table(table.iter().map(row).collect()),
            Value::Index(_) | Value::Indices(_) => self.clone(),
        }
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Value {
        Value::Number(x)
    }
}

impl From<usize> for Value {
    fn from(index: usize) -> Value {
        Value::Index(index)
    }
}

impl From<Vec<usize>> for Value {
    fn from(indices: Vec<usize>) -> Value {
        Value::Indices(indices)
    }
}

impl From<Vec<f64>> for Value {
    fn from(row: Vec<f64>) -> Value {
        Value::Row(row)
    }
}

impl From<&Vec<f64>> for Value {
    fn from(row: &Vec<f64>) -> Value {
        Value::Row(row.clone())
    }
}

impl From<&[f64]> for Value {
    fn from(row: &[f64]) -> Value {
        Value::Row(row.to_vec())
    }
}

impl<const N: usize> From<[f64; N]> for Value {
    fn from(row: [f64; N]) -> Value {
        Value::Row(row.to_vec())
    }
}

impl<const N: usize> From<&[f64; N]> for Value {
    fn from(row: &[f64; N]) -> Value {
        Value::Row(row.to_vec())
    }
}

impl From<Vec<Vec<f64>>> for Value {
    fn from(table: Vec<Vec<f64>>) -> Value {
        Value::Table(table)
    }
}

macro_rules! one_argument {
    ($($one:ty),+) => {
        $(impl From<$one> for Args {
            fn from(value: $one) -> Args {
                Args(vec![value.into()])
            }
        })+
    };
}

one_argument!(f64, &[f64], &Vec<f64>, Vec<f64>, Vec<Vec<f64>>);

impl<const N: usize> From<&[f64; N]> for Args {
    fn from(row: &[f64; N]) -> Args {
        Args(vec![row.into()])
    }
}

macro_rules! arguments {
    ($($name:ident),+) => {
        impl<$($name: Into<Value>),+> From<($($name,)+)> for Args {
            #[expect(non_snake_case, reason = "each is named as its type")]
            fn from(all: ($($name,)+)) -> Args {
                let ($($name,)+) = all;
                Args(vec![$($name.into()),+])
            }
        }
    };
}

arguments!(A, B);
arguments!(A, B, C);
arguments!(A, B, C, D);
arguments!(A, B, C, D, E);

/// Arguments as in a call: `args![2.5, 0.0, 1.0]`, `args![[2.0, 1.0, 0.1], 0_usize]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        $crate::Args(vec![$($crate::Value::from($value)),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_and_moved() {
        let args = args![
            2.5,
            [2.0, 1.0],
            vec![vec![1.0, 2.0], vec![3.0, 4.0]],
            1_usize
        ];
        assert_eq!((args.number(0), args.index(3)), (2.5, 1));
        assert_eq!(args.moved(1, 1, 0.5).row(1), [2.0, 1.5]);
        assert_eq!(args.moved(2, 2, 1.0).table(2)[1], [4.0, 4.0]);
        assert_eq!(args.with(0, 7.0.into()).number(0), 7.0);
        assert_eq!(args.0[2].entries(), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(args.0[1].map(|x| -x), Value::from([-2.0, -1.0]));
        assert_eq!(
            Args::from((2.5, [2.0, 1.0], 1_usize)),
            args![2.5, [2.0, 1.0], 1_usize]
        );
    }

    #[test]
    #[should_panic(expected = "argument 0: expected a row, found a number")]
    fn what_is_not_there_is_a_mistake() {
        let _ = args![2.5].row(0);
    }
}
