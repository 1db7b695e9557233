using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>The operators of exec-1 on the vectors beside the specification: outputs and trace roots.</summary>
internal static class OperatorVectors
{
    private static readonly string[] Files = ["operators", "further", "fixed", "control", "networks"];

    public static Subject Subject() => new("operators", Hash(static (hash, vector) =>
    {
        foreach (byte[] output in Bytes(vector, "outputs"))
            hash.AppendData(output);
        hash.AppendData(Encoding.ASCII.GetBytes(vector.GetProperty("traceRoot").GetString()!));
    }), static () => new Finding(Hash(Append)));

    private static string Hash(Action<IncrementalHash, JsonElement> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files)
        {
            using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"spec/exec-1/vectors/{file}.json")));
            foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
                append(hash, vector);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, JsonElement vector)
    {
        if (!ProgramFormat.TryRead(Encoding.ASCII.GetBytes(vector.GetProperty("program").GetString()!), out Program? program))
            throw new InvalidDataException($"The vector of '{vector.GetProperty("operator")}' holds no Program.");
        RunResult result = Executable.Load(program, new HexConstants(Bytes(vector, "constants"))).Run(Inputs(program, Bytes(vector, "inputs")), default);
        foreach (Tensor output in result.Outputs)
            hash.AppendData(output.Bytes);
        hash.AppendData(Encoding.ASCII.GetBytes(result.TraceRoot.ToString()));
    }

    private static Tensor[] Inputs(Program program, byte[][] bytes) => [.. program.Inputs.Select((input, index) =>
        new Tensor(input.Type, [.. input.Shape.Select(static dimension => long.Parse(dimension, CultureInfo.InvariantCulture))], bytes[index]))];

    private static byte[][] Bytes(JsonElement vector, string name) =>
        [.. vector.GetProperty(name).EnumerateArray().Select(static item => Convert.FromHexString(item.GetString()!))];

    private sealed class HexConstants(byte[][] constants) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => constants[index];
    }
}
