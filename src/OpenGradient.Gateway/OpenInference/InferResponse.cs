using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>The answer to an infer request: JSON, followed by the bytes of the outputs that were asked for as bytes.</summary>
/// <param name="ModelName">The model that ran.</param>
/// <param name="ModelVersion">Its version; null where only the name is known.</param>
/// <param name="Id">The client's own name for the request.</param>
/// <param name="Outputs">What it gave.</param>
/// <param name="Receipt">The receipt, if the client asked for it.</param>
internal sealed record InferResponse(string ModelName, string? ModelVersion, string? Id, InferOutput[] Outputs, IssuedReceipt? Receipt)
{
    public const string HeaderLengthName = "Inference-Header-Content-Length";

    /// <summary>Writes and sends it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        Write(context.Response);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private void Write(HttpResponse response)
    {
        ReadOnlySpan<byte> json = JsonResponse.Format(WriteJson);
        long binaryBytes = 0;
        foreach (InferOutput output in Outputs)
            binaryBytes += output.IsBinary ? output.Tensor.Bytes.Length : 0;
        bool isBinary = Outputs.Any(static output => output.IsBinary);
        response.ContentType = isBinary ? MediaTypes.OctetStream : MediaTypes.Json;
        if (isBinary)
            response.Headers[HeaderLengthName] = json.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.Length + binaryBytes;
        response.BodyWriter.Write(json);
        foreach (InferOutput output in Outputs.Where(static output => output.IsBinary))
            response.BodyWriter.Write(output.Tensor.Bytes);
    }

    /// <summary>The JSON part.</summary>
    internal void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name", ModelName);
        if (ModelVersion is not null)
            writer.WriteString("model_version", ModelVersion);
        if (Id is not null)
            writer.WriteString("id", Id);
        writer.WriteStartArray("outputs");
        foreach (InferOutput output in Outputs)
            WriteOutput(writer, output);
        writer.WriteEndArray();
        if (Receipt is not null)
            ReceiptJson.Write(writer, Receipt);
        writer.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter writer, InferOutput output)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", OpenInferenceTypes.Name(output.Tensor.Type));
        writer.WriteStartArray("shape");
        foreach (long dimension in output.Tensor.Shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        if (output.IsBinary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", output.Tensor.Bytes.Length);
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("data");
            TensorJson.Write(writer, output.Tensor);
        }

        writer.WriteEndObject();
    }
}
