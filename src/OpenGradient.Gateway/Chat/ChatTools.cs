using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The tools of a request: as the model sees them, and the text that the receipt commits to.</summary>
/// <param name="Json">The array, parsed.</param>
/// <param name="Text">The bytes of the array as the client sent them.</param>
internal sealed record ChatTools(JsonValue Json, byte[] Text);
