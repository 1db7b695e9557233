using System.Globalization;

namespace OpenGradient.Benchmarks;

/// <summary>What a proof about a network of some size costs.</summary>
/// <param name="Size">Of what grows.</param>
/// <param name="Weights">How many weights it has.</param>
/// <param name="ProveMilliseconds">The least of several turns, two cores.</param>
/// <param name="VerifyMilliseconds">Likewise.</param>
/// <param name="ProofKilobytes">Of the proof.</param>
/// <param name="PeakMegabytes">Of the process, its runtime and tests' networks with it.</param>
internal readonly record struct CostPoint(int Size, long Weights, double ProveMilliseconds, double VerifyMilliseconds, double ProofKilobytes, double PeakMegabytes)
{
    /// <summary>The names of what is measured, in order.</summary>
    public static readonly string[] Names = ["prove, ms", "verify, ms", "proof, KB", "peak, MB"];

    /// <summary>What is measured, in order.</summary>
    public double[] Values => [ProveMilliseconds, VerifyMilliseconds, ProofKilobytes, PeakMegabytes];

    public static CostPoint Parse(int size, string line)
    {
        double[] numbers = [.. line.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new(size, (long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Weights} {ProveMilliseconds} {VerifyMilliseconds} {ProofKilobytes} {PeakMegabytes}");
}
