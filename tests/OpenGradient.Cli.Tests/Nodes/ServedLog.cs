using System.Net;
using System.Net.Sockets;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Logs under one key in directories, and a server of static files that shows one of them to who asks.</summary>
internal sealed class ServedLog : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("og-served-").FullName;
    private readonly LogSigningKey _key;

    public ServedLog(LogSigningKey key)
    {
        _key = key;
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/log";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>The directory that is shown.</summary>
    public string Shown { get; set; } = "";

    public string PathOf(string name) => Path.Combine(_folder, name);

    public static ReceiptId Entry(string name) => new(Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(name)));

    /// <summary>Appends entries to the log in a directory, and shows it.</summary>
    public async Task AppendAsync(string directory, params string[] entries)
    {
        Shown = Path.IsPathRooted(directory) ? directory : PathOf(directory);
        await using TransparencyLog log = await TransparencyLog.OpenAsync(Shown, _key, new LogOptions(), TimeProvider.System);
        foreach (string entry in entries)
            await log.AppendAsync(Entry(entry));
    }

    /// <summary>What <c>og log monitor</c> says; it keeps its state beside the logs.</summary>
    public OgResult Monitor(params string[] options) => MonitorAt(Url, options);

    /// <summary>What it says of the log at some address.</summary>
    public OgResult MonitorAt(string url, params string[] options) =>
        Og.Run(["log", "monitor", url, "--key", _key.VerifierKey.ToString(), "--state", PathOf("seen"), .. options]);

    /// <summary>From now on nobody answers.</summary>
    public void Stop() => _listener.Close();

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                string file = Path.Combine(Shown, context.Request.Url!.AbsolutePath["/log/".Length..]);
                if (File.Exists(file))
                    await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
                else
                    context.Response.StatusCode = 404;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
