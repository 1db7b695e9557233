using System.Net;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Stands before an honest node, and answers for every model as that one answers for a single one.</summary>
internal sealed class SubstitutingHub : IDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _http = new();
    private readonly string _model;

    public SubstitutingHub(string honest, string model)
    {
        _model = $"{honest.TrimEnd('/')}/hub/models/{model}/";
        (_listener, Address) = UnsigningNode.Listen();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
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

            await context.Response.OutputStream.WriteAsync(await _http.GetByteArrayAsync(_model + context.Request.Url!.Segments[^1]));
            context.Response.Close();
        }
    }
}
