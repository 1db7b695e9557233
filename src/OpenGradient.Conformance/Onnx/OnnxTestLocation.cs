namespace OpenGradient.Conformance;

/// <summary>Where a test case lies.</summary>
/// <param name="Name">The path below the folder in which it was found.</param>
/// <param name="Folder">The folder with its model.onnx.</param>
public readonly record struct OnnxTestLocation(string Name, string Folder);
