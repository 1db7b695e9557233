using System.Net;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary>A node that ran something else than it says, and stands by it in a dispute: party a with a cheat, signing with the node's key.</summary>
internal sealed class CheatingNode : LocalServer
{
    private readonly Disputant _cheat;
    private readonly P256PrivateKey _key;
    private readonly ReceiptId _receipt;
    private readonly int _mostAnswers;
    private Digest _previous;
    private int _answers;

    /// <param name="cheat">What it says.</param>
    /// <param name="key">What it signs with.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="mostAnswers">After so many it says no more.</param>
    public CheatingNode(Disputant cheat, P256PrivateKey key, ReceiptId receipt, int mostAnswers = int.MaxValue)
    {
        (_cheat, _key, _receipt, _mostAnswers) = (cheat, key, receipt, mostAnswers);
        Serve();
    }

    /// <value>How often it says that it has no time before it answers anything. Default: never.</value>
    public int BusyAnswers { get; set; }

    protected override async Task AnswerAsync(HttpListenerContext context)
    {
        using MemoryStream body = new();
        await context.Request.InputStream.CopyToAsync(body);
        if (BusyAnswers-- > 0)
        {
            context.Response.StatusCode = 429;
            context.Response.Headers["Retry-After"] = "1";
            context.Response.Close("{\"error\":{\"message\":\"Another dispute is under way.\"}}"u8.ToArray(), willBlock: true);
            return;
        }

        JsonValue? answer = Answer(body.ToArray());
        context.Response.StatusCode = answer is null ? 503 : 200;
        await context.Response.OutputStream.WriteAsync(CanonicalJson.Serialize(answer ?? JsonValue.Null));
        context.Response.Close();
    }

    private JsonValue? Answer(byte[] body)
    {
        Assert.True(JsonReader.TryRead(body, out JsonValue? said));
        if (++_answers > _mostAnswers)
            return null;
        bool isOpening = said.TryGet("opening", out JsonValue? json);
        Assert.True((isOpening || said.TryGet("message", out json)) && DsseEnvelope.TryRead(json!, out DsseEnvelope? envelope));
        Assert.True(DsseEnvelope.TryRead(json!, out envelope));
        _previous = Digest.Sha256(envelope.Payload.Span);
        if (!isOpening && JsonReader.TryRead(envelope.Payload.Span, out JsonValue? payload) && payload.TryGet("message", out JsonValue? message))
            _cheat.Hear(CanonicalJson.Serialize(message));
        if (_cheat.Verdict is not null)
            return JsonValue.Null;
        DsseEnvelope signed = DisputeStatement.Sign(_receipt, _previous, _cheat.Speak(), _key)!;
        return JsonValue.Object(("message", signed.ToJson()));
    }
}
