using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;
using ModelProgram = OpenGradient.Programs.Program;
using TraceLevel = OpenGradient.Execution.TraceLevel;

// What the trace adds to a run, in time on the wall: the same Program with no step traced, as compiled, and with the full trace, in turn.
// Usage: TraceCost [threads] [rounds]
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
const int Loads = 6;
string folder = Directory.CreateTempSubdirectory("og-trace").FullName;
string[] names = ["price-risk", "digits", "mlp-784-1024-1024-10", "resnet-18", "mobilenet-v1", "encoder-6x384-128"];
Console.WriteLine($"threads {threads}; means over {Loads} loads of medians of {rounds} rounds in turn; difference = that within a round");
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
    ImmutableArray<Tensor> inputs = [subject.Feed(1).Tensor];
    RunResult full = Executable.Load(model.Program, model.Constants, options).Run(inputs, TraceLevel.Full, default);
    List<double> without = [], program = [], all = [];

    // Of two copies of one model in memory that which was loaded second is slower, by up to 6 %: so each is the second as often as the other.
    for (int load = 0; load < Loads; load++)
    {
        Executable first = Executable.Load(load % 2 == 0 ? untraced : model.Program, model.Constants, options);
        Executable second = Executable.Load(load % 2 == 0 ? model.Program : untraced, model.Constants, options);
        (Executable bare, Executable compiled) = load % 2 == 0 ? (first, second) : (second, first);
        double once = Time(() => bare.Run(inputs, default), 3);
        int repeats = (int)Math.Clamp(2000 / once, 1, 200);
        (double time, double difference) = InTurn(() => bare.Run(inputs, default), () => compiled.Run(inputs, default), repeats);
        without.Add(time);
        program.Add(difference);
        all.Add(InTurn(() => bare.Run(inputs, default), () => compiled.Run(inputs, TraceLevel.Full, default), repeats).Difference);
    }

    double middle = without.Average();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {subject.Name} | {full.TraceLeafCount} | {middle:F1} | {program.Average():F1} | {100 * program.Average() / middle:F2} | {full.FullTrace!.Leaves.Length} | {all.Average():F1} | {100 * all.Average() / middle:F1} |"));
}

// The time of the first, and what the second takes more: medians. Only these two take turns: each finds in the caches what the other left there.
(double First, double Difference) InTurn(Action first, Action second, int repeats)
{
    double[] times = new double[rounds];
    double[] differences = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        times[round] = Time(first, repeats);
        differences[round] = Time(second, repeats) - times[round];
    }

    return (Median(times), Median(differences));
}

// Not processor time: where the kernel counts it by its ticks, runs of a few milliseconds come out wrong by half.
static double Time(Action action, int repeats)
{
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < repeats; i++)
        action();
    return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
}

static double Median(double[] times)
{
    double[] sorted = [.. times.Order()];
    return sorted[sorted.Length / 2];
}
