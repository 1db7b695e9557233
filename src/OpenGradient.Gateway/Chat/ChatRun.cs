using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>One answer under way: the prompt, the answer as it grows, and the record of it for the receipt.</summary>
internal sealed class ChatRun
{
    private readonly HostedModel _model;
    private readonly ChatModel _chat;
    private readonly ChatRequest _request;
    private readonly SamplingParameters _sampling;
    private readonly ImmutableArray<int> _prompt;
    private readonly ToolCallParser? _calls;

    private ChatRun(HostedModel model, ChatModel chat, ChatRequest request, ImmutableArray<int> prompt, string providerNonce, long startedAt)
    {
        _model = model;
        _chat = chat;
        _request = request;
        _prompt = prompt;
        ProviderNonce = providerNonce;
        StartedAt = startedAt;
        _sampling = ReadSampling(request, chat);
        _calls = HasTools ? new() : null;
        Generation = Start(chat, request, _sampling, _prompt, providerNonce);
    }

    /// <summary>The answer in the making.</summary>
    public Generation Generation { get; }

    /// <summary>What the ids of the response's objects are made of; the same for all answers to one request.</summary>
    public required string AnswerId { get; init; }

    /// <summary>Which of the request's answers it is, from 0.</summary>
    public required int Choice { get; init; }

    public string ProviderNonce { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartedAt { get; }

    public string ModelName => _model.Published.Name;

    public string ProgramId => _model.Published.Manifest.Program.ToString();

    public bool HasTools => _request.Tools is not null;

    public int PromptTokens => _prompt.Length;

    /// <summary>Makes the prompt and gets as many answers ready as the request wants; nothing has been computed yet.</summary>
    /// <exception cref="InvalidInputException">The model is no language model, or the request does not suit it.</exception>
    public static ImmutableArray<ChatRun> Start(HostedModel model, ChatRequest request, long startedAt)
    {
        ChatModel chat = model.RequireChat();
        ImmutableArray<int> prompt = chat.ReadPrompt(request);
        var runs = ImmutableArray.CreateBuilder<ChatRun>(request.ChoiceCount);
        for (int choice = 0; choice < request.ChoiceCount; choice++)
        {
            string nonce = ReceiptIssuer.DrawNonce();
            runs.Add(new ChatRun(model, chat, request, prompt, nonce, startedAt) { Choice = choice, AnswerId = choice == 0 ? nonce[..24] : runs[0].AnswerId });
        }

        return runs.MoveToImmutable();
    }

    /// <summary>The generation that a request means; an aborted one is run again by saying after how many tokens it ended.</summary>
    public static Generation Start(
        ChatModel chat, ChatRequest request, SamplingParameters sampling, ImmutableArray<int> prompt, string providerNonce, int? abortAfter = null) =>
        chat.Generator.Start(new GenerationRequest
        {
            Prompt = prompt,
            Sampling = sampling,
            ClientNonce = Convert.FromHexString(request.Receipt.Nonce),
            ProviderNonce = Convert.FromHexString(providerNonce),
            StopStrings = request.Stop,
            EndTokens = chat.EndTokens,
            ContextLength = chat.ContextLength,
            AbortAfter = abortAfter,
        });

    /// <summary>What of the token just made is certain to be text of the answer, and no part of a call.</summary>
    public string TakeText() => _calls is null ? Generation.Current.Text : _calls.Append(Generation.Current.Text);

    /// <summary>What was held back and turned out to be text, when no more tokens come.</summary>
    public string TakeRest() => _calls?.Finish(out _) ?? "";

    /// <summary>The text of the prompt, for a client that wants it in front of the answer.</summary>
    public string ReadPromptText() => _request.RawPrompt?.Text ?? _chat.Tokenizer.Decode(_prompt.AsSpan());

    /// <summary>The stop string at which the answer ended; null if none did.</summary>
    public string? FindStop()
    {
        GenerationResult result = Generation.Result;
        string whole = Encoding.UTF8.GetString(ChatLeaves.Bytes(result.Tokens.AsSpan(), _chat.Tokenizer.BytesOf));
        int end = result.Text.Length;
        return end < whole.Length ? _request.Stop.FirstOrDefault(stop => whole.AsSpan(end).StartsWith(stop, StringComparison.Ordinal)) : null;
    }

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
            Kind = _request.RawPrompt is null ? ReceiptKind.Chat : ReceiptKind.Completion,
            Input = ChatLeaves.Input(_request, _prompt),
            Output = ChatLeaves.Output(_request, result, _chat.Tokenizer.BytesOf, message),
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
