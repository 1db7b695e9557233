using Spectre.Console;

namespace OpenGradient.Cli.Output;

/// <summary>Shows how far a file has been sent; on a terminal only.</summary>
internal static class TransferDisplay
{
    /// <summary>Runs <paramref name="send"/> on a stream that counts what is read from <paramref name="content"/>.</summary>
    public static Task<T> RunAsync<T>(string name, long? totalBytes, Stream content, Func<Stream, Task<T>> send)
    {
        if (Console.IsOutputRedirected)
            return send(content);
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(name), maxValue: totalBytes ?? double.PositiveInfinity);
                task.IsIndeterminate = totalBytes is null;
                return send(new CountingStream(content, task.Increment));
            });
    }
}
