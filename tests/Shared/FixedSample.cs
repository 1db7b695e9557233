using CsCheck;

namespace OpenGradient.Tests;

/// <summary>Checks what must hold for every input on made-up ones: the same in every run, so that a test that fails has been broken by a change and fails again.</summary>
/// <remarks>The fast run (<c>OG_TEST_FAST</c>) takes the first quarter of them. With one of CsCheck's own settings in the environment others are made up, for as long as asked, and one that fails is made smaller: <c>CsCheck_Time=600</c> hunts for ten minutes.</remarks>
internal static class FixedSample
{
    private const ulong Seed = 20261130;

    private static readonly bool IsHunt = new[] { "CsCheck_Time", "CsCheck_Iter", "CsCheck_Seed" }.Any(static name => Environment.GetEnvironmentVariable(name) is not null);

    private static readonly bool IsFast = Environment.GetEnvironmentVariable("OG_TEST_FAST") is not null;

    /// <summary>How many of so many made-up inputs this run takes, for a test that makes them up itself.</summary>
    public static int Share(int whole) => IsFast ? (whole + 3) / 4 : whole;

    /// <summary>Fails unless the check gives true for every input.</summary>
    public static void SampleFixed<T>(this Gen<T> inputs, Func<T, bool> check, int iter = 100)
    {
        if (IsHunt)
        {
            inputs.Sample(check, iter: IterOfHunt(iter), threads: 1);
            return;
        }

        PCG random = new(1, Seed);
        for (int i = 0; i < Share(iter); i++)
        {
            T input = inputs.Generate(random, null, out _);
            Exception? problem = Record.Exception(() => Assert.True(check(input), "what must hold does not"));
            if (problem is not null)
                Assert.Fail($"input {i}, {Check.Print(input)}: {problem}");
        }
    }

    public static void SampleFixed<T>(this Gen<T> inputs, Action<T> check, int iter = 100) => inputs.SampleFixed(
        input =>
        {
            check(input);
            return true;
        },
        iter);

    public static void SampleFixed<T1, T2>(this Gen<(T1, T2)> inputs, Func<T1, T2, bool> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2), iter);

    public static void SampleFixed<T1, T2>(this Gen<(T1, T2)> inputs, Action<T1, T2> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2), iter);

    public static void SampleFixed<T1, T2, T3>(this Gen<(T1, T2, T3)> inputs, Action<T1, T2, T3> check, int iter = 100) => inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3), iter);

    public static void SampleFixed<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> inputs, Func<T1, T2, T3, T4, bool> check, int iter = 100) =>
        inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3, input.Item4), iter);

    public static void SampleFixed<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> inputs, Action<T1, T2, T3, T4> check, int iter = 100) =>
        inputs.SampleFixed(input => check(input.Item1, input.Item2, input.Item3, input.Item4), iter);

    private static long IterOfHunt(int iter) => Environment.GetEnvironmentVariable("CsCheck_Iter") is null ? iter : -1;
}
