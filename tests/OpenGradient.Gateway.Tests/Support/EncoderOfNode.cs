using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>Publishes <see cref="SmallEncoder"/> on a node.</summary>
internal static class EncoderOfNode
{
    public const string Name = "small-bert";

    /// <summary>Uploads the file; doing so again changes nothing.</summary>
    public static async Task PublishAsync(TestNode node)
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "small-bert.gguf");
        SmallEncoder.WriteGguf(path);
        using HttpResponseMessage response = await node.PostBytesAsync("/hub/models", await File.ReadAllBytesAsync(path), ("X-Model-Name", Name));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
