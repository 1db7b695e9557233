using System.Text.Json.Nodes;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using JsonValue = OpenGradient.Primitives.JsonValue;

namespace OpenGradient.Interop.Tests.Eip712;

/// <summary>A typed-data file whose every part can be replaced, before or after it is signed.</summary>
internal sealed class TypedDraft
{
    public JsonObject File { get; } = JsonNode.Parse(TypedReceipt.Sign(TwinSample.Chat, TestKeys.Issuer))!.AsObject();

    public JsonObject Message => File["typedData"]!["message"]!.AsObject();

    public JsonObject IssuerEntry => File["signatures"]![0]!.AsObject();

    public TypedDraft With(Action<TypedDraft> change)
    {
        change(this);
        return this;
    }

    /// <summary>Makes hash, digest and signature anew: what an issuer does who means what it says.</summary>
    public TypedDraft SignAgain(P256PrivateKey? key = null)
    {
        Assert.True(JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(File["typedData"]!.ToJsonString()), out JsonValue? typedData));
        Assert.True(TypedDataHasher.TryHash(typedData, out Digest structHash, out Digest digest));
        File["structHash"] = Hexadecimal.Encode(structHash.AsSpan());
        File["digest"] = Hexadecimal.Encode(digest.AsSpan());
        IssuerEntry["signature"] = Hexadecimal.Encode((key ?? TestKeys.Issuer).SignDigest(digest));
        IssuerEntry["spki"] = Convert.ToBase64String((key ?? TestKeys.Issuer).PublicKey.Spki);
        return this;
    }

    public TypedDraft AddAccount(string address, byte[] signature)
    {
        File["signatures"]!.AsArray().Add(new JsonObject { ["type"] = "secp256k1", ["address"] = address, ["signature"] = Hexadecimal.Encode(signature) });
        return this;
    }

    public Digest Digest => Hexadecimal.TryDecode(File["digest"]!.GetValue<string>(), out byte[] bytes) ? new(bytes) : default;

    public byte[] ToBytes() => System.Text.Encoding.UTF8.GetBytes(File.ToJsonString());
}
