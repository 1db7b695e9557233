using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tracing;

/// <summary>Collects the leaves of a trace (spec/exec-1, section "Trace") and computes its root.</summary>
internal sealed class TraceBuilder
{
    private readonly List<Digest> _leaves = [];
    private readonly List<TraceLeaf> _full = [];

    /// <summary>Whether every step is recorded, or only those that the Program traces.</summary>
    public TraceLevel Level { get; set; }

    /// <summary>How many leaves there are.</summary>
    public int LeafCount => _leaves.Count;

    /// <summary>Appends the leaf of one output of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <param name="path">The iterations of the loops around the step, outermost first.</param>
    /// <param name="value">The output.</param>
    public void Add(BoundStep step, int output, List<int> path, Value value)
    {
        var leaf = new TraceLeaf(step.Index, output, [.. path], value.Type, Shapes.ToImmutable(value.Shape), TraceTiles.Root(value.Bytes));
        if (step.Step.IsTraced)
            _leaves.Add(leaf.Hash());
        if (Level == TraceLevel.Full)
            _full.Add(leaf);
    }

    /// <summary>The root over all leaves so far.</summary>
    public Digest Root() => MerkleTree.Root(CollectionsMarshal.AsSpan(_leaves));

    /// <summary>What every step made; null unless that was asked for.</summary>
    public FullTrace? Full() => Level == TraceLevel.Full ? new FullTrace([.. _full]) : null;

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        _leaves.Clear();
        _full.Clear();
        Level = TraceLevel.Program;
    }
}
