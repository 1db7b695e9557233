using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The records of a Program and the tree over them.</summary>
internal sealed class ProgramGraph
{
    private readonly Digest[] _leaves;

    /// <exception cref="InvalidInputException">A step has bodies: how many leaves their steps have is known only after a run.</exception>
    public ProgramGraph(Program program)
    {
        if (program.Steps.FirstOrDefault(static step => !step.Bodies.IsEmpty) is { } holder)
            throw new InvalidInputException(InvalidInputKind.Unsupported, holder.Operator, $"A Program with {holder.Operator} cannot be disputed: its trace has leaves for each run of a body.");
        ImmutableArray<DocumentName> values = NameValues(program, out int leafCount);
        Frame = new FrameRecord(leafCount, program.Steps.Length, [.. program.Outputs.Select(output => values[output.Value])]);
        var steps = ImmutableArray.CreateBuilder<StepRecord>(program.Steps.Length);
        int leaf = 0;
        for (int index = 0; index < program.Steps.Length; index++)
        {
            Step step = program.Steps[index];
            steps.Add(new StepRecord(index, step.Operator, step.Attributes, [.. step.Inputs.Select(input => Input(program, values, input))], leaf, step.OutputCount));
            leaf += step.OutputCount;
        }

        Steps = steps.MoveToImmutable();
        _leaves = [RecordFormat.LeafHash(RecordFormat.Write(Frame)), .. Steps.Select(static step => RecordFormat.LeafHash(RecordFormat.Write(step)))];
        Root = MerkleTree.Root(_leaves);
    }

    /// <summary>Record 0.</summary>
    public FrameRecord Frame { get; }

    /// <summary>The records of the steps.</summary>
    public ImmutableArray<StepRecord> Steps { get; }

    /// <summary>The root over all records.</summary>
    public Digest Root { get; }

    /// <summary>The step that makes a leaf.</summary>
    public StepRecord StepOfLeaf(int leaf) => Steps.Last(step => step.FirstLeaf <= leaf);

    /// <summary>The path from a record to the root.</summary>
    public ImmutableArray<Digest> Path(int record) => MerkleTree.ProveInclusion(record, _leaves);

    /// <summary>Whether a record is the one at its place under a root.</summary>
    public static bool Verify(JsonValue record, int index, int stepCount, ReadOnlySpan<Digest> path, Digest root) =>
        MerkleProof.VerifyInclusion((ulong)index, (ulong)stepCount + 1, RecordFormat.LeafHash(record), path, root);

    private static ImmutableArray<DocumentName> NameValues(Program program, out int leafCount)
    {
        int leaves = program.Steps.Sum(static step => step.OutputCount);
        leafCount = leaves;
        return
        [
            .. Enumerable.Range(0, program.Inputs.Length).Select(static index => new DocumentName(DocumentKind.Input, index)),
            .. Enumerable.Range(0, program.Constants.Length).Select(static index => new DocumentName(DocumentKind.Constant, index)),
            .. Enumerable.Range(0, leaves).Select(static index => new DocumentName(DocumentKind.Leaf, index)),
        ];
    }

    private static RecordInput? Input(Program program, ImmutableArray<DocumentName> values, int input)
    {
        if (input == Step.Absent)
            return null;
        DocumentName name = values[input];
        return new RecordInput(name, name.Kind == DocumentKind.Constant ? program.Constants[name.Index] with { Name = "" } : null);
    }
}
