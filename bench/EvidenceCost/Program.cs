using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OpenGradient.Benchmarks.EvidenceCost;
using OpenGradient.Gateway;
using OpenGradient.Models;

// What receipts, trace and log together add to answers over HTTP: a node, and its engine behind HTTP without any evidence, asked in turn by the same clients.
// Two servers that do the same differ: caches, pages and threads fall out differently for each, and stay so while it lives. So there are several of each kind, who are asked in
// short windows, two neighbours in time compared: what is told is the median of these ratios, and how far it may be off by chance (twice its standard error). Further servers without
// evidence say what the same comparison makes of two that do the same. All read the same file.
// Usage: EvidenceCost SYNTHETIC.gguf [answer tokens] [rounds] [answers] [servers of each kind] [ratios] [clients]        the file: `og bench synth`; answers: how many each client asks for in a window;
// ratios: a file that keeps them from run to run, so that many short runs, each with servers of its own, make one estimate; clients: 1 and 8 if not given
// Usage: EvidenceCost SYNTHETIC.gguf share [clients] [answer tokens] [seconds]        only a node, for `share` beside this file to take samples of
int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
bool isShare = args.Length > 1 && args[1] == "share";
int answerTokens = isShare ? Argument(3, 64) : Argument(1, 64);
int rounds = Argument(2, 15);
int answersEach = Argument(3, 1);
int serverCount = isShare ? 0 : Argument(4, 3);
RatioFile? kept = !isShare && args.Length > 5 ? new RatioFile(args[5]) : null;
int[] clientCounts = !isShare && args.Length > 6 ? [Argument(6, 8)] : [1, 8];
const int PromptTokens = 16;
var random = new Random(1);
string folder = Directory.CreateTempSubdirectory("og-evidence-").FullName;
string models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
string file = Path.Combine(models, "synthetic.gguf");
int vocabulary;
using (OpenedModel plain = ModelFile.Open(args[0]))
    vocabulary = (int)plain.Program.Constants.First(static constant => constant.Shape.Length == 2).Shape[0];
TokenizedFile.Write(args[0], file, vocabulary);

if (isShare)
{
    await ShareAsync(clients: Argument(2, 8), TimeSpan.FromSeconds(Argument(4, 30)));
    Directory.Delete(folder, recursive: true);
    return;
}

var servers = new List<Server>();
for (int number = 0; number < serverCount; number++)
    servers.Add(await Server.StartAsync(models, Path.Combine(folder, $"data{number}")));
using (var client = new HttpClient())
{
    foreach (Uri address in servers.SelectMany(static server => server.Addresses))
    {
        for (int round = 0; round < 3; round++)
            await MeasureAsync(client, address, 8, answers: 1);
    }

    Console.WriteLine($"{Path.GetFileName(args[0])}, {serverCount} servers of each kind, {rounds} windows of each; what is added to a server without evidence, in percent");
    Console.WriteLine("| server | clients | answers of each | tokens of each | tok/s | of time | of processor time | ratios |");
    Console.WriteLine("|---|--:|--:|---|--:|--:|--:|--:|");
    foreach (int clients in clientCounts)
        await ReportAsync(client, clients);
    Console.WriteLine($"receipts in the first log: {(await client.GetStringAsync(new Uri(servers[0].Addresses[0], "/log/checkpoint"))).Split('\n')[1]}");
}

foreach (Server server in servers)
    await server.DisposeAsync();
Directory.Delete(folder, recursive: true);

// Answers until the time is over, after enough of them that all code is optimised; what is printed last tells when samples are worth taking.
async Task ShareAsync(int clients, TimeSpan time)
{
    await using Node node = await Node.StartAsync(new NodeOptions { DataDirectory = Path.Combine(folder, "data"), ModelsDirectory = models }, null, CancellationToken.None);
    using var client = new HttpClient();
    for (int round = 0; round < 30; round++)
        await MeasureAsync(client, node.Address, 8, answers: 1);
    Console.WriteLine("ready");
    int made = 0;
    long start = Stopwatch.GetTimestamp();
    for (; Stopwatch.GetElapsedTime(start) < time; made += clients * answerTokens)
        await MeasureAsync(client, node.Address, clients, answers: 1);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients, answers of {answerTokens} tokens: {made / Stopwatch.GetElapsedTime(start).TotalSeconds:F1} tok/s"));
}

async Task ReportAsync(HttpClient client, int clients)
{
    var costs = new List<Cost[]>();
    for (int round = 0; round < rounds; round++)
    {
        foreach (Server server in servers)
        {
            // Who goes first changes, so that a machine that slows down or wakes up favours nobody.
            var window = new Cost[server.Addresses.Length];
            for (int turn = 0; turn < window.Length; turn++)
            {
                int asked = (round + turn) % window.Length;
                window[asked] = await MeasureAsync(client, server.Addresses[asked], clients, answersEach);
            }

            costs.Add(window);
        }
    }

    Print("with evidence", clients, costs, asked: 0);
    Print("another without", clients, costs, asked: 1);
}

void Print(string server, int clients, List<Cost[]> costs, int asked)
{
    Cost[] ratios = [.. costs.Select(window => window[asked].Over(window[^1]))];
    if (kept is not null)
        ratios = kept.Add($"{server}, {clients} clients, {answersEach} x {answerTokens} tokens", ratios);
    string Added(Func<Cost, double> of) => Estimate.Of([.. ratios.Select(ratio => 100 * (of(ratio) - 1))]).ToString();
    double median = costs.Select(window => window[asked].Seconds).Order().ElementAt(costs.Count / 2);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {server} | {clients} | {answersEach} | {PromptTokens} + {answerTokens} | {clients * answersEach * answerTokens / median:F1} | {Added(static cost => cost.Seconds)} | {Added(static cost => cost.ProcessorSeconds)} | {ratios.Length} |"));
}

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
