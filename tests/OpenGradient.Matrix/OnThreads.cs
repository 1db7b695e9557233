using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Matrix;

/// <summary>One model with one, two and three threads.</summary>
internal static class OnThreads
{
    private static readonly int[] Counts = [1, 2, 3];

    /// <summary>The trace root with one thread, and whether the others gave it too; the batch, where there is one, begins with the alone element.</summary>
    public static Finding Run(string file, Tensor alone, Tensor? batch = null)
    {
        using OpenedModel model = ModelFile.Open(file);
        Executable[] executables =
            [.. Counts.Select(count => Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = count }))];
        RunResult[] results = [.. executables.Select(executable => executable.Run([alone], default))];
        RequireMeaning(file, results[0].Outputs[0]);
        Digest root = results[0].TraceRoot;
        return new Finding(root.ToString(), results.All(result => result.TraceRoot == root), batch is null ? null : IsFirstOf(executables[1], batch, results[0]));
    }

    /// <summary>Numbers that all ended as NaN or zero would be the same on every machine, and show nothing.</summary>
    public static void RequireMeaning(string file, Tensor output)
    {
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(output.Bytes);
        bool isConstant = numbers.Length > 1 && !numbers.ContainsAnyExcept(numbers[0]);
        foreach (float number in numbers)
        {
            if (isConstant || !float.IsFinite(number))
                throw new InvalidDataException($"{file} ends in {number}.");
        }
    }

    private static bool IsFirstOf(Executable executable, Tensor batch, RunResult alone)
    {
        ReadOnlySpan<byte> first = alone.Outputs[0].Bytes;
        return executable.Run([batch], default).Outputs[0].Bytes.AsSpan().StartsWith(first);
    }
}
