using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace OpenGradient.Client;

/// <summary>Asks a node, and gives out only answers that are verified.</summary>
/// <example>
/// <code>
/// using OpenGradientClient client = new(new OpenGradientOptions { Node = new Uri("http://127.0.0.1:8080") });
/// ChatResponse response = await client.GetChatClient("tinychat").GetResponseAsync("What is 12 + 30?");
/// Console.WriteLine(response.Text + response.GetVerdict()!.Receipt!.Id);
/// </code>
/// </example>
public sealed class OpenGradientClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly OpenAIClient _api;
    private readonly CommittedOutputs _outputs;
    private readonly Uri _node;

    /// <summary>A client with connections of its own.</summary>
    public OpenGradientClient(OpenGradientOptions options)
        : this(options, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
    }

    /// <summary>A client that sends by <paramref name="inner"/>.</summary>
    public OpenGradientClient(OpenGradientOptions options, HttpMessageHandler inner)
    {
        ArgumentNullException.ThrowIfNull(options);
        _node = options.Node;
        _outputs = new CommittedOutputs(options, new HttpMessageInvoker(inner, disposeHandler: false));
        _http = new HttpClient(new VerifyingHandler(options, inner)) { BaseAddress = options.AddressOf(""), Timeout = Timeout.InfiniteTimeSpan };
        _api = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions
        {
            Endpoint = options.AddressOf("v1"),
            NetworkTimeout = Timeout.InfiniteTimeSpan, // the caller's token says when to give up
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0), // the handler knows when another try is safe
            Transport = new HttpClientPipelineTransport(_http),
        });
    }

    /// <summary>An HTTP client below the node's address, for requests in any form of its APIs; what is refused throws <see cref="UnverifiedAnswerException"/>.</summary>
    public HttpClient Http => _http;

    /// <summary>A chat client of one model, whose responses carry the verdict: <see cref="Verdicts.GetVerdict(ChatResponse)"/>.</summary>
    public IChatClient GetChatClient(string model) => new VerifyingChatClient(_api.GetChatClient(model).AsIChatClient());

    /// <summary>Embeds texts with one model; each vector has the bits that its receipt commits to, and carries the verdict.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> GetEmbeddingGenerator(string model) => new VerifyingEmbeddingGenerator(_outputs, _node, model);

    /// <summary>Runs one tensor model; outputs have the bits that the receipt commits to.</summary>
    public TensorClient GetTensorClient(string model) => new(_outputs, model);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
