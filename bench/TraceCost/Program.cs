using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;
using ModelProgram = OpenGradient.Programs.Program;

// What the trace adds to a run, in processor time: the same Program with no step traced, as compiled, and with the full trace, in turn.
// Usage: TraceCost [threads] [rounds]
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
string folder = Directory.CreateTempSubdirectory("og-trace").FullName;
string[] names = ["price-risk", "digits", "mlp-784-1024-1024-10", "resnet-18", "mobilenet-v1", "encoder-6x384-128"];
Console.WriteLine($"threads {threads}; medians of {rounds} rounds, each variant in turn; difference = median of the differences within a round");
Console.WriteLine("| model | traced leaves | without trace us | as compiled: + us | + % | full: leaves | + us | + % |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
foreach (Subject subject in new Subjects(folder, "models").All().Where(subject => names.Contains(subject.Name)))
    Measure(subject);
Directory.Delete(folder, recursive: true);

void Measure(Subject subject)
{
    using OpenedModel model = ModelFile.Open(subject.File);
    ModelProgram untraced = model.Program with { Steps = [.. model.Program.Steps.Select(static step => step with { IsTraced = false })] };
    var options = new ExecutionOptions { ThreadCount = threads };
    Executable bare = Executable.Load(untraced, model.Constants, options);
    Executable compiled = Executable.Load(model.Program, model.Constants, options);
    ImmutableArray<Tensor> inputs = [subject.Feed(1).Tensor];
    RunResult full = compiled.Run(inputs, TraceLevel.Full, default);
    double once = Time(() => bare.Run(inputs, default), 3);
    int repeats = (int)Math.Clamp(2000 / once, 1, 200);
    double[] without = new double[rounds];
    double[] program = new double[rounds];
    double[] all = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        without[round] = Time(() => bare.Run(inputs, default), repeats);
        program[round] = Time(() => compiled.Run(inputs, default), repeats) - without[round];
        all[round] = Time(() => compiled.Run(inputs, TraceLevel.Full, default), repeats) - without[round];
    }

    double middle = Median(without);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {subject.Name} | {full.TraceLeafCount} | {middle:F1} | {Median(program):F1} | {100 * Median(program) / middle:F2} | {full.FullTrace!.Leaves.Length} | {Median(all):F1} | {100 * Median(all) / middle:F1} |"));
}

// Processor time: it does not count who else is running. With several threads it counts their waiting for one another, too.
static double Time(Action action, int repeats)
{
    TimeSpan start = Environment.CpuUsage.TotalTime;
    for (int i = 0; i < repeats; i++)
        action();
    return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / repeats;
}

static double Median(double[] times)
{
    double[] sorted = [.. times.Order()];
    return sorted[sorted.Length / 2];
}
