using System.Buffers;
using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Releases a stream segment by segment, each when the issuer's signature covers it, and its end when the bundle meets the policy.</summary>
/// <remarks>Memory: the bytes that no segment covers yet, at most 16 MiB; all of the stream where the policy asks for more than may flow.</remarks>
internal sealed class StreamRelay(NodeConnection node, AnswerCheck check, BundleStore store, ProxiedRequest request, Purpose purpose, AnswerApi api, string[] tokens)
{
    private const int MostHeldBytes = 16 << 20;

    private readonly AnswerStreamVerifier _verifier = new(new StreamExpectation(request.Nonce, check.IssuersFor(purpose), api));
    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly bool _mayFlow = check.MayFlow(purpose);
    private long _releasedBytes;

    /// <returns>The receipts of the answers.</returns>
    /// <exception cref="RefusedAnswerException">The stream, or its bundle, is not what it should be; what was released until then is as the issuer signed it.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(HttpContext context, HttpResponseMessage response)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(context.RequestAborted).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = await body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            StreamVerdict verdict = _verifier.Append(buffer.AsSpan(0, count));
            if (verdict.IsFault)
                throw Refused(verdict);
            foreach (StreamVerifier answer in _verifier.Answers)
                check.RequireModel(purpose, answer.Head.Model);
            _held.Write(buffer.AsSpan(0, count));
            if (_held.WrittenCount > MostHeldBytes)
                throw new RefusedAnswerException("the stream has too many bytes that nothing covers");
            // What comes with the receipt, the end mark among it, waits for the bundle.
            if (_mayFlow && verdict.Code != StreamCode.Complete)
                await ReleaseAsync(context, (int)(_verifier.VerifiedBytes - _releasedBytes)).ConfigureAwait(false);
        }

        if (_verifier.End() is { IsFault: true } end)
            throw Refused(end);
        List<string> ids = await RequireBundlesAsync(context.RequestAborted).ConfigureAwait(false);
        await ReleaseAsync(context, _held.WrittenCount).ConfigureAwait(false);
        return ids;
    }

    private async Task<List<string>> RequireBundlesAsync(CancellationToken cancellation)
    {
        List<string> ids = [];
        foreach (StreamVerifier answer in _verifier.Answers)
        {
            ReceiptId id = answer.Receipt!.Id;
            byte[] bundle = await node.GetBundleAsync(id, tokens.ElementAtOrDefault(ids.Count), cancellation).ConfigureAwait(false);
            check.Require(request, purpose, bundle, id, answer: null); // the stream was held against the receipt's output
            if (ids.Contains($"{id}"))
                throw new RefusedAnswerException("two answers have one receipt");
            store.Keep(id, bundle);
            ids.Add(id.ToString());
        }

        return ids;
    }

    private async Task ReleaseAsync(HttpContext context, int count)
    {
        if (count <= 0)
            return;
        await context.Response.Body.WriteAsync(_held.WrittenMemory[..count], context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        byte[] rest = _held.WrittenSpan[count..].ToArray();
        _held.ResetWrittenCount();
        _held.Write(rest);
        _releasedBytes += count;
    }

    private static RefusedAnswerException Refused(StreamVerdict verdict) =>
        new($"the stream is not as the issuer signed it, behind {verdict.Segments} segments: {verdict.Reason}");
}
