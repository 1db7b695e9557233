using System.Diagnostics;
using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using ModelProgram = OpenGradient.Programs.Program;

// What the trace adds to language models: the same requests with and without it in turn, in one process. How fast they are: `og bench synth`.
// Usage: LanguageModelServing FILE.gguf [threads] [answer tokens] [rounds]
string file = args.Length > 0 ? args[0] : "models/tinychat/tinychat.gguf";
int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
int threads = Argument(1, Environment.ProcessorCount);
int answerTokens = Argument(2, 32);
int rounds = Argument(3, 15);
var random = new Random(1);
const int PromptTokens = 256;

using OpenedModel model = ModelFile.Open(file);
ModelProgram untraced = model.Program with { Steps = [.. model.Program.Steps.Select(static step => step with { IsTraced = false })] };
int vocabulary = (int)model.Program.Constants.First(static constant => constant.Shape.Length == 2).Shape[0];
var options = new ExecutionOptions { ThreadCount = threads };
using BatchGenerator traced = Load(model.Program);
using BatchGenerator bare = Load(untraced);
await MeasureAsync(traced, 8, 40, 48);
await MeasureAsync(bare, 8, 40, 48);

Console.WriteLine($"{Path.GetFileName(file)}, threads {threads}, {rounds} rounds of each in turn; trace: what it adds to the time");
Console.WriteLine("| requests | tokens of each | median of differences % | difference of minima % |");
Console.WriteLine("|--:|---|--:|--:|");
await ReportAsync(1, "answer", 2, answerTokens);
await ReportAsync(8, "answer", 2, answerTokens);
await ReportAsync(1, "prompt", PromptTokens, 1);

BatchGenerator Load(ModelProgram program) =>
    new(Executable.Load(program, model.Constants, options), static _ => ReadOnlyMemory<byte>.Empty, new ServingOptions { CacheBytes = 2L << 30 });

async Task ReportAsync(int requests, string what, int prompt, int answer)
{
    double[] without = new double[rounds];
    double[] with = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        // Who goes first changes, so that a machine that slows down or wakes up favours nobody.
        if (round % 2 == 0)
            without[round] = await MeasureAsync(bare, requests, prompt, answer);
        with[round] = await MeasureAsync(traced, requests, prompt, answer);
        if (round % 2 == 1)
            without[round] = await MeasureAsync(bare, requests, prompt, answer);
    }

    double median = Median([.. with.Zip(without, static (traced, bare) => Percent(traced, bare))]);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {requests} | {prompt} + {answer} ({what}) | {median:F2} | {Percent(with.Min(), without.Min()):F2} |"));
}

static double Percent(double traced, double bare) => 100 * ((traced / bare) - 1);

// Seconds until all are answered.
async Task<double> MeasureAsync(BatchGenerator generator, int requests, int prompt, int answer)
{
    long start = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, requests).Select(async _ =>
    {
        ServedGeneration generation = generator.TryStart(Request(prompt, answer), "", CancellationToken.None)!;
        while (await generation.MoveNextAsync())
        {
        }
    }));
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

// Prompts are random, so that none is found in the cache.
GenerationRequest Request(int prompt, int answer) => new()
{
    Prompt = [.. Enumerable.Range(0, prompt).Select(_ => random.Next(vocabulary))],
    Sampling = SamplingParameters.Greedy(answer),
};

static double Median(double[] times)
{
    double[] sorted = [.. times.Order()];
    return sorted[sorted.Length / 2];
}
