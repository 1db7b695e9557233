namespace OpenGradient.Models.Quantization;

/// <summary>A place of a run where numbers met the bound that calibration set: what is beyond it counts as the bound.</summary>
/// <param name="Place">The input, or the node of the model's file (of an integer model's own file, the step).</param>
/// <param name="Count">How many numbers did.</param>
/// <param name="ElementCount">Of how many.</param>
public sealed record MetBound(string Place, long Count, long ElementCount);
