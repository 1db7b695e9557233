using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Primitives;

namespace OpenGradient.Proxy;

/// <summary>What the node says where it gives no answer.</summary>
internal static class NodeRefusal
{
    /// <summary>Passes a refusal on, if it says of itself that it is none: one of another form might be taken for an answer.</summary>
    public static async Task PassAsync(HttpContext context, HttpResponseMessage response, int maximumBytes)
    {
        byte[] body = await NodeBundles.ReadAsync(response, maximumBytes, context.RequestAborted).ConfigureAwait(false);
        if (!JsonReader.TryRead(body, out JsonValue? json) || !json.TryGet("error", out _) || json.Members.Any(static member => member.Key is not ("type" or "error" or "request_id")))
        {
            await ErrorWriter.WriteAsync(context, new HttpError((int)response.StatusCode, "The node refused the request, in a form that is not known.", null, "node_refused")).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response, context.Response);
        context.Response.ContentType = MediaTypes.Json;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Hands on the headers that say nothing of an answer.</summary>
    public static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (string name in (string[])[ReceiptWishReader.HeaderName, "Cache-Control", "Retry-After", "X-Accel-Buffering"])
        {
            if (response.Headers.TryGetValues(name, out IEnumerable<string>? values))
                target.Headers[name] = string.Join(", ", values);
        }
    }
}
