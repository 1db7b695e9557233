using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>One number of E.</summary>
internal readonly struct ScalarRing<TExtension>(TExtension value) : IRing<ScalarRing<TExtension>, TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    public TExtension Value => value;

    public static ScalarRing<TExtension> Create(TExtension number) => new(number);

    public static ScalarRing<TExtension> operator +(ScalarRing<TExtension> left, ScalarRing<TExtension> right) => new(left.Value + right.Value);

    public static ScalarRing<TExtension> operator -(ScalarRing<TExtension> left, ScalarRing<TExtension> right) => new(left.Value - right.Value);

    public static ScalarRing<TExtension> operator *(ScalarRing<TExtension> left, ScalarRing<TExtension> right) => new(left.Value * right.Value);
}
