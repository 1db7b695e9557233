using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using ModelProgram = OpenGradient.Programs.Program;

// How long a run goes on after it was cancelled: one step of a second or more, cancelled somewhere in it.
// Usage: Cancellation [threads] [rounds]
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 15;
Measure("MatMul 4096 x 4096 x 4096", ["4096", "4096"], new Step("MatMul", [0, 0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true));
Measure("Conv 256 x 5 x 5 over 8 x 128 x 128 x 128", ["8", "128", "128", "128"], new Step("Conv", [0, 1], 1, ImmutableSortedDictionary<string, string>.Empty.Add("pads", "2,2,2,2"), IsTraced: true), 256, 128, 5, 5);
Measure("Softmax of 65536 x 2048", ["65536", "2048"], new Step("Softmax", [0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true));
Measure("Transpose of 11584 x 11584", ["11584", "11584"], new Step("Transpose", [0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true));

void Measure(string name, ImmutableArray<string> shape, Step step, params ImmutableArray<long> filters)
{
    byte[] zeros = new byte[4 * Tensor.CountElements(filters)];
    ImmutableArray<Constant> constants = filters.IsEmpty ? [] : [new Constant("w", "f32", filters, Digest.Sha256(zeros))];
    var program = new ModelProgram([new ProgramInput("x", ElementType.Float32, shape)], constants, [step], [new ProgramOutput("y", 1 + constants.Length)]);
    Executable executable = Executable.Load(program, new Zeros(zeros), new ExecutionOptions { ThreadCount = threads });
    ImmutableArray<long> sizes = [.. shape.Select(static size => long.Parse(size, CultureInfo.InvariantCulture))];
    var input = new Tensor(ElementType.Float32, sizes, new byte[4 * Tensor.CountElements(sizes)]);
    double[] delays = new double[rounds];
    for (int round = 0; round < rounds; round++)
    {
        using var cancellation = new CancellationTokenSource();
        long cancelled = 0;
        using CancellationTokenRegistration noted = cancellation.Token.Register(() => cancelled = Stopwatch.GetTimestamp());
        cancellation.CancelAfter(10 + (7 * round));
        try
        {
            executable.Run([input], cancellation.Token);
            delays[round] = double.NaN;
        }
        catch (OperationCanceledException)
        {
            delays[round] = Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds;
        }
    }

    double[] ended = [.. delays.Where(static delay => !double.IsNaN(delay)).Order()];
    Console.WriteLine(ended.Length == 0
        ? $"{name}, {threads} threads: ended before it was cancelled"
        : string.Create(CultureInfo.InvariantCulture, $"{name}, {threads} threads: median {ended[ended.Length / 2]:F1} ms, longest {ended[^1]:F1} ms, of {ended.Length} cancelled runs"));
}

internal sealed class Zeros(byte[] bytes) : IConstantSource
{
    public ReadOnlyMemory<byte> Read(int index) => bytes;
}
