using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The values of a run that are at hand: those of traced steps for good, of the others the last ones.</summary>
/// <remarks>From the values of traced steps (the blocks of a language model) any other one is made by the few steps that lie in between.</remarks>
/// <param name="graph">What is run.</param>
/// <param name="limitBytes">How many bytes of the others are kept.</param>
/// <param name="mostTracedBytes">The most bytes of values of traced steps.</param>
internal sealed class KeptValues(ProgramGraph graph, long limitBytes, long mostTracedBytes)
{
    private readonly Dictionary<LeafName, Tensor> _traced = [];
    private readonly Dictionary<LeafName, Tensor> _others = [];
    private long _limitBytes = limitBytes;
    private long _otherBytes;
    private long _tracedBytes;

    /// <summary>A value; null if it is not at hand.</summary>
    public Tensor? Find(LeafName leaf) => _traced.GetValueOrDefault(leaf) ?? _others.GetValueOrDefault(leaf);

    /// <summary>Keeps a value; earlier ones go if they become too many.</summary>
    /// <exception cref="InvalidInputException">Values of traced steps, which stay, are too many.</exception>
    public void Add(LeafName leaf, Tensor value)
    {
        if (graph.Steps[leaf.Step] is { IsTraced: true, Holder: null })
        {
            if (_traced.TryAdd(leaf, value) && (_tracedBytes += value.Bytes.Length) > mostTracedBytes)
                throw new InvalidInputException(InvalidInputKind.TooLarge, "dispute", $"The values that a dispute needs take more than {mostTracedBytes >> 20} MiB.");
            return;
        }

        if (_otherBytes + value.Bytes.Length > _limitBytes)
        {
            _others.Clear();
            _otherBytes = 0;
        }

        if (_others.TryAdd(leaf, value))
            _otherBytes += value.Bytes.Length;
    }

    /// <summary>Makes room for what is used together, whatever the limit is.</summary>
    public void Reserve(long bytes) => _limitBytes = Math.Max(_limitBytes, bytes);
}
