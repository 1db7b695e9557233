using System.Diagnostics;
using System.Globalization;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Models;

// From the start of a process to the first answer of a model of 100 MB, and the memory that it took at most.
// Usage: ColdStart [model megabytes] [rounds]; each round is a process of its own (ColdStart --once FILE).
if (args is ["--once", string model])
    return Once(model);
int megabytes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
string folder = Directory.CreateTempSubdirectory("og-cold").FullName;
string file = Path.Combine(folder, "dense.onnx");
File.WriteAllBytes(file, Dense(megabytes));
Console.WriteLine($"model {new FileInfo(file).Length / 1e6:F1} MB, in the page cache; {rounds} processes");
for (int round = 0; round < rounds; round++)
{
    using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--once", file]))!;
    child.WaitForExit();
}

Directory.Delete(folder, recursive: true);
return 0;

static int Once(string path)
{
    long start = Stopwatch.GetTimestamp();
    double sinceProcessStart = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
    Executable executable;
    double open;
    using (OpenedModel opened = ModelFile.Open(path))
    {
        open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        executable = Executable.Load(opened.Program, opened.Constants);
    }

    double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds - open;
    executable.Run([Feed.Floats("x", 0f, 1, 1024).Tensor], default);
    double all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    string peak = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal))[6..].Trim();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"runtime {sinceProcessStart:F0} ms + open {open:F0} ms + load {load:F0} ms + first run {all - open - load:F0} ms = {sinceProcessStart + all:F0} ms; peak memory {peak}"));
    return 0;
}

static byte[] Dense(int megabytes)
{
    var graph = new GraphBuilder(1024);
    string x = graph.Input("x", GraphBuilder.FloatType, -1, 1024);
    for (int layer = 0; layer < megabytes / 4; layer++)
        x = graph.Node("Relu", [graph.Node("Gemm", [x, graph.Weights(1.4f, 1024, 1024)], ("transB", 1))]);
    graph.Output(x, -1, 1024);
    return graph.ToArray();
}
