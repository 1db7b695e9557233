using System.Diagnostics;
using OpenGradient.Cli.Output;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Proving;

/// <summary>How long each phase of a proof took; shows on a terminal which one it is at.</summary>
internal sealed class PhaseClock : IProgress<ProverProgress>, IDisposable
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly List<(string Name, long Start)> _phases = [];
    private long _end;

    /// <summary>The phases that have ended, in their order.</summary>
    public IEnumerable<(string Name, TimeSpan Time)> Times => _phases.Select((phase, index) =>
        (phase.Name, Stopwatch.GetElapsedTime(phase.Start, index + 1 < _phases.Count ? _phases[index + 1].Start : _end)));

    /// <summary>Begins a phase, which ends the one before.</summary>
    public void Begin(string name)
    {
        if (_phases is not [.., (string last, _)] || last != name)
            _phases.Add((name, Stopwatch.GetTimestamp()));
        Show(name);
    }

    /// <inheritdoc/>
    public void Report(ProverProgress value)
    {
        Begin(NameOf(value.Phase));
        if (value.Phase == ProverPhase.Steps)
            Show($"{NameOf(value.Phase)}: {value.DoneCount} of {value.TotalCount}");
    }

    /// <summary>Ends the last phase.</summary>
    public void End()
    {
        _end = Stopwatch.GetTimestamp();
        Clear();
    }

    /// <summary>Takes away what stands on the terminal, whatever went wrong.</summary>
    public void Dispose() => Clear();

    private void Show(string what)
    {
        if (_isTerminal)
            Console.Error.Write($"\r\e[K{TerminalText.OneLine(what)}");
    }

    private void Clear()
    {
        if (_isTerminal)
            Console.Error.Write("\r\e[K");
    }

    private static string NameOf(ProverPhase phase) => phase switch
    {
        ProverPhase.Key => "commit to weights",
        ProverPhase.Run => "prove: run",
        ProverPhase.Commitment => "prove: commit",
        ProverPhase.Lookups => "prove: lookups",
        ProverPhase.Steps => "prove: steps",
        ProverPhase.Openings => "prove: open",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
