using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>The quadratic extension under another name, which no kernel knows: a proof in it is made by the plain form.</summary>
internal readonly struct ScalarQuadratic(QuadraticExtension value) : IExtension<ScalarQuadratic>
{
    private readonly QuadraticExtension _value = value;

    public static int Degree => QuadraticExtension.Degree;

    public static ReadOnlySpan<byte> Profile => QuadraticExtension.Profile;

    public static int SoundnessBits => QuadraticExtension.SoundnessBits;

    public Goldilocks this[int index] => _value[index];

    public static ScalarQuadratic From(Goldilocks element) => new(QuadraticExtension.From(element));

    public static ScalarQuadratic From(ReadOnlySpan<Goldilocks> coefficients) => new(QuadraticExtension.From(coefficients));

    public static ScalarQuadratic operator +(ScalarQuadratic left, ScalarQuadratic right) => new(left._value + right._value);

    public static ScalarQuadratic operator -(ScalarQuadratic left, ScalarQuadratic right) => new(left._value - right._value);

    public static ScalarQuadratic operator *(ScalarQuadratic left, ScalarQuadratic right) => new(left._value * right._value);

    public static ScalarQuadratic operator *(ScalarQuadratic left, Goldilocks right) => new(left._value * right);

    public static bool operator ==(ScalarQuadratic left, ScalarQuadratic right) => left._value == right._value;

    public static bool operator !=(ScalarQuadratic left, ScalarQuadratic right) => left._value != right._value;

    public ScalarQuadratic Inverse() => new(_value.Inverse());

    public bool Equals(ScalarQuadratic other) => this == other;

    public override bool Equals(object? obj) => obj is ScalarQuadratic other && this == other;

    public override int GetHashCode() => _value.GetHashCode();
}
