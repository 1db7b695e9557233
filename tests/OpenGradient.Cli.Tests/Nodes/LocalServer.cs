using System.Net;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>What a liar of a test answers with: HTTP on a port that nobody has, one request after another.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<HttpListenerContext, Task> _answer;

    /// <param name="answer">Answers a request; who closes nothing leaves whoever asked waiting.</param>
    public LocalServer(Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;
        (_listener, Address) = Listen();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    /// <summary>On some port: this listener takes none by itself.</summary>
    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            string address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}";
            HttpListener listener = new() { Prefixes = { $"{address}/" } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await _answer(context);
        }
    }
}
