using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;

// A float model and its integer form in turn, on random inputs between 0 and 1: milliseconds of a run, medians, and their ratio.
// Usage: IntegerSpeed FLOAT.onnx INTEGER.safetensors [batch] [rounds]
using OpenedModel floats = ModelFile.Open(args[0]);
using OpenedModel integers = ModelFile.Open(args[1]);
int batch = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
int rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 200;
var options = new ExecutionOptions { ThreadCount = 1 };
Executable first = Executable.Load(floats.Program, floats.Constants, options);
Executable second = Executable.Load(integers.Program, integers.Constants, options);
ImmutableArray<Tensor> inputs = [.. floats.Program.Inputs.Select(Input)];
double[] floatTimes = new double[rounds];
double[] integerTimes = new double[rounds];
for (int round = -3; round < rounds; round++)
{
    double x = Time(first);
    double y = Time(second);
    if (round < 0)
        continue;
    floatTimes[round] = x;
    integerTimes[round] = y;
}

double floatMedian = Median(floatTimes);
double integerMedian = Median(integerTimes);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{Path.GetFileName(args[0])}, batch {batch}, one thread: float {floatMedian:F4} ms, integer {integerMedian:F4} ms; integer runs at {floatMedian / integerMedian:F2} times the speed"));

double Time(Executable executable)
{
    const int Repeats = 20;
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < Repeats; i++)
        executable.Run(inputs, default);
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Repeats;
}

Tensor Input(ProgramInput input)
{
    long[] shape = [.. input.Shape.Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : batch)];
    var random = new Random(1);
    float[] elements = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (product, size) => product * size)).Select(_ => random.NextSingle())];
    return Tensor.Create<float>(ElementType.Float32, [.. shape], elements);
}

static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
