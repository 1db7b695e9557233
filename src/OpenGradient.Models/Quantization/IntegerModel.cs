using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>A model compiled to the integer profile.</summary>
/// <param name="Program">The integer Program; its inputs and outputs are those of the float Program.</param>
/// <param name="Constants">Its constants.</param>
/// <param name="Layers">What the outputs from <c>layer 0</c> on stand for, if they were asked for.</param>
public sealed record IntegerModel(Program Program, IConstantSource Constants, ImmutableArray<IntegerLayer> Layers);
