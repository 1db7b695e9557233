using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenGradient.Gateway;
using OpenGradient.Proxy;
using OpenGradient.Verification;

// What the proxy adds: the same requests to a node and to proxies before it, in turn, in one process.
// Usage: ProxyOverhead MODELS_DIRECTORY [rounds]        for example: models 200
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
string folder = Directory.CreateTempSubdirectory("og-proxy-bench-").FullName;
const string Short = """{"model":"tinychat","max_tokens":16,"messages":[{"role":"user","content":"What is 12 + 30?"}],"receipt":{"include":true}}""";
const string Long = """{"model":"tinychat","stream":true,"max_tokens":110,"prompt":"1 2 3","grammar":"root ::= [0-9]{120}","receipt":{"include":true}}""";

await using (Node node = await Node.StartAsync(new NodeOptions { DataDirectory = Path.Combine(folder, "data"), ModelsDirectory = args[0] }, null, CancellationToken.None))
{
    await using VerifyingProxy signed = await StartAsync(node, Policy.Default with { Require = [RowKind.Signature] }, "signed");
    await using VerifyingProxy logged = await StartAsync(node, Policy.Default, "logged");
    using HttpClient http = new();
    (string Name, Uri Address)[] servers = [("node alone", node.Address), ("proxy, policy: signed", signed.Address), ("proxy, policy: signed and logged", logged.Address)];
    // What is added is taken round by round, between neighbours in time: the disk, which every answer waits for, is not as fast in one second as in the next.
    Console.WriteLine("| | an answer in one piece, median ms | least | added, median of rounds | a stream of 110 tokens, median ms | least | added, median of rounds |");
    Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
    double[][] whole = await MeasureAsync(http, servers, "v1/chat/completions", Short, rounds);
    double[][] streams = await MeasureAsync(http, servers, "v1/completions", Long, rounds / 4);
    for (int index = 0; index < servers.Length; index++)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {servers[index].Name} | {Figures(whole, index)} | {Figures(streams, index)} |"));
}

Directory.Delete(folder, recursive: true);

Task<VerifyingProxy> StartAsync(Node node, Policy policy, string name) =>
    VerifyingProxy.StartAsync(new ProxyOptions { Node = node.Address, Policy = policy, StoreDirectory = Path.Combine(folder, name) }, CancellationToken.None);

static async Task<double[][]> MeasureAsync(HttpClient http, (string Name, Uri Address)[] servers, string path, string body, int rounds)
{
    double[][] times = [.. servers.Select(_ => new double[rounds])];
    for (int round = -20; round < rounds; round++)
    {
        for (int turn = 0; turn < servers.Length; turn++)
        {
            int server = (turn + round + 20) % servers.Length; // who goes first changes
            long start = Stopwatch.GetTimestamp();
            using StringContent content = new(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(new Uri(servers[server].Address, path), content);
            string answer = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode || answer.Contains("evidence_refused", StringComparison.Ordinal))
                throw new InvalidOperationException($"{servers[server].Name}: {answer}");
            if (round >= 0)
                times[server][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    return times;
}

static string Figures(double[][] times, int server) => string.Create(
    CultureInfo.InvariantCulture,
    $"{Median(times[server]):0.0} | {times[server].Min():0.0} | {Median([.. times[server].Zip(times[0], static (proxied, direct) => proxied - direct)]):0.0}");

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
