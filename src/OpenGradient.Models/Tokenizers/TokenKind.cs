namespace OpenGradient.Models.Tokenizers;

/// <summary>What a vocabulary entry is for; the numbers are those of <c>tokenizer.ggml.token_type</c>.</summary>
public enum TokenKind
{
    /// <summary>Ordinary text.</summary>
    Normal = 1,

    /// <summary>Stands for what the vocabulary cannot write.</summary>
    Unknown = 2,

    /// <summary>Structure: beginnings and ends of turns. Never made from the text of a message, and decodes to nothing.</summary>
    Control = 3,

    /// <summary>Text that is never split, such as a run of blanks or a tag.</summary>
    UserDefined = 4,

    /// <summary>Padding of the vocabulary.</summary>
    Unused = 5,

    /// <summary>One byte.</summary>
    Byte = 6,
}
