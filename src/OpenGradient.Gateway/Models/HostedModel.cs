using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>A model that is loaded and ready to run.</summary>
internal sealed class HostedModel : IDisposable
{
    private ImmutableArray<OutputShape>[]? _outputShapes;

    /// <summary>Loads the weights; the opened file is not needed afterwards.</summary>
    public HostedModel(PublishedModel published, OpenedModel opened, ExecutionOptions execution, ServingOptions serving)
    {
        Published = published;
        Executable = Executable.Load(opened.Program, opened.Constants, execution);
        Chat = ChatModel.TryCreate(Executable, opened);
        Encoder = EncoderModel.TryCreate(Executable, opened);
        Serving = Chat is null ? null : new BatchGenerator(Executable, Chat.Tokenizer.BytesOf, serving);
    }

    public PublishedModel Published { get; }

    public Executable Executable { get; }

    /// <summary>What it takes to chat with it; null for a tensor model, and for a language model whose file has no tokenizer.</summary>
    public ChatModel? Chat { get; }

    /// <summary>What it takes to make embeddings with it; null for every other model.</summary>
    public EncoderModel? Encoder { get; }

    /// <summary>What answers all chats with it together; null where <see cref="Chat"/> is.</summary>
    public BatchGenerator? Serving { get; }

    /// <summary><see cref="Chat"/>, where there must be one.</summary>
    /// <exception cref="InvalidInputException">There is none; the sentence says what to do with the model.</exception>
    public ChatModel RequireChat() => Chat ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", IsLanguageModel ? $"The file of '{Published.Name}' holds no tokenizer." : Purpose);

    /// <summary><see cref="Encoder"/>, where there must be one.</summary>
    /// <exception cref="InvalidInputException">There is none; the sentence says what to do with the model.</exception>
    public EncoderModel RequireEncoder() => Encoder ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", Purpose);

    /// <summary>A sentence that says what the model is for.</summary>
    public string Purpose => IsLanguageModel ? $"'{Published.Name}' is a language model: POST /v1/chat/completions."
        : Encoder is not null ? $"'{Published.Name}' is an embedding model: POST /v1/embeddings."
        : $"'{Published.Name}' is a tensor model: POST /v2/models/{Published.Name}/infer.";

    public ImmutableArray<ProgramInput> Inputs => Executable.Program.Inputs;

    public ImmutableArray<ProgramOutput> Outputs => Executable.Program.Outputs;

    /// <summary>What its outputs look like; found out by running the model, in a turn of the gate, when it is first asked for.</summary>
    public async ValueTask<ImmutableArray<OutputShape>> FindOutputShapesAsync(InferenceGate gate, string client, CancellationToken cancellationToken)
    {
        if (_outputShapes is { } known)
            return known[0];
        using InferenceGate.Admission admission = gate.Admit(client);
        using InferenceGate.Turn turn = await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        // Whoever waited here meanwhile finds what the first has found.
        _outputShapes ??= [OutputShape.Probe(Executable, cancellationToken)];
        return _outputShapes[0];
    }

    /// <summary>Whether it answers chats; every other model takes tensors.</summary>
    public bool IsLanguageModel => Executable.Program.Sequence is not null;

    /// <summary>Ends the answers under way.</summary>
    public void Dispose() => Serving?.Dispose();
}
