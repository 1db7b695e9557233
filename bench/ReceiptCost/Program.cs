// What a receipt costs, part by part: `dotnet run --project bench/ReceiptCost -c Release -- models [rounds]`.
// Each part runs alone on one thread and is charged the processor time of the whole process, so that a busy machine does not
// make it dearer, and work on other threads (the writer, the log) is counted.
using System.Diagnostics;
using OpenGradient.Benchmarks;
using OpenGradient.Execution;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;

string models = args[0];
int rounds = args.Length > 1 ? int.Parse(args[1]) : 5000;
string data = Directory.CreateTempSubdirectory("og-bench-").FullName;
await using (NodeServices node = await NodeServices.OpenAsync(new NodeOptions { DataDirectory = data, ModelsDirectory = models }, CancellationToken.None))
{
    await node.LoadModelsAsync(null, CancellationToken.None);
    HostedModel model = node.Models.Get("price-risk");
    byte[] body = File.ReadAllBytes(Path.Combine(models, "price-risk", "sample-input.json"));
    InferRequest request = InferRequestReader.Read(body, body.Length);
    Tensor[] inputs = InputBinder.Bind(model.Inputs, request.Inputs);
    RunResult result = model.Executable.Run(inputs, CancellationToken.None);
    InferenceRecord record = InferEndpoint.Record(model, inputs, result, node.Issuer.Now, "", ReceiptIssuer.DrawNonce());
    Receipt receipt = Receipt.Create(node.Issuer.State(record));
    DsseEnvelope envelope = DsseEnvelope.Sign(receipt, node.Keys.Node);
    IssuedReceipt issued = new(receipt.Id, envelope);
    InferOutput[] outputs = InferOutput.Select(request, [.. model.Outputs.Select((output, index) => (output.Name, result.Outputs[index]))]);

    Measure("read the request", () => InferRequestReader.Read(body, body.Length));
    Measure("run the model", () => model.Executable.Run(inputs, CancellationToken.None));
    Measure("write the answer", () => JsonResponse.Format(new InferResponse(model.Published.Name, null, null, outputs, null).WriteJson));
    Measure("write the answer with receipt", () => JsonResponse.Format(new InferResponse(model.Published.Name, null, null, outputs, issued).WriteJson));
    Measure("find the model", () => node.Models.Get("price-risk"));
    Measure("receipt: commit and state", () => Receipt.Create(node.Issuer.State(record with { Salts = ReceiptSalts.Generate() })));
    Measure("receipt: sign", () => DsseEnvelope.Sign(receipt, node.Keys.Node));
    StreamParts.Measure(receipt.Content, node.Keys.Node, Measure);
    await MeasureManyAsync("nothing", static async () => await Task.Yield());
    await MeasureManyAsync("receipt: store", async () => await node.Receipts.AddAsync(Stored(RandomId())));
    await MeasureManyAsync("receipt: log", async () => await node.Log.AppendAsync(RandomId()));
    await MeasureManyAsync("receipt: everything", async () =>
        await node.Issuer.IssueAsync(InferEndpoint.Record(model, inputs, result, node.Issuer.Now, "", ReceiptIssuer.DrawNonce())));

    ReceiptId RandomId() => new(new Digest(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));

    StoredReceipt Stored(ReceiptId id) => new()
    {
        Id = id,
        Model = "price-risk",
        Kind = ReceiptKind.Tensor,
        IssuedAt = 0,
        Envelope = envelope,
        ReceiptSalt = record.Salts.DangerousExport(),
        InputLeaves = record.Input,
        OutputLeaves = record.Output,
    };
}

Directory.Delete(data, recursive: true);

void Measure(string name, Action part)
{
    for (int i = 0; i < rounds; i++)
        part();
    TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
    long bytes = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < rounds; i++)
        part();
    Print(name, Process.GetCurrentProcess().TotalProcessorTime - before, (GC.GetAllocatedBytesForCurrentThread() - bytes) / rounds);
}

async Task MeasureManyAsync(string name, Func<ValueTask> part)
{
    for (int pass = 0; pass < 2; pass++)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        await Parallel.ForAsync(0, rounds, new ParallelOptions { MaxDegreeOfParallelism = 64 }, (_, _) => part());
        if (pass == 1)
            Print(name + ", 64 at once", Process.GetCurrentProcess().TotalProcessorTime - before, null);
    }
}

void Print(string name, TimeSpan time, long? bytes) =>
    Console.WriteLine($"{name,-34} {time.TotalMicroseconds / rounds,8:0.0} us   {(bytes is null ? "" : bytes + " bytes")}");
