//! What a page of this book is.
//!
//! [`notebook`] finds the parts of a page; here they get their meaning: the rules of a page ([`style`],
//! [`bare`], [`summary`]), its directives and what they show, the evidence for what it says, listings
//! and programs, pictures, what the site publishes for programs.
//! [`render::Book`] turns a page into Markdown with HTML in it, from which `site` makes the page of a
//! reader; it needs neither mdBook nor a browser.

mod accuracy;
mod activations;
pub mod arrays;
pub mod bare;
mod card;
pub mod cells;
mod checkpoints;
pub mod claims;
pub mod concerns;
mod contents;
mod curve;
pub mod directives;
mod elsewhere;
pub mod evidence;
mod extent;
mod fold;
pub mod formulas;
pub mod gather;
mod glossary;
mod highlight;
pub mod in_order;
mod left;
mod listing;
mod live;
mod losses;
pub mod names;
pub mod numbers;
pub mod own;
mod picture;
mod probes;
mod program;
pub mod programs;
pub mod project;
mod prose;
mod published;
mod put_in;
pub mod recipes;
mod recorded;
mod remembered;
pub mod render;
mod sections;
pub mod sources;
mod stuck;
pub mod style;
pub mod summary;
mod tasks;
pub mod template;
pub mod trials;
pub mod unrecorded;
