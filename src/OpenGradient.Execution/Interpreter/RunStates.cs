using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The states of runs that have ended, kept for later ones: as many as ran at once, within a limit on their memory.</summary>
internal sealed class RunStates
{
    private readonly Lock _lock = new();
    private readonly List<RunState> _idle = [];
    private long _retainedBytes;

    /// <summary>A state that has run with these shapes; else any; null if there is none.</summary>
    public RunState? TryTake(IReadOnlyList<Tensor> inputs)
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;
            int at = _idle.Count - 1;
            while (at > 0 && !_idle[at].KnowsShapes(inputs))
                at--;

            // A state that knows other shapes would lose them: a few of those may stand by.
            if (!_idle[at].KnowsShapes(inputs) && _idle.Count < ShapesKept)
                return null;
            RunState state = _idle[at];
            _idle.RemoveAt(at);
            _retainedBytes -= state.RetainedBytes;
            return state;
        }
    }

    /// <summary>Keeps the state, unless that would take too much memory.</summary>
    public void Return(RunState state)
    {
        lock (_lock)
        {
            if (_retainedBytes + state.RetainedBytes > RetainedBytesLimit || _idle.Count >= StatesKept)
                return;
            _idle.Add(state);
            _retainedBytes += state.RetainedBytes;
        }
    }

    private const long RetainedBytesLimit = 512L << 20;
    private const int ShapesKept = 4;
    private const int StatesKept = 64;
}
