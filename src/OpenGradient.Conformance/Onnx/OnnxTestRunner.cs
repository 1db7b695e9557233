using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Conformance;

/// <summary>Runs ONNX backend test cases on the engine.</summary>
public static class OnnxTestRunner
{
    /// <summary>Reads a case from its folder and runs it. Does not throw for what is in the folder.</summary>
    public static OnnxTestResult Run(OnnxTestLocation location, CancellationToken cancellationToken)
    {
        try
        {
            return Run(OnnxTestFolders.Read(location), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            return new OnnxTestResult(location.Name, OnnxTestOutcome.Failed, error.Message, OnnxTestFacts.None);
        }
    }

    /// <summary>Compiles the model, runs every data set and compares. Does not throw for what is in the case.</summary>
    public static OnnxTestResult Run(OnnxTestCase testCase, CancellationToken cancellationToken)
    {
        OnnxTestFacts facts = OnnxTestFacts.None;
        try
        {
            facts = Facts(ReadModel(testCase));
            return RunSets(testCase, facts, cancellationToken);
        }
        catch (InvalidInputException refused)
        {
            OnnxTestOutcome outcome = refused.Kind == InvalidInputKind.Unsupported ? OnnxTestOutcome.Unsupported : OnnxTestOutcome.Failed;
            return new OnnxTestResult(testCase.Name, outcome, refused.Message, facts);
        }
        catch (Exception defect) when (defect is not OperationCanceledException and not OutOfMemoryException)
        {
            // Whatever a case holds, the next one is still run; the defect is in the report by its type.
            return new OnnxTestResult(testCase.Name, OnnxTestOutcome.Failed, $"{defect.GetType().Name}: {defect.Message}", facts);
        }
    }

    private static OnnxTestResult RunSets(OnnxTestCase testCase, OnnxTestFacts facts, CancellationToken cancellationToken)
    {
        if (testCase.DataSets.IsEmpty)
            return new OnnxTestResult(testCase.Name, OnnxTestOutcome.Failed, "there is no test_data_set_* beside the model", facts);
        RefuseOtherKinds(ReadModel(testCase));
        bool areConstants = false;
        foreach (OnnxTestData data in testCase.DataSets)
        {
            string? difference = data.Outputs.IsEmpty ? "there is no output_0.pb" : RunSet(testCase, data, ref areConstants, cancellationToken);
            if (difference is not null)
                return new OnnxTestResult(testCase.Name, OnnxTestOutcome.Failed, testCase.DataSets.Length == 1 ? difference : $"{data.Name}: {difference}", facts);
        }

        return new OnnxTestResult(testCase.Name, OnnxTestOutcome.Passed, areConstants ? "all inputs but the first were given as constants" : "", facts);
    }

    private static string? RunSet(OnnxTestCase testCase, OnnxTestData data, ref bool areConstants, CancellationToken cancellationToken)
    {
        RunResult result = RunModel(testCase, data, ref areConstants, cancellationToken);
        List<OnnxValueInfo> declared = ReadModel(testCase).Graph.Outputs;
        for (int output = 0; output < data.Outputs.Length; output++)
        {
            if (output >= result.Outputs.Length)
                return $"output {output} is expected, but the model has {result.Outputs.Length}";
            Tensor expected = ReadTensor(data.Outputs[output], $"output_{output}.pb", declared[output].DataType);
            if (TensorDifference.Find(expected, result.Outputs[output], testCase.Tolerance) is { } difference)
                return $"output {output}: {difference}";
        }

        return null;
    }

    /// <summary>What the model of a case makes of a data set.</summary>
    /// <param name="testCase">The case.</param>
    /// <param name="data">One of its data sets; the outputs in it are not looked at.</param>
    /// <param name="areConstants">Whether all inputs but the first are made constants; set if an operator of the model wants it, since in test cases even weights are inputs.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="InvalidInputException">The model is refused, or does not run with these inputs.</exception>
    public static RunResult RunModel(OnnxTestCase testCase, OnnxTestData data, ref bool areConstants, CancellationToken cancellationToken)
    {
        try
        {
            return RunModel(Compile(testCase, data, areConstants), cancellationToken);
        }
        catch (InvalidInputException refused) when (!areConstants && refused.Kind == InvalidInputKind.Unsupported && refused.Message.Contains("constant", StringComparison.Ordinal))
        {
            areConstants = true;
            return RunModel(Compile(testCase, data, areConstants), cancellationToken);
        }
    }

    private static RunResult RunModel(OnnxCompiledCase compiled, CancellationToken cancellationToken) =>
        Executable.Load(compiled.Program, compiled.Constants).Run(compiled.Inputs, cancellationToken);

    /// <summary>The input tensors of a data set, of the types that the model declares for them.</summary>
    /// <exception cref="InvalidInputException">A file is damaged, or holds no tensor that exec-1 knows.</exception>
    public static ImmutableArray<Tensor> ReadInputs(OnnxTestCase testCase, OnnxTestData data) => ReadInputs(data.Inputs, OpenInputs(ReadModel(testCase)));

    /// <summary>The tensor in a file of a data set.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or holds no tensor that exec-1 knows.</exception>
    public static Tensor ReadTensor(ReadOnlyMemory<byte> bytes, string file) => ReadTensor(bytes, file, OnnxDataType.Undefined);

    private static ImmutableArray<Tensor> ReadInputs(IEnumerable<ReadOnlyMemory<byte>> files, List<OnnxValueInfo> declared) =>
        [.. files.Select((bytes, index) => ReadTensor(bytes, $"input_{index}.pb", index < declared.Count ? declared[index].DataType : OnnxDataType.Undefined))];

    /// <summary>The Program of a case and the tensors that a data set gives it.</summary>
    /// <param name="testCase">The case.</param>
    /// <param name="data">One of its data sets.</param>
    /// <param name="areConstants">Whether all inputs but the first are made constants, as weights are in real models.</param>
    /// <exception cref="InvalidInputException">The model cannot be compiled.</exception>
    public static OnnxCompiledCase Compile(OnnxTestCase testCase, OnnxTestData data, bool areConstants)
    {
        var model = ReadModel(testCase);
        List<ReadOnlyMemory<byte>> given = [.. data.Inputs];
        if (areConstants)
            TurnIntoConstants(model, given);
        (Program program, IConstantSource constants) = new GraphCompiler(model, new ExternalData(testCase.Folder)).Compile();
        return new OnnxCompiledCase(program, constants, ReadInputs(given, OpenInputs(model)));
    }

    /// <summary>All inputs but the first become initialisers, as weights are in real models.</summary>
    private static void TurnIntoConstants(OnnxModel model, List<ReadOnlyMemory<byte>> given)
    {
        List<OnnxValueInfo> inputs = OpenInputs(model);
        for (int index = Math.Min(given.Count, inputs.Count) - 1; index > 0; index--)
        {
            model.Graph.Inputs.Remove(inputs[index]);
            model.Graph.Initializers.Add(OnnxTensor.Read(given[index], inputs[index].Name));
            given.RemoveAt(index);
        }
    }

    /// <summary>The inputs that data sets give: those that no initialiser gives.</summary>
    private static List<OnnxValueInfo> OpenInputs(OnnxModel model)
    {
        var initialized = model.Graph.Initializers.Select(static tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return model.Graph.Inputs.FindAll(info => !initialized.Contains(info.Name));
    }

    /// <summary>What is not a tensor of numbers is refused by name before anything else, whatever its operators are.</summary>
    private static void RefuseOtherKinds(OnnxModel model)
    {
        foreach ((string role, OnnxValueInfo info) in model.Graph.Inputs.Select(static info => ("input", info)).Concat(model.Graph.Outputs.Select(static info => ("output", info))))
        {
            if (info.Kind is not ("" or "tensor"))
                throw new InvalidInputException(InvalidInputKind.Unsupported, role, $"{role} '{NodeNames.Shorten(info.Name)}' is no tensor ({info.Kind}); only tensors are supported.");
            if (info.IsTensor)
                _ = TensorImport.Type(info.DataType, $"{role} '{NodeNames.Shorten(info.Name)}'");
        }
    }

    private static Tensor ReadTensor(ReadOnlyMemory<byte> bytes, string file, OnnxDataType declared)
    {
        DraftConstant constant = new TensorImport(new ExternalData(null)).Import(Read(file, () => OnnxTensor.Read(bytes)), file);
        return ElementTypes.TryParse(constant.Encoding, out ElementType type)
            ? CarriedBits.As(declared, new Tensor(type, constant.Shape, constant.Bytes.ToArray()))
            : throw new InvalidInputException(InvalidInputKind.Unsupported, file, $"{file} has an unknown element type.");
    }

    private static OnnxModel ReadModel(OnnxTestCase testCase) => Read("model.onnx", () => OnnxModel.Read(testCase.Model));

    /// <summary>What is wrong with a file is told with its name.</summary>
    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException damaged)
        {
            throw new InvalidInputException(damaged.Kind, file, $"{file}: {damaged.Message}");
        }
    }

    private static OnnxTestFacts Facts(OnnxModel model) => new(
        model.Opset,
        [.. model.Graph.Nodes.Select(static node => node.Domain is "" or "ai.onnx" ? node.Operator : $"{node.Domain}.{node.Operator}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. model.Graph.Inputs.Select(static info => OnnxTypes.Describe(info)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
