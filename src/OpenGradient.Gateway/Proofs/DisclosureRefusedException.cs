namespace OpenGradient.Gateway;

/// <summary>Something that shows input or output was asked for by somebody who may not see them: answered with 403.</summary>
internal sealed class DisclosureRefusedException() : Exception($"This is for whoever made the inference: send the token that came with its answer as {DisclosureAccess.HeaderName}.");
