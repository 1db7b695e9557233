using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v2/models/{model}[/versions/{version}]/infer</c>: runs a tensor model and makes its receipt.</summary>
internal sealed class InferEndpoint(ModelHost models, RequestIntake intake, ReceiptIssuer issuer, EvidenceGate evidence, DisclosureAccess access, SessionTable sessions)
{
    public async Task HandleAsync(HttpContext context)
    {
        HostedModel model = models.Get((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues["version"]);
        if (model.IsLanguageModel)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", model.Purpose);
        string jsonLength = context.Request.Headers[InferResponse.HeaderLengthName].ToString();
        MediaTypes.Require(context.Request, jsonLength.Length == 0 ? MediaTypes.Json : MediaTypes.OctetStream);
        string providerNonce = ReceiptIssuer.DrawNonce();
        long startedAt = issuer.Now;
        (InferRequest request, Tensor[] inputs, RunResult result) =
            await intake.HandleAsync(context, body => Run(context, model, Read(context, body, jsonLength))).ConfigureAwait(false);
        InferOutput[] outputs = InferOutput.Select(request, [.. model.Outputs.Select((output, index) => (output.Name, result.Outputs[index]))]);
        using SessionClaim claim = sessions.Claim(request.Receipt.Session);
        IssuedReceipt receipt = await issuer
            .IssueAsync(Record(model, inputs, result, startedAt, request.Receipt.Nonce, providerNonce) with { Session = claim.Place }).ConfigureAwait(false);
        if (request.Receipt.IsIncluded)
            ReceiptHeader.Set(context.Response, receipt.Id, access.TokenFor(providerNonce));
        InferResponse response = new(model.Published.Name, model.Published.Version.ToString(CultureInfo.InvariantCulture), request.Id, outputs, request.Receipt.IsIncluded ? receipt : null);
        await response.SendAsync(context).ConfigureAwait(false);
    }

    private static InferRequest Read(HttpContext context, RequestBody body, string jsonLength)
    {
        InferRequest request = InferRequestReader.Read(body.Span, InferRequestReader.JsonBytes(jsonLength, body.Span.Length));
        return request with { Receipt = ReceiptWishReader.AddHeader(request.Receipt, context.Request.Headers) };
    }

    private (InferRequest Request, Tensor[] Inputs, RunResult Result) Run(HttpContext context, HostedModel model, InferRequest request)
    {
        evidence.Require(
            PurposeHeader.Read(context.Request, Purpose.None), new RestingRequest { Tensors = [.. request.Inputs.Select(static input => input.Tensor)], Wish = request.Receipt }, context.RequestAborted);
        Tensor[] inputs = InputBinder.Bind(model.Inputs, request.Inputs);
        InferOutput.RequireKnown(request, [.. model.Outputs.Select(static output => output.Name)]);
        return (request, inputs, model.Executable.Run(inputs, context.RequestAborted));
    }

    /// <summary>What the receipt of a run is made of.</summary>
    internal static InferenceRecord Record(
        HostedModel model, Tensor[] inputs, RunResult result, long startedAt, string clientNonce, string providerNonce) => new()
        {
            Model = model,
            Kind = ReceiptKind.Tensor,
            Input = Commit(model.Inputs.Select(static input => input.Name), inputs),
            Output = Commit(model.Outputs.Select(static output => output.Name), result.Outputs),
            Finish = FinishReason.Complete,
            Trace = new(result.TraceRoot, result.TraceLeafCount),
            StartedAt = startedAt,
            ClientNonce = clientNonce,
            ProviderNonce = providerNonce,
        };

    private static ImmutableArray<CommitmentLeaf> Commit(IEnumerable<string> names, IReadOnlyList<Tensor> tensors) =>
        [.. names.Select((name, index) => new TensorContent(tensors[index].Type.CanonicalName(), tensors[index].Shape, tensors[index].Bytes).ToLeaf(name))];
}
