using System.Collections.Immutable;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Cose;

/// <summary>A statement whose every part can be replaced before it is signed, as a dishonest issuer or forger would.</summary>
internal sealed record StatementDraft
{
    public ImmutableSortedDictionary<long, CborValue> Claims { get; init; } = ImmutableSortedDictionary<long, CborValue>.Empty
        .Add(1, CborValue.String($"urn:opengradient:key:{TestKeys.Issuer.PublicKey.KeyId}"))
        .Add(2, CborValue.String($"urn:opengradient:receipt:{TwinSample.Chat.Id}"))
        .Add(6, CborValue.Integer(SampleContent.IssuedAt));

    public ImmutableSortedDictionary<long, CborValue> Header { get; init; } = ImmutableSortedDictionary<long, CborValue>.Empty
        .Add(1, CborValue.Integer(-7))
        .Add(3, CborValue.String(Statement.PayloadType))
        .Add(4, CborValue.ByteString(TestKeys.Issuer.PublicKey.KeyId.ToArray()));

    public ImmutableSortedDictionary<long, CborValue> Open { get; init; } =
        ImmutableSortedDictionary<long, CborValue>.Empty.Add(-65537, CborValue.ByteString(TestKeys.Issuer.PublicKey.Spki.ToArray()));

    public ReadOnlyMemory<byte> Payload { get; init; } = TwinSample.Chat.Payload;

    public P256PrivateKey Key { get; init; } = TestKeys.Issuer;

    public StatementDraft WithHeader(long label, CborValue? value) => this with { Header = value is null ? Header.Remove(label) : Header.SetItem(label, value) };

    public StatementDraft WithClaim(long label, CborValue? value) => this with { Claims = value is null ? Claims.Remove(label) : Claims.SetItem(label, value) };

    public StatementDraft WithOpen(long label, CborValue? value) => this with { Open = value is null ? Open.Remove(label) : Open.SetItem(label, value) };

    /// <summary>The signed statement; the claims stand in the header unless it has something else there.</summary>
    public byte[] Sign(Func<byte[], byte[]>? changeSignature = null)
    {
        byte[] header = CborWriter.Encode(Map(Header.ContainsKey(15) ? Header : Header.Add(15, Map(Claims))));
        byte[] signature = Key.Sign(CoseSign1.ToBeSigned(header, Payload));
        return CoseSign1.Write(header, Map(Open), Payload, changeSignature?.Invoke(signature) ?? signature);
    }

    private static CborValue Map(ImmutableSortedDictionary<long, CborValue> entries) =>
        CborValue.Map([.. entries.Select(static entry => KeyValuePair.Create(CborValue.Integer(entry.Key), entry.Value))]);
}
