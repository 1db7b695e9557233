using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>What a monitor watches for.</summary>
public sealed class MonitorOptions
{
    /// <summary>The key of the log.</summary>
    public required LogVerifierKey Key { get; init; }

    /// <summary>The file with the checkpoint that was last found good; it is made at the first look.</summary>
    public required string StateFile { get; init; }

    /// <summary>The receipts that were issued, asked for after the log was read; null if entries may be anything.</summary>
    public Func<IReadOnlySet<ReceiptId>>? Issued { get; init; }

    /// <summary>Whose cosignatures there must be; null for none.</summary>
    public WitnessPolicy? Witnesses { get; init; }

    /// <summary>How old the checkpoint may be, by its latest cosignature, or by when the monitor first saw it; null for any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The clock of the age; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
