using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Tokenizers;

namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>The engine of a node behind HTTP without any evidence: no step is traced, nothing is signed, stored or logged.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly BatchGenerator _generator;
    private readonly Tokenizer _tokenizer;
    private readonly WebApplication _application;

    private BareServer(OpenedModel model)
    {
        var untraced = model.Program with { Steps = [.. model.Program.Steps.Select(static step => step with { IsTraced = false })] };
        _tokenizer = model.Tokenizer!;
        _generator = new BatchGenerator(Executable.Load(untraced, model.Constants), _tokenizer.BytesOf, new ServingOptions { CacheBytes = 1L << 30 });
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        _application = builder.Build();
        _application.Urls.Add("http://127.0.0.1:0");
        _application.MapPost("/v1/completions", AnswerAsync);
    }

    public Uri Address => new(_application.Urls.First());

    public static async Task<BareServer> StartAsync(OpenedModel model)
    {
        var server = new BareServer(model);
        await server._application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _generator.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        var request = new GenerationRequest
        {
            Prompt = [.. body.RootElement.GetProperty("prompt").EnumerateArray().Select(static token => token.GetInt32())],
            Sampling = SamplingParameters.Greedy(body.RootElement.GetProperty("max_tokens").GetInt32()),
        };
        ServedGeneration generation = _generator.TryStart(request, "", context.RequestAborted)!;
        while (await generation.MoveNextAsync())
        {
        }

        GenerationResult result = generation.Result;
        await context.Response.WriteAsJsonAsync(new { choices = new[] { new { text = result.Text } }, usage = new { completion_tokens = result.Tokens.Length } });
    }
}
