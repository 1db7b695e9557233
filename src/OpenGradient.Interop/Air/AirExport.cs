using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Why a receipt of receipt-1 has no twin in the form of AIR v1 (interop-1 §4).</summary>
public static class AirExport
{
    /// <summary>The required claims that nothing in a receipt could fill, by the draft's names: no enclave answered, and none is made up.</summary>
    public static ImmutableArray<string> ClaimsWithoutSource { get; } =
        ["enclave_measurements", "attestation_doc_hash", "memory_peak_mb", "execution_time_ms", "policy_version", "sequence_number", "security_mode"];

    /// <summary>The refusal in one sentence.</summary>
    public static string Refusal { get; } =
        $"An AIR receipt says that an attested enclave answered, and none did: nothing in this receipt could fill {string.Join(", ", ClaimsWithoutSource)}.";
}
