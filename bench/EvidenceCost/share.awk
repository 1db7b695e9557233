# Stacks as `perf script -F comm,tid,ip,sym` prints them: a thread, its frames from the innermost on, an empty line.
BEGIN {
    trace = "RowLeaves|CausalTrace|TileQueue|PieceHash|TreeFolding|MerkleFrontier|TileHashes|Sha256Lanes"
    signing = "OpenGradient\\.Receipts|ReceiptIssuer|Gateway\\.Receipts"
    log_ = "OpenGradient\\.Transparency|Gateway\\.Log"
}
/^[^\t ]/ { part = "" }
/^[\t ]/ {
    if ($0 ~ log_) part = "log"
    else if (part == "" && $0 ~ signing) part = "receipts"
    else if (part == "" && $0 ~ trace) part = "trace"
    open = 1
}
/^$/ { close_stack() }
END { close_stack(); report("trace"); report("receipts"); report("log"); report("all") }

function close_stack() {
    if (!open) return
    open = 0
    samples++
    if (part != "") { count[part]++; count["all"]++ }
}

# Twice the standard error of a share of so many samples, as if they did not depend on each other.
function report(name,   share) {
    share = count[name] / samples
    printf "%-8s %.2f ± %.2f %% of %d samples\n", name, 100 * share, 200 * sqrt(share * (1 - share) / samples), samples
}
