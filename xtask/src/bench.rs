//! `cargo xtask bench`: under construction.

use crate::complaint::Complaint;

pub fn bench() -> Result<(), Vec<Complaint>> {
    Ok(())
}
