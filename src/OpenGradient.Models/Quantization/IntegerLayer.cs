namespace OpenGradient.Models.Quantization;

/// <summary>A step of the float Program that has a counterpart in the integer Program.</summary>
/// <param name="Output">The name of the output that holds the counterpart, as real numbers.</param>
/// <param name="FloatValue">The value of the float Program.</param>
/// <param name="Operator">The operator that makes it.</param>
/// <param name="Range">What it was seen to hold.</param>
/// <param name="Origin">The node of the model's file that it comes from, or the step.</param>
public sealed record IntegerLayer(string Output, int FloatValue, string Operator, ValueRange Range, string Origin)
{
    /// <summary>The largest magnitude that its integers can stand for, whatever the input: what is larger in the float model is kept within it.</summary>
    public double Reach { get; init; }

    /// <summary>How many times what was seen the integers hold.</summary>
    public double Room => Reach / Range.Magnitude;
}
