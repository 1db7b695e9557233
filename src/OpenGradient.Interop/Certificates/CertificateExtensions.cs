using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;

namespace OpenGradient.Interop;

/// <summary>What the extensions of a certificate say; malformed ones say nothing that helps.</summary>
internal static class CertificateExtensions
{
    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>The critical extensions that are understood; a certificate with another one is refused (RFC 5280 §4.2).</summary>
    private static readonly ImmutableArray<string> Understood =
        [ObjectIds.KeyUsage, ObjectIds.SubjectAltName, ObjectIds.BasicConstraints, ObjectIds.ExtendedKeyUsage, ObjectIds.SubjectKeyIdentifier, ObjectIds.SignedTimestamps];

    /// <summary>The first critical extension that is not understood, or null.</summary>
    public static string? FirstUnknownCritical(Certificate certificate) =>
        certificate.Extensions.FirstOrDefault(static extension => extension.IsCritical && !Understood.Contains(extension.Oid))?.Oid;

    /// <summary>Whether it may issue certificates, and how many intermediates may follow; an absent extension says it may not.</summary>
    public static bool TryReadConstraints(Certificate certificate, out bool isAuthority, out int? pathLength)
    {
        isAuthority = false;
        pathLength = null;
        if (certificate.Find(ObjectIds.BasicConstraints) is not { } extension)
            return true;
        try
        {
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            AsnReader fields = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            isAuthority = fields.HasData && fields.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && fields.ReadBoolean();
            if (fields.HasData)
                pathLength = fields.TryReadInt32(out int length) && length >= 0 ? length : throw new AsnContentException();
            fields.ThrowIfNotEmpty();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Whether the key may be used so: true where the extension is absent, as RFC 5280 §4.2.1.3 has it.</summary>
    public static bool AllowsUsage(Certificate certificate, KeyUsages usage, bool ifAbsent = true)
    {
        if (certificate.Find(ObjectIds.KeyUsage) is not { } extension)
            return ifAbsent;
        try
        {
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            KeyUsages usages = outer.ReadNamedBitListValue<KeyUsages>();
            outer.ThrowIfNotEmpty();
            return (usages & usage) == usage;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The purposes that the certificate names; null where it names none, empty where they cannot be read.</summary>
    public static ImmutableArray<string>? Purposes(Certificate certificate)
    {
        if (certificate.Find(ObjectIds.ExtendedKeyUsage) is not { } extension)
            return null;
        try
        {
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            AsnReader list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var purposes = ImmutableArray.CreateBuilder<string>();
            while (list.HasData)
                purposes.Add(list.ReadObjectIdentifier());
            return purposes.ToImmutable();
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    /// <summary>The names of the certificate's holder that an identity can be: e-mail addresses, URIs and Fulcio's user names.</summary>
    public static ImmutableArray<string> Identities(Certificate certificate)
    {
        if (certificate.Find(ObjectIds.SubjectAltName) is not { } extension)
            return [];
        try
        {
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            AsnReader list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var names = ImmutableArray.CreateBuilder<string>();
            while (list.HasData)
            {
                if (ReadName(list) is string name)
                    names.Add(name);
            }

            return names.ToImmutable();
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    /// <summary>Who told Fulcio the identity: extension 1.3.6.1.4.1.57264.1.8, else the older 1.1; null if neither can be read.</summary>
    public static string? Issuer(Certificate certificate)
    {
        if (certificate.Find(ObjectIds.FulcioIssuer) is not { } extension)
            return certificate.Find(ObjectIds.FulcioIssuerRaw) is { } raw ? Encoding.UTF8.GetString(raw.Value.Span) : null;
        try
        {
            AsnReader outer = new(extension.Value, AsnEncodingRules.DER);
            string issuer = outer.ReadCharacterString(UniversalTagNumber.UTF8String);
            outer.ThrowIfNotEmpty();
            return issuer;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static string? ReadName(AsnReader names)
    {
        Asn1Tag tag = names.PeekTag();
        if (tag.HasSameClassAndValue(Email) || tag.HasSameClassAndValue(Uri))
            return names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
        if (!tag.HasSameClassAndValue(OtherName))
        {
            names.ReadEncodedValue();
            return null;
        }

        AsnReader other = names.ReadSequence(OtherName);
        if (other.ReadObjectIdentifier() != ObjectIds.FulcioOtherName)
            return null;
        return other.ReadSequence(OtherName).ReadCharacterString(UniversalTagNumber.UTF8String);
    }
}
