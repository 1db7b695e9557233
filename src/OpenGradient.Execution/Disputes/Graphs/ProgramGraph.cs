using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The records of a Program and the tree over them.</summary>
internal sealed class ProgramGraph
{
    private readonly Digest[] _leaves;
    private readonly List<ValueReference> _values = [];
    private readonly StepRecord[] _steps;
    private int _nextStep;

    /// <param name="program">The Program.</param>
    /// <param name="inputs">What its inputs are; without it, the inputs of an inference.</param>
    public ProgramGraph(Program program, IEnumerable<ValueReference>? inputs = null)
    {
        _values.AddRange(inputs ?? program.Inputs.Select(static (_, index) => new ValueReference.Given(index)));
        _values.AddRange(program.Constants.Select(static (constant, index) => new ValueReference.Stored(index, constant with { Name = "" })));
        _steps = new StepRecord[program.StepCount];
        AddSteps(program.Steps, holder: null);
        Frame = new FrameRecord(_steps.Length, [.. program.Outputs.Select(output => _values[output.Value])]);
        Steps = [.. _steps];
        _leaves = [RecordFormat.LeafHash(RecordFormat.Write(Frame)), .. Steps.Select(static step => RecordFormat.LeafHash(RecordFormat.Write(step)))];
        Root = MerkleTree.Root(_leaves);
    }

    /// <summary>Record 0.</summary>
    public FrameRecord Frame { get; }

    /// <summary>The records of the steps, those in bodies included: a step before those of its bodies.</summary>
    public ImmutableArray<StepRecord> Steps { get; }

    /// <summary>The root over all records.</summary>
    public Digest Root { get; }

    /// <summary>The path from a record to the root.</summary>
    public ImmutableArray<Digest> Path(int record) => MerkleTree.ProveInclusion(record, _leaves);

    /// <summary>Whether a record is the one at its place under a root.</summary>
    public static bool Verify(JsonValue record, int index, int stepCount, ReadOnlySpan<Digest> path, Digest root) =>
        MerkleProof.VerifyInclusion((ulong)index, (ulong)stepCount + 1, RecordFormat.LeafHash(record), path, root);

    private void AddSteps(ImmutableArray<Step> steps, int? holder)
    {
        for (int place = 0; place < steps.Length; place++)
        {
            Step step = steps[place];
            int index = _nextStep++;
            ImmutableArray<ValueReference?> inputs = [.. step.Inputs.Select(input => input == Step.Absent ? null : _values[input])];
            ImmutableArray<BodyRecord> bodies = [.. step.Bodies.Select(body => AddBody(body, index))];
            int? next = place + 1 < steps.Length ? _nextStep : null;
            _steps[index] = new StepRecord(index, step.Operator, step.Attributes, inputs, step.OutputCount, step.IsTraced, holder, next, bodies);
            _values.AddRange(Enumerable.Range(0, step.OutputCount).Select(output => new ValueReference.Made(index, output)));
        }
    }

    private BodyRecord AddBody(Body body, int holder)
    {
        _values.AddRange(Enumerable.Range(0, body.InputCount).Select(place => new ValueReference.Handed(holder, place)));
        int? first = body.Steps.IsEmpty ? null : _nextStep;
        AddSteps(body.Steps, holder);
        return new BodyRecord(first, body.InputCount, [.. body.Outputs.Select(output => _values[output])]);
    }
}
