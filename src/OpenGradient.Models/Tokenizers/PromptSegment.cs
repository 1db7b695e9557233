namespace OpenGradient.Models.Tokenizers;

/// <summary>A piece of a rendered prompt that knows where it comes from.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsTemplate">
/// Whether the chat template itself wrote it. Only there are control tokens recognised: a message that contains
/// <c>&lt;|im_end|&gt;</c> is read as those ten letters, so nobody who writes a message can end a turn or open another.
/// </param>
public readonly record struct PromptSegment(string Text, bool IsTemplate);
