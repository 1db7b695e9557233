using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>What AIR v1 wants to know of an inference and no receipt states: the word of whoever runs the enclave, and never a default.</summary>
/// <param name="ExecutionTimeMilliseconds">How long the inference took.</param>
/// <param name="MemoryPeakMegabytes">The most memory that it had.</param>
/// <param name="PolicyVersion">The version of the policy that the workload runs under: a label (receipt-1 §2).</param>
/// <param name="SecurityMode">What the enclave is for: <c>production</c> or <c>evaluation</c>.</param>
public sealed record AirWorkload(long ExecutionTimeMilliseconds, long MemoryPeakMegabytes, string PolicyVersion, string SecurityMode)
{
    /// <summary>The mode of an enclave that people rely on.</summary>
    public const string Production = "production";

    /// <summary>The mode of an enclave that is tried out.</summary>
    public const string Evaluation = "evaluation";

    private const long MillisecondsPerSecond = 1000;

    /// <summary>The first claim that cannot be, or contradicts the receipt; null if there is none.</summary>
    internal AirRefusal? FindFault(ReceiptContent receipt)
    {
        if (ExecutionTimeMilliseconds < 0)
            return new("execution_time_ms", "it is a number of milliseconds that was measured, not below 0.");
        // Both times are whole seconds: what lies between them can take almost a second more.
        if (ExecutionTimeMilliseconds / MillisecondsPerSecond > Math.Max(0, receipt.IssuedAt - receipt.StartedAt))
            return new("execution_time_ms", $"{ExecutionTimeMilliseconds} ms do not fit between startedAt {receipt.StartedAt} and issuedAt {receipt.IssuedAt} of the receipt: give the time that was measured for this inference.");
        if (MemoryPeakMegabytes < 0)
            return new("memory_peak_mb", "it is a number of megabytes that was measured, not below 0.");
        if (!TextForm.IsLabel(PolicyVersion))
            return new("policy_version", "it is 1 to 128 characters out of A-Z a-z 0-9 . _ : / @ + -: name the version of your policy.");
        return SecurityMode is Production or Evaluation ? null : new("security_mode", $"it is {Production} or {Evaluation}.");
    }
}
