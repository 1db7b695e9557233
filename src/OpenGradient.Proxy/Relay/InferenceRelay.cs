using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Sends one request for inference on, and releases what comes back only as far as it is verified.</summary>
internal sealed class InferenceRelay(ProxyOptions options, NodeConnection node)
{
    /// <summary>Relays a request; what is refused is an exception, after which nothing more may be released.</summary>
    /// <returns>The receipts of the answers.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        Purpose purpose = PurposeHeader.Read(context.Request, options.Purpose);
        using HttpResponseMessage response = await node.InferAsync(context.Request, await ReadBodyAsync(context).ConfigureAwait(false), purpose, context.RequestAborted).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            await PassRefusalAsync(context, response).ConfigureAwait(false);
            return [];
        }

        context.Response.ContentLength = response.Content.Headers.ContentLength;
        context.Response.ContentType = $"{response.Content.Headers.ContentType}"; // the handler's word, not the node's
        CopyHeaders(response, context.Response);
        await ReleaseAsync(response, context).ConfigureAwait(false);
        return response.RequestMessage!.Options.TryGetValue(VerifyingHandler.Answers, out IReadOnlyList<VerifiedAnswer>? answers)
            ? [.. answers.Select(static answer => answer.Report.Receipt!.Id.ToString())]
            : [];
    }

    /// <summary>The node's refusal, which says of itself that it is no answer; one of another form might be taken for one.</summary>
    private async Task PassRefusalAsync(HttpContext context, HttpResponseMessage response)
    {
        byte[] body = await NodeBundles.ReadAsync(response, options.MaximumBytes, context.RequestAborted).ConfigureAwait(false);
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

    /// <summary>Hands on each piece as soon as it can be read: then it is verified.</summary>
    private static async Task ReleaseAsync(HttpResponseMessage response, HttpContext context)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(context.RequestAborted).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = await body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false); // the server bounds its length
        return body.ToArray();
    }

    private static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (string name in (string[])[ReceiptWishReader.HeaderName, "Cache-Control", "Retry-After", "X-Accel-Buffering"])
        {
            if (response.Headers.TryGetValues(name, out IEnumerable<string>? values))
                target.Headers[name] = string.Join(", ", values);
        }
    }
}
