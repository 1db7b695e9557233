namespace OpenGradient.Models.Tokenizers;

/// <summary>How a vocabulary writes its tokens.</summary>
internal enum TokenSpelling
{
    /// <summary>One printable character for each byte: see <see cref="ByteAlphabet"/>.</summary>
    ByteAlphabet,

    /// <summary>U+2581 for a blank, <c>&lt;0x0A&gt;</c> for a byte.</summary>
    MarkedBlanks,

    /// <summary><c>##</c> before what continues a word; a blank before the rest.</summary>
    Continuations,

    /// <summary>As the text is.</summary>
    Plain,

    /// <summary>The text with a mark at its end where a word ends: a blank.</summary>
    WordEnds,

    /// <summary>A text with <c>\n</c>, <c>\x0A</c> and the like.</summary>
    Escapes,
}
