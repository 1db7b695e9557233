using System.Collections.Immutable;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
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
    private readonly List<TokenLogprobs> _logprobs = [];

    private ChatRun(
        HostedModel model, ChatRequest request, ImmutableArray<int> prompt, string providerNonce, DrawStatement? draw, long startedAt, ServingClient client, CancellationToken end)
    {
        _model = model;
        _chat = model.RequireChat();
        _request = request;
        _prompt = prompt;
        ProviderNonce = providerNonce;
        Draw = draw;
        StartedAt = startedAt;
        _calls = HasTools ? new() : null;
        GenerationRequest generation = _chat.ToGeneration(request, prompt, draw?.Proof ?? providerNonce);
        _sampling = generation.Sampling;
        Generation = model.Serving!.TryStart(generation, client, out TimeSpan retryAfter, end) ?? throw new NodeBusyException(retryAfter);
    }

    /// <summary>The answer in the making.</summary>
    public ServedGeneration Generation { get; }

    /// <summary>What the ids of the response's objects are made of; the same for all answers to one request.</summary>
    public required string AnswerId { get; init; }

    /// <summary>Which of the request's answers it is, from 0.</summary>
    public required int Choice { get; init; }

    public string ProviderNonce { get; }

    /// <summary>The provider's part of the random stream, where it has no choice; null if there is no client's nonce to draw for, or no chance.</summary>
    public DrawStatement? Draw { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartedAt { get; }

    /// <summary>The salts of its receipt, drawn before the first token because a stream tells hashes of leaves.</summary>
    public ReceiptSalts Salts { get; } = ReceiptSalts.Generate();

    /// <summary>Its place in a session; null if it belongs to none.</summary>
    public SessionStatement? Session { get; init; }

    /// <summary>The evidence that flows with it; null if nobody asked.</summary>
    public AnswerSegments? Segments { get; private set; }

    public string ModelName => _model.Published.Name;

    public string ProgramId => _model.Published.Manifest.Program.ToString();

    public bool HasTools => _request.Tools is not null;

    public int PromptTokens => _prompt.Length;

    /// <summary>Whether the client wants to be told how likely tokens were.</summary>
    public bool TellsLogprobs => _request.TopLogprobs is not null;

    public Tokenizer Tokenizer => _chat.Tokenizer;

    /// <summary>Whether a token ends the model's turn.</summary>
    public bool IsEnd(int token) => _chat.EndTokens.Contains(token);

    /// <summary>Makes the prompt and lets the model begin as many answers as the request wants.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="drawKey">What the provider's part of the random streams is drawn with.</param>
    /// <param name="startedAt">Seconds since 1970-01-01 UTC.</param>
    /// <param name="client">Who asks: clients take turns where answers have to wait.</param>
    /// <param name="end">Ends the answers as aborted.</param>
    /// <param name="session">The place of the answer in a session; null for none.</param>
    /// <exception cref="InvalidInputException">The model is no language model, or the request does not suit it.</exception>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public static ImmutableArray<ChatRun> Start(
        HostedModel model, ChatRequest request, DrawPrivateKey drawKey, long startedAt, ServingClient client, CancellationToken end, SessionStatement? session = null)
    {
        ImmutableArray<int> prompt = model.RequireChat().ReadPrompt(request, startedAt);
        var runs = ImmutableArray.CreateBuilder<ChatRun>(request.ChoiceCount);
        try
        {
            for (int choice = 0; choice < request.ChoiceCount; choice++)
            {
                string nonce = ReceiptIssuer.DrawNonce();
                DrawStatement? draw = request.Receipt.Nonce.Length > 0 && (request.Temperature ?? "0") != "0" ? DrawStatement.Make(drawKey, choice, request.Receipt.Nonce) : null;
                runs.Add(new ChatRun(model, request, prompt, nonce, draw, startedAt, client, end) { Choice = choice, Session = session, AnswerId = choice == 0 ? nonce[..24] : runs[0].AnswerId });
            }
        }
        catch
        {
            // All of the answers or none.
            foreach (ChatRun run in runs)
                run.Generation.Abort();
            throw;
        }

        return runs.MoveToImmutable();
    }

    /// <summary>What of the token just made is certain to be text of the answer, and no part of a call.</summary>
    public string TakeText()
    {
        if (Generation.Current.Logprobs is { } logprobs)
            _logprobs.Add(logprobs);
        return _calls is null ? Generation.Current.Text : _calls.Append(Generation.Current.Text);
    }

    /// <summary>How likely the tokens since the last call were.</summary>
    public ImmutableArray<TokenLogprobs> TakeLogprobs()
    {
        ImmutableArray<TokenLogprobs> taken = [.. _logprobs];
        _logprobs.Clear();
        return taken;
    }

    /// <summary>What was held back and turned out to be text, when no more tokens come.</summary>
    public string TakeRest() => _calls?.Finish(out _) ?? "";

    /// <summary>Begins to tell evidence with the stream.</summary>
    public void BeginSegments(ReceiptIssuer issuer)
    {
        Commitment input = CommitmentTree.Build(CommitmentSide.Input, ChatLeaves.Input(_request, _prompt), Salts).Commitment;
        StreamHead head = new(Choice, input, issuer.Key.PublicKey.KeyId, _model.Published.Id, new(_request.Receipt.Nonce, ProviderNonce), _model.Published.Manifest.Program, StartedAt);
        Segments = new(new StreamIssuer(head, Salts, issuer.Key), _chat.Tokenizer.BytesOf);
    }

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
            Salts = Salts,
            Session = Session,
            Kind = _request.RawPrompt is null ? ReceiptKind.Chat : ReceiptKind.Completion,
            Input = ChatLeaves.Input(_request, _prompt),
            Output = ChatLeaves.Output(_request, result, _chat.Tokenizer.BytesOf, message),
            Finish = FinishOf(result, message),
            Trace = new(result.TraceRoot, result.TraceLeafCount),
            StartedAt = StartedAt,
            ClientNonce = _request.Receipt.Nonce,
            IsLogDeclined = _request.Receipt.IsLogDeclined,
            ProviderNonce = ProviderNonce,
            Draw = Draw,
            Sampling = SamplingFields.State(_request, _sampling),
            Usage = new(_prompt.Length, result.Tokens.Length),
        };
    }
}
