using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Http;

/// <summary>What goes wrong when a response has begun.</summary>
public sealed class ErrorMiddlewareTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("1", "event: error")]
    [InlineData("", "")]
    public async Task Invoke_StreamHasBegun_EndsWithAnErrorEvent(string anthropicVersion, string eventLine)
    {
        using TemporaryDirectory data = new();
        await using Node node = await StartAsync(data, MediaTypes.EventStream);
        using HttpClient http = new() { BaseAddress = node.Address };
        HttpRequestMessage request = new(HttpMethod.Get, "/breaks");
        if (anthropicVersion.Length > 0)
            request.Headers.Add("anthropic-version", anthropicVersion);

        using HttpResponseMessage response = await http.SendAsync(request);

        string[] lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        Assert.Equal(eventLine, lines[^2]);
        Assert.Equal("The node failed at this request; its log says why.", JsonDocument.Parse(lines[^1]["data: ".Length..]).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Invoke_OtherResponseHasBegun_BreaksOff()
    {
        using TemporaryDirectory data = new();
        await using Node node = await StartAsync(data, MediaTypes.Json);
        using HttpClient http = new() { BaseAddress = node.Address };

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/breaks"));
    }

    private static Task<Node> StartAsync(TemporaryDirectory data, string mediaType) => Node.StartAsync(
        new NodeOptions { DataDirectory = data.Path, MinimumLogLevel = Microsoft.Extensions.Logging.LogLevel.None, ConfigureEndpoints = routes => routes.MapGet("/breaks", context => BreakAsync(context, mediaType)) },
        progress: null,
        CancellationToken.None);

    private static async Task BreakAsync(HttpContext context, string mediaType)
    {
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync("data: {}\n\n");
        await context.Response.BodyWriter.FlushAsync();
        throw new IOException("a defect");
    }
}
