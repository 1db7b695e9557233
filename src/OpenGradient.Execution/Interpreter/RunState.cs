using System.Collections.Immutable;
using OpenGradient.Execution.Tracing;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Everything that one run changes; kept for the next run.</summary>
internal sealed class RunState
{
    private readonly BufferPool _pool = new();
    private readonly Value?[] _values;
    private readonly StepRun _run;
    private readonly TraceBuilder _trace = new();

    public RunState(int valueCount)
    {
        _values = new Value?[valueCount];
        _run = new StepRun(_pool, _values);
    }

    /// <summary>How much memory it keeps.</summary>
    public long RetainedBytes => _pool.RetainedBytes;

    /// <summary>Places inputs and constants.</summary>
    public void Start(Program program, ConstantTable constants, IReadOnlyList<Tensor> inputs)
    {
        for (int index = 0; index < inputs.Count; index++)
            _values[index] = InputValue.Create(inputs[index]);
        for (int index = 0; index < program.Constants.Length; index++)
            _values[inputs.Count + index] = constants.Resident(index);
    }

    /// <summary>Carries out one step, extends the trace, and gives back what is read no more.</summary>
    public void Run(BoundStep step, ImmutableArray<int> lastUses)
    {
        _run.Enter(step);
        try
        {
            step.Operation.Run(_run);
        }
        catch (OverflowException overflow)
        {
            // Sizes are computed checked everywhere; what overflows is a shape that no machine can hold.
            throw new InvalidInputException(InvalidInputKind.TooLarge, $"step {step.Index} ({step.Step.Operator})", $"Step {step.Index} ({step.Step.Operator}): a size is out of range.", overflow);
        }
        finally
        {
            _run.Leave();
        }

        Trace(step);
        ReleaseDead(step, lastUses);
    }

    /// <summary>Copies the outputs out and closes the trace.</summary>
    public RunResult Finish(Program program)
    {
        var outputs = ImmutableArray.CreateBuilder<Tensor>(program.Outputs.Length);
        foreach (ProgramOutput output in program.Outputs)
        {
            Value value = _values[output.Value]!;
            outputs.Add(new Tensor(value.Type, Shapes.ToImmutable(value.Shape), value.Bytes.ToArray()));
        }

        return new RunResult(outputs.MoveToImmutable(), _trace.Root(), _trace.LeafCount);
    }

    /// <summary>Gives everything back, whatever state the run ended in.</summary>
    public void Reset()
    {
        for (int index = 0; index < _values.Length; index++)
            Release(index);
        _trace.Reset();
    }

    private void Trace(BoundStep step)
    {
        if (!step.Step.IsTraced)
            return;
        for (int output = 0; output < step.Step.OutputCount; output++)
            _trace.Add(step.Index, output, _values[step.FirstOutput + output]!);
    }

    private void ReleaseDead(BoundStep step, ImmutableArray<int> lastUses)
    {
        foreach (int input in step.Step.Inputs)
        {
            if (input != Step.Absent && lastUses[input] == step.Index)
                Release(input);
        }

        for (int output = step.FirstOutput; output < step.FirstOutput + step.Step.OutputCount; output++)
        {
            if (lastUses[output] < 0)
                Release(output);
        }
    }

    private void Release(int index)
    {
        if (_values[index]?.Buffer is { } buffer)
            _pool.Release(buffer);
        _values[index] = null;
    }
}
