//! The steps that build the site and look at it.

use browser::Care;
use chapters::gather::complete;
use chapters::project::root;

use super::Run;
use super::run::keep_seen;
use crate::book::{self, PAGE_SITE, SITE};
use crate::cargo;
use crate::report::Done;

pub fn book(run: &mut Run<'_>) -> Done {
    run.built = true;
    let found = if run.whole {
        let found = std::mem::take(&mut run.evidence);
        // The site says what was verified of every page. What this run left out is done here.
        let evidence = match run.complete {
            true => found,
            false => complete(found, run.all, cargo::cells),
        };
        book::check(run.all, evidence)
    } else {
        let evidence = run.evidence_of_pages();
        book::of_pages(run.all, run.pages, evidence)
    };
    Done {
        skipped: modules::missing(),
        ..found.into()
    }
}

pub fn browser(run: &mut Run<'_>) -> Done {
    // A page is looked at as it is now.
    if !run.whole && !run.built {
        let evidence = run.evidence_of_pages();
        let (_, _, complaints) = book::of_pages(run.all, run.pages, evidence);
        if !complaints.is_empty() {
            return Done::new(0, "", complaints);
        }
    }
    let (memory, ready) = (&run.memory, &run.ready);
    let found = match run.whole {
        true => browser::check(&root(), SITE, None, memory, ready),
        false => {
            let care = match run.alone {
                true => Care::Brief,
                false => Care::Thorough,
            };
            let only = Some((run.pages, care));
            browser::check(&root(), PAGE_SITE, only, memory, ready)
        }
    };
    if found.complaints.is_empty() && found.skipped.is_none() {
        keep_seen(memory, run.pages);
    }
    run.seen = found.pages;
    Done {
        skipped: found.skipped,
        remembered: found.remembered,
        ..Done::new(found.checks, &found.remark, found.complaints)
    }
}
