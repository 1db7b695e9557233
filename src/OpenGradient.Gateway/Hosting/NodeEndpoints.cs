using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenGradient.Gateway;

/// <summary>Which path goes to which room.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, NodeServices node)
    {
        routes.MapGet("/health/live", static context => context.Response.WriteAsync("live\n"));
        routes.MapGet("/health/ready", context => WriteReadyAsync(context, node.Readiness.IsReady));
        InferEndpoint infer = new(node.Models, node.Intake, node.Issuer, node.Evidence, node.Access, node.Sessions);
        new OpenInferenceEndpoints(node.Models, node.Gate, node.Clients, infer, node.Readiness).Map(routes);
        new ModelEndpoints(node.Models.Store).Map(routes);
        BundleBuilder bundles = new(node.Keys, node.Log, node.Proofs, node.Votes);
        LanguageEndpoints.Map(routes, node, bundles);
        ReceiptAccess receipts = new(node.Receipts, node.Access);
        new ReceiptEndpoints(node.Receipts, bundles, node.Access).Map(routes);
        new TwinEndpoints(receipts, node.Keys).Map(routes);
        new ProofEndpoints(node.Proofs, receipts, node.Prover, node.Gate, node.Clients).Map(routes);
        new DisputeEndpoint(node.Disputes, receipts, node.Intake).Map(routes);
        new EvidenceEndpoint(node.Votes, receipts).Map(routes);
        new VerifyEndpoint(node.Options.Policy, node.Intake, node.Options.Time).Map(routes);
        new HubEndpoints(node.Models, node.Options.MaximumModelBytes).Map(routes);
        new LogEndpoints(node.Log).Map(routes);
        new KeyEndpoints(node.Keys, node.IssuerName).Map(routes);
        node.Options.ConfigureEndpoints?.Invoke(routes);
    }

    private static Task WriteReadyAsync(HttpContext context, bool isReady)
    {
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(isReady ? "ready\n" : "not ready\n");
    }
}
