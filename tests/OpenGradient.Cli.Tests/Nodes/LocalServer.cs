using System.Net;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Answers one request after the other, from when it begins to serve until it is disposed.</summary>
internal abstract class LocalServer : IDisposable
{
    private readonly HttpListener _listener;

    /// <summary>Listens on some port that nobody has: this listener takes none by itself.</summary>
    protected LocalServer()
    {
        while (true)
        {
            Address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}";
            _listener = new HttpListener { Prefixes = { $"{Address}/" } };
            try
            {
                _listener.Start();
                return;
            }
            catch (HttpListenerException)
            {
                _listener.Close();
            }
        }
    }

    public string Address { get; }

    public virtual void Dispose() => _listener.Close();

    /// <summary>Called at the end of a constructor: what answers is complete by then.</summary>
    protected void Serve() => _ = Task.Run(ServeAsync);

    /// <summary>Answers and closes the response, or leaves who asks without an answer.</summary>
    protected abstract Task AnswerAsync(HttpListenerContext context);

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

            await AnswerAsync(context);
        }
    }
}
