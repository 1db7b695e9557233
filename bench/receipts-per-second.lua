-- The request that wrk repeats: the sample input, with or without asking for the receipt.
local file = assert(io.open(os.getenv("OG_BODY")))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Inference-Receipt"] = os.getenv("OG_RECEIPT")
file:close()
