using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>A request whose evidence does not meet the node's policy: answered with 403.</summary>
/// <param name="subject">The header, or the member of the body, that is missing or wrong.</param>
/// <param name="unmet">The first demand that is not met.</param>
internal sealed class EvidenceRefusedException(string subject, PolicyDemand unmet)
    : Exception($"This node's policy is not met, so nothing was run. Not met: {unmet.Demand}. Found: {unmet.Finding}{(unmet.Cure is { } cure ? $" Cure: {cure}" : "")}")
{
    /// <summary>The header, or the member of the body, that is missing or wrong.</summary>
    public string Subject => subject;
}
