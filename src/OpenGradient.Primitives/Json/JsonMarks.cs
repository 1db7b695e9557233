namespace OpenGradient.Primitives;

/// <summary>The bytes <c>,</c> <c>[</c> and <c>{</c> of a JSON text, wherever they stand: one more than there are is the most values that it can hold.</summary>
/// <remarks>Counted before anything is read, so that a file of brackets costs a hostile author's reader no more than a look at its bytes.</remarks>
public static class JsonMarks
{
    /// <summary>The most in a file of evidence of up to 64 MiB: 2,097,152, one for 32 bytes. What is written there is digests and base64, which have fewer.</summary>
    public const int MostInEvidence = 1 << 21;

    /// <summary>How many there are.</summary>
    public static int Count(ReadOnlySpan<byte> json) => json.Count((byte)',') + json.Count((byte)'[') + json.Count((byte)'{');
}
