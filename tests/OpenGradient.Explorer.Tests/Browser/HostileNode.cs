using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenGradient.Explorer.Tests;

/// <summary>A node that puts markup wherever it may put text, in the shapes that a node answers in.</summary>
internal static class HostileNode
{
    public const string Markup = "<img src=x onerror=\"document.body.dataset.harmed='1'\"><script>document.body.dataset.harmed='1'</script>";

    private static readonly object Model = new
    {
        id = Markup,
        name = Markup,
        version = Markup,
        manifest = new
        {
            name = Markup,
            format = Markup,
            description = Markup,
            license = Markup,
            program = Markup,
            semantics = Markup,
            files = new[] { new { path = Markup, bytes = Markup, sha256 = Markup } },
        },
        program = new { profile = Markup },
    };

    private static readonly object Receipt = new { id = Markup, model = Markup, issuedAt = Markup, index = Markup, kind = Markup };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/hub/models", static () => Results.Json(new[] { Model }));
        endpoints.MapGet("/v1/receipts", static () => Results.Json(new[] { Receipt }));
        endpoints.MapGet("/v1/receipts/{id}", static () => Results.Json(new { error = new { message = Markup } }, statusCode: 500));
        endpoints.MapGet("/v1/sessions/{id}", static () => Results.Json(new { id = Markup, receipts = new[] { Markup, new string('a', 64) } }));
        endpoints.MapGet("/log/checkpoint", static () => Results.Text($"{Markup}\n1\nAAAA\n"));
        endpoints.MapGet("/.well-known/inference-receipt-keys", static () => Results.Json(new { log = new { vkey = Markup } }));
        endpoints.MapGet("/v2/models/{name}", static () => Results.Json(new { error = Markup }, statusCode: 404));
    }
}
