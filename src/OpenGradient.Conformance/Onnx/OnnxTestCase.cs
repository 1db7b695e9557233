using System.Collections.Immutable;

namespace OpenGradient.Conformance;

/// <summary>An ONNX backend test case: a model and data sets.</summary>
/// <param name="Name">The folder of the case.</param>
/// <param name="Folder">Where external data of the model lies; null if the case is not on disk.</param>
/// <param name="Model">The bytes of model.onnx.</param>
/// <param name="DataSets">At least one.</param>
/// <param name="Tolerance">How close floats must be.</param>
public sealed record OnnxTestCase(
    string Name, string? Folder, ReadOnlyMemory<byte> Model, ImmutableArray<OnnxTestData> DataSets, OnnxTolerance Tolerance);
