using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Sends one request for inference on, and releases what comes back only as far as it is verified.</summary>
internal sealed class InferenceRelay(ProxyOptions options, NodeConnection node, AnswerCheck check, BundleStore store)
{
    /// <summary>Relays a request; what is refused is an exception, after which nothing more may be released.</summary>
    /// <returns>The receipts of the answers.</returns>
    /// <param name="context">The request.</param>
    /// <param name="api">The API that is called.</param>
    /// <exception cref="RefusedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(HttpContext context, AnswerApi api)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        Purpose purpose = PurposeHeader.Read(context.Request, options.Purpose);
        if (options.Policy.For(purpose).DeniesAll)
            throw new RefusedAnswerException("the policy has no rule for this purpose and amount, so nothing was asked");
        ProxiedRequest request = ProxiedRequest.Create(await ReadBodyAsync(context).ConfigureAwait(false));
        using HttpResponseMessage response = await node.SendAsync(context.Request, request.Body, context.RequestAborted).ConfigureAwait(false);
        if ((int)response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            await PassRefusalAsync(context, response).ConfigureAwait(false);
            return [];
        }

        if (response.StatusCode != HttpStatusCode.OK)
            throw new RefusedAnswerException($"the node answers {(int)response.StatusCode}, which is neither an answer nor a refusal");
        CopyHeaders(response, context.Response);
        string[] tokens = NodeConnection.DisclosureTokens(response.Headers);
        // In the form that was asked for: a client that waits for the other takes this one for an empty answer. How to read the bytes, the proxy says and not the node.
        context.Response.ContentType = request.IsStream ? MediaTypes.EventStream : MediaTypes.Json;
        return request.IsStream
            ? await new StreamRelay(node, check, store, request, purpose, api, tokens).RunAsync(context, response).ConfigureAwait(false)
            : await ReleaseWholeAsync(context, response, request, purpose, api, tokens).ConfigureAwait(false);
    }

    /// <summary>The node's refusal, which says of itself that it is no answer; one of another form might be taken for one.</summary>
    private async Task PassRefusalAsync(HttpContext context, HttpResponseMessage response)
    {
        byte[] body = await NodeConnection.ReadAsync(response, options.MaximumBytes, context.RequestAborted).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<string>> ReleaseWholeAsync(HttpContext context, HttpResponseMessage response, ProxiedRequest request, Purpose purpose, AnswerApi api, string[] tokens)
    {
        byte[] body = await NodeConnection.ReadAsync(response, options.MaximumBytes, context.RequestAborted).ConfigureAwait(false);
        if (!JsonReader.TryRead(body, out JsonValue? json))
            throw new RefusedAnswerException("the answer is not I-JSON");
        ImmutableArray<DsseEnvelope> receipts = ReturnedBody.Receipts(json);
        ImmutableArray<ReturnedAnswer> answers = ReturnedBody.Read(api, json);
        if (receipts.Length != answers.Length)
            throw new RefusedAnswerException($"there are {answers.Length} answers and {receipts.Length} receipts");
        List<string> ids = [];
        for (int index = 0; index < answers.Length; index++)
        {
            ReceiptId id = new(Digest.Sha256(receipts[index].Payload.Span));
            byte[] bundle = await node.GetBundleAsync(id, tokens.ElementAtOrDefault(index), context.RequestAborted).ConfigureAwait(false);
            check.Require(request, purpose, bundle, id, answers[index]);
            if (ids.Contains($"{id}"))
                throw new RefusedAnswerException("two answers have one receipt");
            store.Keep(id, bundle);
            ids.Add(id.ToString());
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        return ids;
    }

    private async Task<byte[]> ReadBodyAsync(HttpContext context)
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
