namespace OpenGradient.Conformance;

/// <summary>How far a float may be from the expected one: absolute + relative · |expected|.</summary>
/// <param name="Relative">The default of the ONNX backend tests is 1e-3.</param>
/// <param name="Absolute">The default of the ONNX backend tests is 1e-7.</param>
public readonly record struct OnnxTolerance(double Relative, double Absolute)
{
    /// <summary>What the ONNX backend tests use unless a case says otherwise.</summary>
    public static OnnxTolerance Default { get; } = new(1e-3, 1e-7);

    /// <summary>Whether a number is close enough; NaN is close to NaN, an infinity to itself.</summary>
    public bool Accepts(double expected, double actual) =>
        expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= Absolute + (Relative * Math.Abs(expected));
}
