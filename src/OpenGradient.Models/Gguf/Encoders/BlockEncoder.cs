namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Encodes the elements of one block.</summary>
/// <param name="elements">Finite numbers, as many as the block holds.</param>
/// <param name="block">Its bytes; all are written.</param>
/// <param name="decoded">What the block then means, by spec/exec-1, "Stored weight encodings".</param>
internal delegate void BlockEncoder(ReadOnlySpan<float> elements, Span<byte> block, Span<float> decoded);
