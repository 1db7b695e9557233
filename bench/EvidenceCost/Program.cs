using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OpenGradient.Benchmarks.EvidenceCost;
using OpenGradient.Gateway;
using OpenGradient.Models;

// What receipts, trace and log together add to answers over HTTP: a node, and its engine behind HTTP without any evidence, asked in turn by the same clients.
// A second engine without evidence says what two servers differ by that do the same: caches, pages and threads fall out differently for each, and stay so while a process lives.
// All read the same file.
// Usage: EvidenceCost SYNTHETIC.gguf [answer tokens] [rounds] [answers]        the file: `og bench synth`; answers: how many each client asks for, one after the other
int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
int answerTokens = Argument(1, 64);
int rounds = Argument(2, 15);
int answersEach = Argument(3, 1);
const int PromptTokens = 16;
var random = new Random(1);
string folder = Directory.CreateTempSubdirectory("og-evidence-").FullName;
string models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
string file = Path.Combine(models, "synthetic.gguf");
int vocabulary;
using (OpenedModel plain = ModelFile.Open(args[0]))
    vocabulary = (int)plain.Program.Constants.First(static constant => constant.Shape.Length == 2).Shape[0];
TokenizedFile.Write(args[0], file, vocabulary);

await using (Node node = await Node.StartAsync(new NodeOptions { DataDirectory = Path.Combine(folder, "data"), ModelsDirectory = models }, null, CancellationToken.None))
{
    using OpenedModel model = node.Models.Open(node.Models.Find("synthetic")!.Manifest);
    await using BareServer bare = await BareServer.StartAsync(model);
    await using BareServer other = await BareServer.StartAsync(model);
    using var client = new HttpClient();
    for (int round = 0; round < 3; round++)
    {
        foreach (Uri server in (Uri[])[node.Address, bare.Address, other.Address])
            await MeasureAsync(client, server, 8, answers: 1);
    }

    Console.WriteLine($"{Path.GetFileName(args[0])}, {rounds} rounds of each in turn; what is added to the time of a server without evidence");
    Console.WriteLine("| server | clients | answers of each | tokens of each | tok/s | median of differences % | difference of minima % | of processor time % |");
    Console.WriteLine("|---|--:|--:|---|--:|--:|--:|--:|");
    foreach (int clients in (int[])[1, 8])
        await ReportAsync(client, node.Address, other.Address, bare.Address, clients);
    Console.WriteLine($"receipts in the log: {(await client.GetStringAsync(new Uri(node.Address, "/log/checkpoint"))).Split('\n')[1]}");
}

Directory.Delete(folder, recursive: true);

async Task ReportAsync(HttpClient client, Uri node, Uri other, Uri bare, int clients)
{
    Uri[] servers = [node, other, bare];
    Cost[][] costs = [new Cost[rounds], new Cost[rounds], new Cost[rounds]];
    for (int round = 0; round < rounds; round++)
    {
        // Who goes first changes, so that a machine that slows down or wakes up favours nobody.
        for (int turn = 0; turn < servers.Length; turn++)
        {
            int server = (round + turn) % servers.Length;
            costs[server][round] = await MeasureAsync(client, servers[server], clients, answersEach);
        }
    }

    Print("with evidence", clients, costs[0], costs[2]);
    Print("another without", clients, costs[1], costs[2]);
}

void Print(string server, int clients, Cost[] costs, Cost[] others)
{
    double MedianPercent(Func<Cost, double> of) => costs.Zip(others, (own, other) => Percent(of(own), of(other))).Order().ElementAt(rounds / 2);
    double Least(Cost[] all) => all.Min(static cost => cost.Seconds);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {server} | {clients} | {answersEach} | {PromptTokens} + {answerTokens} | {clients * answersEach * answerTokens / Least(costs):F1} | {MedianPercent(static cost => cost.Seconds):F2} | {Percent(Least(costs), Least(others)):F2} | {MedianPercent(static cost => cost.ProcessorSeconds):F2} |"));
}

static double Percent(double with, double without) => 100 * ((with / without) - 1);

// Until all are answered: every client asks again as soon as it has an answer.
async Task<Cost> MeasureAsync(HttpClient client, Uri server, int clients, int answers)
{
    int[][][] prompts = [.. Enumerable.Range(0, clients).Select(_ => Enumerable.Range(0, answers).Select(_ => Prompt()).ToArray())];
    TimeSpan processor = Environment.CpuUsage.TotalTime;
    long start = Stopwatch.GetTimestamp();
    await Task.WhenAll(prompts.Select(async own =>
    {
        foreach (int[] prompt in own)
            await AskAsync(client, server, prompt, answerTokens);
    }));
    return new Cost(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
}

int[] Prompt() => [.. Enumerable.Range(0, PromptTokens).Select(_ => random.Next(259, vocabulary))];

static async Task AskAsync(HttpClient client, Uri server, int[] prompt, int tokens)
{
    var request = new { model = "synthetic", prompt, max_tokens = tokens, temperature = 0 };
    using HttpResponseMessage response = await client.PostAsJsonAsync(new Uri(server, "/v1/completions"), request);
    string body = await response.Content.ReadAsStringAsync();
    using JsonDocument answer = JsonDocument.Parse(body);
    int made = response.IsSuccessStatusCode ? answer.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32() : 0;
    if (made != tokens)
        throw new InvalidOperationException($"{made} of {tokens} tokens: {body}");
}
