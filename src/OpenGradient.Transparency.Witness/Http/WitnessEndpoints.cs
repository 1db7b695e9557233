using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>The requests of c2sp.org/tlog-witness; submission and monitoring prefix are the same.</summary>
internal sealed class WitnessEndpoints(LogWitness witness)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/add-checkpoint", AddCheckpointAsync);
        routes.MapPost("/sign-subtree", SignSubtreeAsync);
        routes.MapGet("/{originHash}/checkpoint", GetCheckpointAsync);
    }

    private Task AddCheckpointAsync(HttpContext context) => AnswerAsync(context, witness.AddCheckpointAsync);

    private Task SignSubtreeAsync(HttpContext context) => AnswerAsync(context, body => Task.FromResult(witness.SignSubtree(body)));

    private static async Task AnswerAsync(HttpContext context, Func<ReadOnlyMemory<byte>, Task<WitnessAnswer>> ask)
    {
        try
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, await ask(body.ToArray()).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            context.Response.StatusCode = error.StatusCode;
        }
        catch (LogStoppedException)
        {
            // The disk's fault is the operator's to read, on the console; whoever asks learns that nothing was signed.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private Task GetCheckpointAsync(HttpContext context)
    {
        byte[]? note = witness.FindCheckpoint((string?)context.Request.RouteValues["originHash"] ?? "");
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return WriteAsync(context, note is null ? WitnessAnswer.Refused(404, "no checkpoint of this log was cosigned") : new WitnessAnswer(200, WitnessMediaTypes.Plain, note));
    }

    private static Task WriteAsync(HttpContext context, WitnessAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.MediaType;
        context.Response.ContentLength = answer.Body.Length;
        return context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).AsTask();
    }
}
