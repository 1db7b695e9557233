using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What an operation sees of the run: the inputs of its step, and where its outputs go. One object serves all steps of a run.</summary>
internal sealed partial class StepRun(BufferPool pool, Value?[] values, OutputMemory outputs, (int First, int End) constants, int stepCount, CausalBatch causal, BodyRunner runBody)
{
    private readonly List<PooledBuffer> _scratch = [];
    private readonly Value?[] _kept = new Value?[values.Length]; // [value], the objects of the last run outside of bodies
    private readonly StepMemory?[] _memories = new StepMemory?[stepCount];
    private int _bodyDepth;
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

    /// <summary>For each value the last step that reads it: <see cref="Liveness"/>.</summary>
    public ImmutableArray<int> LastUses { get; set; }

    /// <summary>Whether an output may be made in the memory of an input; not if somebody compares the inputs of a step with its outputs.</summary>
    public bool AllowsInPlace { get; set; } = true;

    /// <summary>Lets memory go that is not the pool's, when a value in it is read no more.</summary>
    public void UnbindOutside(int value)
    {
        if (_kept[value] is { Buffer: null } kept)
            kept.Unbind();
    }

    /// <summary>Lets the memory of the last run go.</summary>
    public void UnbindKept()
    {
        foreach (Value? value in _kept)
            value?.Unbind();
    }

    /// <summary>Which texts the rows of a causal Program belong to; in any other run one text that begins here.</summary>
    public CausalBatch Causal => causal;

    /// <summary>The step's place in the Program.</summary>
    public int StepIndex => _step.Index;

    /// <summary>How many inputs the step names, absent ones included.</summary>
    public int InputCount => _step.Step.Inputs.Length;

    /// <summary>How many outputs the step makes.</summary>
    public int OutputCount => _step.Step.OutputCount;

    /// <summary>Whether input <paramref name="index"/> is given.</summary>
    public bool Has(int index) => index < InputCount && _step.Step.Inputs[index] != Step.Absent;

    /// <summary>Whether input <paramref name="index"/> is a constant of the Program: the same elements in every run.</summary>
    public bool IsConstant(int index) =>
        Has(index) && _step.Step.Inputs[index] >= constants.First && _step.Step.Inputs[index] < constants.End;

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
        if (index < OutputCount && outputs.TryTake(_step.FirstOutput + index, type, shape, byteCount) is { } memory)
        {
            pool.CountOutside(byteCount);
            return Place(index, type, shape, memory, buffer: null);
        }

        PooledBuffer buffer = pool.Rent(byteCount);
        return Place(index, type, shape, buffer.Memory(byteCount), buffer);
    }

    /// <summary>
    /// Output <paramref name="index"/> with type and shape of all the listed inputs, for operators that may write an element where they have read
    /// it: in the memory of one of them, if nobody reads that input after this step and it is no output of the Program, which has memory of its own.
    /// </summary>
    public Value OutputOver(int index, params ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
        {
            Value x = Input(input);
            if (!IsLastReader(input, x) || outputs.Has(_step.FirstOutput + index))
                continue;
            x.Buffer!.HolderCount++;
            return Place(index, x.Type, x.Shape, x.Memory, x.Buffer);
        }

        return Output(index, Input(inputs[0]).Type, Input(inputs[0]).Shape);
    }

    /// <summary>Makes output <paramref name="index"/> the same elements as <paramref name="source"/> under another shape.</summary>
    public void Alias(int index, Value source, ReadOnlySpan<int> shape)
    {
        if (source.Buffer is not null)
            source.Buffer.HolderCount++;
        Place(index, source.Type, shape, source.Memory, source.Buffer);
    }

    /// <summary>Memory for the length of this step; its elements are undefined until written.</summary>
    public Span<T> Scratch<T>(int count)
        where T : unmanaged
    {
        long byteCount = checked((long)count * Unsafe.SizeOf<T>());
        if (!pool.HasRoomFor(byteCount))
            throw NoRoom(byteCount, "scratch memory");
        PooledBuffer buffer = pool.Rent((int)byteCount);
        _scratch.Add(buffer);
        return MemoryMarshal.Cast<byte, T>(buffer.Span((int)byteCount));
    }

    /// <summary>What this step worked out in an earlier run from inputs of the same types and shapes; null if it did not.</summary>
    public TPlan? Recall<TPlan>()
        where TPlan : class => _bodyDepth == 0 && _memories[_step.Index] is { } memory && memory.Fits(_step.Step, values) ? memory.Plan as TPlan : null;

    /// <summary>Keeps what follows from types and shapes of the inputs (and elements of constant ones) alone, for <see cref="Recall"/>.</summary>
    public TPlan Remember<TPlan>(TPlan plan)
        where TPlan : class
    {
        if (_bodyDepth == 0)
            _memories[_step.Index] = new StepMemory(plan, _step.Step, values);
        return plan;
    }

    /// <summary>An error of this step: which step, which operator, what.</summary>
    public InvalidInputException Error(string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        StepErrors.Create(_step.Index, _step.Step, what, kind);

    /// <summary>Puts a value where the step's output belongs; outside of bodies the object of the run before serves again if it has the shape.</summary>
    private Value Place(int index, ElementType type, ReadOnlySpan<int> shape, Memory<byte> bytes, PooledBuffer? buffer)
    {
        // An output that nobody asked for is made all the same; its buffer returns with the step.
        if (index >= OutputCount)
        {
            if (buffer is not null)
                _scratch.Add(buffer);
            return new Value(type, shape.ToArray(), bytes, buffer);
        }

        ref Value? kept = ref _kept[_step.FirstOutput + index];
        if (_bodyDepth > 0)
            return values[_step.FirstOutput + index] = new Value(type, shape.ToArray(), bytes, buffer);
        if (kept is not null && kept.Type == type && shape.SequenceEqual(kept.Shape))
            kept.Rebind(bytes, buffer);
        else
            kept = new Value(type, shape.ToArray(), bytes, buffer);
        return values[_step.FirstOutput + index] = kept;
    }

    private bool IsLastReader(int input, Value x)
    {
        int number = _step.Step.Inputs[input];
        if (!AllowsInPlace || _bodyDepth > 0 || x.Buffer is not { HolderCount: 1 } || LastUses[number] != _step.Index)
            return false;
        int readers = 0;
        foreach (int other in _step.Step.Inputs)
            readers += other == number ? 1 : 0;
        return readers == 1;
    }

    private int RequireBytes(ElementType type, ReadOnlySpan<int> shape)
    {
        if (shape.Length > Shapes.MaxRank)
            throw Error($"an output would have {shape.Length} dimensions; the limit is {Shapes.MaxRank}", InvalidInputKind.TooLarge);
        long byteCount = type.SizeBytes();
        foreach (int dimension in shape)
        {
            if (dimension < 0)
                throw Error($"an output would have the shape {Shapes.Describe(shape)}");
            byteCount = dimension == 0 ? 0 : byteCount <= BytesBeyondAnyLimit ? byteCount * dimension : long.MaxValue;
        }

        return pool.HasRoomFor(byteCount) ? (int)byteCount : throw NoRoom(byteCount, $"an output {Shapes.Describe(shape)}");
    }

    private InvalidInputException NoRoom(long byteCount, string what) =>
        Error($"{what} would take {byteCount} bytes; the run may hold {pool.LiveBytesLimit} in all", InvalidInputKind.TooLarge);

    private const long BytesBeyondAnyLimit = 1L << 32; // and times any dimension within a long
}
