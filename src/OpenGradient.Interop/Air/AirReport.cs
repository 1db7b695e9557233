using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>What was found out about a receipt of AIR v1 and what it was held against.</summary>
/// <param name="Finding">The draft's four layers.</param>
public sealed record AirReport(AirFinding Finding)
{
    /// <summary>How it compares with the bundle; null if there was none, or a layer does not hold.</summary>
    public TwinReport? Twin { get; init; }

    /// <summary>How it fits the attestation document; null if there was none, or a layer does not hold.</summary>
    public AttestationFinding? Attestation { get; init; }

    /// <summary>Whether something was checked and is wrong.</summary>
    public bool IsInvalid => Finding.Code != AirCode.Ok || (Twin is { Code: not TwinCode.Ok } twin && !twin.Code.IsUnverifiable())
        || (Attestation is { Code: not AttestationCode.Ok } attestation && !attestation.Code.IsUnverifiable());

    /// <summary>Whether everything that was asked for could be checked, and holds.</summary>
    public bool IsValid => Finding.Code == AirCode.Ok && Twin is null or { Code: TwinCode.Ok } && Attestation is null or { Code: AttestationCode.Ok };

    /// <summary>What a receipt shows whose layers hold.</summary>
    public ImmutableArray<string> Establishes => Finding.Code != AirCode.Ok
        ? []
        :
        [
            "The key signed these claims, and they have the form of AIR v1.",
            .. Twin is { Code: TwinCode.Ok } ? ImmutableArray.Create("What the bundle discloses and the receipt in it states is what the claims say.") : [],
            .. Attestation is { Code: AttestationCode.Ok } ? ImmutableArray.Create("The platform of the given root attested an enclave with these measurements, which holds the key.") : [],
        ];

    /// <summary>What it does not show.</summary>
    public ImmutableArray<string> DoesNotEstablish => Finding.Code != AirCode.Ok
        ? []
        :
        [
            Attestation is { Code: AttestationCode.Ok }
                ? "What the measured software does, that the platform's firmware was up to date, and that no certificate was revoked."
                : "That the key lives in an enclave, or that the measurements are its: that is in the attestation document, and who signed that.",
            "Time and memory that the inference took, and the version of its policy: that is the word of whoever holds the key.",
            "That the model computed the output: that is in the bundle, by a proof or by running it again.",
        ];
}
