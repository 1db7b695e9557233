using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpenGradient.Interop.Tests.Air;

/// <summary>Reads a vector of interop-1 §4 and does what it is about.</summary>
internal static class AirVector
{
    private static ReadOnlySpan<byte> Ed25519Head => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]; // RFC 8410 §7

    /// <summary>Judges the receipt with everything that the vector has, or with another document.</summary>
    public static AirReport Judge(JsonElement vector, long now, byte[]? document = null) => AirVerifier.Verify(
        vector.GetProperty("receipt").GetBytesFromBase64(),
        Convert.FromHexString(vector.GetProperty("key").GetString()!),
        new AirPolicy(),
        now,
        new AirCompanions { Bundle = Bytes(vector, "bundle"), Attestation = document is null ? Bytes(vector, "document") : new ReadOnlyMemory<byte>(document), Roots = RootsOf(vector) });

    /// <summary>Writes the receipt that the vector is about.</summary>
    public static byte[]? Export(JsonElement vector, AirSigningKey key, out AirRefusal? refusal)
    {
        Assert.True(AttestationDocument.TryParse(vector.GetProperty("document").GetBytesFromBase64(), out AttestationDocument? document));
        AirWorkload workload = new(
            vector.GetProperty("executionTimeMs").GetInt64(), vector.GetProperty("memoryPeakMb").GetInt64(), vector.GetProperty("policyVersion").GetString()!, vector.GetProperty("securityMode").GetString()!);
        return AirExport.Sign(vector.GetProperty("bundle").GetBytesFromBase64(), document, RootsOf(vector), workload, key, out refusal);
    }

    public static AirSigningKey KeyOf(JsonElement vector) => KeyOf(Convert.FromHexString(vector.GetProperty("seed").GetString()!));

    public static AirSigningKey KeyOf(byte[] seed)
    {
        Assert.True(AirSigningKey.TryImportPem(PemEncoding.WriteString("PRIVATE KEY", [.. Ed25519Head, .. seed]) + "\n", out AirSigningKey? key));
        return key;
    }

    public static ImmutableArray<Certificate> RootsOf(JsonElement vector) =>
        vector.TryGetProperty("roots", out JsonElement pem) && Certificate.TryParseAll(Encoding.ASCII.GetBytes(pem.GetString()!), out ImmutableArray<Certificate> roots) ? roots : [];

    private static ReadOnlyMemory<byte>? Bytes(JsonElement vector, string name)
    {
        if (!vector.TryGetProperty(name, out JsonElement value))
            return null;
        return value.GetBytesFromBase64();
    }
}
