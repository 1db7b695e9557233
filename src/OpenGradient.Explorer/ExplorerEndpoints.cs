using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenGradient.Explorer;

/// <summary>The web pages of a node: models, inferences, receipts and the log.</summary>
/// <remarks>
/// The pages are static and hold no data; what they show they fetch from the node's own HTTP interfaces. Receipts are verified in the
/// browser by <c>clients/js</c>, never by the node that is being checked.
/// </remarks>
public static class ExplorerEndpoints
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds <c>/</c>, <c>/receipts/{id}</c>, <c>/sessions/{id}</c>, <c>/models/{name}</c>, <c>/log</c> and the files that they load; lists are on the front page.</summary>
    /// <returns><paramref name="endpoints"/>, for chaining.</returns>
    public static IEndpointRouteBuilder MapExplorer(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Site site = Site.Load();
        foreach (string path in site.Assets)
            Map(endpoints, $"/{path}", site[path]);
        Map(endpoints, "/", site["index.html"]);
        Map(endpoints, "/log", site["log.html"]);
        Redirect(endpoints, "/models", "/#models");
        Map(endpoints, "/models/{name}", site["model.html"]);
        Redirect(endpoints, "/receipts", "/#recent");
        MapDigests(endpoints, "/receipts/{id}", site, "receipt.html");
        MapDigests(endpoints, "/sessions/{id}", site, "session.html");
        foreach (string pattern in (string[])["/{page}", "/models/{**rest}", "/receipts/{**rest}", "/sessions/{**rest}"])
            Map(endpoints, pattern, site["404.html"], StatusCodes.Status404NotFound);
        return endpoints;
    }

    /// <summary>A page for every address that can be a receipt's, or a session's; whether the node has it is for the page to find out.</summary>
    private static void MapDigests(IEndpointRouteBuilder endpoints, string pattern, Site site, string page)
    {
        endpoints.MapMethods(pattern, Methods, context => IsDigest(context.Request.RouteValues["id"] as string)
            ? site[page].WriteAsync(context, StatusCodes.Status200OK)
            : site["404.html"].WriteAsync(context, StatusCodes.Status404NotFound)).ExcludeFromDescription();
    }

    private static bool IsDigest(string? text) => text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static void Redirect(IEndpointRouteBuilder endpoints, string pattern, string address) => endpoints.MapMethods(pattern, Methods, context =>
    {
        context.Response.Redirect(address);
        return Task.CompletedTask;
    }).ExcludeFromDescription();

    private static void Map(IEndpointRouteBuilder endpoints, string pattern, SiteFile file, int statusCode = StatusCodes.Status200OK) =>
        endpoints.MapMethods(pattern, Methods, context => file.WriteAsync(context, statusCode)).ExcludeFromDescription();
}
