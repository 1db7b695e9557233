using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Sends one request for an answer in text on, and releases what comes back only as far as it is verified.</summary>
internal sealed class InferenceRelay(ProxyOptions options, NodeConnection node)
{
    /// <summary>Relays a request; what is refused is an exception, after which nothing more may be released.</summary>
    /// <returns>The receipts of the answers.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        Purpose purpose = PurposeHeader.Read(context.Request, options.Purpose);
        using HttpResponseMessage response = await node.InferAsync(context.Request, await RequestBytes.ReadAsync(context).ConfigureAwait(false), purpose, context.RequestAborted).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            await NodeRefusal.PassAsync(context, response, options.MaximumBytes).ConfigureAwait(false);
            return [];
        }

        context.Response.ContentLength = response.Content.Headers.ContentLength;
        context.Response.ContentType = $"{response.Content.Headers.ContentType}"; // the handler's word, not the node's
        NodeRefusal.CopyHeaders(response, context.Response);
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
}
