using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
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
    private readonly ImmutableArray<BoundStep> _steps;
    private readonly ConstantTable _constants;
    private readonly ImmutableArray<int> _lastUses; // [value], the last step that reads it; int.MaxValue for outputs
    private readonly ConcurrentBag<RunState> _idle = [];

    private readonly WorkerPool? _pool; // null: one thread

    private Executable(Program program, ConstantTable constants, ImmutableArray<BoundStep> steps, ExecutionOptions options)
    {
        Limits = options.Limits;
        _pool = WorkerPool.OfSize(options.ThreadCount);
        Program = program;
        _constants = constants;
        _steps = steps;
        _lastUses = Liveness.LastUses(program, steps);
    }

    /// <summary>What it runs.</summary>
    public Program Program { get; }

    /// <summary>What one run may take.</summary>
    public ExecutionLimits Limits { get; }

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
        var table = new ConstantTable(program, constants);
        ImmutableArray<BoundStep> steps = StepBinder.Bind(program, table);
        table.Seal();
        return new Executable(program, table, steps, options);
    }

    /// <summary>Runs once.</summary>
    /// <param name="inputsInProgramOrder">One tensor for each input of the Program; read during this call only.</param>
    /// <param name="cancellationToken">Checked before every step and, within long steps, between blocks of work.</param>
    /// <exception cref="InvalidInputException">An input has the wrong type or shape (the subject names it), or a step cannot run on it.</exception>
    public RunResult Run(IReadOnlyList<Tensor> inputsInProgramOrder, CancellationToken cancellationToken) =>
        Run(inputsInProgramOrder, TraceLevel.Program, cancellationToken);

    /// <inheritdoc cref="Run(IReadOnlyList{Tensor}, CancellationToken)"/>
    /// <param name="level">How much is recorded; outputs and <see cref="RunResult.TraceRoot"/> do not depend on it.</param>
#pragma warning disable CS1573 // The other parameters are those of the overload above.
    public RunResult Run(IReadOnlyList<Tensor> inputsInProgramOrder, TraceLevel level, CancellationToken cancellationToken)
#pragma warning restore CS1573
    {
        ArgumentNullException.ThrowIfNull(inputsInProgramOrder);
        InputCheck.Require(Program, inputsInProgramOrder);
        RunState state = _idle.TryTake(out RunState? idle) ? idle : new RunState(Program, Limits);
        try
        {
            RunSteps(state, inputsInProgramOrder, level, cancellationToken);
            return state.Finish(Program);
        }
        finally
        {
            state.Reset();
            if (state.RetainedBytes <= RetainedBytesLimit)
                _idle.Add(state);
        }
    }

    /// <summary>Runs all steps, once, in a state that the caller keeps.</summary>
    internal void RunSteps(RunState state, IReadOnlyList<Tensor> inputs, TraceLevel level, CancellationToken cancellationToken)
    {
        state.Start(Program, _constants, inputs, level, new Workers(_pool, cancellationToken));
        state.Run(_steps, _lastUses);

        // A kernel that was cancelled half-way returns like any other; what it left is not a result.
        cancellationToken.ThrowIfCancellationRequested();
    }

    private const long RetainedBytesLimit = 256L << 20;
}
