using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Disputes;

/// <summary>The inference that a simulated dispute is about.</summary>
internal static class DisputedModel
{
    /// <summary>The inputs, from a request file.</summary>
    public static ImmutableArray<Tensor> Inputs(OpenedModel model, byte[] request) => [.. TensorRequest.Read(request, model.Program)];

    /// <summary>What a language model answers to a user.</summary>
    /// <exception cref="InvalidInputException">The model is no language model, or a setting is out of range.</exception>
    public static DisputedText Answer(OpenedModel model, string prompt, SamplingParameters sampling, DisputedForm form, CancellationToken cancellation)
    {
        Tokenizer tokenizer = TokenizerOf(model);
        var request = new GenerationRequest
        {
            Prompt = Tokens(model, tokenizer, prompt),
            Sampling = sampling,
            EndTokens = [.. model.EndOfTurnTokens],
            ContextLength = model.ContextLength,
            StopStrings = form.StopStrings,
            Grammar = form.Grammar is { } grammar
                ? new TokenGrammar(grammar.Compile(), new VocabularyTrie(tokenizer.VocabularySize, tokenizer.BytesOf), [.. model.EndOfTurnTokens]) { WorkLimit = long.MaxValue }
                : null,
        };
        var generator = new TextGenerator(Executable.Load(model.Program, model.Constants), tokenizer.BytesOf);
        GenerationResult result = generator.Start(request).Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        var answer = new DisputedText(request.Prompt, result.Tokens, sampling, SamplingSeed.Derive([], [], sampling.Seed));
        return ReceiptInference.Complete(model, answer with { Finish = result.Finish, StopStrings = form.StopStrings, Grammar = form.Grammar });
    }

    private static Tokenizer TokenizerOf(OpenedModel model) => model.Tokenizer is { } tokenizer && model.Program.Sequence is not null
        ? tokenizer
        : throw new InvalidInputException(InvalidInputKind.Invalid, "prompt", "The model is no language model: give its inputs with --input FILE.");

    private static ImmutableArray<int> Tokens(OpenedModel model, Tokenizer tokenizer, string prompt)
    {
        JsonValue message = JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String(prompt)));
        return [.. model.ChatTemplate is { } template ? tokenizer.Encode(template.Render(new ChatPrompt([message]))) : tokenizer.Encode(prompt)];
    }
}
