using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The step that gives the bytes which an answer decodes to (spec/dispute-1, section 11).</summary>
internal static class AnswerText
{
    /// <summary>The bytes of the tokens, one behind the other.</summary>
    public static Tensor Run(Tensor answer, TokenPieces pieces)
    {
        using var text = new MemoryStream();
        foreach (int token in answer.As<int>())
            text.Write(pieces.Of(token).Span);
        return new Tensor(ElementType.UInt8, [text.Length], text.ToArray());
    }
}
