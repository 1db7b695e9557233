namespace OpenGradient.Execution.LanguageModels;

/// <summary>The bytes that a token decodes to: nothing for control tokens, perhaps a part of a character for others.</summary>
public delegate ReadOnlyMemory<byte> TokenBytes(int token);
