using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenGradient.Gateway;

/// <summary>Turns exceptions into answers: foreseen ones into their sentence, all others into a bare 500.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && !context.Response.HasStarted)
                await ErrorWriter.WriteAsync(context, NoEndpoint(context.Response.StatusCode)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            HttpError error = HttpError.From(exception) ?? HttpError.Unexpected;
            if (error.Status >= StatusCodes.Status500InternalServerError)
                LogFailure(context, exception);
            await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailure(context, exception);
            if (!await ErrorWriter.TryWriteEventAsync(context, HttpError.From(exception) ?? HttpError.Unexpected).ConfigureAwait(false))
                context.Abort();
        }
    }

    /// <summary>What to say where a status was set and nothing written: by routing, and by the host filter.</summary>
    private static HttpError NoEndpoint(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "There is nothing at this path.", null, "not_found"),
        StatusCodes.Status405MethodNotAllowed => new(status, "This path does not take this method.", null, "method_not_allowed"),
        StatusCodes.Status400BadRequest => new(status, "This node does not answer for the host that the request names.", "Host", "host_refused"),
        _ => new(status, "The request was refused.", null, "refused"),
    };

    private void LogFailure(HttpContext context, Exception exception) =>
        LogFailure(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private static partial void LogFailure(ILogger logger, string method, string endpoint, Exception exception);
}
