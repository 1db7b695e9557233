using System.Globalization;
using OpenGradient.Benchmarks.SideBySide;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Benchmarks.SideBySide.Measurement;

// Usage: [--quick] [--only PART] [--no-bits] [--processor-time] [--seconds N] MODELS-FOLDER       writes a markdown table
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = Options.Parse(args);
var subjects = new Subjects(options.GraphFolder, options.SamplesFolder);
if (options.Single.Length > 0)
    return SingleRun.Run(subjects, options.Single);

Console.WriteLine($"{Machine.Describe()}\n");
if (options.InProcessorTime)
    Console.WriteLine("Times are processor time, not time on the wall: the machine was not quiet.\n");
Console.WriteLine("| subject | threads | batch | ours ms | ONNX Runtime ms, default | tuned | ours / theirs (best) | goal |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
int[] threadCounts = Environment.ProcessorCount > 1 && !options.InProcessorTime ? [1, 2] : [1];
var race = new Race(options.InProcessorTime);
foreach (Subject subject in subjects.All().Where(options.Wants))
{
    foreach (int threads in threadCounts)
    {
        foreach (int batch in options.IsQuick ? subject.Batches[..1] : subject.Batches)
            Console.WriteLine(Format.Row(new Comparison(subject, threads, batch).Measure(race, options.Time)));
    }
}

if (options.HasBits)
{
    Console.WriteLine("\n| subject | bits over ISAs, ours | over threads, ours | over batch, ours | over threads, theirs | over batch, theirs | peak MiB, ours | theirs |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    var table = new BitsTable(options.Common, threadCounts[^1]);
    foreach (Subject subject in subjects.All().Where(options.Wants))
        Console.WriteLine(table.Row(subject));
    Console.WriteLine("\nOver ISAs: children of this process with AVX-512 off; for small subjects also with AVX2 and FMA off, and with all intrinsics off."
        + "\nONNX Runtime chooses its kernels by CPUID and has no switch for it: not measured. Over batch: the first element of a batch against a batch of one.");
}

return 0;
