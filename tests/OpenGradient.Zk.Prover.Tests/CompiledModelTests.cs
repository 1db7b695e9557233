using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;
using OpenGradient.Tests;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>A sample model from its ONNX file to an accepted proof of what the engine computed.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void Digits_CompiledToIntegers_IsProvedAsTheEngineRunsIt()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/digits/digits.onnx"));
        Tensor image = Tensor.Create<float>(ElementType.Float32, [1, 1, 28, 28], [.. Enumerable.Range(0, 784).Select(static pixel => pixel % 28 is > 10 and < 17 ? 0.9f : 0.01f * (pixel % 7))]);
        IntegerModel compiled = Compile(model, image);
        ImmutableArray<long[]> constants = [.. compiled.Program.Constants.Select((constant, index) => Elements(constant.Encoding, compiled.Constants.Read(index).Span))];
        Circuit circuit = Build(compiled.Program, constants, out ImmutableArray<long[]> weights, out ImmutableArray<BigInteger> rowSums);
        (ImmutableArray<long[]> inputs, ImmutableArray<long[]> outputs) = RunEngine(compiled, circuit, image);
        var witness = CoreWitness.Run(circuit, inputs, weights);
        var key = CommittedColumns.Create(StepCore.Parameters, circuit.KeyColumns, weights);
        CoreStatement statement = new(circuit, new ProofKey(compiled.Program.Id.Value, [.. key.Root], rowSums), StepCore.Parameters, inputs, outputs, [.. new byte[32]]);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement with { Outputs = [[.. outputs[0].Reverse()]] }, proof));
    }

    private static IntegerModel Compile(OpenedModel model, Tensor image)
    {
        var observed = ValueObserver.Observe(model.Program, model.Constants, [[image]], default);
        return IntegerCompiler.Compile(
            model.Program, model.Constants, [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))], new IntegerCompilerOptions());
    }

    private static Circuit Build(Program program, ImmutableArray<long[]> constants, out ImmutableArray<long[]> weights, out ImmutableArray<BigInteger> rowSums)
    {
        int[] weightConstants = [.. program.Steps.Where(static step => step.Operator is "FixedLinear" or "FixedConv").Select(step => step.Inputs[1] - program.Inputs.Length).Distinct()];
        weights = [.. weightConstants.Select(index => constants[index])];
        rowSums = [.. weightConstants.SelectMany(index => constants[index].Chunk(constants[index].Length / (int)program.Constants[index].Shape[0]).Select(static row => (BigInteger)row.Sum(Math.Abs)))];
        long[]?[] known = new long[]?[program.ValueCount];
        for (int index = 0; index < constants.Length; index++)
            known[program.Inputs.Length + index] = weightConstants.Contains(index) || program.Constants[index].Encoding == "f32" ? null : constants[index];
        return CircuitBuilder.Build(program, [[1, 1, 28, 28]], [.. known], rowSums);
    }

    /// <summary>The border, as the engine computes it: the same steps, with other values as outputs.</summary>
    private static (ImmutableArray<long[]> Inputs, ImmutableArray<long[]> Outputs) RunEngine(IntegerModel model, Circuit circuit, Tensor image)
    {
        Program program = model.Program with { Outputs = [.. circuit.BorderInputs.Concat(circuit.BorderOutputs).Select(static value => new ProgramOutput($"value {value}", value))] };
        RunResult result = Executable.Load(program, model.Constants).Run([image], default);
        long[][] border = [.. result.Outputs.Select(static tensor => tensor.As<long>().ToArray())];
        return ([.. border[..circuit.BorderInputs.Length]], [.. border[circuit.BorderInputs.Length..]]);
    }

    private static long[] Elements(string encoding, ReadOnlySpan<byte> bytes) => encoding switch
    {
        "i8" => Array.ConvertAll(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray(), static element => (long)element),
        "i16" => Array.ConvertAll(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes).ToArray(), static element => (long)element),
        "i64" => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
        _ => [],
    };
}
