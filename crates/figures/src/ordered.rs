//! Numbers in order.

/// The numbers in ascending order.
///
/// By insertion: they are few, and the standard library's sort would add four kilobytes to a module.
pub(crate) fn ordered(numbers: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = vec![];
    for number in numbers {
        let at = all.partition_point(|other| other.total_cmp(&number).is_lt());
        all.insert(at, number);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_the_order_of_the_standard_library() {
        let all = [3.0, -1.0, 2.0, f64::INFINITY, -1.0, 0.5];
        assert_eq!(ordered(all), [-1.0, -1.0, 0.5, 2.0, 3.0, f64::INFINITY]);
        assert_eq!(ordered([]), []);
        let mut sorted: Vec<f64> = (0..200).map(|i| f64::from(i * 7919 % 101) - 50.0).collect();
        let found = ordered(sorted.iter().copied());
        sorted.sort_by(f64::total_cmp);
        assert_eq!(found, sorted);
    }
}
