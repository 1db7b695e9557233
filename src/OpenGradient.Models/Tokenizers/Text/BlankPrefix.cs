namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>Where a blank is put before a text.</summary>
internal enum BlankPrefix
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the first text only.</summary>
    First,

    /// <summary>Before each text between special tokens.</summary>
    Always,
}
