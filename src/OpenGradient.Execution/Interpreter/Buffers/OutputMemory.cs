using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>Where the steps of a run make the outputs of the Program: in the caller's tensors, or in new memory that becomes a tensor.</summary>
/// <remarks>
/// A value that a step makes afresh needs no copy then. One that shares the memory of another value, or comes out of a body, lies elsewhere
/// and is copied when the run ends.
/// </remarks>
internal sealed class OutputMemory(int outputCount)
{
    private readonly Tensor?[] _tensors = new Tensor?[outputCount]; // what the caller gave
    private readonly byte[]?[] _made = new byte[]?[outputCount]; // what a step was given
    private ImmutableArray<int> _outputOf; // as Map says; default: no step is given memory

    /// <summary>For each value the output that it is, or -1.</summary>
    public static ImmutableArray<int> Map(Program program)
    {
        int[] outputOf = new int[program.ValueCount];
        Array.Fill(outputOf, -1);
        for (int output = program.Outputs.Length - 1; output >= 0; output--)
            outputOf[program.Outputs[output].Value] = output;
        return ImmutableCollectionsMarshal.AsImmutableArray(outputOf);
    }

    /// <summary>Begins a run in which steps may make outputs where they are wanted.</summary>
    /// <remarks>A tensor that stands at two places is left alone until all steps have run.</remarks>
    public void Open(ImmutableArray<int> outputOf, ReadOnlySpan<Tensor?> outputs)
    {
        _outputOf = outputOf;
        for (int output = 0; output < outputs.Length; output++)
            _tensors[output] = outputs[output] is { } tensor && IsAlone(tensor, output, outputs) ? tensor : null;
    }

    /// <summary>Whether there is memory for the value.</summary>
    public bool Has(int value) => !_outputOf.IsDefault && _outputOf[value] >= 0;

    /// <summary>Memory for a value that a step is about to make; null unless it is an output.</summary>
    public byte[]? TryTake(int value, ElementType type, ReadOnlySpan<int> shape, int byteCount)
    {
        if (!Has(value))
            return null;
        int output = _outputOf[value];
        return _made[output] = _tensors[output] is { } tensor && tensor.Type == type && Shapes.AreSame(shape, tensor.Shape)
            ? tensor.Bytes
            : GC.AllocateUninitializedArray<byte>(byteCount);
    }

    /// <summary>The memory of an output that a step made there; null if it lies elsewhere.</summary>
    public byte[]? Made(int output) => _made[output];

    /// <summary>Ends the run and lets all memory go.</summary>
    public void Close()
    {
        _outputOf = default;
        Array.Clear(_tensors);
        Array.Clear(_made);
    }

    private static bool IsAlone(Tensor tensor, int at, ReadOnlySpan<Tensor?> outputs)
    {
        for (int output = 0; output < outputs.Length; output++)
        {
            if (output != at && ReferenceEquals(outputs[output]?.Bytes, tensor.Bytes))
                return false;
        }

        return true;
    }
}
