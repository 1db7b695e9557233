using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Interop;

/// <summary>What a bundle says in the claims of AIR v1, each by the rule of interop-1 §4.1; what it does not show is null.</summary>
internal sealed class AirSource
{
    private const string IssuerPrefix = "urn:opengradient:key:";
    private const int CtiBytes = 16;
    private const int LeastNonceBytes = 8;

    private AirSource(Bundle bundle, Receipt receipt)
    {
        Receipt = receipt;
        ReceiptContent content = receipt.Content;
        Nonce = Convert.FromHexString(content.Nonce.Client) is { Length: >= LeastNonceBytes } nonce ? CborValue.ByteString(nonce) : null;
        LogIndex = FindLogIndex(bundle, receipt);
        RequestHash = HashOf(bundle, CommitmentSide.Input, content.Input);
        ResponseHash = HashOf(bundle, CommitmentSide.Output, content.Output);
    }

    /// <summary>The receipt.</summary>
    public Receipt Receipt { get; }

    /// <summary>The client's nonce; null for one of less than 8 bytes, which the draft does not have.</summary>
    public CborValue? Nonce { get; }

    /// <summary>The receipt's place in its log; null if the bundle does not prove it.</summary>
    public ulong? LogIndex { get; }

    /// <summary>The digest of the input; null if some of it is hidden, or is not what the receipt commits to.</summary>
    public Digest? RequestHash { get; }

    /// <summary>The digest of the output, likewise.</summary>
    public Digest? ResponseHash { get; }

    /// <summary>The claims that tell which receipt it is, by whom: a receipt that has others is not this one's twin.</summary>
    public ImmutableArray<(long Key, CborValue Value)> Identity =>
    [
        (AirClaim.Id, CborValue.ByteString(Receipt.Id.Value.ToArray().AsMemory(0, CtiBytes))),
        (AirClaim.Issuer, CborValue.String(IssuerName(Receipt.Content.Issuer.Key))),
    ];

    /// <summary>The claims that the receipt itself states.</summary>
    public ImmutableArray<(long Key, CborValue Value)> Statement =>
    [
        (AirClaim.IssuedAt, CborValue.Integer(Receipt.Content.IssuedAt)),
        (AirClaim.ModelName, CborValue.String(Receipt.Content.Model.Name)),
        (AirClaim.ModelVersion, CborValue.String(Receipt.Content.Model.Program.ToString())),
        (AirClaim.ModelHash, CborValue.ByteString(Receipt.Content.Model.Id.Value.ToArray())),
        (AirClaim.ModelHashScheme, CborValue.String("sha256-manifest")),
    ];

    /// <summary>The claims that evidence and disclosures give, if they are there.</summary>
    public ImmutableArray<(long Key, CborValue? Value)> Evidence =>
    [
        (AirClaim.SequenceNumber, LogIndex is { } index ? CborValue.Unsigned(index) : null),
        (AirClaim.RequestHash, RequestHash is { } request ? CborValue.ByteString(request.ToArray()) : null),
        (AirClaim.ResponseHash, ResponseHash is { } response ? CborValue.ByteString(response.ToArray()) : null),
    ];

    /// <summary>Reads a bundle whose receipt its issuer signed; false for any other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AirSource? source)
    {
        source = SignedBundle.TryRead(bytes, out Bundle? bundle, out Receipt? receipt) ? new(bundle, receipt) : null;
        return source is not null;
    }

    /// <summary>The name of an issuer of ours, as <c>iss</c> has it.</summary>
    public static string IssuerName(Digest keyId) => IssuerPrefix + keyId;

    /// <summary>Whether an <c>iss</c> says that it is such a name.</summary>
    public static bool IsIssuerKey(string issuer) => issuer.StartsWith(IssuerPrefix, StringComparison.Ordinal);

    /// <summary>The id of the key that such a name holds; false if it holds none.</summary>
    public static bool TryReadIssuer(string issuer, out Digest keyId)
    {
        keyId = default;
        return IsIssuerKey(issuer) && Digest.TryParse(issuer.AsSpan(IssuerPrefix.Length), out keyId);
    }

    /// <summary>SHA-256 over all leaves in their order, without salts: len8(kind) ‖ kind ‖ len16(label) ‖ label ‖ len64(content) ‖ content.</summary>
    private static Digest? HashOf(Bundle bundle, CommitmentSide side, Commitment commitment)
    {
        ImmutableArray<Disclosure> leaves = [.. bundle.Disclosures.Where(leaf => leaf.Side == side).OrderBy(static leaf => leaf.Index)];
        if (bundle.MalformedDisclosures.Contains(side) || leaves.Length != commitment.Leaves)
            return null;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int index = 0; index < leaves.Length; index++)
        {
            if (leaves[index].Index != index || !leaves[index].IsPartOf(commitment))
                return null;
            Append(hash, leaves[index].Leaf);
        }

        return Digest.Finish(hash);
    }

    private static void Append(IncrementalHash hash, CommitmentLeaf leaf)
    {
        byte[] label = Encoding.UTF8.GetBytes(leaf.Label);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)leaf.Content.Length);
        hash.AppendData([(byte)leaf.Kind.Length, .. Encoding.ASCII.GetBytes(leaf.Kind), (byte)(label.Length >> 8), (byte)(label.Length & 0xff), .. label, .. length]);
        hash.AppendData(leaf.Content.Span);
    }

    /// <summary>By the rules of the row <c>log</c> (receipt-1 §5.3): an index that nothing proves is anybody's word.</summary>
    private static ulong? FindLogIndex(Bundle bundle, Receipt receipt)
    {
        if (bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == Receipts.Evidence.LogProofType) is not { } evidence)
            return null;
        evidence.Json.TryGetString("vkey", out string? vkey);
        LogStatement log = receipt.Content.Log;
        if (!LogVerifierKey.TryParse(vkey, out LogVerifierKey? key) || key.KeyDigest != log.Key || key.Name != log.Origin)
            return null;
        bool isRead = evidence.Json.TryGetString("proof", out string? text) & CanonicalBase64.TryDecode(text ?? "", out byte[] file);
        if (!isRead || !LogProof.TryParse(file, out LogProof? proof) || Checkpoint.TryOpen(proof.CheckpointNote.AsSpan(), key, out Checkpoint? checkpoint) != CheckpointError.None)
            return null;
        return proof.VerifyInclusion(LogProof.LeafHash(receipt.Id), checkpoint!) ? proof.Index : null;
    }
}
