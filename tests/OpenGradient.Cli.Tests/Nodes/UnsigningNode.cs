using System.Net;
using System.Text.RegularExpressions;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>Stands before an honest node, and takes the signatures off the bundles that it gives, or gives none.</summary>
internal sealed partial class UnsigningNode : LocalServer
{
    private readonly HttpClient _http = new();
    private readonly string _honest;

    public UnsigningNode(string honest)
    {
        _honest = honest.TrimEnd('/');
        Serve();
    }

    /// <value>Whether it leaves who asks for a bundle without an answer. Default: no.</value>
    public bool IsSilent { get; init; }

    public override void Dispose()
    {
        base.Dispose();
        _http.Dispose();
    }

    protected override async Task AnswerAsync(HttpListenerContext context)
    {
        bool isAboutReceipts = context.Request.RawUrl!.Contains("/v1/receipts/", StringComparison.Ordinal);
        if (IsSilent && isAboutReceipts)
            return;
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

    [GeneratedRegex("\"signatures\":\\[[^\\]]*\\]")]
    private static partial Regex Signatures();
}
