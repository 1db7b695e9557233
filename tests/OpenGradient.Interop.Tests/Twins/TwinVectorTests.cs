using System.Text.Json;
using OpenGradient.Interop.Tests.Cose;
using OpenGradient.Interop.Tests.Eip712;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Twins;

/// <summary>The published vectors of interop-1: this verifier and its JavaScript twin must give exactly these codes.</summary>
public sealed class TwinVectorTests
{
    private static readonly string Folder = Repository.PathOf("spec/interop-1");

    public static TheoryData<string> Vectors() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_PublishedTwin_GivesItsCode(string name)
    {
        using JsonDocument vector = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        byte[] twin = vector.RootElement.GetProperty("twin").GetBytesFromBase64();

        TwinReport report = vector.RootElement.TryGetProperty("bundle", out JsonElement bundle) ? TwinVerifier.Verify(twin, bundle.GetBytesFromBase64()) : TwinVerifier.Verify(twin);

        Assert.Equal(vector.RootElement.GetProperty("code").GetString(), report.Code.WireName());
        Assert.Equal(vector.RootElement.GetProperty("receiptId").GetString(), report.Receipt?.ToString());
    }

    [Fact]
    public void Vectors_Together_ReachEveryCode()
    {
        HashSet<TwinCode> reached = [.. Cases().Select(static vector => vector.Code)];

        // AirTwinTests reaches the two that only a receipt of AIR v1 can have.
        Assert.Equal(Enum.GetValues<TwinCode>().Except([TwinCode.TwinTooLarge, TwinCode.ClaimDiffers, TwinCode.BundleIncomplete]), reached.Order());
    }

    [Fact]
    public void Verify_FileBeyondItsLimit_IsNotRead()
    {
        byte[] statement = CoseStatement.Sign(TwinSample.Chat, TestKeys.Issuer);
        byte[] typedData = TypedReceipt.Sign(TwinSample.Chat, TestKeys.Issuer);

        Assert.Equal(TwinCode.TwinTooLarge, TwinVerifier.Verify((byte[])[.. statement, .. new byte[CoseStatement.MaximumBytes]]).Code);
        Assert.Equal(TwinCode.TwinTooLarge, TwinVerifier.Verify((byte[])[.. typedData, .. Enumerable.Repeat((byte)' ', TypedReceipt.MaximumBytes)]).Code);
    }

    [Fact]
    public void Vectors_Folder_HoldsEveryCase() => Assert.Equal(Cases().Select(static vector => vector.Name).Order(StringComparer.Ordinal), Vectors().Select(static row => row.Data));

    /// <summary>Writes the vectors that are missing. Run by hand when the specification changes.</summary>
    /// <remarks><c>OpenGradient.Interop.Tests -explicit only -class "*TwinVectorTests"</c></remarks>
    [Fact(Explicit = true)]
    public void WriteVectors()
    {
        foreach (TwinVector vector in Cases())
        {
            TwinReport report = vector.Bundle is null ? TwinVerifier.Verify(vector.Twin) : TwinVerifier.Verify(vector.Twin, vector.Bundle);
            Assert.Equal($"{vector.Name}: {vector.Code}", $"{vector.Name}: {report.Code}");
            string path = Path.Combine(Folder, vector.Name + ".json");
            if (!File.Exists(path))
                File.WriteAllText(path, Format(vector, report));
        }
    }

    private static IEnumerable<TwinVector> Cases() => [.. CoseVectors.Cases(), .. Eip712Vectors.Cases()];

    private static string Format(TwinVector vector, TwinReport report)
    {
        string bundle = vector.Bundle is null ? "" : $"\n  \"bundle\": \"{Convert.ToBase64String(vector.Bundle)}\",";
        string receiptId = report.Receipt is { } id ? $"\"{id}\"" : "null";
        return $"{{\n  \"name\": \"{vector.Name}\",\n  \"twin\": \"{Convert.ToBase64String(vector.Twin)}\",{bundle}\n  \"code\": \"{report.Code.WireName()}\",\n  \"receiptId\": {receiptId}\n}}\n";
    }
}
