using System.Text;
using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Transparency.Tests.Signatures;

/// <summary>The 914 edge-case signatures of C2SP/CCTV (ed25519, CC0): libraries accept anything from 43 to 212 of them and more.</summary>
[Trait("Category", "Vectors")]
public sealed class Ed25519CctvTests
{
    /// <summary>What the written rule refuses. Small-order components that cancel without the cofactor are no reason to refuse.</summary>
    private static readonly string[] Refused = ["low_order_A", "low_order_R", "low_order_residue", "non_canonical_A", "non_canonical_R"];

    [Fact]
    public void Verify_CctvVectors_AcceptsExactlyTheWrittenRule()
    {
        JsonElement[] vectors = [.. JsonDocument.Parse(File.ReadAllText(ExternalVectors.Require("ed25519/ed25519vectors.json"))).RootElement.EnumerateArray()];

        List<int> wrong = [.. vectors.Where(static vector => Verify(vector) != IsAcceptable(vector)).Select(static vector => vector.GetProperty("number").GetInt32())];

        Assert.Equal(914, vectors.Length);
        Assert.Equal(43, vectors.Count(Verify));
        Assert.Empty(wrong);
    }

    private static bool Verify(JsonElement vector) => Ed25519.Verify(
        Convert.FromHexString(vector.GetProperty("key").GetString()!),
        Encoding.UTF8.GetBytes(vector.GetProperty("msg").GetString()!),
        Convert.FromHexString(vector.GetProperty("sig").GetString()!));

    private static bool IsAcceptable(JsonElement vector) =>
        vector.GetProperty("flags") is { ValueKind: JsonValueKind.Null }
        || !vector.GetProperty("flags").EnumerateArray().Any(static flag => Refused.Contains(flag.GetString()));
}
