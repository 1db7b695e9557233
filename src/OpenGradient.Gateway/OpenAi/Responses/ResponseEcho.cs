namespace OpenGradient.Gateway;

/// <summary>What a response says back of its request, as it was sent, on one line.</summary>
/// <param name="Instructions">The instructions; null if there are none.</param>
/// <param name="Tools">The JSON array of tools.</param>
/// <param name="ToolChoice">Which of them the model may or has to call, as JSON.</param>
/// <param name="Text">The JSON object that says what the text is held to.</param>
/// <param name="Metadata">The JSON object of the client's own notes.</param>
internal sealed record ResponseEcho(string? Instructions, ReadOnlyMemory<byte> Tools, ReadOnlyMemory<byte> ToolChoice, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Metadata);
