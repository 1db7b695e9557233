using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Vectors;

/// <summary>The operators of exec-1 against the vectors beside the specification, which were computed without this code.</summary>
public sealed class OperatorVectorTests
{
    [Theory]
    [InlineData("operators", 19)]
    [InlineData("further", 20)]
    [InlineData("fixed", 6)]
    [InlineData("control", 8)]
    [InlineData("networks", 17)]
    [InlineData("elementwise", 85)]
    [InlineData("places", 70)]
    [InlineData("causal", 12)]
    [InlineData("stored", 14)]
    public void Operators_OnTheVectors_GiveTheirBitsAndTrace(string file, int least)
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"spec/exec-1/vectors/{file}.json")));

        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            string name = vector.GetProperty("operator").GetString()!;
            Assert.True(ProgramFormat.TryRead(Encoding.ASCII.GetBytes(vector.GetProperty("program").GetString()!), out Program? program), name);
            Assert.Equal(vector.GetProperty("programId").GetString(), program.Id.ToString());

            RunResult result = Executable.Load(program, new HexConstants(Bytes(vector, "constants"))).Run(Inputs(program, Bytes(vector, "inputs")), default);

            byte[][] outputs = Bytes(vector, "outputs");
            for (int i = 0; i < outputs.Length; i++)
                Assert.True(outputs[i].AsSpan().SequenceEqual(result.Outputs[i].Bytes), $"{name}: output {i} is {Convert.ToHexString(result.Outputs[i].Bytes)}");
            Assert.Equal(vector.GetProperty("traceRoot").GetString(), result.TraceRoot.ToString());
        }

        Assert.True(vectors.RootElement.GetArrayLength() >= least);
    }

    [Fact]
    public void Operators_OfTheRegistry_StandInTheTextAndHaveAVector()
    {
        string text = File.ReadAllText(Repository.PathOf("spec/exec-1.md"));
        HashSet<string> tried = [.. Directory.EnumerateFiles(Repository.PathOf("spec/exec-1/vectors"), "*.json").SelectMany(ProgramsOf).SelectMany(static program => OperatorsOf(program.Steps))];

        Assert.All(OperatorRegistry.Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.Empty(OperatorRegistry.Names.Except(tried));
        Assert.Empty(tried.Except(OperatorRegistry.Names));
    }

    private static IEnumerable<Program> ProgramsOf(string file)
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(file));
        if (vectors.RootElement.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            if (vector.TryGetProperty("program", out JsonElement text) && ProgramFormat.TryRead(Encoding.ASCII.GetBytes(text.GetString()!), out Program? program))
                yield return program;
        }
    }

    private static IEnumerable<string> OperatorsOf(IEnumerable<Step> steps) =>
        steps.SelectMany(static step => step.Bodies.SelectMany(static body => OperatorsOf(body.Steps)).Append(step.Operator));

    private static Tensor[] Inputs(Program program, byte[][] bytes) => [.. program.Inputs.Select((input, index) =>
        new Tensor(input.Type, [.. input.Shape.Select(static dimension => long.Parse(dimension, CultureInfo.InvariantCulture))], bytes[index]))];

    private static byte[][] Bytes(JsonElement vector, string name) =>
        [.. vector.GetProperty(name).EnumerateArray().Select(static item => Convert.FromHexString(item.GetString()!))];

    private sealed class HexConstants(byte[][] constants) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => constants[index];
    }
}
