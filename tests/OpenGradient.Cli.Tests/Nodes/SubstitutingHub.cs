using System.Net;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Stands before an honest node, and answers for every model as that one answers for a single one.</summary>
internal sealed class SubstitutingHub : LocalServer
{
    private readonly HttpClient _http = new();
    private readonly string _model;

    public SubstitutingHub(string honest, string model)
    {
        _model = $"{honest.TrimEnd('/')}/hub/models/{model}/";
        Serve();
    }

    public override void Dispose()
    {
        base.Dispose();
        _http.Dispose();
    }

    protected override async Task AnswerAsync(HttpListenerContext context)
    {
        await context.Response.OutputStream.WriteAsync(await _http.GetByteArrayAsync(_model + context.Request.Url!.Segments[^1]));
        context.Response.Close();
    }
}
