# summary: adds up what the test programs say at their end, and prints one line.
# A program runs parts of itself again and repeats what they said: the last line of a file counts.
FNR == 1 { close_file(); kind = "check" }
/Total: [0-9]+, Errors:/ {
  kind = "suite"
  match($0, /Total: .*/); split(substr($0, RSTART), field, /[^0-9]+/)
  total = field[2]; failed = field[3] + field[4]; skipped = field[5]; absent = field[6]
}
/^(#|ℹ) pass [0-9]+/ { kind = "node"; total = $3; failed = 0; skipped = 0; absent = 0 }
/^(#|ℹ) (fail|cancelled) [0-9]+/ { failed += $3; total += $3 }
/^(#|ℹ) (skipped|todo) [0-9]+/ { skipped += $3; total += $3 }
/^\[SKIP\]/ { skippedChecks++ }
END {
  close_file()
  # A program that did not come to its end failed without saying how many times.
  printf "%d passed, %d failed, %d skipped\n", allPassed, (allFailed > broken ? allFailed : broken), allSkipped + skippedChecks
}
function close_file() {
  if (kind == "suite" || kind == "node") { allPassed += total - failed - skipped - absent; allFailed += failed; allSkipped += skipped }
  kind = ""
}
