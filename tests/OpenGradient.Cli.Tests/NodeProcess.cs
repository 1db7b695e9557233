using System.Diagnostics;

namespace OpenGradient.Cli.Tests;

/// <summary>A node started by <c>og up --port 0</c>, stopped by SIGTERM.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string ListeningPrefix = "listening: ";

    private readonly Process _process;

    private NodeProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static NodeProcess Start(string dataDirectory, params string[] options)
    {
        Process process = Process.Start(Og.StartInfo(["up", "--port", "0", "--data", dataDirectory, "--models", Og.Models, .. options]))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            if (line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
                return new NodeProcess(process, line[ListeningPrefix.Length..]);
            lines.Add(line);
        }

        throw new InvalidOperationException($"The node did not start:\n{string.Join('\n', lines)}\n{errors.GetAwaiter().GetResult()}");
    }

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    public int Stop()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
        _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
