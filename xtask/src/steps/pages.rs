//! The steps that read pages and run what is in them.

use std::collections::BTreeSet;

use chapters::{
    claims, formulas as of_book, programs as offered, recipes, sources, style as rules, unrecorded,
};

use super::Run;
use crate::report::Done;
use toolchain::library;

pub fn style(run: &mut Run<'_>) -> Done {
    let (mut checks, mut complaints) = rules::check(run.pages);
    complaints.extend(run.pages.iter().flat_map(unrecorded::check));
    for (looked, wrong) in [sources::check(run.all), claims::check(run.all)] {
        checks += looked;
        complaints.extend(wrong);
    }
    let mut remembered = 0;
    let (more, unformatted) = match (run.whole, run.alone) {
        (true, _) => library::style(),
        (_, true) => {
            let (complaints, known) = library::format_if_changed(&run.memory);
            remembered = usize::from(known);
            (1, complaints)
        }
        _ => (0, vec![]),
    };
    checks += more;
    complaints.extend(unformatted);
    Done {
        remembered,
        ..Done::new(checks, "", complaints)
    }
}

pub fn formulas(run: &mut Run<'_>) -> Done {
    let with_notation = of_book::with_notation(run.all, run.pages);
    let found = of_book::check(&mut run.evidence, run.all, &with_notation);
    run.formulas = of_book::as_json(&run.evidence.formulas);
    found.into()
}

pub fn mutants(run: &mut Run<'_>) -> Done {
    of_book::mutate(&mut run.evidence, run.all, run.pages).into()
}

pub fn cells(run: &mut Run<'_>) -> Done {
    let (of_recipes, unlike) = recipes::check(run.pages, run.all);
    let (known, known_others) = run.fresh.known_cells();
    let other_pages = run.fresh.other_pages();
    let ran = run.executed();
    ran.reported = true;
    let mut complaints = ran.first.complaints.clone();
    let flaky = ran.first.flaky_cells(&ran.again);
    let reported: BTreeSet<_> = flaky.iter().map(|c| (&c.file, c.line)).collect();
    let wrong = ran.first.cell_complaints().into_iter();
    complaints.extend(wrong.filter(|c| !reported.contains(&(&c.file, c.line))));
    complaints.extend(flaky);
    // What does not compile was reported above, of all pages at once.
    complaints.extend(ran.others.cell_complaints());
    let checks = ran.first.cells.len() + known;
    let others = ran.others.cells.len() + known_others;
    complaints.extend(unlike);
    let mut remark = "each twice, alone and among others".to_owned();
    if of_recipes > 0 {
        remark += &format!("; {of_recipes} of them beside the crate's examples");
    }
    if other_pages > 0 {
        remark +=
            &format!("; and once {others} of {other_pages} pages with functions of this page");
    }
    Done {
        remembered: known + known_others,
        ..Done::new(checks + others + of_recipes, &remark, complaints)
    }
}

pub fn values(run: &mut Run<'_>) -> Done {
    let (known, known_others) = run.fresh.known_values();
    let other_pages = run.fresh.other_pages();
    let ran = run.executed();
    let mut complaints = match ran.reported {
        true => vec![],
        false => ran.first.complaints.clone(),
    };
    complaints.extend(ran.first.flaky_values(&ran.again));
    complaints.extend(ran.first.value_complaints());
    complaints.extend(ran.others.value_complaints());
    let checks = ran.first.values.len() + known;
    let others = ran.others.values.len() + known_others;
    let mut remark = "each twice".to_owned();
    if other_pages > 0 {
        remark += &format!("; and once {others} of other pages");
    }
    Done {
        remembered: known + known_others,
        ..Done::new(checks + others, &remark, complaints)
    }
}

pub fn programs(run: &mut Run<'_>) -> Done {
    offered::check(run.pages).into()
}
