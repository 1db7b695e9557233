using OpenGradient.Conformance;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>
/// A run must not remember: memory plans, kept values and what steps worked out before serve the next run, whose numbers (lengths, axes, places among
/// them) are others. Every operator test of the ONNX project, after runs on other numbers of the same shapes, after failed runs, with one thread and
/// three, fused and not, gives the bits of a first run.
/// </summary>
public sealed class RepeatedRunTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void Run_AfterOtherRuns_GivesTheBitsOfAFirstRun()
    {
        var failures = new List<string>();
        int checkedCount = 0;
        foreach (OnnxTestCase testCase in OnnxNodeArchive.Cases())
        {
            OnnxCompiledCase compiled;
            RunResult first;
            try
            {
                compiled = OnnxTestRunner.Compile(testCase, testCase.DataSets[0], areConstants: false);
                first = Load(compiled, threads: 1).Run(compiled.Inputs, default);
            }
            catch (InvalidInputException)
            {
                continue;
            }

            checkedCount++;
            foreach (int threads in (int[])[1, 3])
                failures.AddRange(Differences(compiled, first, Load(compiled, threads)).Select(what => $"{testCase.Name}, {threads} threads: {what}"));
        }

        output.WriteLine($"{checkedCount} cases\n" + string.Join('\n', failures));
        Assert.Empty(failures);
        Assert.True(checkedCount > 1100);
    }

    private static IEnumerable<string> Differences(OnnxCompiledCase compiled, RunResult first, Executable executable)
    {
        for (int round = 0; round < 4; round++)
        {
            TryRun(executable, [.. compiled.Inputs.Select(input => Other(input, round))]);
            RunResult again = executable.Run(compiled.Inputs, default);
            if (!Equal(first, again) || first.TraceRoot != again.TraceRoot)
                yield return $"round {round}";
        }

        if (!Equal(first, executable.Run(compiled.Inputs, TraceLevel.Full, default)))
            yield return "full trace";
    }

    private static void TryRun(Executable executable, Tensor[] inputs)
    {
        try
        {
            executable.Run(inputs, default);
        }
        catch (InvalidInputException)
        {
            // Other numbers may be no axes, places or lengths at all.
        }
    }

    /// <summary>Other numbers of the same type and shape: reversed, moved by one place, one bit less, zeros.</summary>
    private static Tensor Other(Tensor input, int round)
    {
        int size = input.ElementCount == 0 ? 1 : (int)(input.Bytes.Length / input.ElementCount);
        byte[][] elements = [.. input.Bytes.Chunk(size)];
        byte[] bytes = round switch
        {
            0 => [.. elements.Reverse().SelectMany(static element => element)],
            1 => [.. elements.Skip(1).Concat(elements.Take(1)).SelectMany(static element => element)],
            2 => [.. input.Bytes.Select((value, index) => index % size == 0 ? (byte)(value ^ 1) : value)],
            _ => new byte[input.Bytes.Length],
        };
        return new Tensor(input.Type, input.Shape, bytes);
    }

    private static bool Equal(RunResult x, RunResult y) => x.Outputs.Zip(y.Outputs).All(static pair =>
        pair.First.Type == pair.Second.Type && pair.First.Shape.SequenceEqual(pair.Second.Shape) && pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));

    private static Executable Load(OnnxCompiledCase compiled, int threads) =>
        Executable.Load(compiled.Program, compiled.Constants, new ExecutionOptions { ThreadCount = threads });
}
