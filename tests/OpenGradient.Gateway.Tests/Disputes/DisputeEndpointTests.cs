using System.Net;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Disputes;

/// <summary><c>/v1/receipts/{id}/dispute</c>: a node that answers for what it signed.</summary>
public sealed class DisputeEndpointTests(TestNode node)
{
    [Fact]
    public async Task Dispute_OfALiar_ConvictsTheLiar()
    {
        using ChallengerOf challenger = await CreateAsync();
        Disputant liar = Disputant.Cheating(challenger.Inference, new Cheat(CheatKind.Activation, Party: Party.B));
        DsseEnvelope said = challenger.Opening;
        (HttpStatusCode status, JsonValue answer) = await challenger.OpenAsync();
        while (liar.Verdict is null)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            liar.Hear(challenger.Hear(answer, said));
            said = challenger.Sign(liar.Speak());
            (status, answer) = await challenger.SayAsync(said);
        }

        Assert.True(answer.TryGet("verdict", out JsonValue? verdict) && verdict.TryGet("convicted", out JsonValue? convicted));
        Assert.True(verdict!.TryGet("convicted", out convicted));
        Assert.Equal("b", Assert.Single(convicted.Items).Text);
        (status, _) = await challenger.SayAsync(challenger.Sign("{}"u8.ToArray()));
        Assert.Equal(HttpStatusCode.Conflict, status);
    }

    /// <summary>Whatever a client may ask for: what the node runs for a dispute is what it served.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"temperature":0.9,"top_p":0.8,"seed":5,"frequency_penalty":0.4,"logit_bias":{"15":-100}}""")]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"stop":["4"]}""")]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"response_format":{"type":"json_object"},"max_tokens":20}""")]
    [InlineData("/v1/completions", """{"model":"tinychat","prompt":"12 + 30 is","max_tokens":3}""")]
    [InlineData("/v1/embeddings", """{"model":"small-bert","input":"a word"}""")]
    [InlineData("/v2/models/price-risk/infer", null)]
    public async Task Dispute_ByAnHonestChallenger_EndsInAgreement(string path, string? body)
    {
        await EncoderOfNode.PublishAsync(node);
        using HttpResponseMessage response = await node.PostJsonAsync(path, body ?? SampleModels.SampleInput("price-risk"), ("Inference-Receipt", "?1"));
        JsonElement receipt = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt");
        string id = (receipt.ValueKind == JsonValueKind.Array ? receipt[0] : receipt).GetProperty("id").GetString()!;
        using ChallengerOf challenger = await ChallengerOf.CreateAsync(node, id);
        Disputant own = challenger.Honest();
        (_, JsonValue answer) = await challenger.OpenAsync();
        own.Hear(challenger.Hear(answer, challenger.Opening));
        await challenger.SayAsync(challenger.Sign(own.Speak()));

        Assert.Equal(VerdictCode.Agreement, own.Verdict!.Code);
    }

    [Fact]
    public async Task Dispute_TheSameMessageAgain_GetsTheSameAnswer()
    {
        using ChallengerOf challenger = await CreateAsync();
        Disputant liar = Disputant.Cheating(challenger.Inference, new Cheat(CheatKind.Activation, Party: Party.B));
        (_, JsonValue first) = await challenger.OpenAsync();
        (_, JsonValue reopened) = await challenger.OpenAsync();
        Assert.Equal(Payload(first), Payload(reopened));
        liar.Hear(challenger.Hear(first, challenger.Opening));
        DsseEnvelope said = challenger.Sign(liar.Speak());

        (_, JsonValue second) = await challenger.SayAsync(said);
        (_, JsonValue again) = await challenger.SayAsync(said);

        Assert.Equal(CanonicalJson.Serialize(second), CanonicalJson.Serialize(again));
        await EndAsync(challenger);
    }

    [Fact]
    public async Task Open_WhileAnotherOneDisputes_IsToldToComeAgain()
    {
        using ChallengerOf first = await CreateAsync();
        using ChallengerOf second = await CreateAsync();
        await first.OpenAsync();

        (HttpStatusCode status, _) = await second.OpenAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        await EndAsync(first);
    }

    [Fact]
    public async Task Open_WithOtherTerms_IsRefused()
    {
        using ChallengerOf challenger = await CreateAsync();
        challenger.Opening = new DisputeOpening(challenger.Receipt.Id, Digest.Sha256("guess"u8), challenger.Key.PublicKey.KeyId).Sign(challenger.Key);

        Assert.Equal(HttpStatusCode.Conflict, (await challenger.OpenAsync()).Status);
    }

    [Fact]
    public async Task Open_SignedByAnother_IsRefused()
    {
        using ChallengerOf challenger = await CreateAsync();
        using P256PrivateKey other = P256PrivateKey.Generate();
        challenger.Opening = DsseEnvelope.Sign(DisputeOpening.PayloadType, challenger.Opening.Payload, other);

        Assert.Equal(HttpStatusCode.BadRequest, (await challenger.OpenAsync()).Status);
    }

    /// <summary>An auditor's key is no secret: whoever says that it is the auditor has to sign so before anything happens.</summary>
    [Fact]
    public async Task Open_InTheNameOfAChallengerThatDisputes_DoesNotEndItsDispute()
    {
        using ChallengerOf challenger = await CreateAsync();
        DsseEnvelope opening = challenger.Opening;
        (_, JsonValue first) = await challenger.OpenAsync();
        Disputant own = challenger.Honest();
        own.Hear(challenger.Hear(first, opening));
        using P256PrivateKey other = P256PrivateKey.Generate();
        challenger.Opening = DsseEnvelope.Sign(DisputeOpening.PayloadType, opening.Payload, other);

        Assert.Equal(HttpStatusCode.BadRequest, (await challenger.OpenAsync()).Status);
        (HttpStatusCode status, _) = await challenger.SayAsync(challenger.Sign(own.Speak()));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <summary>Whether terms are the receipt's tells a guess of the input from the truth.</summary>
    [Fact]
    public async Task Open_ByWhomTheInputIsHiddenFrom_IsRefused()
    {
        using ChallengerOf challenger = await CreateAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await challenger.OpenAsync(("Via", "1.1 proxy"))).Status);
    }

    [Fact]
    public async Task Say_WhatTheChallengerDidNotSignNext_IsRefusedAndChangesNothing()
    {
        using ChallengerOf challenger = await CreateAsync();
        (_, JsonValue first) = await challenger.OpenAsync();
        byte[] heard = challenger.Hear(first, challenger.Opening);
        Disputant own = challenger.Honest();
        own.Hear(heard);
        byte[] message = own.Speak();
        using P256PrivateKey other = P256PrivateKey.Generate();

        Assert.Equal(HttpStatusCode.BadRequest, (await challenger.SayAsync(DisputeStatement.Sign(challenger.Receipt.Id, challenger.Previous, message, other)!)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await challenger.SayAsync(DisputeStatement.Sign(challenger.Receipt.Id, Digest.Sha256("else"u8), message, challenger.Key)!)).Status);
        (HttpStatusCode status, JsonValue answer) = await challenger.SayAsync(challenger.Sign(message));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.TryGet("verdict", out JsonValue? verdict) && verdict.TryGetString("code", out string? code) && code == "Agreement");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"opening":{},"spki":"AAAA"}""")]
    [InlineData("""{"message":{"payload":"","payloadType":"x","signatures":[]}}""")]
    public async Task Say_Anything_IsRefused(string body)
    {
        string id = await node.InferAsync();

        using HttpResponseMessage response = await node.PostJsonAsync($"/v1/receipts/{id}/dispute", body);

        Assert.InRange((int)response.StatusCode, 400, 404);
    }

    private async Task<ChallengerOf> CreateAsync() => await ChallengerOf.CreateAsync(node, await node.InferAsync());

    /// <summary>Says what is malformed, so that the desk is free for the next test.</summary>
    private static async Task EndAsync(ChallengerOf challenger)
    {
        (_, JsonValue answer) = await challenger.OpenAsync();
        challenger.Hear(answer, challenger.Opening);
        await challenger.SayAsync(challenger.Sign("{}"u8.ToArray()));
    }

    private static byte[] Payload(JsonValue answer)
    {
        Assert.True(answer.TryGet("message", out JsonValue? json) && DsseEnvelope.TryRead(json, out DsseEnvelope? envelope));
        Assert.True(DsseEnvelope.TryRead(json!, out envelope));
        return envelope.Payload.ToArray();
    }
}
