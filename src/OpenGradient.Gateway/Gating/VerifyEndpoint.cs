using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/verify</c>: the report on a bundle under the node's policy, and each demand by itself. Nothing is kept.</summary>
/// <remarks>It says what any verifier with that policy says; who does not trust the node runs one.</remarks>
internal sealed class VerifyEndpoint(Policy? policy, RequestIntake intake, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/verify", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        if (!MediaTypes.Is(context.Request, Bundle.MediaType))
            MediaTypes.Require(context.Request, MediaTypes.Json);
        Purpose purpose = PurposeHeader.Read(context.Request, Purpose.None);
        VerificationReport report = await intake.HandleAsync(context, body => Verify(body.Span.ToArray(), purpose)).ConfigureAwait(false);
        byte[] demands = CanonicalJson.Serialize(JsonValue.Array([.. report.Demands.Select(static demand => demand.ToJson())]));
        await JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("accepted", report.Accepted);
            writer.WriteString("policy", policy is null ? "default" : "node");
            writer.WritePropertyName("demands");
            writer.WriteRawValue(demands);
            writer.WritePropertyName("report");
            writer.WriteRawValue(report.ToJson());
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private VerificationReport Verify(byte[] bundle, Purpose purpose) =>
        BundleVerifier.Verify(bundle, policy ?? Policy.Default, time.GetUtcNow().ToUnixTimeSeconds(), purpose: purpose);
}
