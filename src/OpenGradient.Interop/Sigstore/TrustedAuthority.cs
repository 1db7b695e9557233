using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>An authority that a trust root knows: one that issues certificates, or timestamps.</summary>
/// <param name="Chain">Its certificates, the trusted one last.</param>
/// <param name="Validity">When it was in use.</param>
internal sealed record TrustedAuthority(ImmutableArray<Certificate> Chain, TimeRange Validity);
