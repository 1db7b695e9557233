using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Takes requests for inference in: reads the body, and lets it be understood in a turn.</summary>
/// <remarks>
/// What a body means takes many times its memory, and time: no more of them are read at once than may compute, and all bodies together have a
/// limit too. So what clients send cannot take the node's memory, however many they are.
/// </remarks>
internal sealed class RequestIntake(BodyMemory memory, InferenceGate gate, ClientIdentity clients)
{
    private const long LargestLimit = 1 << 30;
    private const int DroppedLimits = 4;

    /// <summary>Reads the body and does <paramref name="handle"/> with it, in a turn.</summary>
    /// <exception cref="InvalidInputException">The body is larger than the endpoint's limit.</exception>
    /// <exception cref="NodeBusyException">Too much is under way, of all or of this client.</exception>
    public async ValueTask<T> HandleAsync<T>(HttpContext context, Func<RequestBody, T> handle)
    {
        string client = clients.NameOf(context);
        using RequestBody body = new(memory, client);
        await ReadAsync(context, body).ConfigureAwait(false);
        using InferenceGate.Admission admission = gate.Admit(client);
        using InferenceGate.Turn turn = await admission.EnterAsync(context.RequestAborted).ConfigureAwait(false);
        return handle(body);
    }

    /// <remarks>
    /// A body that is too large is read a while longer and dropped before it is refused: a client that is still sending would
    /// otherwise see a broken connection instead of the answer.
    /// </remarks>
    private static async ValueTask ReadAsync(HttpContext context, RequestBody body)
    {
        long limit = TakeOverLimit(context);
        try
        {
            int readBytes;
            while (body.SizeBytes <= limit && (readBytes = await context.Request.Body.ReadAsync(body.Rest(), context.RequestAborted).ConfigureAwait(false)) > 0)
                body.Advance(readBytes);
        }
        catch (NodeBusyException)
        {
            await DropAsync(context, limit).ConfigureAwait(false);
            throw;
        }

        if (body.SizeBytes <= limit)
            return;
        await DropAsync(context, limit).ConfigureAwait(false);
        throw new InvalidInputException(InvalidInputKind.TooLarge, "body", $"The body is larger than the limit of {limit} bytes.");
    }

    /// <summary>The server's limit, which from here on is kept by this reader.</summary>
    private static long TakeOverLimit(HttpContext context)
    {
        IHttpMaxRequestBodySizeFeature feature = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        long limit = Math.Min(feature.MaxRequestBodySize ?? LargestLimit, LargestLimit);
        feature.MaxRequestBodySize = null;
        return limit;
    }

    private static async ValueTask DropAsync(HttpContext context, long limit)
    {
        byte[] dropped = new byte[16 * 1024];
        long dropBytes = limit * DroppedLimits;
        int readBytes;
        while (dropBytes > 0 && (readBytes = await context.Request.Body.ReadAsync(dropped, context.RequestAborted).ConfigureAwait(false)) > 0)
            dropBytes -= readBytes;
    }
}
