use crate::about::About;
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Limits, LossClaim, Seam, Stated};
use crate::picture::Picture;

/// A function that takes arguments of any kind and returns one number.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// Names and places.
    pub about: About,
    /// What it takes, in order.
    pub arguments: &'static [Argument],
    /// What the prediction becomes that makes its expectation least: `the mean`; empty for what is minimised by nobody.
    pub estimates: &'static str,
    /// The function.
    pub value: fn(&Args) -> f64,
    /// Its derivatives.
    pub gradients: &'static [Gradient],
    /// Lines through its domain; the first is drawn.
    pub sections: &'static [Section],
    /// Claims about it.
    pub claims: &'static [Stated<LossClaim>],
    /// How its first section is drawn.
    pub picture: Picture,
}

/// A derivative of a loss.
#[derive(Clone, Copy, Debug)]
pub struct Gradient {
    /// The argument by which it is taken.
    pub by: usize,
    /// The suffix of its name in the library: `_grad`, `_grad_variance`.
    pub suffix: &'static str,
    /// One number for each entry of the argument; those of a table row by row.
    pub of: fn(&Args) -> Vec<f64>,
}

/// A line through the domain of a loss: what is drawn, differentiated along, and claimed about.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Names it: `residual`.
    pub name: &'static str,
    /// What its curve is called in a figure; empty for the title of the loss.
    pub label: &'static str,
    /// Between which ends it lies; infinite ends are limits, finite ones belong to it or not.
    pub ends: (f64, f64),
    /// The point at a place of the line, for values of the parameters in the order of the arguments.
    pub at: fn(&[f64], f64) -> Args,
    /// Which entries move along it, and how fast: so the slope follows from the gradients.
    pub moves: &'static [Move],
    /// The scale on which it bends, for values of the parameters.
    pub unit: fn(&[f64]) -> f64,
    /// Kinks and branch points.
    pub seams: fn(&[f64]) -> Vec<Seam>,
    /// Limits of the value at the ends.
    pub limits: fn(&[f64]) -> Limits,
    /// Limits of the slope at the ends.
    pub slope_limits: fn(&[f64]) -> Limits,
}

/// An entry of an argument that moves along a section.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The argument.
    pub argument: usize,
    /// Its entry.
    pub entry: usize,
    /// How far for each unit of the line.
    pub rate: f64,
}

/// The entry of an argument, moving as fast as the line.
#[must_use]
pub const fn moving(argument: usize, entry: usize) -> Move {
    Move {
        argument,
        entry,
        rate: 1.0,
    }
}

impl Loss {
    /// The parameters' values by default, in the order of the arguments.
    #[must_use]
    pub fn defaults(&self) -> Vec<f64> {
        self.parameters().map(|p| p.default).collect()
    }

    /// The parameters, in the order of the arguments.
    pub fn parameters(&self) -> impl Iterator<Item = &'static crate::Parameter> + use<> {
        self.arguments.iter().filter_map(Argument::parameter)
    }

    /// The parameters' values in a call.
    #[must_use]
    pub fn parameters_of(&self, args: &Args) -> Vec<f64> {
        let all = self.arguments.iter().enumerate();
        all.filter(|(_, argument)| argument.parameter().is_some())
            .map(|(i, _)| args.number(i))
            .collect()
    }

    /// Every combination of the parameters' values that the checks try; a single empty one if there is no parameter.
    #[must_use]
    pub fn tried(&self) -> Vec<Vec<f64>> {
        self.parameters().fold(vec![vec![]], |all, parameter| {
            let longer = |some: &Vec<f64>| {
                let some = some.clone();
                let one = move |x: &f64| [&some[..], &[*x]].concat();
                parameter.tried.iter().map(one).collect::<Vec<_>>()
            };
            all.iter().flat_map(longer).collect()
        })
    }

    /// The section of this name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&'static Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// The value along a section.
    #[must_use]
    pub fn along(&self, section: &Section, parameters: &[f64], t: f64) -> f64 {
        (self.value)(&(section.at)(parameters, t))
    }

    /// The slope along a section, from the gradients.
    #[must_use]
    pub fn slope(&self, section: &Section, parameters: &[f64], t: f64) -> f64 {
        let args = (section.at)(parameters, t);
        let part = |moved: &Move| {
            let gradient = (self.gradients.iter()).find(|g| g.by == moved.argument);
            let entry = gradient.map_or(f64::NAN, |g| (g.of)(&args)[moved.entry]);
            moved.rate * entry
        };
        section.moves.iter().map(part).sum()
    }
}
