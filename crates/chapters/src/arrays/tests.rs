use super::*;

const RUN: &str = r#"{
"date": "2026-01-31", "processor": "A & B", "rustc": "1.95.0", "rounds": 3,
"versions": {"nnfn-ndarray": "0.1.0", "PyTorch": "2.1", "JAX": "0.1", "candle": "0.2", "burn": "0.3"},
"rows": [
{"row": "gelu", "dtype": "float32", "shape": "10000", "n": 10000, "copy": {"fresh_ns": 0.25, "there_ns": 0.125},
 "measured": {
  "nnfn-ndarray": {"call": "gelu(&x)", "forward_ns": 0.5, "both_ns": 1.5, "into_ns": 0.375},
  "PyTorch": {"call": "F.gelu(x)", "forward_ns": 1.0, "both_ns": 1.25},
  "JAX": {"call": "jax.nn.gelu(x)", "forward_ns": 0.4, "both_ns": 12.34},
  "candle": {"call": "x < y", "forward_ns": 123.4, "both_ns": 2.0},
  "burn": {"missing": "no such function"}}}]}"#;

fn of(text: &str) -> Record {
    read(text).expect("it is in order")
}

#[test]
fn a_row_has_every_library_and_the_ratio_to_the_better_rival() {
    let found = times(&of(RUN), What::Value, "../");
    assert!(
        found.contains("GELU</a></td><td>10,000</td><td>f32</td><td>0.25</td><td>0.50</td><td>1.00</td><td>0.40</td><td>123</td><td>–</td><td>1.25</td><td>2.00</td></tr>"),
        "{found}"
    );
    let found = times(&of(RUN), What::Gradient, "../");
    assert!(
        found.contains(
            "<td>1.50</td><td>1.25</td><td>12.3</td><td>2.00</td><td>–</td><td>1.20</td></tr>"
        ),
        "{found}"
    );
}

#[test]
fn without_new_memory_ours_stands_beside_a_copy_without() {
    let found = into(&of(RUN), "");
    assert!(
        found.contains("<td>f32</td><td>0.12</td><td>0.38</td><td>3.00</td></tr></tbody>"),
        "{found}"
    );
}

#[test]
fn what_was_called_is_shown_as_text() {
    let found = calls(&of(RUN), "");
    assert!(
        found.contains("<td>candle</td><td><code>x &#60; y</code></td>"),
        "{found}"
    );
    assert!(
        found.contains("<td>burn</td><td>no such function</td>"),
        "{found}"
    );
}

#[test]
fn the_run_is_described_by_the_file() {
    assert_eq!(
        describe(&of(RUN)),
        "Measured on 2026-01-31 on one core of A & B, with rustc 1.95.0, nnfn-ndarray 0.1.0, PyTorch 2.1, JAX 0.1, candle 0.2 and burn 0.3; each number is the best of up to 3 rounds, in which the libraries took turns."
    );
    assert_eq!(
        summarise(&of(RUN)),
        "The value is at least as fast here as the better of PyTorch and JAX in 0 of 1 rows, and takes at most 1.25 times as long; value with gradient is at least as fast here as the better of PyTorch and JAX in 0 of 1 rows, and takes at most 1.20 times as long."
    );
}

#[test]
fn a_broken_file_is_refused_at_its_place() {
    for (from, to, why) in [
        ("}]}", "}", "no JSON: "),
        (
            "\"rounds\": 3",
            "\"rounds\": 0",
            "rounds: expected a whole number above 0, found `0`",
        ),
        (
            "\"JAX\": \"0.1\", ",
            "",
            "versions.JAX: expected a text, found nothing",
        ),
        (
            "\"gelu\"",
            "\"gleu\"",
            "rows[0].row: expected a function of the catalogue, found `\"gleu\"`",
        ),
        (
            "1.25",
            "null",
            "rows[0].measured.PyTorch.both_ns: expected nanoseconds above 0, found `null`",
        ),
        (
            "0.375",
            "\"fast\"",
            "rows[0].measured.nnfn-ndarray.into_ns: expected nanoseconds above 0, found `\"fast\"`",
        ),
        (
            "\"forward_ns\": 123.4, ",
            "",
            "rows[0].measured.candle.forward_ns: expected nanoseconds above 0, found nothing",
        ),
        (
            "\"no such function\"",
            "7",
            "rows[0].measured.burn.missing: expected a text, found `7`",
        ),
        (
            "\"rows\"",
            "\"lines\"",
            "rows: expected a list that is not empty, found nothing",
        ),
    ] {
        assert!(RUN.contains(from), "{from}");
        let error = read(&RUN.replacen(from, to, 1)).expect_err("it is accepted");
        assert!(error.starts_with(why), "{from}: {error}");
    }
}

#[test]
fn the_recorded_run_has_every_row_in_both_types() {
    let record = recorded().expect("it is in order");
    for row in &record.rows {
        let other = record.rows.iter().any(|other| {
            (&other.function, &other.shape) == (&row.function, &row.shape)
                && other.dtype != row.dtype
        });
        assert!(other, "{} {} {}", row.function, row.shape, row.dtype);
    }
}
