using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The values of a run that may still be read: those of a body until the outermost step that holds it has ended.</summary>
internal sealed class LiveValues
{
    private readonly ProgramGraph _graph;
    private readonly int[] _outermost; // of each step: the step outside of all bodies that it is, or lies in
    private readonly List<int>[] _readLast; // of each such step: the steps whose outputs nobody reads after it
    private readonly Dictionary<int, Dictionary<LeafName, Tensor>> _values = [];

    public LiveValues(ProgramGraph graph)
    {
        _graph = graph;
        _outermost = new int[graph.Steps.Length];
        int[] lastReaders = new int[graph.Steps.Length];
        foreach (StepRecord step in graph.Steps)
        {
            _outermost[step.Index] = step.Holder is { } holder ? _outermost[holder] : step.Index;
            lastReaders[step.Index] = _outermost[step.Index];
            foreach (ValueReference.Made made in step.References.OfType<ValueReference.Made>())
                lastReaders[made.Step] = Math.Max(lastReaders[made.Step], _outermost[step.Index]);
        }

        _readLast = [.. graph.Steps.Select(static _ => new List<int>())];
        foreach (StepRecord step in graph.Steps)
            _readLast[lastReaders[step.Index]].Add(step.Index);
    }

    /// <summary>A value; null if it is read no more, or was never added.</summary>
    public Tensor? Find(LeafName leaf) => _values.GetValueOrDefault(leaf.Step)?.GetValueOrDefault(leaf);

    /// <summary>Adds a value, and forgets what is read no more.</summary>
    public void Add(LeafName leaf, Tensor value)
    {
        if (!_values.TryGetValue(leaf.Step, out Dictionary<LeafName, Tensor>? ofStep))
            _values.Add(leaf.Step, ofStep = []);
        ofStep.Add(leaf, value);
        StepRecord step = _graph.Steps[leaf.Step];
        if (step.Holder is not null || leaf.Output + 1 < step.OutputCount)
            return;
        foreach (int dead in _readLast[leaf.Step])
            _values.Remove(dead);
    }
}
