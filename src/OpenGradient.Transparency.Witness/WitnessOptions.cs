using System.Collections.Immutable;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>Whose checkpoints a witness cosigns, and with which keys.</summary>
public sealed class WitnessOptions
{
    /// <summary>Where the witness keeps what it must not forget; one process at a time may use it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The keys that it signs with: one line for each in every answer.</summary>
    public required ImmutableArray<CosignerSigningKey> Keys { get; init; }

    /// <summary>The logs that it knows; the name of a key is the log's origin.</summary>
    public required ImmutableArray<LogVerifierKey> Logs { get; init; }

    /// <summary>The clock of the cosignatures; the system's by default. No check depends on it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
