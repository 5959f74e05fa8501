//! A case of a golden file: arguments and results that belong together.

use catalog::{Args, Argument, Domain, Function, Role, Value as Argued};
use serde_json::Value;

use crate::outcome::Problem;

/// Arguments and results that belong together: of one point, or of several that share some arguments.
#[derive(Debug)]
pub struct Case {
    /// What the inputs are for.
    pub note: String,
    /// Where it stands.
    pub place: (String, usize),
    data: Value,
}

/// Which result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// The value.
    Value,
    /// The derivative by the argument of this name.
    Grad(&'a str),
    /// The second derivative by it.
    Second(&'a str),
}

impl Of<'_> {
    /// As the file names it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Of::Value => "value".to_owned(),
            Of::Grad(by) => format!("grad.{by}"),
            Of::Second(by) => format!("second.{by}"),
        }
    }

    fn find<'v>(&self, data: &'v Value) -> Option<&'v Value> {
        match self {
            Of::Value => data.get("value"),
            Of::Grad(by) => data.get("grad")?.get(by),
            Of::Second(by) => data.get("second")?.get(by),
        }
    }
}

impl Case {
    pub(super) fn new(data: &Value, place: (String, usize)) -> Case {
        Case {
            note: data["note"].as_str().unwrap_or("").to_owned(),
            data: data.clone(),
            place,
        }
    }

    /// Something that is wrong with this case.
    #[must_use]
    pub fn problem(&self, what: &str) -> Problem {
        let (file, line) = &self.place;
        Problem::new(file, *line, format!("`{}`: {what}", self.note))
    }

    /// Whether it is one point, and its results are not lists of points.
    fn is_one(&self) -> bool {
        self.data.get("each").is_none()
    }

    /// How many points it has.
    ///
    /// # Errors
    /// If its lists are not of one length.
    pub fn points(&self) -> Result<usize, Problem> {
        let Some(each) = self.data.get("each") else {
            return Ok(1);
        };
        let each = each
            .as_object()
            .filter(|each| !each.is_empty())
            .ok_or_else(|| self.problem(&expected("lists in", "each", each)))?;
        let mut count = None;
        for (name, values) in each {
            let length = self.list(name, values)?.len();
            if *count.get_or_insert(length) != length {
                let what = format!("the lists in `each` differ in length: {length} in `{name}`");
                return Err(self.problem(&what));
            }
        }
        match count {
            Some(0) => Err(self.problem("the lists in `each` are empty")),
            _ => Ok(count.unwrap_or(1)),
        }
    }

    /// Whether it gives each argument once, and no other: a parameter whose name is mistyped would have its default.
    fn names(&self, arguments: &[Argument]) -> Result<(), Problem> {
        let given = |field: &str| match self.data.get(field) {
            None => Ok(vec![]),
            Some(Value::Object(all)) => Ok(all.keys().map(String::as_str).collect()),
            Some(other) => Err(self.problem(&expected("an object", field, other))),
        };
        let (shared, own) = (given("args")?, given("each")?);
        let known = |name: &str| arguments.iter().any(|argument| argument.name == name);
        for (field, names) in [("args", &shared), ("each", &own)] {
            if let Some(name) = names.iter().find(|name| !known(name)) {
                let what = format!("`{field}` gives `{name}`, which is no argument");
                return Err(self.problem(&what));
            }
        }
        match own.iter().find(|name| shared.contains(name)) {
            Some(name) => {
                Err(self.problem(&format!("`{name}` is given both in `args` and in `each`")))
            }
            None => Ok(()),
        }
    }

    /// The arguments of each point. A parameter that is not there has its default; an upstream
    /// gradient that is not there, as in a record of a value, is left out.
    ///
    /// # Errors
    /// If one is missing or not what the catalogue says of it.
    pub fn args(&self, function: &Function) -> Result<Vec<Args>, Problem> {
        let arguments = function.arguments();
        let one = |point: usize| {
            let read = |argument: &Argument| self.argument(argument, point);
            let values = arguments.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            let args: Vec<Argued> = values.into_iter().flatten().collect();
            self.fits(&arguments, &args)?;
            Ok(Args(args))
        };
        let all = (0..self.points()?).map(one).collect::<Result<_, _>>()?;
        self.names(&arguments)?;
        Ok(all)
    }

    fn argument(&self, argument: &Argument, point: usize) -> Result<Option<Argued>, Problem> {
        let name = argument.name;
        let shared = self.data["args"].get(name);
        let own = || self.data["each"].get(name)?.get(point);
        let Some(found) = shared.or_else(own) else {
            return match argument.role {
                Role::Parameter(parameter) => Ok(Some(parameter.default.into())),
                Role::Upstream => Ok(None),
                _ => {
                    let what = format!("expected an argument `{name}`, found none");
                    Err(self.problem(&what))
                }
            };
        };
        let value = match argument.domain {
            Domain::Number(_) => self.number(name, found)?.into(),
            Domain::Row(..) | Domain::Simplex(_) | Domain::Mask(_) => self.row(name, found)?.into(),
            Domain::Table(..) => {
                let rows = self.list(name, found)?.iter();
                let rows = rows.map(|row| self.row(name, row));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                let widths = |pair: &&[Vec<f64>]| pair[0].len() != pair[1].len();
                if let Some(pair) = rows.windows(2).find(widths) {
                    let (n, m) = (pair[0].len(), pair[1].len());
                    let what = format!("rows of {n} and of {m} entries in `{name}`");
                    return Err(self.problem(&what));
                }
                rows.into()
            }
            Domain::Class(_) => self.index(name, found)?.into(),
            Domain::Classes(..) | Domain::Labels(..) => {
                let all = self.list(name, found)?.iter();
                let all: Result<Vec<_>, _> = all.map(|i| self.index(name, i)).collect();
                Argued::Indices(all?)
            }
        };
        Ok(Some(value))
    }

    /// Whether lengths that arguments share are the same, and indices lie below them.
    fn fits(&self, arguments: &[Argument], args: &[Argued]) -> Result<(), Problem> {
        let mut known: Vec<(catalog::Length, usize, &str)> = vec![];
        let mut indices = vec![];
        for (argument, value) in arguments.iter().zip(args) {
            let lengths = argument.domain.lengths();
            let found: Vec<usize> = match value {
                Argued::Number(_) => vec![],
                Argued::Row(row) => vec![row.len()],
                Argued::Table(table) => vec![table.len(), table.first().map_or(0, Vec::len)],
                Argued::Index(index) => {
                    indices.push((lengths[0], *index, argument.name));
                    continue;
                }
                Argued::Indices(all) => {
                    let below = lengths[1];
                    indices.extend(all.iter().map(|index| (below, *index, argument.name)));
                    vec![all.len()]
                }
            };
            for (length, n) in lengths.into_iter().zip(found) {
                match known.iter().find(|(other, ..)| *other == length) {
                    Some((_, m, first)) if *m != n => {
                        let what = format!("{m} entries in `{first}`, {n} in `{}`", argument.name);
                        return Err(self.problem(&what));
                    }
                    Some(_) => {}
                    None => known.push((length, n, argument.name)),
                }
            }
        }
        for (below, index, name) in indices {
            let length = known.iter().find(|(other, ..)| *other == below);
            if let Some((_, n, _)) = length
                && index >= *n
            {
                let what = format!("`{name}` is {index}, of {n}");
                return Err(self.problem(&what));
            }
        }
        Ok(())
    }

    /// Whether it has this result.
    #[must_use]
    pub fn has(&self, of: &Of<'_>) -> bool {
        of.find(&self.data).is_some()
    }

    /// A result at each point: one number or several, those of a table row by row.
    ///
    /// # Errors
    /// If it is missing, of another length, or holds anything but numbers.
    pub fn results(&self, of: &Of<'_>) -> Result<Vec<Vec<f64>>, Problem> {
        let found = of.find(&self.data).ok_or_else(|| {
            self.problem(&format!("expected a result `{}`, found none", of.name()))
        })?;
        self.numbers_of_points(&of.name(), found)
    }

    /// The size of the terms of which a result is by definition the difference, where the file gives it.
    ///
    /// # Errors
    /// If it is of another length, or holds anything but sizes.
    pub fn scales(&self, of: &Of<'_>) -> Result<Option<Vec<Vec<f64>>>, Problem> {
        let found = self.data.get("scale").and_then(|scale| of.find(scale));
        let name = format!("scale.{}", of.name());
        let Some(found) = found else {
            return Ok(None);
        };
        let all = self.numbers_of_points(&name, found)?;
        // A negative one would turn errors around, and excuse them; NaN excuses none.
        match all.iter().flatten().find(|size| **size < 0.0) {
            Some(size) => Err(self.problem(&format!("expected sizes in `{name}`, found {size}"))),
            None => Ok(Some(all)),
        }
    }

    fn numbers_of_points(&self, name: &str, found: &Value) -> Result<Vec<Vec<f64>>, Problem> {
        if self.is_one() {
            return Ok(vec![self.flat(name, found)?]);
        }
        let list = self.list(name, found)?;
        let n = self.points()?;
        if list.len() != n {
            let m = list.len();
            return Err(self.problem(&format!("expected {n} entries in `{name}`, found {m}")));
        }
        list.iter().map(|value| self.flat(name, value)).collect()
    }

    /// The entries that results of long rows are given at; `None` if there is no list.
    ///
    /// # Errors
    /// If one of them is no index.
    pub fn entries(&self) -> Result<Option<Vec<usize>>, Problem> {
        let Some(listed) = self.data.get("index") else {
            return Ok(None);
        };
        let list = self.list("index", listed)?.iter();
        let all: Result<Vec<usize>, Problem> = list.map(|i| self.index("index", i)).collect();
        all.map(Some)
    }

    /// The listed entries of a result that has all of them.
    ///
    /// # Errors
    /// If there are fewer, or not as many as the file gives.
    pub fn listed(&self, all: &[f64], given: usize) -> Result<Vec<f64>, Problem> {
        let listed = match self.entries()? {
            Some(entries) if all.len() > 1 => {
                let beyond = entries.iter().find(|i| **i >= all.len());
                if let Some(i) = beyond {
                    let what = format!("`index` names entry {i} of {}", all.len());
                    return Err(self.problem(&what));
                }
                entries.into_iter().map(|i| all[i]).collect()
            }
            _ => all.to_vec(),
        };
        if listed.len() == given {
            Ok(listed)
        } else {
            let n = listed.len();
            Err(self.problem(&format!("expected {n} numbers of a result, found {given}")))
        }
    }

    fn number(&self, field: &str, value: &Value) -> Result<f64, Problem> {
        match value.as_str() {
            Some("inf") => Ok(f64::INFINITY),
            Some("-inf") => Ok(f64::NEG_INFINITY),
            Some("nan") => Ok(f64::NAN),
            _ => value
                .as_f64()
                .ok_or_else(|| self.problem(&expected("a number in", field, value))),
        }
    }

    fn index(&self, field: &str, value: &Value) -> Result<usize, Problem> {
        let index = value.as_u64().and_then(|i| i.try_into().ok());
        index.ok_or_else(|| self.problem(&expected("an index in", field, value)))
    }

    fn list<'v>(&self, field: &str, value: &'v Value) -> Result<&'v [Value], Problem> {
        let list = value.as_array().map(Vec::as_slice);
        list.ok_or_else(|| self.problem(&expected("an array in", field, value)))
    }

    /// A number, a row, or a table row by row.
    fn flat(&self, field: &str, value: &Value) -> Result<Vec<f64>, Problem> {
        let Some(list) = value.as_array() else {
            return Ok(vec![self.number(field, value)?]);
        };
        let mut flat = vec![];
        for value in list {
            flat.extend(self.flat(field, value)?);
        }
        Ok(flat)
    }

    /// An array, made where the file gives a rule.
    fn row(&self, field: &str, value: &Value) -> Result<Vec<f64>, Problem> {
        if let Some(rule) = value.get("generated") {
            return self.generated(rule);
        }
        let list = self.list(field, value)?.iter();
        list.map(|value| self.number(field, value)).collect()
    }

    /// `lo + scale·((a·i + c) mod 2³²)/2³²`
    fn generated(&self, rule: &Value) -> Result<Vec<f64>, Problem> {
        let whole = |name: &str| {
            let found = rule[name].as_u64();
            found.ok_or_else(|| self.problem(&expected("a whole number in", name, &rule[name])))
        };
        let (n, a, c) = (whole("n")?, whole("a")?, whole("c")?);
        let lo = self.number("lo", &rule["lo"])?;
        let scale = self.number("scale", &rule["scale"])?;
        let entry = |i: u64| lo + scale * (((a * i + c) % (1 << 32)) as f64) / 4_294_967_296.0;
        Ok((0..n).map(entry).collect())
    }
}

pub(super) fn expected(what: &str, field: &str, found: &Value) -> String {
    let mut found = found.to_string();
    if found.chars().count() > 60 {
        found = found.chars().take(60).chain(" ..".chars()).collect();
    }
    format!("expected {what} `{field}`, found {found}")
}
