//! The same functions in libraries that are not run here: what was read in their sources, at one commit of each.

mod burn;
mod candle;
mod flax;

/// A library whose source was read.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    /// Its name.
    pub name: &'static str,
    /// The release that the commit is; empty if it is none.
    pub version: &'static str,
    /// Where it is developed: `tracel-ai/burn`.
    pub repository: &'static str,
    /// The commit at which it was read.
    pub commit: &'static str,
    /// The files that name all activations and losses of the library: what is in none of them it does not have.
    pub index: &'static [&'static str],
    /// What it has.
    pub has: &'static [Read],
    /// Functions of the catalogue that it does not have.
    pub lacks: &'static [&'static str],
}

/// A function of the catalogue, as a library has it.
#[derive(Clone, Copy, Debug)]
pub struct Read {
    /// Its name in the catalogue.
    pub function: &'static str,
    /// What one calls, with the arguments in their order and the defaults.
    pub call: &'static str,
    /// What becomes of a batch; empty where nothing is reduced.
    pub reduction: &'static str,
    /// What differs from the function of the catalogue; empty if nothing does.
    pub differs: &'static str,
    /// The file that was read.
    pub file: &'static str,
}

impl Library {
    /// What it has of a function.
    #[must_use]
    pub fn read(&self, function: &str) -> Option<&'static Read> {
        self.has.iter().find(|read| read.function == function)
    }

    /// The address of a file at the commit that was read.
    #[must_use]
    pub fn address(&self, file: &str) -> String {
        format!(
            "https://github.com/{}/blob/{}/{file}",
            self.repository, self.commit
        )
    }
}

/// The libraries, in the order of the tables.
pub static LIBRARIES: &[&Library] = &[&flax::FLAX, &burn::BURN, &candle::CANDLE];

/// One entry of a list of what a library has.
const fn read(
    function: &'static str,
    call: &'static str,
    reduction: &'static str,
    differs: &'static str,
    file: &'static str,
) -> Read {
    Read {
        function,
        call,
        reduction,
        differs,
        file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_function_each_library_says_whether_it_has_it() {
        for library in LIBRARIES {
            for function in crate::FUNCTIONS {
                let name = function.about().name;
                let has = library
                    .has
                    .iter()
                    .filter(|read| read.function == name)
                    .count();
                let lacks = library.lacks.iter().filter(|lacks| **lacks == name).count();
                assert_eq!(
                    has + lacks,
                    1,
                    "{} and {name}: read its source, and say it once",
                    library.name
                );
            }
            let known = |name: &str| crate::find(name).is_some();
            let names = library.has.iter().map(|read| read.function);
            for name in names.chain(library.lacks.iter().copied()) {
                assert!(known(name), "{}: no function {name}", library.name);
            }
        }
    }

    #[test]
    fn a_row_has_its_evidence() {
        for library in LIBRARIES {
            assert!(
                library.commit.len() == 40 && !library.index.is_empty(),
                "{}",
                library.name
            );
            for read in library.has {
                assert!(!read.call.is_empty() && read.file.contains('.'), "{read:?}");
            }
        }
    }
}
