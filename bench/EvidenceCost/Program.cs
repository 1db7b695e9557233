using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OpenGradient.Benchmarks.EvidenceCost;
using OpenGradient.Gateway;
using OpenGradient.Models;

// What receipts, trace and log together add to answers over HTTP: a node, and its engine behind HTTP without any evidence, asked in turn by the same clients.
// Usage: EvidenceCost SYNTHETIC.gguf [answer tokens] [rounds]        the file: `og bench synth`
int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
int answerTokens = Argument(1, 64);
int rounds = Argument(2, 15);
const int PromptTokens = 16;
var random = new Random(1);
string folder = Directory.CreateTempSubdirectory("og-evidence-").FullName;
string models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
string file = Path.Combine(models, "synthetic.gguf");
int vocabulary;
using (OpenedModel plain = ModelFile.Open(args[0]))
    vocabulary = (int)plain.Program.Constants.First(static constant => constant.Shape.Length == 2).Shape[0];
TokenizedFile.Write(args[0], file, vocabulary);

using (OpenedModel model = ModelFile.Open(file))
{
    await using Node node = await Node.StartAsync(new NodeOptions { DataDirectory = Path.Combine(folder, "data"), ModelsDirectory = models }, null, CancellationToken.None);
    await using BareServer bare = await BareServer.StartAsync(model);
    using var client = new HttpClient();
    for (int round = 0; round < 3; round++)
    {
        await MeasureAsync(client, node.Address, 8, answerTokens);
        await MeasureAsync(client, bare.Address, 8, answerTokens);
    }

    Console.WriteLine($"{Path.GetFileName(args[0])}, {rounds} rounds of each in turn; evidence: what it adds to the time");
    Console.WriteLine("| requests | tokens of each | tok/s with evidence | median of differences % | difference of minima % |");
    Console.WriteLine("|--:|---|--:|--:|--:|");
    await ReportAsync(client, node.Address, bare.Address, 1);
    await ReportAsync(client, node.Address, bare.Address, 8);
    Console.WriteLine($"receipts in the log: {(await client.GetStringAsync(new Uri(node.Address, "/log/checkpoint"))).Split('\n')[1]}");
}

Directory.Delete(folder, recursive: true);

async Task ReportAsync(HttpClient client, Uri node, Uri bare, int requests)
{
    double[] without = new double[rounds];
    double[] with = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        // Who goes first changes, so that a machine that slows down or wakes up favours nobody.
        if (round % 2 == 0)
            without[round] = await MeasureAsync(client, bare, requests, answerTokens);
        with[round] = await MeasureAsync(client, node, requests, answerTokens);
        if (round % 2 == 1)
            without[round] = await MeasureAsync(client, bare, requests, answerTokens);
    }

    double[] differences = [.. with.Zip(without, Percent).Order()];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {requests} | {PromptTokens} + {answerTokens} | {requests * answerTokens / with.Min():F1} | {differences[rounds / 2]:F2} | {Percent(with.Min(), without.Min()):F2} |"));
}

static double Percent(double with, double without) => 100 * ((with / without) - 1);

// Seconds until all are answered.
async Task<double> MeasureAsync(HttpClient client, Uri server, int requests, int tokens)
{
    int[][] prompts = [.. Enumerable.Range(0, requests).Select(_ => Enumerable.Range(0, PromptTokens).Select(_ => random.Next(259, vocabulary)).ToArray())];
    long start = Stopwatch.GetTimestamp();
    await Task.WhenAll(prompts.Select(prompt => AskAsync(client, server, prompt, tokens)));
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

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
