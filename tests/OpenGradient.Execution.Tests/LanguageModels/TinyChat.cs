using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>The sample chat model, ready to answer.</summary>
internal sealed class TinyChat
{
    private static readonly Lazy<TinyChat> Shared = new(static () => new TinyChat());

    private TinyChat()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/tinychat/tinychat.gguf"));
        Executable = Executable.Load(model.Program, model.Constants);
        Tokenizer = model.Tokenizer!;
        Template = model.ChatTemplate!;
        ContextLength = model.ContextLength!.Value;
        EndTokens = [.. model.EndOfTurnTokens];
    }

    public Executable Executable { get; }

    public Tokenizer Tokenizer { get; }

    public ChatTemplate Template { get; }

    public int ContextLength { get; }

    public int[] EndTokens { get; }

    public static TinyChat Load() => Shared.Value;

    public Generation Start(ChatPrompt prompt, SamplingParameters sampling, params string[] stops) => Start(new GenerationRequest
    {
        Prompt = Tokenizer.Encode(Template.Render(prompt)),
        Sampling = sampling,
        StopStrings = [.. stops],
    });

    public Generation Start(GenerationRequest request) => new TextGenerator(Executable, Tokenizer.BytesOf)
        .Start(request with { EndTokens = [.. EndTokens], ContextLength = ContextLength });
}
