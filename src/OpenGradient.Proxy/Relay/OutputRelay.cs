using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Sends requests for embeddings and tensors on, and answers them itself out of what the receipts commit to: of the node's answer only which receipts there are is used.</summary>
/// <remarks>
/// So there is nothing to compare, and no form of the answer that could hide something: numbers and bytes are those that the receipt commits to, and so are the model's name and the count of tokens.
/// A version of a model is a node's word, which no receipt repeats: ask for a ModelId where the version matters.
/// </remarks>
internal sealed class OutputRelay(ProxyOptions options, NodeConnection node)
{
    /// <summary><c>POST /v1/embeddings</c>.</summary>
    /// <returns>The receipts of the embeddings; none if the node refused.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public async Task<IReadOnlyList<string>> EmbedAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        byte[] body = await RequestBytes.ReadAsync(context).ConfigureAwait(false);
        EmbeddingRequest request = EmbeddingRequestReader.Read(body);
        ImmutableArray<ImmutableArray<CommitmentLeaf>> sent = [.. request.Inputs.Select(static input => (ImmutableArray<CommitmentLeaf>)[.. EmbeddingLeaves.Input(input.Text, input.Text.Tokens)])];

        ImmutableArray<CommittedOutput> outputs = await AskAsync(context, body, body.Length, request.Model, sent).ConfigureAwait(false);
        if (outputs.IsEmpty)
            return [];
        ImmutableArray<ReadOnlyMemory<byte>> embeddings = [.. outputs.Select(static output => output.Leaves is [var leaf] && TensorOf(leaf, output.Answer) is { Type: "f32" } tensor
            ? tensor.Bytes
            : throw new UnverifiedAnswerException("the receipt commits to something else than an embedding", output.Answer.Report))];
        long tokens = outputs.Sum(static output => output.Answer.Report.Receipt!.Content.Usage.InputTokens);
        await JsonResponse
            .WriteAsync(context, writer => EmbeddingJson.Write(writer, ModelOf(outputs[0]), embeddings, tokens, request.IsBase64, [.. outputs.Select(ReceiptOf)])).ConfigureAwait(false);
        return IdsOf(outputs);
    }

    /// <summary><c>POST /v2/models/{model}/infer</c>, with the binary tensor data extension.</summary>
    /// <inheritdoc cref="EmbedAsync"/>
    public async Task<IReadOnlyList<string>> InferAsync(HttpContext context)
    {
        string header = context.Request.Headers[InferResponse.HeaderLengthName].ToString();
        MediaTypes.Require(context.Request, header.Length == 0 ? MediaTypes.Json : MediaTypes.OctetStream);
        byte[] body = await RequestBytes.ReadAsync(context).ConfigureAwait(false);
        int jsonBytes = InferRequestReader.JsonBytes(header, body.Length);
        InferRequest request = InferRequestReader.Read(body, jsonBytes);
        ImmutableArray<CommitmentLeaf> sent = [.. request.Inputs.Select(static input => new TensorContent(input.Tensor.Type.CanonicalName(), input.Tensor.Shape, input.Tensor.Bytes).ToLeaf(input.Name))];

        ImmutableArray<CommittedOutput> outputs = await AskAsync(context, body, jsonBytes, (string)context.Request.RouteValues["model"]!, [sent]).ConfigureAwait(false);
        if (outputs is not [var output])
            return [];
        ImmutableArray<(string Name, Tensor Tensor)> tensors = [.. output.Leaves.Select(leaf => (leaf.Label, ToTensor(TensorOf(leaf, output.Answer))))];
        InferOutput.RequireKnown(request, [.. tensors.Select(static tensor => tensor.Name)]);
        await new InferResponse(ModelOf(output), null, request.Id, InferOutput.Select(request, tensors), ReceiptOf(output)).SendAsync(context).ConfigureAwait(false);
        return IdsOf(outputs);
    }

    /// <summary>Sends a request with a nonce on, and reads the outputs from the receipts; none if the node refused, which is passed on.</summary>
    private async Task<ImmutableArray<CommittedOutput>> AskAsync(HttpContext context, byte[] body, int jsonBytes, string model, ImmutableArray<ImmutableArray<CommitmentLeaf>> sent)
    {
        Purpose purpose = PurposeHeader.Read(context.Request, options.Purpose);
        if (options.Policy.For(purpose).DeniesAll)
            throw new UnverifiedAnswerException("the policy has no rule for this purpose and amount, so nothing was asked");
        SentRequest request = SentRequest.Create(body.AsSpan(0, jsonBytes));
        if (context.Request.Headers.ContainsKey(InferResponse.HeaderLengthName))
            context.Request.Headers[InferResponse.HeaderLengthName] = request.Body.Length.ToString(CultureInfo.InvariantCulture); // with the nonce the JSON is longer
        using HttpResponseMessage response = await node.SendAsync(context.Request, [.. request.Body, .. body.AsSpan(jsonBytes)], context.RequestAborted).ConfigureAwait(false);
        if ((int)response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            await NodeRefusal.PassAsync(context, response, options.MaximumBytes).ConfigureAwait(false);
            return [];
        }

        if (response.StatusCode != HttpStatusCode.OK)
            throw new UnverifiedAnswerException($"the node answers {(int)response.StatusCode}, which is neither an answer nor a refusal");
        ImmutableArray<CommittedOutput> outputs = await node.Outputs.ReadAsync(response.Headers, request, model, purpose, sent, context.RequestAborted).ConfigureAwait(false);
        NodeRefusal.CopyHeaders(response, context.Response);
        return outputs;
    }

    private static TensorContent TensorOf(CommitmentLeaf leaf, VerifiedAnswer answer) => leaf.Kind == LeafKind.Tensor && TensorContent.TryParse(leaf.Content, out TensorContent? tensor)
        ? tensor
        : throw new UnverifiedAnswerException("the receipt commits to something else than tensors", answer.Report);

    private static Tensor ToTensor(TensorContent content) => ElementTypes.TryParse(content.Type, out ElementType type)
        ? new Tensor(type, content.Shape, content.Bytes.ToArray())
        : throw new UnverifiedAnswerException("the receipt commits to a tensor of a type that is not known");

    private static string ModelOf(CommittedOutput output) => output.Answer.Report.Receipt!.Content.Model.Name;

    private static IssuedReceipt ReceiptOf(CommittedOutput output) => new(output.Answer.Report.Receipt!.Id, output.Receipt);

    private static string[] IdsOf(ImmutableArray<CommittedOutput> outputs) => [.. outputs.Select(static output => output.Answer.Report.Receipt!.Id.ToString())];
}
