using System.Globalization;

namespace OpenGradient.Cli.Output;

/// <summary>Shows how many of a known number of things are done, on standard error and on a terminal only, where results stay apart from it.</summary>
/// <param name="totalCount">How many there are.</param>
internal sealed class CountDisplay(int totalCount) : IDisposable
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private int _doneCount;

    /// <summary>Shows what comes next.</summary>
    public void Next(string name)
    {
        if (_isTerminal)
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\e[K{_doneCount} of {totalCount}  {TerminalText.OneLine(name)}"));
        _doneCount++;
    }

    /// <summary>Leaves the line empty.</summary>
    public void Dispose()
    {
        if (_isTerminal)
            Console.Error.Write("\r\e[K");
    }
}
