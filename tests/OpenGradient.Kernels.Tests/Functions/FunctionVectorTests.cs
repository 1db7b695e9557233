using System.Globalization;
using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>The functions of exec-1 section 4 against the vectors beside the specification: bits in, bits out.</summary>
public sealed class FunctionVectorTests
{
    [Fact]
    public void Functions_OnTheVectors_GiveTheirBits()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/functions.json")));
        uint[] inputs = Read(vectors.RootElement.GetProperty("input"));
        JsonElement outputs = vectors.RootElement.GetProperty("output");

        foreach ((string name, Action<float[], float[]> apply) in Functions)
        {
            float[] y = new float[inputs.Length];
            apply(Array.ConvertAll(inputs, BitConverter.UInt32BitsToSingle), y);
            Assert.Equal(Read(outputs.GetProperty(name)), Array.ConvertAll(y, BitConverter.SingleToUInt32Bits));
        }

        Assert.Equal(Functions.Count, outputs.EnumerateObject().Count());
    }

    private static readonly SortedDictionary<string, Action<float[], float[]>> Functions = new(StringComparer.Ordinal)
    {
        ["tan"] = static (x, y) => Elementwise.Map(default(Tan), x, y),
        ["sinh"] = static (x, y) => Elementwise.Map(default(Sinh), x, y),
        ["cosh"] = static (x, y) => Elementwise.Map(default(Cosh), x, y),
        ["atanh"] = static (x, y) => Elementwise.Map(default(Atanh), x, y),
        ["atan"] = static (x, y) => Elementwise.Map(default(Atan), x, y),
        ["asinh"] = static (x, y) => Elementwise.Map(default(Asinh), x, y),
        ["asin"] = static (x, y) => Elementwise.Map(default(Asin), x, y),
        ["acosh"] = static (x, y) => Elementwise.Map(default(Acosh), x, y),
        ["acos"] = static (x, y) => Elementwise.Map(default(Acos), x, y),
        ["cos"] = static (x, y) => Elementwise.Map(default(Cos), x, y),
        ["erf"] = static (x, y) => Elementwise.Map(default(Erf), x, y),
        ["exp"] = static (x, y) => Elementwise.Map(default(Exp), x, y),
        ["gelu"] = static (x, y) => Elementwise.Map(default(Gelu), x, y),
        ["log"] = static (x, y) => Elementwise.Map(default(Log), x, y),
        ["relu"] = static (x, y) => Elementwise.Map(default(Relu), x, y),
        ["sigmoid"] = static (x, y) => Elementwise.Map(default(Sigmoid), x, y),
        ["silu"] = static (x, y) => Elementwise.Map(default(Silu), x, y),
        ["sin"] = static (x, y) => Elementwise.Map(default(Sin), x, y),
        ["softplus"] = static (x, y) => Elementwise.Map(default(Softplus), x, y),
        ["sqrt"] = static (x, y) => Elementwise.Map(default(Sqrt), x, y),
        ["tanh"] = static (x, y) => Elementwise.Map(default(Tanh), x, y),
    };

    private static uint[] Read(JsonElement list) =>
        [.. list.EnumerateArray().Select(static item => uint.Parse(item.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
}
