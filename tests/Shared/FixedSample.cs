using CsCheck;

namespace OpenGradient.Tests;

/// <summary>What must hold for every input, checked by <see cref="Fuzz"/>: on the same made-up ones in every run.</summary>
internal static class FixedSample
{
    /// <summary>Fails unless the check gives true for every input.</summary>
    public static void SampleFixed<T>(this Gen<T> inputs, Func<T, bool> check, int iter = 100) => Fuzz.Run(inputs, iter, input => Assert.True(check(input), "what must hold does not"));

    public static void SampleFixed<T>(this Gen<T> inputs, Action<T> check, int iter = 100) => Fuzz.Run(inputs, iter, check);

    public static void SampleFixed<T1, T2>(this Gen<(T1, T2)> inputs, Func<T1, T2, bool> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2), iter);

    public static void SampleFixed<T1, T2>(this Gen<(T1, T2)> inputs, Action<T1, T2> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2), iter);

    public static void SampleFixed<T1, T2, T3>(this Gen<(T1, T2, T3)> inputs, Action<T1, T2, T3> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3), iter);

    public static void SampleFixed<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> inputs, Func<T1, T2, T3, T4, bool> check, int iter = 100) =>
        inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3, input.Item4), iter);

    public static void SampleFixed<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> inputs, Action<T1, T2, T3, T4> check, int iter = 100) =>
        inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3, input.Item4), iter);
}
