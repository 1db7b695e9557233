using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Conformance;

/// <summary>A test case made ready to run.</summary>
/// <param name="Program">What the model compiles to.</param>
/// <param name="Constants">Its constants.</param>
/// <param name="Inputs">The tensors of one data set.</param>
public sealed record OnnxCompiledCase(Program Program, IConstantSource Constants, ImmutableArray<Tensor> Inputs);
