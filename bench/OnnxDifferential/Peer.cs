using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OpenGradient.Programs;
using Tensor = OpenGradient.Programs.Tensor;

namespace OpenGradient.Benchmarks.OnnxDifferential;

/// <summary>ONNX Runtime on the processor, as the other opinion.</summary>
internal static class Peer
{
    private static readonly (ElementType Ours, TensorElementType Theirs)[] Types =
    [
        (ElementType.Bool, TensorElementType.Bool),
        (ElementType.BFloat16, TensorElementType.BFloat16),
        (ElementType.Float16, TensorElementType.Float16),
        (ElementType.Float32, TensorElementType.Float),
        (ElementType.Float64, TensorElementType.Double),
        (ElementType.Int8, TensorElementType.Int8),
        (ElementType.Int16, TensorElementType.Int16),
        (ElementType.Int32, TensorElementType.Int32),
        (ElementType.Int64, TensorElementType.Int64),
        (ElementType.UInt8, TensorElementType.UInt8),
        (ElementType.UInt16, TensorElementType.UInt16),
        (ElementType.UInt32, TensorElementType.UInt32),
        (ElementType.UInt64, TensorElementType.UInt64),
    ];

    /// <summary>The outputs of a model in a file.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses the model, or the run fails.</exception>
    public static ImmutableArray<Tensor> Run(string file, IReadOnlyList<Tensor> inputs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(file, options);
        using var run = new RunOptions();
        GCHandle[] pins = [.. inputs.Select(static input => GCHandle.Alloc(input.Bytes, GCHandleType.Pinned))];
        OrtValue[] values = [.. inputs.Zip(pins, Value)];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [.. session.InputNames.Take(values.Length)], values, session.OutputNames);
            return [.. outputs.Select(Copy)];
        }
        finally
        {
            Array.ForEach(values, static value => value.Dispose());
            Array.ForEach(pins, static pin => pin.Free());
        }
    }

    private static OrtValue Value(Tensor tensor, GCHandle pin) =>
        OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, Theirs(tensor.Type), [.. tensor.Shape], pin.AddrOfPinnedObject(), tensor.Bytes.Length);

    private static Tensor Copy(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return new Tensor(Ours(info.ElementDataType), [.. info.Shape], info.ElementCount == 0 ? [] : value.GetTensorMutableRawData().ToArray());
    }

    private static TensorElementType Theirs(ElementType type)
    {
        int at = Array.FindIndex(Types, pair => pair.Ours == type);
        return at >= 0 ? Types[at].Theirs : throw new NotSupportedException($"{type.CanonicalName()} cannot be handed over");
    }

    private static ElementType Ours(TensorElementType type)
    {
        int at = Array.FindIndex(Types, pair => pair.Theirs == type);
        return at >= 0 ? Types[at].Ours : throw new NotSupportedException($"{type} cannot be handed over");
    }
}
