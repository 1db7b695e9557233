using System.Collections.Immutable;

namespace OpenGradient.Conformance;

/// <summary>One data set of a case: what the model is given and what it should make of it, as serialised ONNX messages in the order of their numbers.</summary>
/// <param name="Name">The folder, <c>test_data_set_0</c>.</param>
/// <param name="Inputs">The files input_0.pb, input_1.pb, ….</param>
/// <param name="Outputs">The files output_0.pb, output_1.pb, ….</param>
public sealed record OnnxTestData(string Name, ImmutableArray<ReadOnlyMemory<byte>> Inputs, ImmutableArray<ReadOnlyMemory<byte>> Outputs);
