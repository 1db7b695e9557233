using System.Diagnostics;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node started by <c>og up --port 0</c>, or a witness by <c>og witness run</c>; stopped by SIGTERM.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string ListeningPrefix = "listening: ";

    private readonly Process _process;

    private NodeProcess(Process process, string address, IReadOnlyList<string> greeting)
    {
        _process = process;
        Address = address;
        Greeting = greeting;
    }

    /// <summary>What it said before it listened.</summary>
    public IReadOnlyList<string> Greeting { get; }

    public string Address { get; }

    public static NodeProcess Start(string dataDirectory, params string[] options) =>
        Listen(["up", "--port", "0", "--data", dataDirectory, "--models", Og.Models, .. options]);

    /// <summary>Starts a witness of one log over keys that are there already; port 0 takes a free one.</summary>
    public static NodeProcess StartWitness(string dataDirectory, string logKey, int port = 0) =>
        Listen("witness", "run", "--data", dataDirectory, "--log", logKey, "--port", $"{port}");

    private static NodeProcess Listen(params string[] arguments)
    {
        Process process = DoomedProcess.Start(Og.StartInfo(arguments));
        Task<string> errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            if (line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
                return new NodeProcess(process, line[ListeningPrefix.Length..], lines);
            lines.Add(line);
        }

        throw new InvalidOperationException($"og {arguments[0]} did not start:\n{string.Join('\n', lines)}\n{errors.GetAwaiter().GetResult()}");
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
