using System.Runtime.InteropServices;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What an operation sees of the run: the inputs of its step, and where its outputs go. One object serves all steps of a run.</summary>
internal sealed partial class StepRun(BufferPool pool, Value?[] values, CausalState causal, BodyRunner runBody)
{
    private readonly List<PooledBuffer> _scratch = [];
    private BoundStep _step = null!;

    /// <summary>Turns to <paramref name="step"/>; the step that was being run, if it lies in its body, goes on after <see cref="Leave"/>.</summary>
    public (BoundStep Outer, int ScratchCount) Enter(BoundStep step)
    {
        (BoundStep, int) outer = (_step, _scratch.Count);
        _step = step;
        return outer;
    }

    /// <summary>Gives scratch memory back, and turns to the step that was being run before.</summary>
    public void Leave((BoundStep Outer, int ScratchCount) outer)
    {
        for (int index = _scratch.Count - 1; index >= outer.ScratchCount; index--)
        {
            pool.Release(_scratch[index]);
            _scratch.RemoveAt(index);
        }

        _step = outer.Outer;
    }

    /// <summary>The threads that kernels may use; they also tell a kernel that the run was cancelled.</summary>
    public Workers Workers { get; set; }

    /// <summary>
    /// A loop of an operation that may take longer than a few milliseconds looks at it between blocks and returns when it is cancelled;
    /// what it leaves in its outputs is read by nobody.
    /// </summary>
    public CancellationToken CancellationToken => Workers.CancellationToken;

    /// <summary>What a causal Program remembers of the text before this run; empty in any other run.</summary>
    public CausalState Causal => causal;

    /// <summary>The step's place in the Program.</summary>
    public int StepIndex => _step.Index;

    /// <summary>How many inputs the step names, absent ones included.</summary>
    public int InputCount => _step.Step.Inputs.Length;

    /// <summary>How many outputs the step makes.</summary>
    public int OutputCount => _step.Step.OutputCount;

    /// <summary>Whether input <paramref name="index"/> is given.</summary>
    public bool Has(int index) => index < InputCount && _step.Step.Inputs[index] != Step.Absent;

    /// <summary>Input <paramref name="index"/>, which must be given.</summary>
    public Value Input(int index) =>
        Has(index) ? values[_step.Step.Inputs[index]]! : throw Error($"input {index} is missing");

    /// <summary>Input <paramref name="index"/>, which must have the type.</summary>
    public Value Input(int index, ElementType type)
    {
        Value value = Input(index);
        return value.Type == type
            ? value
            : throw Error($"input {index} must be {type.CanonicalName()}, not {value.Type.CanonicalName()}", InvalidInputKind.Unsupported);
    }

    /// <summary>Allocates output <paramref name="index"/>; its elements are undefined until written.</summary>
    public Value Output(int index, ElementType type, params ReadOnlySpan<int> shape)
    {
        int byteCount = RequireBytes(type, shape);
        PooledBuffer buffer = pool.Rent(byteCount);
        var value = new Value(type, shape.ToArray(), buffer.Bytes.AsMemory(0, byteCount), buffer);
        Set(index, value);
        return value;
    }

    /// <summary>Makes output <paramref name="index"/> the same elements as <paramref name="source"/> under another shape.</summary>
    public void Alias(int index, Value source, ReadOnlySpan<int> shape)
    {
        if (source.Buffer is not null)
            source.Buffer.HolderCount++;
        Set(index, new Value(source.Type, shape.ToArray(), source.Memory, source.Buffer));
    }

    /// <summary>Memory for the length of this step; its elements are undefined until written.</summary>
    public Span<T> Scratch<T>(int count)
        where T : unmanaged
    {
        int byteCount = RequireBytes(checked((long)count * Marshal.SizeOf<T>()), "scratch memory");
        PooledBuffer buffer = pool.Rent(byteCount);
        _scratch.Add(buffer);
        return MemoryMarshal.Cast<byte, T>(buffer.Bytes.AsSpan(0, byteCount));
    }

    /// <summary>An error of this step: which step, which operator, what.</summary>
    public InvalidInputException Error(string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        StepErrors.Create(_step.Index, _step.Step, what, kind);

    private void Set(int index, Value value)
    {
        // An output that nobody asked for is made all the same; its buffer returns with the step.
        if (index < OutputCount)
            values[_step.FirstOutput + index] = value;
        else if (value.Buffer is not null)
            _scratch.Add(value.Buffer);
    }

    private int RequireBytes(ElementType type, ReadOnlySpan<int> shape)
    {
        if (shape.Length > Shapes.MaxRank)
            throw Error($"an output would have {shape.Length} dimensions; the limit is {Shapes.MaxRank}", InvalidInputKind.TooLarge);
        Int128 byteCount = type.SizeBytes();
        foreach (int dimension in shape)
        {
            if (dimension < 0)
                throw Error($"an output would have the shape {Shapes.Describe(shape)}");
            byteCount = Int128.Min(byteCount * dimension, long.MaxValue);
        }

        return RequireBytes((long)byteCount, $"an output {Shapes.Describe(shape)}");
    }

    private int RequireBytes(long byteCount, string what) => pool.HasRoomFor(byteCount)
        ? (int)byteCount
        : throw Error($"{what} would take {byteCount} bytes; the run may hold {pool.LiveBytesLimit} in all", InvalidInputKind.TooLarge);
}
