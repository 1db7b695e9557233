using System.Buffers;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Fetches bundles from a node, which is trusted in nothing.</summary>
/// <param name="options">The node.</param>
/// <param name="send">Sends a request.</param>
internal sealed partial class NodeBundles(OpenGradientOptions options, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    /// <summary>The bundle of a receipt, with what the token discloses.</summary>
    /// <param name="id">The receipt.</param>
    /// <param name="disclosureToken">The token; null for none.</param>
    /// <param name="waitsForLog">Whether to wait until a checkpoint covers the receipt: where nothing asks for the log's proof, that would be time for nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UnverifiedAnswerException">The node gives none.</exception>
    public async Task<byte[]> GetAsync(ReceiptId id, string? disclosureToken, bool waitsForLog, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Get, options.AddressOf($"v1/receipts/{id}"));
        message.Headers.Add("Prefer", WaitPreference(waitsForLog));
        if (disclosureToken is not null)
            message.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        using HttpResponseMessage response = await send(message, cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? await ReadAsync(response, Bundle.MaximumBytes, cancellation).ConfigureAwait(false)
            : throw new UnverifiedAnswerException($"the node gives no bundle of receipt {id}: it answers {(int)response.StatusCode}");
    }

    /// <summary>How long the node may wait for the log, as it is told.</summary>
    public static string WaitPreference(bool waitsForLog) => waitsForLog ? "wait=30" : "wait=0";

    /// <summary>A body in one piece.</summary>
    /// <exception cref="UnverifiedAnswerException">It is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maximumBytes, CancellationToken cancellation)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        ArrayBufferWriter<byte> bytes = new();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (bytes.WrittenCount + count > maximumBytes)
                throw new UnverifiedAnswerException($"the answer has more than {maximumBytes} bytes");
            bytes.Write(buffer.AsSpan(0, count));
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The tokens that disclose each answer's input and output to its client.</summary>
    public static string[] DisclosureTokens(HttpResponseHeaders headers) => HeaderMember(headers, "disclosure-token");

    /// <summary>The receipts of an answer in one piece, in the order of its parts.</summary>
    public static ReceiptId[] ReceiptIds(HttpResponseHeaders headers) =>
        [.. HeaderMember(headers, "id").Select(static text => ReceiptId.TryParse(text, out ReceiptId id) ? id : throw new UnverifiedAnswerException("the answer's receipt is malformed"))];

    /// <summary>A member of the header <c>Inference-Receipt</c>: one string, or a list of them.</summary>
    private static string[] HeaderMember(HttpResponseHeaders headers, string name)
    {
        string text = headers.TryGetValues("Inference-Receipt", out IEnumerable<string>? values) ? string.Join(", ", values) : "";
        Match? member = Members().Matches(text).FirstOrDefault(member => member.Groups[1].Value == name);
        return member is null ? [] : [.. Item().Matches(member.Groups[2].Value).Select(static item => item.Groups[1].Value)];
    }

    [GeneratedRegex("""([a-z-]+)=("[^"]*"|\([^)]*\))""")]
    private static partial Regex Members();

    [GeneratedRegex("\"([0-9a-f]{1,128})\"")]
    private static partial Regex Item();
}
