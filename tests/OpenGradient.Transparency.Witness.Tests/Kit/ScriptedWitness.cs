using System.Net;
using System.Net.Sockets;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>Something on a port of this machine that answers requests of logs as a test says; null hangs up.</summary>
internal sealed class ScriptedWitness : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<Uri, byte[], Task<WitnessAnswer?>> _answer;

    public ScriptedWitness(Func<Uri, byte[], Task<WitnessAnswer?>> answer)
    {
        _answer = answer;
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using MemoryStream body = new();
            await context.Request.InputStream.CopyToAsync(body);
            if (await _answer(context.Request.Url!, body.ToArray()) is not { } answer)
            {
                context.Response.Abort();
                return;
            }

            context.Response.StatusCode = answer.Status;
            await context.Response.OutputStream.WriteAsync(answer.Body);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The log that asked is gone, or the test is over.
        }
    }
}
