using System.Diagnostics;
using System.Globalization;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.Disputes;

namespace OpenGradient.Cli.Disputes;

/// <summary>Shows how far a simulated dispute is, on standard error and on a terminal only; work that is soon done is not shown.</summary>
internal sealed class DisputeDisplay : IProgress<DisputeProgress>, IDisposable
{
    private const int SilentMilliseconds = 1000;
    private const int IntervalMilliseconds = 100;

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _nextMilliseconds = SilentMilliseconds;

    /// <inheritdoc/>
    public void Report(DisputeProgress value)
    {
        if (!_isTerminal || _watch.ElapsedMilliseconds < _nextMilliseconds)
            return;
        _nextMilliseconds = _watch.ElapsedMilliseconds + IntervalMilliseconds;
        string count = value.TotalCount > 0 ? string.Create(CultureInfo.InvariantCulture, $": step {value.DoneCount} of {value.TotalCount}") : "";
        Console.Error.Write($"\r\e[K{TerminalText.OneLine(value.Work + count)}");
    }

    /// <summary>Leaves the line empty.</summary>
    public void Dispose()
    {
        if (_isTerminal)
            Console.Error.Write("\r\e[K");
    }
}
