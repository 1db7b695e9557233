using OpenGradient.Hub;

namespace OpenGradient.Cli.Output;

/// <summary>Shows the import of models at start: bars on a terminal, one line a model elsewhere.</summary>
internal sealed class ImportDisplay : IProgress<ImportProgress>
{
    private readonly Lock _gate = new();
    private readonly bool _isTerminal = !Console.IsOutputRedirected;

    public void Report(ImportProgress value)
    {
        lock (_gate)
        {
            if (value.Stage == ImportStage.Done)
                WriteLine($"imported {value.Name} ({value.DoneBytes / 1024.0 / 1024.0:F1} MB)", isLast: true);
            else if (value.Stage == ImportStage.Refused)
                WriteLine($"refused {TerminalText.OneLine(value.Reason)}", isLast: true);
            else if (_isTerminal)
                WriteLine($"{Describe(value.Stage)} {value.Name} {Percent(value)}", isLast: false);
        }
    }

    private void WriteLine(string text, bool isLast)
    {
        if (_isTerminal)
            Console.Write("\r\e[K" + text);
        else
            Console.Write(text);
        if (isLast)
            Console.WriteLine();
    }

    private static string Percent(ImportProgress value) =>
        value.TotalBytes is > 0 and long total ? $"{100 * value.DoneBytes / total} %" : "";

    private static string Describe(ImportStage stage) => stage switch
    {
        ImportStage.Downloading => "downloading",
        ImportStage.Copying => "copying",
        ImportStage.Compiling => "compiling",
        ImportStage.Done => "imported",
        ImportStage.Refused => "refused",
        _ => "",
    };
}
