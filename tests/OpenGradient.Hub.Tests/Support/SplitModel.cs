using OpenGradient.Models.Tests.Onnx;

namespace OpenGradient.Hub.Tests.Support;

/// <summary>An ONNX model y = x + w whose weight 1.0 lies in a file beside it.</summary>
internal static class SplitModel
{
    public const string DataFile = "data/weights.bin";

    public static byte[] Weights { get; } = [0, 0, 0, 0, 0, 0, 128, 63];

    public static byte[] Model(string location = DataFile) => new ModelBuilder()
        .Input("x", 1, 1).External("w", [1], location, "4").Node("Add", "a", ["x", "w"], ["y"]).Output("y").Build();

    /// <summary>Writes both files; gives the path of the model's own.</summary>
    public static string WriteTo(string folder)
    {
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, Model());
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllBytes(Path.Combine(folder, DataFile), Weights);
        return path;
    }
}
