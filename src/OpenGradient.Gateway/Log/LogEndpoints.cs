using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary><c>/log/…</c>: the transparency log in the layout of c2sp.org/tlog-tiles.</summary>
internal sealed class LogEndpoints(TransparencyLog log)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/{**path}", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        string path = (string?)context.Request.RouteValues["path"] ?? "";
        byte[]? resource = await log.ReadResourceAsync(path).ConfigureAwait(false);
        if (resource is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // tlog-tiles: a checkpoint is text and changes; tiles and entries are bytes and never do.
        bool isCheckpoint = path == "checkpoint";
        context.Response.ContentType = isCheckpoint ? MediaTypes.PlainText : MediaTypes.OctetStream;
        context.Response.Headers.CacheControl = isCheckpoint ? "no-cache" : "public, max-age=31536000, immutable";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.ContentLength = resource.Length;
        await context.Response.Body.WriteAsync(resource, context.RequestAborted).ConfigureAwait(false);
    }
}
