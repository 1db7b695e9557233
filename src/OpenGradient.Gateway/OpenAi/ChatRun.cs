using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>One chat completion under way: the prompt, the answer as it grows, and the record of it for the receipt.</summary>
internal sealed class ChatRun
{
    private readonly HostedModel _model;
    private readonly ChatModel _chat;
    private readonly ChatRequest _request;
    private readonly SamplingParameters _sampling;
    private readonly ImmutableArray<int> _prompt;

    private ChatRun(HostedModel model, ChatModel chat, ChatRequest request, string providerNonce, long startedAt, string client, CancellationToken end)
    {
        _model = model;
        _chat = chat;
        _request = request;
        ProviderNonce = providerNonce;
        StartedAt = startedAt;
        _sampling = ReadSampling(request, chat);
        _prompt = chat.Tokenizer.Encode(chat.Template.Render(new ChatPrompt(request.Messages, request.Tools?.Json)));
        Generation = model.Serving!.TryStart(ToGeneration(chat, request, _sampling, _prompt, providerNonce), client, end) ?? throw new NodeBusyException();
    }

    /// <summary>The answer in the making.</summary>
    public ServedGeneration Generation { get; }

    public string ProviderNonce { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartedAt { get; }

    public string ModelName => _model.Published.Name;

    public string ProgramId => _model.Published.Manifest.Program.ToString();

    public bool HasTools => _request.Tools is not null;

    public int PromptTokens => _prompt.Length;

    /// <summary>Renders the prompt and lets the model begin.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="providerNonce">Drawn for this answer.</param>
    /// <param name="startedAt">Seconds since 1970-01-01 UTC.</param>
    /// <param name="client">Who asks: clients take turns where answers have to wait.</param>
    /// <param name="end">Ends the answer as aborted.</param>
    /// <exception cref="InvalidInputException">The model does not chat, or the request does not suit it.</exception>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public static ChatRun Start(HostedModel model, ChatRequest request, string providerNonce, long startedAt, string client, CancellationToken end)
    {
        if (model.Chat is not { } chat)
        {
            throw new InvalidInputException(
                InvalidInputKind.Unsupported,
                "model",
                model.IsLanguageModel
                    ? $"The file of '{model.Published.Name}' holds no tokenizer or no chat template."
                    : $"'{model.Published.Name}' is a tensor model: POST /v2/models/{model.Published.Name}/infer.");
        }

        return new ChatRun(model, chat, request, providerNonce, startedAt, client, end);
    }

    /// <summary>The generation that a request means; an aborted one is run again by saying after how many tokens it ended.</summary>
    public static GenerationRequest ToGeneration(
        ChatModel chat, ChatRequest request, SamplingParameters sampling, ImmutableArray<int> prompt, string providerNonce, int? abortAfter = null) =>
        new()
        {
            Prompt = prompt,
            Sampling = sampling,
            ClientNonce = Convert.FromHexString(request.Receipt.Nonce),
            ProviderNonce = Convert.FromHexString(providerNonce),
            StopStrings = request.Stop,
            EndTokens = chat.EndTokens,
            ContextLength = chat.ContextLength,
            AbortAfter = abortAfter,
        };

    /// <summary>The finished answer as a message.</summary>
    public AssistantMessage ReadMessage() => AssistantMessage.Read(Generation.Result.Text, HasTools, ProviderNonce);

    /// <summary>Why it is over: as the generation says, but for calls of tools.</summary>
    public static FinishReason FinishOf(GenerationResult result, AssistantMessage message) => result.Finish switch
    {
        Execution.LanguageModels.FinishReason.Aborted => FinishReason.Aborted,
        Execution.LanguageModels.FinishReason.Length => FinishReason.Length,
        _ => message.ToolCalls.IsEmpty ? FinishReason.Stop : FinishReason.ToolCalls,
    };

    /// <summary>What the receipt is made of.</summary>
    public InferenceRecord ToRecord(AssistantMessage message)
    {
        GenerationResult result = Generation.Result;
        return new InferenceRecord
        {
            Model = _model,
            Kind = ReceiptKind.Chat,
            Input = ChatLeaves.Input(_request, _prompt),
            Output = ChatLeaves.Output(result.Tokens, _chat.Tokenizer.BytesOf, message),
            Finish = FinishOf(result, message),
            Trace = new(result.TraceRoot, result.TraceLeafCount),
            StartedAt = StartedAt,
            ClientNonce = _request.Receipt.Nonce,
            ProviderNonce = ProviderNonce,
            Sampling = new(
                _sampling.MaxTokens, _sampling.Seed, ChatLeaves.StopDigest(_request.Stop), _sampling.Temperature, _sampling.TopK, _sampling.TopP),
            Usage = new(_prompt.Length, result.Tokens.Length),
        };
    }

    /// <summary>The settings as the client sent them. Where it sent none: greedy, because that is what anyone can repeat.</summary>
    private static SamplingParameters ReadSampling(ChatRequest request, ChatModel chat) => new(
        request.Temperature ?? "0",
        request.TopP ?? "1",
        request.TopK ?? "0",
        request.MaxTokens ?? chat.MaxTokens.ToString(CultureInfo.InvariantCulture),
        request.Seed ?? "");
}
