using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;

namespace OpenGradient.Receipts;

/// <summary>Writes the one canonical payload of a statement.</summary>
/// <remarks>
/// The templates below are the payload: members in the order of RFC 8785, no white space. No value needs an escape, because
/// <see cref="ContentForm"/> lets only labels, digits and hexadecimal through; so nothing is sorted or scanned for each receipt.
/// </remarks>
internal static class PayloadWriter
{
    /// <summary>More than the longest payload: seven labels of 128, ten numbers of 32, two nonces, twelve digests, a draw, a session, the text between.</summary>
    private const int BufferBytes = 6144;

    public static byte[] Write(ReceiptContent content)
    {
        Span<byte> buffer = stackalloc byte[BufferBytes];
        int length = WritePredicate(content, buffer);
        length += WriteRest(content, buffer[length..]);
        return buffer[..length].ToArray();
    }

    private static int WritePredicate(ReceiptContent content, Span<byte> buffer)
    {
        bool fits = Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $$"""
            {"_type":"{{Statement.Type}}","predicate":{"crit":[],{{Draw(content.Draw)}}"execution":{"profile":"{{content.Execution.Profile}}","semantics":"{{content.Execution.Semantics}}","spec":"{{content.Execution.Spec}}"},"input":{"leaves":"{{content.Input.Leaves}}","root":"{{content.Input.Root}}","scheme":"commit-1"},"issuedAt":"{{content.IssuedAt}}","issuer":{"key":"{{content.Issuer.Key}}","name":"{{content.Issuer.Name}}"},"log":{"key":"{{content.Log.Key}}","origin":"{{content.Log.Origin}}"},"model":{"id":"{{content.Model.Id}}","name":"{{content.Model.Name}}","program":"{{content.Model.Program}}"},"nonce":{"client":"{{content.Nonce.Client}}","provider":"{{content.Nonce.Provider}}"},"output":{"finish":"{{content.Finish.WireName()}}","leaves":"{{content.Output.Leaves}}","root":"{{content.Output.Root}}","scheme":"commit-1"},
            """,
            out int length);
        Debug.Assert(fits, "ContentForm bounds every member.");
        return length;
    }

    private static int WriteRest(ReceiptContent content, Span<byte> buffer)
    {
        int length = content.Sampling is SamplingStatement sampling ? WriteSampling(sampling, buffer) : 0;
        bool fits = Utf8.TryWrite(
            buffer[length..],
            CultureInfo.InvariantCulture,
            $$$"""
            {{{Session(content.Session)}}}"startedAt":"{{{content.StartedAt}}}","trace":{"leaves":"{{{content.Trace.Leaves}}}","root":"{{{content.Trace.Root}}}","scheme":"trace-1"},"usage":{"inputTokens":"{{{content.Usage.InputTokens}}}","outputTokens":"{{{content.Usage.OutputTokens}}}"}},"predicateType":"{{{Statement.PredicateType}}}","subject":[{"digest":{"ogCommit1":"{{{content.Output.Root}}}"},"name":"output"}]}
            """,
            out int written);
        Debug.Assert(fits, "ContentForm bounds every member.");
        return length + written;
    }

    private static int WriteSampling(SamplingStatement sampling, Span<byte> buffer)
    {
        bool fits = Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $$"""
            "sampling":{{{Given(sampling, "frequencyPenalty", "logprobs")}}"maxTokens":"{{sampling.MaxTokens}}",{{Given(sampling, "minP", "presencePenalty", "repetitionPenalty")}}"seed":"{{sampling.Seed}}","stop":"{{sampling.Stop}}","temperature":"{{sampling.Temperature}}","topK":"{{sampling.TopK}}","topP":"{{sampling.TopP}}"},
            """,
            out int length);
        Debug.Assert(fits, "ContentForm bounds every member.");
        return length;
    }

    private static string Session(SessionStatement? session) => session is null ? "" : string.Create(CultureInfo.InvariantCulture, $"\"session\":{{\"id\":\"{session.Id}\",\"index\":\"{session.Index}\",\"prev\":\"{session.Previous}\"}},");

    private static string Draw(DrawStatement? draw) => draw is null ? "" : string.Create(CultureInfo.InvariantCulture, $"\"draw\":{{\"choice\":\"{draw.Choice}\",\"key\":\"{draw.Key}\",\"proof\":\"{draw.Proof}\"}},");

    /// <summary>Those of some members that were given.</summary>
    private static string Given(SamplingStatement sampling, params ReadOnlySpan<string> names)
    {
        string given = "";
        foreach ((string name, string? text) in sampling.Optional)
        {
            if (text is not null && names.Contains(name))
                given += $"\"{name}\":\"{text}\",";
        }

        return given;
    }
}
