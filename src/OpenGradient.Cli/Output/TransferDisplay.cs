using Spectre.Console;

namespace OpenGradient.Cli.Output;

/// <summary>Shows how far files have been sent or received; on a terminal only.</summary>
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

    /// <summary>Runs <paramref name="receive"/>, which tells how many bytes have come; how many there will be nobody knows.</summary>
    public static Task<T> ReceiveAsync<T>(string name, Func<IProgress<long>?, Task<T>> receive)
    {
        if (Console.IsOutputRedirected)
            return receive(null);
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new SpinnerColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(name), maxValue: double.PositiveInfinity);
                task.IsIndeterminate = true;
                return receive(new ByteCount(task));
            });
    }

    private sealed class ByteCount(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
