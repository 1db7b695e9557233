using OpenGradient.Execution;
using OpenGradient.Models.Onnx;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Runs models that tests build.</summary>
internal static class BuiltModel
{
    public static RunResult Run(byte[] file, params Tensor[] inputs)
    {
        using OpenedModel model = Open(file);
        return Executable.Load(model.Program, model.Constants).Run(inputs, default);
    }

    public static OpenedModel Open(byte[] file) => OnnxModelReader.Read(file, new ExternalData(null));

    public static InvalidInputException Refused(byte[] file) => Assert.Throws<InvalidInputException>(() => Open(file));

    public static Tensor Floats(params float[] numbers) => Floats([numbers.Length], numbers);

    public static Tensor Floats(long[] shape, float[] numbers) => Tensor.Create<float>(ElementType.Float32, [.. shape], numbers);

    public static Tensor Longs(params long[] numbers) => Tensor.Create<long>(ElementType.Int64, [numbers.Length], numbers);

    public static Tensor Long(long number) => Tensor.Create<long>(ElementType.Int64, [], [number]);

    public static Tensor Bool(bool value) => new(ElementType.Bool, [], [value ? (byte)1 : (byte)0]);

    public static float[] Numbers(RunResult result, int output = 0) => result.Outputs[output].As<float>().ToArray();
}
