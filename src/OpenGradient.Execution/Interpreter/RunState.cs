using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Execution.Tracing;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Everything that one run changes; kept for the next run.</summary>
internal sealed partial class RunState
{
    private readonly BufferPool _pool;
    private readonly Value?[] _values;
    private readonly Value?[] _inputs; // the objects of the last run
    private readonly OutputMemory _outputs;
    private readonly StepRun _run;
    private readonly TraceBuilder _trace = new();
    private readonly bool _isCausal;
    private readonly long _bodyStepLimit;
    private readonly (int First, int End) _constants; // values that stay from run to run
    private readonly List<Value> _tailInputs = []; // as many as the tail reads, of the rows whose logits are asked for
    private readonly List<int> _path = []; // the iterations of the loops that are being run, outermost first
    private long _bodyStepsLeft;
    private bool _hasConstants;
    private ImmutableArray<int> _lastUses;

    public RunState(Program program, ExecutionLimits limits, CacheLayout layout)
    {
        Causal = new CausalBatch(layout);
        _isCausal = program.Sequence is not null;
        _pool = new BufferPool(limits.LiveBytes, changesShapes: _isCausal);
        _values = new Value?[program.ValueCount];
        _wholes = new Value?[program.ValueCount];
        _keptWholes = new Value?[program.ValueCount];
        _keptSlices = new Value?[program.ValueCount];
        _inputs = new Value?[program.Inputs.Length];
        _outputs = new OutputMemory(program.Outputs.Length);
        _constants = (program.Inputs.Length, program.Inputs.Length + program.Constants.Length);
        _run = new StepRun(_pool, _values, _outputs, _constants, program.StepCount, Causal, RunBody);
        _bodyStepLimit = limits.BodySteps;
    }

    /// <summary>Which texts the rows of a causal Program belong to.</summary>
    public CausalBatch Causal { get; }

    /// <summary>How much memory it keeps.</summary>
    public long RetainedBytes => _pool.RetainedBytes;

    /// <summary>Places inputs and constants.</summary>
    public void Start(Program program, ConstantTable constants, IReadOnlyList<Tensor> inputs, TraceLevel level, Workers workers)
    {
        _trace.Level = level;
        _run.Workers = workers;
        _run.AllowsInPlace = level == TraceLevel.Program;
        _run.EndBodies();
        _pool.Begin(PlaceInputs(inputs) && !_isCausal);
        if (!_hasConstants)
            PlaceConstants(constants);
        _bodyStepsLeft = _bodyStepLimit;
        _path.Clear();
    }

    /// <summary>Once: a state serves one Program.</summary>
    private void PlaceConstants(ConstantTable constants)
    {
        for (int index = _constants.First; index < _constants.End; index++)
            _values[index] = constants.Resident(index - _constants.First);
        _hasConstants = true;
    }

    /// <summary>True if all inputs have the shapes of the run before.</summary>
    private bool PlaceInputs(IReadOnlyList<Tensor> inputs)
    {
        bool areSame = true;
        for (int index = 0; index < inputs.Count; index++)
        {
            bool isSame = InputValue.TryRebind(_inputs[index], inputs[index], _run.Workers);
            if (!isSame)
                _inputs[index] = InputValue.Create(inputs[index], _run.Workers);
            _values[index] = _inputs[index];
            areSame &= isSame;
        }

        _run.CancellationToken.ThrowIfCancellationRequested();
        return areSame;
    }

    /// <summary>Whether the inputs have the shapes of the run before.</summary>
    public bool KnowsShapes(IReadOnlyList<Tensor> inputs)
    {
        for (int index = 0; index < inputs.Count; index++)
        {
            if (!InputValue.HasShape(_inputs[index], inputs[index]))
                return false;
        }

        return true;
    }

    /// <summary>Runs all steps; where only the logits of some rows are asked for, those before the tail.</summary>
    public void Run(StepList list)
    {
        _lastUses = list.LastUses;
        _run.LastUses = list.LastUses;
        if (!_isCausal && _trace.Level == TraceLevel.Program)
        {
            RunInSlices(list);
            return;
        }

        ReadOnlySpan<BoundStep> steps = list.Steps.AsSpan();
        RunSteps(steps[..list.Tail.Start]);
        if (Causal.SelectsRows)
            SelectRows(list.Tail);
        else
            RunSteps(steps[list.Tail.Start..]);
    }

    /// <summary>Runs the tail for some of the rows whose logits are asked for; outputs of an earlier call are given back.</summary>
    public void RunTail(Program program, StepList list, int firstRow, int rowCount)
    {
        foreach (ProgramOutput output in program.Outputs)
            Release(output.Value);
        for (int index = 0; index < _tailInputs.Count; index++)
            _values[list.Tail.Values[index]] = Rows(_tailInputs[index], firstRow, rowCount);
        RunSteps(list.Steps.AsSpan()[list.Tail.Start..]);
    }

    /// <summary>Some rows of a value, in its memory.</summary>
    private static Value Rows(Value value, int firstRow, int rowCount)
    {
        int rowBytes = value.Bytes.Length / value.Shape[0];
        value.Buffer!.HolderCount++;
        return new Value(value.Type, [rowCount, .. value.Shape.AsSpan(1)], value.Memory.Slice(firstRow * rowBytes, rowCount * rowBytes), value.Buffer);
    }

    /// <summary>From here on there are only the rows whose logits are asked for.</summary>
    private void SelectRows(RowTail tail)
    {
        foreach (int index in tail.Values)
        {
            Value value = _values[index]!;
            int rowBytes = value.Bytes.Length / Causal.RowCount;
            int[] shape = [Causal.WantedRows.Length, .. value.Shape.AsSpan(1)];
            PooledBuffer buffer = _pool.Rent(shape[0] * rowBytes);
            var selected = new Value(value.Type, shape, buffer.Memory(shape[0] * rowBytes), buffer);
            for (int row = 0; row < shape[0]; row++)
                value.Bytes.Slice(Causal.WantedRows[row] * rowBytes, rowBytes).CopyTo(selected.Bytes[(row * rowBytes)..]);
            Release(index);
            _tailInputs.Add(selected);
        }
    }

    private void RunSteps(ReadOnlySpan<BoundStep> steps)
    {
        foreach (BoundStep step in steps)
        {
            _run.CancellationToken.ThrowIfCancellationRequested();
            RunStep(step);
        }
    }

    private bool RunBody(BoundBody body, int? iteration)
    {
        _run.CancellationToken.ThrowIfCancellationRequested();
        _bodyStepsLeft -= 1 + body.Steps.Length;
        if (_bodyStepsLeft < 0)
            return false;
        if (iteration is { } number)
            _path.Add(number);
        RunSteps(body.Steps.AsSpan());
        if (iteration is not null)
            _path.RemoveAt(_path.Count - 1);
        return true;
    }

    /// <summary>Carries out one step, extends the trace, and gives back what is read no more.</summary>
    private void RunStep(BoundStep step)
    {
        (BoundStep, int) outer = _run.Enter(step);
        try
        {
            step.Operation.Run(_run);
        }
        catch (ArithmeticException error)
        {
            // Sizes are computed checked everywhere; what overflows is a shape that no machine can hold, and what divides by zero one without elements.
            throw new InvalidInputException(InvalidInputKind.TooLarge, $"step {step.Index} ({step.Step.Operator})", $"Step {step.Index} ({step.Step.Operator}): a size is out of range.", error);
        }
        finally
        {
            _run.Leave(outer);
        }

        // After a cancelled step the values are not what the step makes; nothing may be derived from them.
        _run.CancellationToken.ThrowIfCancellationRequested();
        Trace(step);
        ReleaseDead(step, _lastUses);
    }

    /// <summary>Lets steps make outputs where they are wanted: <see cref="OutputMemory"/>.</summary>
    public void OpenOutputs(ImmutableArray<int> outputOf, ReadOnlySpan<Tensor?> outputs) => _outputs.Open(outputOf, outputs);

    /// <summary>Completes the outputs and closes the trace.</summary>
    /// <param name="program">What was run.</param>
    /// <param name="outputs">Tensors of the right type and shape are filled; others are replaced.</param>
    public RunTrace Finish(Program program, Span<Tensor?> outputs)
    {
        for (int index = 0; index < outputs.Length; index++)
        {
            Value value = Output(program, index);
            byte[]? made = _outputs.Made(index);
            if (outputs[index] is not { } tensor || !InputValue.HasShape(value, tensor))
                outputs[index] = new Tensor(value.Type, Shapes.ToImmutable(value.Shape), made ?? value.Bytes.ToArray());
            else if (tensor.Bytes != made)
                CopyParts.Run(value.Bytes, tensor.Bytes, _run.Workers);
        }

        // Copying, too, ends early when it is cancelled.
        _run.CancellationToken.ThrowIfCancellationRequested();
        if (!_isCausal)
            return new RunTrace(_trace.Root(), _trace.LeafCount);
        return Causal.CompleteOwn(Output(program, 0).Shape[0], _run.Workers);
    }

    /// <summary>The leaves of all rows; valid until the next run.</summary>
    public ReadOnlySpan<Digest> CompleteRows(int rowCount) => Causal.Leaves.Complete(rowCount, _run.Workers);

    /// <summary>What every step made; null unless that was asked for.</summary>
    public FullTrace? FullTrace() => _trace.Full();

    /// <summary>An output of the Program, valid until the values are released.</summary>
    public Value Output(Program program, int index) => _values[program.Outputs[index].Value]!;

    /// <summary>Gives all values back, and what was traced of rows that were not completed.</summary>
    public void ReleaseValues()
    {
        ReturnWholes(firstValue: 0);
        ReleaseValues(0, _constants.First);
        ReleaseValues(_constants.End, _values.Length);
        foreach (Value selected in _tailInputs)
            _pool.Release(selected.Buffer!);
        _tailInputs.Clear();
        Causal.Leaves.Clear();
    }

    /// <summary>Most were given back when they were read for the last time.</summary>
    private void ReleaseValues(int first, int end)
    {
        for (int index = first; index < end; index++)
        {
            if (_values[index] is not null)
                Release(index);
        }
    }

    /// <summary>Gives everything back, whatever state the run ended in.</summary>
    /// <param name="isDone">Whether it ended well.</param>
    public void Reset(bool isDone)
    {
        ReleaseValues();
        _outputs.Close();
        foreach (Value? input in _inputs)
            input?.Unbind();
        if (isDone && !_isCausal && _pool.End())
            UnbindKept();
        Causal.ResetOwn();
        _trace.Reset();
    }

    /// <summary>Lets the memory of the last run go.</summary>
    private void UnbindKept()
    {
        _run.UnbindKept();
        foreach (Value? whole in _keptWholes)
            whole?.Unbind();
    }

    private void Trace(BoundStep step)
    {
        for (int output = 0; output < step.Step.OutputCount; output++)
        {
            Value value = _values[step.FirstOutput + output]!;
            if (_trace.Level == TraceLevel.Full || (step.Step.IsTraced && !_isCausal))
                _trace.Add(step, output, _path, value, _run.Workers);
            if (_isCausal && step.Step.IsTraced)
                Causal.Leaves.Add(step.TraceIndex, output, value, _run.Workers);
        }
    }

    private void ReleaseDead(BoundStep step, ImmutableArray<int> lastUses)
    {
        foreach (int input in step.Step.Inputs)
        {
            if (input != Step.Absent && lastUses[input] == step.Index && !IsConstant(input))
                Release(input);
        }

        for (int output = step.FirstOutput; output < step.FirstOutput + step.Step.OutputCount; output++)
        {
            if (lastUses[output] < 0)
                Release(output);
        }
    }

    private bool IsConstant(int value) => value >= _constants.First && value < _constants.End;

    private void Release(int index)
    {
        if (_values[index] is not { } value)
            return;
        if (value.Buffer is { } buffer)
            _pool.Release(buffer);
        else if (_wholes[index] is null)
            _run.UnbindOutside(index);
        _values[index] = null;
    }
}
