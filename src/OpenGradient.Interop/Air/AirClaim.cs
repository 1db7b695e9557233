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
    public const long ModelName = -65537;
    public const long ModelVersion = -65538;
    public const long ModelHash = -65539;
    public const long RequestHash = -65540;
    public const long ResponseHash = -65541;
    public const long AttestationHash = -65542;
    public const long Measurements = -65543;
    public const long PolicyVersion = -65544;
    public const long SequenceNumber = -65545;
    public const long ExecutionTime = -65546;
    public const long MemoryPeak = -65547;
    public const long SecurityMode = -65548;
    public const long ModelHashScheme = -65549;

    public const string ProfileUri = "https://spec.cyntrisec.com/air/v1";

    /// <summary>Whether a receipt may lack it.</summary>
    public bool IsOptional => Key is Nonce or ModelHashScheme;

    /// <summary>The draft's name of the claim with this key.</summary>
    public static string NameOf(long key) => All.First(claim => claim.Key == key).Name;

    /// <summary>The closed list of the draft, section "CDDL Schema".</summary>
    public static ImmutableArray<AirClaim> All { get; } =
    [
        new(Issuer, "iss", CborKind.Text),
        new(IssuedAt, "iat", CborKind.Unsigned),
        new(Id, "cti", CborKind.Bytes),
        new(Nonce, "eat_nonce", CborKind.Bytes),
        new(Profile, "eat_profile", CborKind.Text),
        new(ModelName, "model_id", CborKind.Text),
        new(ModelVersion, "model_version", CborKind.Text),
        new(ModelHash, "model_hash", CborKind.Bytes),
        new(RequestHash, "request_hash", CborKind.Bytes),
        new(ResponseHash, "response_hash", CborKind.Bytes),
        new(AttestationHash, "attestation_doc_hash", CborKind.Bytes),
        new(Measurements, "enclave_measurements", CborKind.Map),
        new(PolicyVersion, "policy_version", CborKind.Text),
        new(SequenceNumber, "sequence_number", CborKind.Unsigned),
        new(ExecutionTime, "execution_time_ms", CborKind.Unsigned),
        new(MemoryPeak, "memory_peak_mb", CborKind.Unsigned),
        new(SecurityMode, "security_mode", CborKind.Text),
        new(ModelHashScheme, "model_hash_scheme", CborKind.Text),
    ];
}
