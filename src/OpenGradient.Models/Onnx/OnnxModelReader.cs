using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx;

/// <summary>Opens ONNX models.</summary>
internal static class OnnxModelReader
{
    public static OpenedModel Open(string path) =>
        throw new InvalidInputException(InvalidInputKind.Malformed, Path.GetFileName(path), "The file is not an ONNX model.");
}
