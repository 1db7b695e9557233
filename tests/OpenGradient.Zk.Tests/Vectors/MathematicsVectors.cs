using System.Text.Json;
using OpenGradient.Tests;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Tests;

/// <summary>spec/proof-1/vectors/mathematics.json, which the Python beside it wrote.</summary>
internal static class MathematicsVectors
{
    private static readonly JsonElement All = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("spec/proof-1/vectors/mathematics.json"))).RootElement;

    public static IEnumerable<JsonElement> Keccak => All.GetProperty("keccak").EnumerateArray();

    /// <summary>What there is of this kind for the profile of the extension.</summary>
    public static JsonElement Of<TExtension>(string kind)
        where TExtension : struct, IExtension<TExtension> => All.GetProperty("profiles").GetProperty(System.Text.Encoding.ASCII.GetString(TExtension.Profile)).GetProperty(kind);

    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static TExtension Number<TExtension>(this JsonElement element, string name)
        where TExtension : struct, IExtension<TExtension> => Read<TExtension>(element.GetProperty(name));

    public static TExtension[] Numbers<TExtension>(this JsonElement element, string name)
        where TExtension : struct, IExtension<TExtension> => [.. element.GetProperty(name).EnumerateArray().Select(Read<TExtension>)];

    public static TExtension Read<TExtension>(JsonElement text)
        where TExtension : struct, IExtension<TExtension>
    {
        byte[] bytes = Convert.FromHexString(text.GetString()!);
        var coefficients = new Goldilocks[TExtension.Degree];
        Assert.Equal(bytes.Length, coefficients.Length * Goldilocks.SizeBytes);
        for (int index = 0; index < coefficients.Length; index++)
            Assert.True(Goldilocks.TryRead(bytes.AsSpan(index * Goldilocks.SizeBytes), out coefficients[index]));
        return TExtension.From(coefficients);
    }
}
