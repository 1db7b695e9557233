using System.Globalization;
using OpenGradient.Benchmarks.SideBySide;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Benchmarks.SideBySide.Measurement;

// Usage: [--quick] [--only PART] [--no-bits | --bits] [--processor-time] [--seconds N] MODELS-FOLDER       writes a markdown table
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = Options.Parse(args);
var subjects = new Subjects(options.GraphFolder, options.SamplesFolder);
if (options.Single.Length > 0)
    return SingleRun.Run(subjects, options.Single);

Console.WriteLine($"{Machine.Describe()}\n");
if (options.InProcessorTime)
    Console.WriteLine("Times are processor time, not time on the wall: the machine was not quiet.\n");
int[] threadCounts = Environment.ProcessorCount > 1 && !options.InProcessorTime ? [1, 2] : [1];
Subject[] wanted = [.. subjects.All().Where(options.Wants)];
if (options.HasTimes)
{
    Console.WriteLine("| subject | threads | batch | ours ms | ONNX Runtime ms, default | tuned | ours / theirs (best) | goal |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    var race = new Race(options.InProcessorTime);
    foreach (Subject subject in wanted)
    {
        foreach (int threads in threadCounts)
        {
            foreach (int batch in options.IsQuick ? subject.Batches[..1] : subject.Batches)
                Console.WriteLine(Format.Row(new Comparison(subject, threads, batch).Measure(race, options.Time)));
        }
    }
}

if (options.HasBits)
{
    Console.WriteLine("\n| subject | bits over ISAs, ours | over threads | over batch | peak MiB | over ISAs, theirs | over threads | over batch | peak MiB |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
    var table = new BitsTable(options.Common, subjects, threadCounts[^1]);
    foreach (Subject subject in wanted)
        Console.WriteLine(table.Row(subject));
    Console.WriteLine("\nOver ISAs: ours with AVX-512 switched off on the subject itself; with AVX2 and FMA off, with all intrinsics off, and both engines on an"
        + "\nemulated processor without AVX-512 (qemu-x86_64), on the same network with smaller inputs. Over batch: the first element of a batch against a batch of one.");
}

return 0;
