using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Hiding;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>A model of floats, compiled to integers by one input, and its run by the engine.</summary>
internal sealed class CompiledCore
{
    private readonly IntegerModel _model;
    private readonly ProofParameters _parameters;
    private readonly ImmutableArray<long[]> _weights;
    private readonly ImmutableArray<long> _rowSums;
    private readonly ImmutableArray<long[]> _inputs; // of the border
    private readonly ImmutableArray<long[]> _outputs;

    private CompiledCore(IntegerModel model, ProofParameters parameters, Visibility visibility, ReadOnlySpan<Tensor> inputs)
    {
        (_model, _parameters) = (model, parameters);
        Program program = model.Program;
        ImmutableArray<long[]> constants = [.. program.Constants.Select((constant, index) => Elements(constant.Encoding, model.Constants.Read(index).Span))];
        ImmutableArray<int> weights = WeightConstants.Of(program);
        _weights = [.. weights.Select(index => constants[index])];
        _rowSums = [.. WeightConstants.OfSums(program).SelectMany(index => constants[index].Chunk(constants[index].Length / (int)program.Constants[index].Shape[0]).Select(static row => row.Sum(Math.Abs)))];
        long[]?[] known = new long[]?[program.ValueCount];
        for (int index = 0; index < constants.Length; index++)
            known[program.Inputs.Length + index] = weights.Contains(index) || program.Constants[index].Encoding == "f32" ? null : constants[index];
        Circuit = CircuitBuilder.Build(program, [.. inputs.ToArray().Select(static input => input.Shape)], [.. known], _rowSums, visibility);
        (_inputs, _outputs) = RunEngine(inputs);
    }

    public Circuit Circuit { get; }

    /// <summary>Of a key that hides the weights.</summary>
    public required int KeyProofCount { get; init; }

    /// <summary>An ONNX file, with random inputs.</summary>
    public static CompiledCore Create(byte[] file, ProofParameters parameters, Visibility visibility = default, int keyProofCount = SmallCore.ProofCount)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, file);
        try
        {
            using OpenedModel model = ModelFile.Open(path);
            Random random = new(3);
            return Create(model, parameters, visibility, keyProofCount, [.. model.Program.Inputs.Select(input => RandomInput(random, input))]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static CompiledCore Create(OpenedModel model, ProofParameters parameters, params ReadOnlySpan<Tensor> inputs) => Create(model, parameters, Visibility.Public, SmallCore.ProofCount, inputs);

    private static CompiledCore Create(OpenedModel model, ProofParameters parameters, Visibility visibility, int keyProofCount, params ReadOnlySpan<Tensor> inputs)
    {
        var observed = ValueObserver.Observe(model.Program, model.Constants, [inputs.ToArray()], default);
        IntegerModel compiled = IntegerCompiler.Compile(
            model.Program, model.Constants, [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))], new IntegerCompilerOptions());
        return new(compiled, parameters, visibility, inputs) { KeyProofCount = keyProofCount };
    }

    /// <summary>Numbers between -1 and 1, or tokens below 50.</summary>
    private static Tensor RandomInput(Random random, ProgramInput input)
    {
        ImmutableArray<long> shape = [.. input.Shape.Select(static size => long.Parse(size, CultureInfo.InvariantCulture))];
        int count = (int)shape.Aggregate(1L, static (product, size) => product * size);
        return input.Type == ElementType.Float32
            ? Tensor.Create<float>(ElementType.Float32, shape, [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)])
            : Tensor.Create<long>(ElementType.Int64, shape, [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(50))]);
    }

    public CoreWitness Run() => CoreWitness.Run(Circuit, _inputs, _weights);

    public CommittedColumns? CommitKey() => Circuit.KeyColumns.IsEmpty ? null
        : Circuit.Visibility.HidesWeights ? CommittedColumns.CreateHidden(_parameters, Circuit.Program, Circuit.KeyColumns, _weights, HiddenKeys.Create(KeyProofCount))
        : CommittedColumns.Create(_parameters, Circuit.KeyColumns, _weights);

    /// <summary>That the core makes what the engine made of the inputs.</summary>
    public CoreStatement State(CommittedColumns? key) =>
        new(
            Circuit,
            new ProofKey(_model.Program.Id.Value, key is null ? [] : [.. key.Root], _rowSums) { ProofCount = Circuit.Visibility.HidesWeights ? KeyProofCount : 0 },
            _parameters,
            Circuit.Visibility.HidesInputs ? [] : _inputs,
            _outputs,
            [.. new byte[32]]);

    /// <summary>The border, as the engine computes it: the same steps, with other values as outputs.</summary>
    private (ImmutableArray<long[]> Inputs, ImmutableArray<long[]> Outputs) RunEngine(ReadOnlySpan<Tensor> inputs)
    {
        Program program = _model.Program with { Outputs = [.. Circuit.BorderInputs.Concat(Circuit.BorderOutputs).Select(static value => new ProgramOutput($"value {value}", value))] };
        RunResult result = Executable.Load(program, _model.Constants).Run(inputs.ToArray(), default);
        long[][] border = [.. result.Outputs.Select(static tensor => Elements(tensor.Type.CanonicalName(), tensor.Bytes))];
        return ([.. border[..Circuit.BorderInputs.Length]], [.. border[Circuit.BorderInputs.Length..]]);
    }

    private static long[] Elements(string encoding, ReadOnlySpan<byte> bytes) => encoding switch
    {
        "i8" => Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray(), static element => (long)element),
        "i16" => Array.ConvertAll(MemoryMarshal.Cast<byte, short>(bytes).ToArray(), static element => (long)element),
        "i64" => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
        "bool" => Array.ConvertAll(bytes.ToArray(), static element => (long)element),
        _ => [],
    };
}
