using System.Globalization;
using OpenGradient.Benchmarks.ProxyOverhead;
using OpenGradient.Gateway;
using OpenGradient.Verification;

// What verified answers cost beside bare ones: the same requests to a node, to the node by a client that verifies by itself, and to proxies before it, in turn, in one process.
// Who demands a logged receipt waits for the log, with a proxy or without: so what the proxy adds to a client that demands the same stands beside what both add to one that demands nothing.
// Usage: ProxyOverhead MODELS_DIRECTORY [rounds] [whole|stream|throughput]...        for example: models 200
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
string[] parts = args.Length > 2 ? args[2..] : ["whole", "stream", "throughput"];
string folder = Directory.CreateTempSubdirectory("og-proxy-bench-").FullName;
const string Short = """{"model":"tinychat","max_tokens":16,"messages":[{"role":"user","content":"What is 12 + 30?"}],"receipt":{"include":true}}""";
Policy signed = Policy.Default with { Require = [RowKind.Signature] };

await using (Node node = await Node.StartAsync(new NodeOptions { DataDirectory = Path.Combine(folder, "data"), ModelsDirectory = args[0] }, null, CancellationToken.None))
{
    await using Way bare = Way.ToNode("node alone", node.Address);
    await using Way unasked = Way.ToNode("node alone, no receipt asked for", node.Address, asksForReceipt: false);
    await using Way signedDirect = Way.Verifying("client that verifies: signed", node.Address, signed, bare);
    await using Way signedProxy = await Way.ThroughProxyAsync("proxy: signed", node.Address, signed, Path.Combine(folder, "signed"), signedDirect);
    await using Way loggedDirect = Way.Verifying("client that verifies: signed and logged", node.Address, Policy.Default, bare);
    await using Way loggedProxy = await Way.ThroughProxyAsync("proxy: signed and logged", node.Address, Policy.Default, Path.Combine(folder, "logged"), loggedDirect);
    Way[] ways = [bare, signedDirect, signedProxy, loggedDirect, loggedProxy];
    if (parts.Contains("whole"))
        await ReportAsync("an answer in one piece", ways, "v1/chat/completions", Short, rounds);
    if (parts.Contains("stream"))
        await ReportAsync("a stream of 110 tokens", ways, "v1/completions", StreamOf(110), rounds / 2);
    if (parts.Contains("throughput"))
        await ReportThroughputAsync([unasked, bare, signedProxy, loggedProxy], rounds / 4);
}

Directory.Delete(folder, recursive: true);

// What is added is taken round by round, between neighbours in time: the disk, which every answer waits for, is not as fast in one second as in the next.
static async Task ReportAsync(string what, Way[] ways, string path, string body, int rounds)
{
    Dictionary<Way, double[]> times = await MeasureAsync(ways, rounds, way => way.AskAsync(path, body));
    Console.WriteLine($"| {what}, ms | median | least | added to the node alone, median of rounds | added to a client that demands the same |");
    Console.WriteLine("|---|--:|--:|--:|--:|");
    foreach (Way way in ways)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way.Name} | {Median(times[way]):0.0} | {times[way].Min():0.0} | {Added(times[way], times[ways[0]]):0.0} | {(way.Compared is null ? "" : $"{Added(times[way], times[way.Compared]):0.0}")} |"));
    Console.WriteLine();
}

// How long each further token takes: the difference between a long stream and a short one, in which what is done once for a stream falls out.
static async Task ReportThroughputAsync(Way[] ways, int rounds)
{
    const int Few = 64;
    const int Many = 448;
    Dictionary<Way, double[]> times = await MeasureAsync(ways, rounds, static async way =>
        (await way.AskAsync("v1/completions", StreamOf(Many)) - await way.AskAsync("v1/completions", StreamOf(Few))) / (Many - Few));
    Console.WriteLine("| a stream, from its 64th token to its 448th | tokens a second, median | time for a token, over that of the node alone without receipt, median of rounds |");
    Console.WriteLine("|---|--:|--:|");
    foreach (Way way in ways)
    {
        double share = Median([.. times[way].Zip(times[ways[0]], static (one, other) => (one / other) - 1)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way.Name} | {1000 / Median(times[way]):0} | {100 * share:+0.0;-0.0} % |"));
    }
}

static async Task<Dictionary<Way, double[]>> MeasureAsync(Way[] ways, int rounds, Func<Way, Task<double>> askAsync)
{
    const int WarmUpRounds = 20;
    Dictionary<Way, double[]> times = ways.ToDictionary(static way => way, _ => new double[rounds]);
    for (int round = 0; round < WarmUpRounds + rounds; round++)
    {
        for (int turn = 0; turn < ways.Length; turn++)
        {
            Way way = ways[(turn + round) % ways.Length]; // who goes first changes
            double milliseconds = await askAsync(way);
            if (round >= WarmUpRounds)
                times[way][round - WarmUpRounds] = milliseconds;
        }
    }

    return times;
}

// Digits only, so that no answer ends early.
static string StreamOf(int tokens) =>
    $$$"""{"model":"tinychat","stream":true,"max_tokens":{{{tokens}}},"prompt":"1 2 3","grammar":"root ::= [0-9]{500}","receipt":{"include":true}}""";

static double Added(double[] times, double[] compared) => Median([.. times.Zip(compared, static (one, other) => one - other)]);

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
