using OpenGradient.Execution;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>One case of the ONNX backend tests: a model of one operator, inputs, expected outputs.</summary>
internal sealed class OnnxNodeCase(string name, byte[] model, SortedDictionary<int, byte[]> inputs, SortedDictionary<int, byte[]> outputs)
{
    private readonly TensorImport _tensors = new(new ExternalData(null));

    public string Name => name;

    /// <summary>Null if every output is within the tolerance of the ONNX backend tests; else what differs.</summary>
    public string? Compare(bool inputsBecomeConstants)
    {
        var onnx = OnnxModel.Read(model);
        List<Tensor> given = [.. inputs.Values.Select(Tensor)];
        if (inputsBecomeConstants)
            Promote(onnx, given);
        (Program program, IConstantSource constants) = new GraphCompiler(onnx, new ExternalData(null)).Compile();
        RunResult result = Executable.Load(program, constants).Run(given, default);
        for (int output = 0; output < outputs.Count; output++)
        {
            if (Difference(Tensor(outputs[output]), result.Outputs[output]) is { } difference)
                return $"output {output}: {difference}";
        }

        return null;
    }

    /// <summary>All inputs but the first become initialisers, as weights are in real models.</summary>
    private void Promote(OnnxModel onnx, List<Tensor> given)
    {
        foreach ((int index, byte[] bytes) in inputs.Reverse())
        {
            if (index == 0)
                continue;
            var tensor = OnnxTensor.Read(bytes);
            onnx.Graph.Inputs.RemoveAll(info => info.Name == tensor.Name);
            onnx.Graph.Initializers.Add(tensor);
            given.RemoveAt(index);
        }
    }

    private Tensor Tensor(byte[] bytes)
    {
        DraftConstant constant = _tensors.Import(OnnxTensor.Read(bytes), "tensor");
        Assert.True(ElementTypes.TryParse(constant.Encoding, out ElementType type));
        return new Tensor(type, constant.Shape, constant.Bytes.ToArray());
    }

    private static string? Difference(Tensor expected, Tensor actual)
    {
        if (expected.Type != actual.Type || !expected.Shape.SequenceEqual(actual.Shape))
            return $"{actual.Type}[{string.Join(',', actual.Shape)}] instead of {expected.Type}[{string.Join(',', expected.Shape)}]";
        if (expected.Type != ElementType.Float32)
            return expected.Bytes.AsSpan().SequenceEqual(actual.Bytes) ? null : "elements differ";
        for (int i = 0; i < expected.ElementCount; i++)
        {
            float want = expected.As<float>()[i];
            float have = actual.As<float>()[i];
            bool isClose = want.Equals(have) || Math.Abs(want - have) <= 1e-7f + (1e-3f * Math.Abs(want));
            if (!isClose)
                return $"element {i} is {have:R} instead of {want:R}";
        }

        return null;
    }
}
