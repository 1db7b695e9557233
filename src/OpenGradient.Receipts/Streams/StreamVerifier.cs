using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Verifies one streamed answer as it flows: give it what was shown and the lines between, and ask where it stands (receipt-1 §8.3).</summary>
/// <remarks>
/// <para>Total: nothing is thrown. The first fault stays. Not for use by two threads.</para>
/// <para>Establishes, at each segment: that the holder of the head's key signed this text and the hashes of these output leaves as its answer to this nonce.</para>
/// <para>Does not establish that the receipt will come, that the tokens decode to the text, or that the model made them.</para>
/// </remarks>
public sealed class StreamVerifier
{
    private readonly P256PublicKey _key;
    private readonly List<Digest> _leaves = [];
    private Digest _previous;
    private Int128 _tokens;
    private FinishReason? _finish;

    private StreamVerifier(StreamHead head, P256PublicKey key, Digest first)
    {
        Head = head;
        _key = key;
        _previous = first;
        Verdict = new(StreamCode.Open, head.Choice, 0, "Nothing is shown yet.");
    }

    /// <summary>What was signed before the first token; <c>Nonce.Provider</c> is the name under which the node keeps the receipt, even of a stream that broke off.</summary>
    public StreamHead Head { get; }

    /// <summary>Where the answer stands.</summary>
    public StreamVerdict Verdict { get; private set; }

    /// <summary>The hashes of the output's leaves that the valid segments tell.</summary>
    public IReadOnlyList<Digest> Leaves => _leaves;

    /// <summary>The receipt that <see cref="Complete(DsseEnvelope)"/> found to be that of this answer; null before.</summary>
    public Receipt? Receipt { get; private set; }

    internal ShownAnswer Shown { get; } = new();

    /// <summary>Takes the head; <paramref name="verifier"/> is null if the verdict is a fault.</summary>
    public static StreamVerdict Begin(StreamLine line, StreamExpectation expected, out StreamVerifier? verifier)
    {
        verifier = null;
        if (!StreamHead.TryParse(line.Statement.Span, out StreamHead? head) || !line.Opening.TryGetString("spki", out string? text)
            || !CanonicalBase64.TryDecode(text, out byte[] spki) || !P256PublicKey.TryParse(spki, out P256PublicKey? key) || key.KeyId != head.Issuer)
            return new(StreamCode.HeadMalformed, 0, 0, "The stream's head is malformed, or names another key than it brings.");
        if (!line.IsSignedBy(key))
            return new(StreamCode.SignatureInvalid, head.Choice, 0, "The head is not signed by the key that it names.");
        if (expected.Issuers is { } issuers && !issuers.Contains(head.Issuer))
            return new(StreamCode.IssuerNotTrusted, head.Choice, 0, $"The stream is signed by the key {head.Issuer}, which is not in the list of issuers.");
        if (expected.Nonce is { } nonce && nonce != head.Nonce.Client)
            return new(StreamCode.NonceMismatch, head.Choice, 0, "The stream was made for another nonce.");
        verifier = new(head, key, Digest.Sha256(line.Statement.Span));
        return verifier.Verdict;
    }

    /// <summary>Text that was shown.</summary>
    public void AddText(string text) => Shown.Add(text);

    /// <summary>A call of a tool that was shown, whole.</summary>
    public void AddCall(ShownCall call)
    {
        if (!Shown.TryBeginCall(call.Id, call.Id, call.Name) || !Shown.TryAddArguments(call.Id, call.Arguments))
            Fail(StreamCode.CallsChanged, "A call was shown twice.");
    }

    /// <summary>Takes the next segment and holds it against what was shown.</summary>
    public StreamVerdict AddSegment(StreamLine line)
    {
        if (Verdict.IsFault)
            return Verdict;
        if (!StreamSegment.TryParse(line.Statement.Span, out StreamSegment? segment) || segment.Choice != Head.Choice || !TryReadSalt(line.Opening, out byte[] salt))
            return Fail(StreamCode.SegmentMalformed, "A segment is malformed.");
        if (!line.IsSignedBy(_key))
            return Fail(StreamCode.SignatureInvalid, "A segment is not signed by the key of the head.");
        if (_finish is not null || segment.Index != Verdict.Segments || segment.Previous != _previous)
            return Fail(StreamCode.SegmentMissing, $"The segment after {Verdict.Segments} others is not the next one: one was left out, repeated or moved.");
        string shown = Shown.UncoveredText;
        CommitmentLeaf leaf = new(StreamSegment.ShownKind, segment.Index.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(shown));
        if (leaf.Hash(salt) != segment.Shown)
            return Fail(StreamCode.TextChanged, $"The text of segment {segment.Index} is not what the issuer signed: it was changed, or some of it dropped or added.");
        return Take(segment, line);
    }

    /// <summary>Takes the receipt of the finished answer.</summary>
    public StreamVerdict Complete(DsseEnvelope envelope)
    {
        if (Verdict.IsFault)
            return Verdict;
        if (_finish is null || Shown.IsUncovered)
            return Fail(StreamCode.Cut, "A receipt came before the last segment.");
        if (ReadReceipt(envelope) is not { } receipt)
            return Fail(StreamCode.ReceiptInvalid, "The receipt is malformed, or not signed by the key of the stream.");
        ReceiptContent content = receipt.Content;
        bool isWhole = content.Output == new Commitment(MerkleTree.Root([.. _leaves]), _leaves.Count) && content.Finish == _finish && content.Usage.OutputTokens == _tokens;
        if (!IsOfThisStream(content) || !isWhole)
            return Fail(StreamCode.ReceiptMismatch, "The receipt is that of another answer.");
        Receipt = receipt;
        return Set(StreamCode.Complete, "The receipt commits to this answer.");
    }

    /// <summary>Holds a stream that broke off against the bundle of its receipt, in which the whole output is disclosed.</summary>
    /// <remarks>Establishes that all that was shown, segments or not, is the beginning of what the receipt commits to.</remarks>
    public StreamVerdict Complete(Bundle bundle)
    {
        if (Verdict.IsFault)
            return Verdict;
        if (ReadReceipt(bundle.Dsse) is not { } receipt)
            return Fail(StreamCode.ReceiptInvalid, "The receipt is malformed, or not signed by the key of the stream.");
        Disclosure[] output = [.. bundle.Disclosures.Where(static disclosure => disclosure.Side == CommitmentSide.Output).OrderBy(static disclosure => disclosure.Index)];
        if (!IsOfThisStream(receipt.Content) || !IsWhole(output, receipt.Content.Output) || !BeginsWithLeaves(output))
            return Fail(StreamCode.ReceiptMismatch, "The receipt is that of another answer, or its output is not wholly disclosed.");
        if (!AnswerLeaf.TryRead(output[^1].Leaf, out AnswerLeaf? answer) || !answer.Text.StartsWith(Shown.Text, StringComparison.Ordinal) || !answer.Calls.Take(Shown.Calls.Length).SequenceEqual(Shown.Calls))
            return Fail(StreamCode.AnswerMismatch, "What was shown is not the beginning of what the receipt commits to.");
        Receipt = receipt;
        return Set(StreamCode.Complete, "The receipt commits to an answer that begins with what was shown.");
    }

    /// <summary>Notes a fault that was found outside.</summary>
    internal StreamVerdict Fail(StreamCode code, string reason) => Verdict.IsFault ? Verdict : Set(code, reason);

    private StreamVerdict Take(StreamSegment segment, StreamLine line)
    {
        if (segment.Finish is not null && FindFault(segment, line.Opening) is { } code)
        {
            return Fail(code, code == StreamCode.CallsChanged
                ? "The calls of tools are not those of the answer."
                : "The text is not that of the answer that the output tree ends with.");
        }

        _leaves.AddRange(segment.Leaves);
        _previous = Digest.Sha256(line.Statement.Span);
        _tokens += segment.Tokens;
        _finish = segment.Finish;
        Shown.CoverText();
        Verdict = Verdict with { Segments = segment.Index + 1 };
        if (_finish is null)
            return Set(StreamCode.Open, $"Segment {segment.Index} is as the issuer signed it.");
        Shown.CoverCalls();
        return Set(StreamCode.Ended, "The whole answer is as the issuer signed it.");
    }

    /// <summary>Holds the whole answer against the opened last leaf.</summary>
    private StreamCode? FindFault(StreamSegment segment, JsonValue opening)
    {
        if (!opening.TryGet("last", out JsonValue? last) || !last.TryGetString("kind", out string? kind) || !last.TryGetString("content", out string? text)
            || !CanonicalBase64.TryDecode(text, out byte[] content) || !TryReadSalt(last, out byte[] salt))
            return StreamCode.SegmentMalformed;
        CommitmentLeaf leaf = new(kind, "", content);
        if (!leaf.IsWellFormed || segment.Leaves.IsEmpty || leaf.Hash(salt) != segment.Leaves[^1] || !AnswerLeaf.TryRead(leaf, out AnswerLeaf? answer) || answer.Text != Shown.Text)
            return StreamCode.AnswerMismatch;
        return answer.Calls.SequenceEqual(Shown.Calls) ? null : StreamCode.CallsChanged;
    }

    private Receipt? ReadReceipt(DsseEnvelope envelope)
    {
        string? signature = envelope.Signatures.FirstOrDefault(signature => signature.KeyId == Head.Issuer.ToString())?.Sig;
        bool isSigned = signature is not null && CanonicalBase64.TryDecode(signature, out byte[] bytes)
            && _key.Verify(DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload.Span), bytes);
        return isSigned && Receipt.TryParse(envelope, out Receipt? receipt, out _) ? receipt : null;
    }

    private bool IsOfThisStream(ReceiptContent content) =>
        content.Issuer.Key == Head.Issuer && content.Nonce == Head.Nonce && content.Input == Head.Input
        && content.Model.Id == Head.Model && content.Model.Program == Head.Program && content.StartedAt == Head.StartedAt;

    /// <summary>Whether every leaf of the output is disclosed, once.</summary>
    private static bool IsWhole(Disclosure[] output, Commitment commitment) =>
        output.Length == commitment.Leaves && output.Index().All(leaf => leaf.Item.Index == leaf.Index && leaf.Item.IsPartOf(commitment));

    private bool BeginsWithLeaves(Disclosure[] output) =>
        output.Length >= _leaves.Count && _leaves.Index().All(leaf => output[leaf.Index].Leaf.Hash(output[leaf.Index].Salt.Span) == leaf.Item);

    private StreamVerdict Set(StreamCode code, string reason) => Verdict = Verdict with { Code = code, Reason = reason };

    private static bool TryReadSalt(JsonValue opening, out byte[] salt)
    {
        bool isSalt = opening.TryGetString("salt", out string? text) && TextForm.IsHex(text, CommitmentLeaf.SaltBytes, CommitmentLeaf.SaltBytes);
        salt = isSalt ? Convert.FromHexString(text!) : [];
        return isSalt;
    }
}
