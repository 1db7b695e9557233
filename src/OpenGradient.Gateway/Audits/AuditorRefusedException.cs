using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A vote by an auditor whose votes this node does not keep: answered with 403.</summary>
internal sealed class AuditorRefusedException(Digest auditor) : Exception($"This node does not keep votes of the auditor {auditor}: its operator lists the auditors it does with --auditors.");
