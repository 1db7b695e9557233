using System.Text;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.ProgramFiles;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>The sample <c>digits</c>, compiled to the integer profile and published on a node.</summary>
internal static class ProvableModel
{
    public const string Name = "digits-integer";

    private static readonly Lazy<byte[]> File = new(Compile);

    public static async Task PublishAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/hub/models") { Content = new ByteArrayContent(File.Value) };
        request.Headers.Add("X-Model-Name", Name);
        request.Content.Headers.ContentType = new("application/octet-stream");
        using HttpResponseMessage response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Runs it on the sample's input; returns the receipt's id and the disclosure token.</summary>
    public static async Task<(string Id, string Header)> InferAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v2/models/{Name}/infer") { Content = new StringContent(SampleModels.SampleInput("digits"), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Inference-Receipt", "?1");
        using HttpResponseMessage response = await http.SendAsync(request);
        return ((await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!, response.Headers.GetValues("Inference-Receipt").Single());
    }

    /// <summary>Asks for the proof of a receipt.</summary>
    public static Task<HttpResponseMessage> ProveAsync(HttpClient http, string id, string body = "{}") =>
        http.PostAsync($"/v1/receipts/{id}/prove", new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>What became of the proof of a receipt.</summary>
    public static async Task<JsonElement> WaitAsync(HttpClient http, string id)
    {
        while (true)
        {
            using HttpResponseMessage response = await http.GetAsync($"/v1/receipts/{id}/prove");
            JsonElement status = await TestNode.ReadJsonAsync(response);
            if (status.GetProperty("state").GetString() is not ("queued" or "running"))
                return status;
            await Task.Delay(20);
        }
    }

    private static byte[] Compile()
    {
        using OpenedModel model = ModelFile.Open(Path.Combine(SampleModels.Directory, "digits", "digits.onnx"));
        Tensor[] input = TensorRequest.Read(Encoding.UTF8.GetBytes(SampleModels.SampleInput("digits")), model.Program);
        var observed = ValueObserver.Observe(model.Program, model.Constants, [input], default);
        IntegerModel compiled = IntegerCompiler.Compile(
            model.Program, model.Constants, [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))], new IntegerCompilerOptions());
        using MemoryStream file = new();
        ProgramFile.Write(file, compiled.Program, compiled.Constants);
        return file.ToArray();
    }
}
