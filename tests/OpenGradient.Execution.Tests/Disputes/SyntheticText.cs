using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Execution.Tests.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A prompt without pattern and what the made-up model answers to it.</summary>
internal sealed record SyntheticText(Program Program, IConstantSource Constants, DisputedText Text)
{
    /// <summary>The token that ends a turn.</summary>
    public const int EndToken = SyntheticModel.Vocabulary - 1;

    private static readonly byte[] Nonce = [1, 2, 3];

    public SimulatedInference Inference => new(Program, Constants, Text);

    public static SyntheticText Create(SamplingParameters sampling, int promptCount, int answerCount)
    {
        Executable executable = SyntheticModel.Load("halves", out IConstantSource constants);
        SamplingParameters settings = sampling with { MaxTokens = answerCount.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        var request = new GenerationRequest { Prompt = [.. SyntheticModel.Tokens(promptCount)], Sampling = settings, ClientNonce = Nonce, ProviderNonce = Nonce };
        GenerationResult result = new TextGenerator(executable, static _ => default).Start(request).Run(CancellationToken.None);
        return new SyntheticText(executable.Program, constants, new DisputedText(request.Prompt, result.Tokens, settings, SamplingSeed.Derive(Nonce, Nonce, settings.Seed)));
    }

    /// <summary>An answer of which it is also in dispute where it ends.</summary>
    public static SyntheticText CreateEnding(SamplingParameters sampling, int promptCount, int maxTokens, AnswerGrammar? grammar = null, params string[] stops)
    {
        Executable executable = SyntheticModel.Load("halves", out IConstantSource constants);
        SamplingParameters settings = sampling with { MaxTokens = maxTokens.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        var request = new GenerationRequest
        {
            Prompt = [.. SyntheticModel.Tokens(promptCount)],
            Sampling = settings,
            ClientNonce = Nonce,
            ProviderNonce = Nonce,
            EndTokens = [EndToken],
            StopStrings = [.. stops],
            Grammar = grammar is null ? null : new TokenGrammar(grammar.Compile(), new VocabularyTrie(SyntheticModel.Vocabulary, BytesOf), [EndToken]),
        };
        GenerationResult result = new TextGenerator(executable, BytesOf).Start(request).Run(CancellationToken.None);
        return new SyntheticText(executable.Program, constants, new DisputedText(request.Prompt, result.Tokens, settings, SamplingSeed.Derive(Nonce, Nonce, settings.Seed))
        {
            Finish = result.Finish,
            EndTokens = request.EndTokens,
            StopStrings = request.StopStrings,
            Grammar = grammar,
            Pieces = grammar is null && stops.Length == 0 ? null : TokenPieces.Of(SyntheticModel.Vocabulary, BytesOf, request.EndTokens),
        });
    }

    /// <summary>Letters, then pairs of letters; the last token decodes to nothing.</summary>
    private static ReadOnlyMemory<byte> BytesOf(int token) => token switch
    {
        EndToken => default,
        < 26 => new byte[] { (byte)('a' + token) },
        _ => new byte[] { (byte)('a' + token - 26), (byte)'z' },
    };
}
