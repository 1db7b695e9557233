using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
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
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        CopyHeaders(response, context.Response);
        await ReleaseAsync(response, context).ConfigureAwait(false);
        return response.RequestMessage!.Options.TryGetValue(VerifyingHandler.Answers, out IReadOnlyList<VerifiedAnswer>? answers)
            ? [.. answers.Select(static answer => answer.Report.Receipt!.Id.ToString())]
            : [];
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
        target.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (string name in (string[])[ReceiptWishReader.HeaderName, "Cache-Control", "Retry-After", "X-Accel-Buffering"])
        {
            if (response.Headers.TryGetValues(name, out IEnumerable<string>? values))
                target.Headers[name] = string.Join(", ", values);
        }
    }
}
