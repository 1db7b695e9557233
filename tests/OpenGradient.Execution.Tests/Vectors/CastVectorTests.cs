using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Execution.Tests.Operators;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Vectors;

/// <summary>Casts between all types against the vectors beside the specification, which were computed without this code.</summary>
public sealed class CastVectorTests
{
    [Fact]
    public void Cast_OnTheVectors_GivesTheirBits()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/casts.json")));
        var wrong = new List<string>();

        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            string to = vector.GetProperty("to").GetString()!;
            Assert.True(ElementTypes.TryParse(vector.GetProperty("from").GetString()!, out ElementType from));
            Assert.True(ElementTypes.TryParse(to, out ElementType target));
            byte[] input = Convert.FromHexString(vector.GetProperty("input").GetString()!);
            ImmutableSortedDictionary<string, string> rule = ImmutableSortedDictionary<string, string>.Empty
                .Add("to", to).Add("saturate", $"{vector.GetProperty("saturate").GetInt32()}").Add("round_mode", vector.GetProperty("round_mode").GetString()!);

            Tensor y = OneStep.Run("Cast", rule, new Tensor(from, [input.Length / from.SizeBytes()], input));

            string expected = vector.GetProperty("output").GetString()!;
            if (Convert.ToHexStringLower(y.Bytes) != expected)
                wrong.Add($"{from.CanonicalName()} to {to} ({string.Join(' ', rule.Values)}): {FirstDifference(y, Convert.FromHexString(expected), input, from)}");
            Assert.Equal(target, y.Type);
        }

        Assert.Empty(wrong);
        Assert.True(vectors.RootElement.GetArrayLength() >= 682);
    }

    private static string FirstDifference(Tensor actual, byte[] expected, byte[] input, ElementType from)
    {
        int size = actual.Type.SizeBytes();
        int at = actual.Bytes.AsSpan().CommonPrefixLength(expected) / size;
        return $"{Convert.ToHexString(input, at * from.SizeBytes(), from.SizeBytes())} is {Convert.ToHexString(actual.Bytes, at * size, size)} instead of {Convert.ToHexString(expected, at * size, size)}";
    }
}
