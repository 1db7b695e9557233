namespace OpenGradient.Transparency;

/// <summary>What a note's signature lines say about one key.</summary>
public enum NoteVerdict
{
    /// <summary>The key signed the text.</summary>
    Valid,

    /// <summary>No line has the key's name and hash: the note is unsigned as far as this key goes.</summary>
    SignatureMissing,

    /// <summary>A line has the key's name and hash, and is not the key's signature of the text: the text or the line was changed.</summary>
    SignatureInvalid,
}
