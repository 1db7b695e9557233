using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Hub;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary><c>/hub/models</c>: the published models with manifest and Program facts, and publishing by upload.</summary>
internal sealed class HubEndpoints(ModelHost models, long maximumModelBytes)
{
    public const string NameHeader = "X-Model-Name";

    // What the publisher says of the model, percent-encoded UTF-8; a part of the manifest and so of the ModelId.
    private const string DescriptionHeader = "X-Model-Description";
    private const string LicenseHeader = "X-Model-License";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/hub/models", ListAsync);
        routes.MapGet("/hub/models/{model}", DetailAsync);
        routes.MapGet("/hub/models/{model}/manifest", ManifestAsync);
        routes.MapGet("/hub/models/{model}/signature", SignatureAsync);
        routes.MapPut("/hub/models/{model}/signature", KeepSignatureAsync);
        routes.MapPost("/hub/models", ImportAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        IReadOnlyList<PublishedModel> list = models.Store.List();
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (PublishedModel model in list)
                HubJson.Write(writer, model, FactsOf(model));
            writer.WriteEndArray();
        });
    }

    private Task DetailAsync(HttpContext context)
    {
        PublishedModel model = Find(context);
        return JsonResponse.WriteAsync(context, writer => HubJson.Write(writer, model, FactsOf(model)));
    }

    /// <summary>The manifest's own bytes: their SHA-256 is the ModelId.</summary>
    private async Task ManifestAsync(HttpContext context)
    {
        byte[] bytes = Find(context).Manifest.ToBytes();
        context.Response.ContentType = ModelManifest.MediaType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The signature that was kept with the model, as it came: whose it is, and of what, is for the reader to check.</summary>
    private async Task SignatureAsync(HttpContext context)
    {
        byte[] bytes = models.Store.FindSignature(Find(context).Id) ?? throw new InvalidInputException(InvalidInputKind.NotFound, "model", "No signature was kept with this model.");
        context.Response.ContentType = MediaTypes.OctetStream;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task KeepSignatureAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.OctetStream);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = ModelSource.MaximumSignatureBytes;
        PublishedModel model = Find(context);
        using MemoryStream signature = new();
        await context.Request.Body.CopyToAsync(signature, context.RequestAborted).ConfigureAwait(false);
        models.Store.KeepSignature(model.Id, signature.GetBuffer().AsSpan(0, (int)signature.Length));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ImportAsync(HttpContext context)
    {
        // A content type and a header that no web page may send across origins without asking: see MediaTypes.Require.
        bool isArchive = MediaTypes.Is(context.Request, ModelArchive.MediaType);
        if (!isArchive)
            MediaTypes.Require(context.Request, MediaTypes.OctetStream);
        string name = context.Request.Headers[NameHeader].ToString();
        if (name.Length == 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, NameHeader, "Send the model's name in this header.");
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maximumModelBytes;
        ModelSource source = new("upload", ModelName.Require(name), ReadText(context.Request, DescriptionHeader), ReadText(context.Request, LicenseHeader));
        HostedModel loaded = await PublishAsync(context, source, isArchive).ConfigureAwait(false);
        PublishedModel model = loaded.Published;
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = "/hub/models/" + model.Id;
        await JsonResponse.WriteAsync(context, writer => HubJson.Write(writer, model, loaded)).ConfigureAwait(false);
    }

    private async Task<HostedModel> PublishAsync(HttpContext context, ModelSource source, bool isArchive)
    {
        try
        {
            Stream body = context.Request.Body;
            long? totalBytes = context.Request.ContentLength;
            Task<PublishedModel> import = isArchive
                ? models.Store.ImportAsync(source, ModelArchive.ReadAsync(body), totalBytes, maximumModelBytes, progress: null, context.RequestAborted)
                : models.Store.ImportAsync(source, body, totalBytes, maximumModelBytes, progress: null, context.RequestAborted);
            return models.Load(await import.ConfigureAwait(false));
        }
        catch (InvalidInputException error) when (error.Kind != InvalidInputKind.TooLarge)
        {
            throw new UnusableModelException(error);
        }
    }

    private static string ReadText(HttpRequest request, string header) => Uri.UnescapeDataString(request.Headers[header].ToString());

    private HostedModel? FactsOf(PublishedModel model) => models.IsLoaded(model.Id) ? models.Load(model) : null;

    private PublishedModel Find(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["model"]!;
        return models.Store.Find(name)
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, "model", $"There is no model '{Text.Shorten(name)}' here.");
    }
}
