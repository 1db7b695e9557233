using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OpenGradient.Explorer;

/// <summary>One file of the pages, and how it is answered.</summary>
internal sealed class SiteFile
{
    /// <summary>Everything from this origin and nothing from anywhere else; no inline script or style; in nobody's frame.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _bytes;
    private readonly string _contentType;
    private readonly string _entityTag;

    public SiteFile(byte[] bytes, string contentType)
    {
        _bytes = bytes;
        _contentType = contentType;
        _entityTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
    }

    public async Task WriteAsync(HttpContext context, int statusCode)
    {
        HttpResponse response = context.Response;
        SetHeaders(response.Headers);
        if (statusCode == StatusCodes.Status200OK && context.Request.Headers.IfNoneMatch == _entityTag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = statusCode;
        response.ContentType = _contentType;
        response.ContentLength = _bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(_bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers[ReferrerPolicy] = "no-referrer";
        headers.CacheControl = CacheControlHeaderValue.NoCacheString;
        headers.ETag = _entityTag;
    }

    private const string ReferrerPolicy = "Referrer-Policy";
}
