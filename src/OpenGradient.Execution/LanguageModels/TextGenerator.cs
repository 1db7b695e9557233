namespace OpenGradient.Execution.LanguageModels;

/// <summary>Answers from a causal language model. The server and whoever runs an answer again use this one class.</summary>
/// <remarks>Immutable and safe for use from many threads; each answer has its own session.</remarks>
/// <param name="executable">The model.</param>
/// <param name="tokenBytes">What its tokens decode to: the tokenizer's <c>BytesOf</c>.</param>
public sealed class TextGenerator(Executable executable, TokenBytes tokenBytes)
{
    /// <summary>Starts an answer.</summary>
    /// <exception cref="OpenGradient.Primitives.InvalidInputException">A setting is out of range, or the prompt is too long.</exception>
    public Generation Start(GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Generation(new CausalSession(executable), tokenBytes, request);
    }
}
