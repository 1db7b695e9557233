using System.Globalization;
using CsCheck;

namespace OpenGradient.Tests;

/// <summary>Hostile inputs by the thousand: the same ones in every run, so that a run says what the last one said, and others on request.</summary>
/// <remarks>
/// <c>OG_FUZZ_SECONDS=600</c> lets each of these tests look for new cases that long. What it finds becomes a test of its own, beside the cure.
/// </remarks>
internal static class Fuzz
{
    public static void Run<T>(Gen<T> gen, int cases, Action<T> check)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("OG_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            gen.Sample(check, time: seconds, threads: 1);
        else
            RunFixed(gen, cases, check);
    }

    private static void RunFixed<T>(Gen<T> gen, int cases, Action<T> check)
    {
        for (int index = 0; index < cases; index++)
        {
            T input = gen.Generate(new PCG(1, (ulong)index), null!, out _);
            try
            {
                check(input);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"case {index}: {Check.Print(input)}", exception);
            }
        }
    }
}
