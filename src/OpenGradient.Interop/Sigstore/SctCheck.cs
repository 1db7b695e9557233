using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>The promises of certificate transparency logs inside a certificate (RFC 6962 §3.2, §3.3): one that verifies is enough.</summary>
internal static class SctCheck
{
    private const int MaximumTimestamps = 16;
    private const int HeaderBytes = 1 + 32 + 8 + 2; // version, log id, time, length of the extensions

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>Checks the embedded promises of a certificate; <paramref name="issuer"/> is the certificate above it.</summary>
    public static EvidenceFault? Check(Certificate certificate, Certificate issuer, TrustRoot root)
    {
        if (certificate.Find(ObjectIds.SignedTimestamps) is not { } extension || issuer.Key is null)
            return new(EvidenceCode.SctInvalid, "certificate", "no certificate transparency log promised to list it.");
        try
        {
            byte[] unsigned = WithoutTimestamps(certificate);
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            byte[] list = outer.ReadOctetString();
            outer.ThrowIfNotEmpty();
            if (AnyVerifies(list, unsigned, issuer, root))
                return null;
        }
        catch (AsnContentException)
        {
            return new(EvidenceCode.CertificateMalformed, "certificate", "its list of certificate transparency promises cannot be read.");
        }

        return new(EvidenceCode.SctInvalid, "certificate", "no certificate transparency log that the trust root knew at that time promised to list it.");
    }

    private static bool AnyVerifies(ReadOnlySpan<byte> list, byte[] unsigned, Certificate issuer, TrustRoot root)
    {
        if (!TryTake(ref list, out ReadOnlySpan<byte> items) || !list.IsEmpty)
            return false;
        for (int i = 0; i < MaximumTimestamps && TryTake(ref items, out ReadOnlySpan<byte> item); i++)
        {
            if (Verifies(item, unsigned, issuer, root))
                return true;
        }

        return false;
    }

    /// <summary><c>version ‖ logId[32] ‖ time[8] ‖ extensions&lt;2&gt; ‖ hash ‖ algorithm ‖ signature&lt;2&gt;</c>.</summary>
    private static bool Verifies(ReadOnlySpan<byte> item, byte[] unsigned, Certificate issuer, TrustRoot root)
    {
        if (item.Length < HeaderBytes || item[0] != 0)
            return false;
        ReadOnlySpan<byte> logId = item.Slice(1, 32);
        ulong milliseconds = BinaryPrimitives.ReadUInt64BigEndian(item[33..]);
        ReadOnlySpan<byte> rest = item[41..];
        if (!TryTake(ref rest, out ReadOnlySpan<byte> extensions) || rest.Length < 2 || rest[0] != 4)
            return false; // 4 is SHA-256, the only hash of RFC 6962
        rest = rest[2..];
        if (!TryTake(ref rest, out ReadOnlySpan<byte> signature) || !rest.IsEmpty || milliseconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        byte[] signed = SignedBytes(milliseconds, unsigned, issuer, extensions);
        foreach (TrustedLog log in root.CertificateLogs)
        {
            if (log.Key is { } key && logId.SequenceEqual(log.Id) && log.Validity.Contains(time) && key.Verify(signed, signature, HashAlgorithmName.SHA256))
                return true;
        }

        return false;
    }

    /// <summary><c>0 ‖ 0 ‖ time[8] ‖ 1[2] ‖ SHA-256(issuer's key) ‖ certificate&lt;3&gt; ‖ extensions&lt;2&gt;</c>: what the log signed of a precertificate.</summary>
    private static byte[] SignedBytes(ulong milliseconds, byte[] unsigned, Certificate issuer, ReadOnlySpan<byte> extensions)
    {
        byte[] time = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(time, milliseconds);
        byte[] length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)unsigned.Length);
        byte[] extensionsLength = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(extensionsLength, (ushort)extensions.Length);
        return [0, 0, .. time, 0, 1, .. issuer.Key!.Id.AsSpan(), .. length[1..], .. unsigned, .. extensionsLength, .. extensions];
    }

    /// <summary>What of the certificate was signed, as it was before the promises were put into it.</summary>
    private static byte[] WithoutTimestamps(Certificate certificate)
    {
        AsnReader fields = new AsnReader(certificate.Signed, AsnEncodingRules.DER).ReadSequence();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (fields.HasData && !fields.PeekTag().HasSameClassAndValue(ExtensionsTag))
                writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            AsnReader list = fields.ReadSequence(ExtensionsTag).ReadSequence();
            using (writer.PushSequence(ExtensionsTag))
            using (writer.PushSequence())
            {
                while (list.HasData)
                {
                    ReadOnlyMemory<byte> item = list.ReadEncodedValue();
                    if (new AsnReader(item, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() != ObjectIds.SignedTimestamps)
                        writer.WriteEncodedValue(item.Span);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Takes a vector with a length of two bytes off the front.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> vector)
    {
        vector = [];
        if (bytes.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(bytes) is ushort length && length > bytes.Length - 2)
            return false;
        vector = bytes.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(bytes));
        bytes = bytes[(2 + vector.Length)..];
        return true;
    }
}
