using System.Diagnostics;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>A node in a process of its own, which can be killed.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string Announcement = "listening: ";

    private readonly Process _process;

    private NodeProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
        Http.DefaultRequestHeaders.Add("Inference-Receipt", "?1");
    }

    public HttpClient Http { get; }

    public static async Task<NodeProcess> StartAsync(string dataDirectory, string modelsDirectory)
    {
        string executable = Path.Combine(Repository.Root, "artifacts", "bin", "OpenGradient.Cli", Configuration(), "og.dll");
        Process process = DoomedProcess.Start(new ProcessStartInfo("dotnet", [executable, "up", "--port", "0", "--data", dataDirectory, "--models", modelsDirectory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Announcement, StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new NodeProcess(process, new Uri(line[Announcement.Length..]));
        }

        throw new InvalidOperationException($"The node did not start: {await errors}");
    }

    /// <summary>Ends the process as a power cut would: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string Configuration() => Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
}
