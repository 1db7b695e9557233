using System.Net;
using System.Text.RegularExpressions;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Stands before an honest node, and takes the signatures off the bundles that it gives, or gives none.</summary>
internal sealed partial class UnsigningNode : IDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _http = new();
    private readonly string _honest;

    public UnsigningNode(string honest)
    {
        _honest = honest.TrimEnd('/');
        (_listener, Address) = Listen();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <value>Whether it leaves who asks for a bundle without an answer. Default: no.</value>
    public bool IsSilent { get; init; }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
    }

    /// <summary>On some port that nobody has: this listener takes none by itself.</summary>
    public static (HttpListener Listener, string Address) Listen()
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

            bool isAboutReceipts = context.Request.RawUrl!.Contains("/v1/receipts/", StringComparison.Ordinal);
            if (IsSilent && isAboutReceipts)
                continue;
            using HttpRequestMessage request = new(HttpMethod.Get, _honest + context.Request.RawUrl);
            request.Headers.Add("Prefer", "wait=30");
            using HttpResponseMessage response = await _http.SendAsync(request);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            if (isAboutReceipts)
                body = System.Text.Encoding.UTF8.GetBytes(Signatures().Replace(System.Text.Encoding.UTF8.GetString(body), "\"signatures\":[]"));
            context.Response.StatusCode = (int)response.StatusCode;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    [GeneratedRegex("\"signatures\":\\[[^\\]]*\\]")]
    private static partial Regex Signatures();
}
