using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Execution.Tests.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A prompt without pattern and what the made-up model answers to it.</summary>
internal sealed record SyntheticText(Program Program, IConstantSource Constants, DisputedText Text)
{
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
}
