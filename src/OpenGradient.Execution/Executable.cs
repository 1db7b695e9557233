using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution;

/// <summary>A Program made ready to run: steps bound to their operators, weights laid out for the kernels.</summary>
/// <remarks>
/// Immutable and safe for use from many threads at once. Same Program and same input bytes give the same output bits and the same
/// trace root on every machine and with any number of threads: spec/exec-1. Buffers are kept between runs.
/// </remarks>
public sealed class Executable
{
    private readonly StepList _single; // as the Program has them
    private readonly StepList _joined;
    private readonly ConstantTable _constants;
    private readonly ImmutableArray<int> _outputOf; // [value], the output that it is; -1: none
    private readonly RunStates _states = new();
    private readonly InputContract _inputs;
    private readonly WorkerPool? _pool; // null: one thread

    private Executable(Program program, ConstantTable constants, ImmutableArray<BoundStep> steps, ImmutableArray<BoundStep> joined, ExecutionOptions options)
    {
        Limits = options.Limits;
        _pool = WorkerPool.OfSize(options.ThreadCount);
        Program = program;
        _constants = constants;
        _single = StepList.Of(program, steps);
        _joined = StepList.Of(program, joined);
        _inputs = new InputContract(program);
        _outputOf = OutputMemory.Map(program);
        CacheLayout = new CacheLayout(steps);
        WeightBytes = constants.EncodedBytes;
    }

    /// <summary>What it runs.</summary>
    public Program Program { get; }

    /// <summary>What one run may take.</summary>
    public ExecutionLimits Limits { get; }

    /// <summary>How the keys and values of a text are kept.</summary>
    internal CacheLayout CacheLayout { get; }

    /// <summary>How many bytes the weights take as they are stored.</summary>
    internal long WeightBytes { get; }

    /// <summary>Binds every step and lays out the weights.</summary>
    /// <remarks>
    /// The bytes of <paramref name="constants"/> are taken to be those whose digests the Program names; whoever built the source
    /// vouches for that. It is read during this call only.
    /// </remarks>
    /// <exception cref="InvalidInputException">The Program is not well-formed, or uses an operator or setting that exec-1 does not have.</exception>
    public static Executable Load(Program program, IConstantSource constants) => Load(program, constants, ExecutionOptions.Default);

    /// <inheritdoc cref="Load(Program, IConstantSource)"/>
    public static Executable Load(Program program, IConstantSource constants, ExecutionLimits limits) =>
        Load(program, constants, new ExecutionOptions { Limits = limits });

    /// <inheritdoc cref="Load(Program, IConstantSource)"/>
    public static Executable Load(Program program, IConstantSource constants, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.ThreadCount, Math.Clamp(options.ThreadCount, 1, ExecutionOptions.MaxThreadCount));
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        if (!ProgramValidator.TryValidate(program, out string? problem))
            throw new InvalidInputException(InvalidInputKind.Invalid, "program", problem);
        IntegerProfile.Require(program);
        var table = new ConstantTable(program, constants);
        ImmutableArray<BoundStep> steps = StepBinder.Bind(program, table);
        ImmutableArray<BoundStep> joined = StepFusion.Apply(program, steps, table);
        table.Seal();
        return new Executable(program, table, steps, joined, options);
    }

    /// <summary>Runs once.</summary>
    /// <param name="inputsInProgramOrder">One tensor for each input of the Program; read during this call only.</param>
    /// <param name="cancellationToken">Checked before every step and, within long steps, between blocks of work.</param>
    /// <exception cref="InvalidInputException">An input has the wrong type or shape (the subject names it), or a step cannot run on it.</exception>
    public RunResult Run(IReadOnlyList<Tensor> inputsInProgramOrder, CancellationToken cancellationToken) =>
        Run(inputsInProgramOrder, TraceLevel.Program, cancellationToken);

    /// <summary>Runs once, and records as much as is asked for.</summary>
    /// <param name="inputsInProgramOrder">One tensor for each input of the Program; read during this call only.</param>
    /// <param name="level">How much is recorded; outputs and <see cref="RunResult.TraceRoot"/> do not depend on it.</param>
    /// <param name="cancellationToken">Checked before every step and, within long steps, between blocks of work.</param>
    /// <exception cref="InvalidInputException">An input has the wrong type or shape (the subject names it), or a step cannot run on it.</exception>
    public RunResult Run(IReadOnlyList<Tensor> inputsInProgramOrder, TraceLevel level, CancellationToken cancellationToken)
    {
        var outputs = new Tensor?[Program.Outputs.Length];
        (RunTrace trace, FullTrace? full) = Run(inputsInProgramOrder, outputs, level, cancellationToken);
        return new RunResult(ImmutableCollectionsMarshal.AsImmutableArray(outputs)!, trace.Root, trace.LeafCount) { FullTrace = full };
    }

    /// <summary>Runs once, into tensors that the caller keeps: nothing is allocated once a run with inputs of these shapes has gone before.</summary>
    /// <param name="inputsInProgramOrder">One tensor for each input of the Program; read during this call only.</param>
    /// <param name="outputs">As many as the Program has; a tensor that has the output's type and shape is filled, anything else is replaced. What they hold after a run that did not end well is undefined.</param>
    /// <param name="cancellationToken">Checked before every step and, within long steps, between blocks of work.</param>
    /// <returns>The commitment to the trace.</returns>
    /// <exception cref="ArgumentException">There is not one place for each output, or one to be filled shares its bytes with an input: steps write there while others still read.</exception>
    /// <exception cref="InvalidInputException">An input has the wrong type or shape (the subject names it), or a step cannot run on it.</exception>
    public RunTrace Run(IReadOnlyList<Tensor> inputsInProgramOrder, Span<Tensor?> outputs, CancellationToken cancellationToken)
    {
        if (outputs.Length != Program.Outputs.Length)
            throw new ArgumentException($"The Program has {Program.Outputs.Length} outputs; there are {outputs.Length} places for them.", nameof(outputs));
        ArgumentNullException.ThrowIfNull(inputsInProgramOrder);
        foreach (Tensor? output in outputs)
        {
            for (int input = 0; input < inputsInProgramOrder.Count; input++)
            {
                if (output is not null && ReferenceEquals(output.Bytes, inputsInProgramOrder[input].Bytes))
                    throw new ArgumentException($"A tensor to be filled shares its bytes with input {input}.", nameof(outputs));
            }
        }

        return Run(inputsInProgramOrder, outputs, TraceLevel.Program, cancellationToken).Trace;
    }

    private (RunTrace Trace, FullTrace? Full) Run(
        IReadOnlyList<Tensor> inputs, Span<Tensor?> outputs, TraceLevel level, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _inputs.Require(inputs);
        RunState state = _states.TryTake(inputs) ?? NewState();
        bool isDone = false;
        try
        {
            if (level == TraceLevel.Program)
                state.OpenOutputs(_outputOf, outputs);
            RunSteps(state, inputs, level, cancellationToken);
            RunTrace trace = state.Finish(Program, outputs);
            isDone = true;
            return (trace, state.FullTrace());
        }
        finally
        {
            state.Reset(isDone);
            _states.Return(state);
        }
    }

    /// <summary>A state for runs of this Program.</summary>
    internal RunState NewState() => new(Program, Limits, CacheLayout);

    /// <summary>The threads that runs use.</summary>
    internal Workers Workers(CancellationToken cancellationToken) => new(_pool, cancellationToken);

    /// <summary>Runs all steps, once, in a state that the caller keeps; where it asks for the logits of some rows, those before them.</summary>
    internal void RunSteps(RunState state, IReadOnlyList<Tensor> inputs, TraceLevel level, CancellationToken cancellationToken)
    {
        state.Start(Program, _constants, inputs, level, Workers(cancellationToken));
        state.Run(level == TraceLevel.Program ? _joined : _single);

        // A kernel that was cancelled half-way returns like any other; what it left is not a result.
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>After <see cref="RunSteps"/>: makes the logits of some of the rows that ask for them.</summary>
    internal void RunTail(RunState state, int firstRow, int rowCount, CancellationToken cancellationToken)
    {
        state.RunTail(Program, _joined, firstRow, rowCount);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
