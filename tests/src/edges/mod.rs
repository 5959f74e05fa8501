//! What functions give at their edges, beside what other libraries were recorded to give there.

mod asked;
mod compared;
mod points;
mod returned;

pub use compared::{Differs, differs, ours, with};
pub use points::{EDGES, Edge, Point, points};
pub use returned::{Answer, Call, Results, Returned, read};

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn dump() {
        let r = read().unwrap_or_else(|p| panic!("{p:?}"));
        for f in catalog::FUNCTIONS {
            for p in points(f) {
                let (_, answers) = r.at(f, &p).unwrap_or_else(|p| panic!("{p:?}"));
                for a in answers {
                    let o = ours(f, &with(f, &p.args, a));
                    if let Some(d) = differs(f, a, &o) {
                        println!(
                            "DIFF {} | {} | {} | {} | {d:?} | theirs {:?} | ours {:?}",
                            f.about().name,
                            p.edge.name(),
                            p.place,
                            a.library,
                            a.result,
                            o
                        );
                    }
                }
            }
        }
    }
}
