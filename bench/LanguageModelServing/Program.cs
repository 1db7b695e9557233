using System.Diagnostics;
using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using ModelProgram = OpenGradient.Programs.Program;

// Tokens per second of many requests to one language model, answered together; and what the trace adds, each variant in turn.
// Usage: LanguageModelServing FILE.gguf [threads] [answer tokens] [rounds]
string file = args.Length > 0 ? args[0] : "models/tinychat/tinychat.gguf";
int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
int threads = Argument(1, Environment.ProcessorCount);
int answerTokens = Argument(2, 32);
int rounds = Argument(3, 3);
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

Console.WriteLine($"{Path.GetFileName(file)}, threads {threads}; medians of {rounds} rounds; trace: median of the differences within a round");
Console.WriteLine("| requests | tokens of each | tokens/s | times one | trace + % |");
Console.WriteLine("|--:|---|--:|--:|--:|");
double alone = await ReportAsync(1, "answer", 2, answerTokens, double.NaN);
await ReportAsync(8, "answer", 2, answerTokens, alone);
await ReportAsync(32, "answer", 2, answerTokens, alone);
await ReportAsync(1, "prompt", PromptTokens, 1, double.NaN);

BatchGenerator Load(ModelProgram program) =>
    new(Executable.Load(program, model.Constants, options), static _ => ReadOnlyMemory<byte>.Empty, new ServingOptions { CacheBytes = 2L << 30 });

async Task<double> ReportAsync(int requests, string what, int prompt, int answer, double one)
{
    double[] times = new double[rounds];
    double[] differences = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        double without = await MeasureAsync(bare, requests, prompt, answer);
        times[round] = await MeasureAsync(traced, requests, prompt, answer);
        differences[round] = 100 * ((times[round] / without) - 1);
    }

    double speed = requests * Math.Max(prompt, answer) / Median(times);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {requests} | {prompt} + {answer} ({what}) | {speed:F1} | {(double.IsNaN(one) ? "" : (speed / one).ToString("F2", CultureInfo.InvariantCulture))} | {Median(differences):F1} |"));
    return speed;
}

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
