using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>Casts from every element type to every other, on the vectors beside the specification.</summary>
internal static class CastVectors
{
    public static Subject Subject() => new(
        "casts", Hash(static vector => Convert.FromHexString(vector.GetProperty("output").GetString()!)), static () => new Finding(Hash(Cast)));

    private static string Hash(Func<JsonElement, byte[]> output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/casts.json")));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
            hash.AppendData(output(vector));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Cast(JsonElement vector)
    {
        string to = vector.GetProperty("to").GetString()!;
        if (!ElementTypes.TryParse(vector.GetProperty("from").GetString()!, out ElementType from))
            throw new InvalidDataException($"'{vector.GetProperty("from")}' is no element type.");
        byte[] bytes = Convert.FromHexString(vector.GetProperty("input").GetString()!);
        var input = new Tensor(from, [bytes.Length / from.SizeBytes()], bytes);
        ImmutableSortedDictionary<string, string> rule = ImmutableSortedDictionary<string, string>.Empty
            .Add("to", to)
            .Add("saturate", vector.GetProperty("saturate").GetInt32().ToString(CultureInfo.InvariantCulture))
            .Add("round_mode", vector.GetProperty("round_mode").GetString()!);
        var program = new Program(
            [new ProgramInput("x", from, [input.Shape[0].ToString(CultureInfo.InvariantCulture)])],
            [],
            [new Step("Cast", [0], 1, rule, IsTraced: true)],
            [new ProgramOutput("y", 1)]);
        return Executable.Load(program, new NoConstants()).Run([input], default).Outputs[0].Bytes;
    }

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new ArgumentOutOfRangeException(nameof(index));
    }
}
