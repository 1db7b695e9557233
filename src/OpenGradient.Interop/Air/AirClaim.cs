using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>One claim of AIR v1: its key, its name, what it has to be.</summary>
/// <param name="Key">The key in the claims map.</param>
/// <param name="Name">The draft's name.</param>
/// <param name="Kind">What its value is.</param>
internal sealed record AirClaim(long Key, string Name, CborKind Kind)
{
    public const long Issuer = 1;
    public const long IssuedAt = 6;
    public const long Id = 7;
    public const long Nonce = 10;
    public const long Profile = 265;
    public const long ModelHash = -65539;
    public const long Measurements = -65543;
    public const long SecurityMode = -65548;
    public const long ModelHashScheme = -65549;

    public const string ProfileUri = "https://spec.cyntrisec.com/air/v1";

    /// <summary>Whether a receipt may lack it.</summary>
    public bool IsOptional => Key is Nonce or ModelHashScheme;

    /// <summary>The closed list of the draft, section "CDDL Schema".</summary>
    public static ImmutableArray<AirClaim> All { get; } =
    [
        new(Issuer, "iss", CborKind.Text),
        new(IssuedAt, "iat", CborKind.Unsigned),
        new(Id, "cti", CborKind.Bytes),
        new(Nonce, "eat_nonce", CborKind.Bytes),
        new(Profile, "eat_profile", CborKind.Text),
        new(-65537, "model_id", CborKind.Text),
        new(-65538, "model_version", CborKind.Text),
        new(ModelHash, "model_hash", CborKind.Bytes),
        new(-65540, "request_hash", CborKind.Bytes),
        new(-65541, "response_hash", CborKind.Bytes),
        new(-65542, "attestation_doc_hash", CborKind.Bytes),
        new(Measurements, "enclave_measurements", CborKind.Map),
        new(-65544, "policy_version", CborKind.Text),
        new(-65545, "sequence_number", CborKind.Unsigned),
        new(-65546, "execution_time_ms", CborKind.Unsigned),
        new(-65547, "memory_peak_mb", CborKind.Unsigned),
        new(SecurityMode, "security_mode", CborKind.Text),
        new(ModelHashScheme, "model_hash_scheme", CborKind.Text),
    ];
}
