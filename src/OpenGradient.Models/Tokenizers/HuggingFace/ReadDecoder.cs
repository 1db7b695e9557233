namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The <c>decoder</c> of a <c>tokenizer.json</c>: how the vocabulary writes its tokens.</summary>
internal sealed class ReadDecoder
{
    private readonly List<string> _types = [];

    public ReadDecoder(JsonPart decoder, JsonPart model, bool isByteLevel)
    {
        Read(decoder, 0);
        Spelling = isByteLevel || _types.Contains("ByteLevel") ? TokenSpelling.ByteAlphabet
            : _types.Contains("WordPiece") || model["type"] is { IsMissing: false, Text: "WordPiece" } ? TokenSpelling.Continuations
            : _types.Contains("BPEDecoder") ? TokenSpelling.WordEnds
            : _types.Contains("Metaspace") || _types.Contains("Replace") ? TokenSpelling.MarkedBlanks
            : TokenSpelling.Plain;
        if (Spelling == TokenSpelling.ByteAlphabet && model.Optional("end_of_word_suffix", "").Length > 0)
            Spelling = TokenSpelling.WordEnds;
        DropsFirstBlank = _types.Contains("Strip") || _types.Contains("Metaspace") || Spelling == TokenSpelling.Continuations;
    }

    /// <summary>How the tokens are written.</summary>
    public TokenSpelling Spelling { get; }

    /// <summary>Whether a blank at the very beginning is left out.</summary>
    public bool DropsFirstBlank { get; }

    private void Read(JsonPart part, int depth)
    {
        if (part.IsMissing)
            return;
        string type = part["type"].Text;
        if (type is not ("Sequence" or "ByteLevel" or "WordPiece" or "BPEDecoder" or "Metaspace" or "Replace" or "Strip" or "ByteFallback" or "Fuse") || depth > 8)
            throw part.Unsupported($"The decoder '{type}' is not supported.");
        _types.Add(type);
        if (type == "Sequence")
        {
            foreach (JsonPart step in part["decoders"].Items)
                Read(step, depth + 1);
        }
    }
}
