using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Prints what checking a bundle costs, in processor time, and how large bundles are; asserts nothing.</summary>
/// <remarks><c>OpenGradient.Verification.Tests -explicit only -class "*VerificationCost" -showLiveOutput</c></remarks>
public sealed class VerificationCost(ITestOutputHelper output)
{
    private const int Rounds = 2000;

    [Fact(Explicit = true)]
    public void PrintCost()
    {
        Print("a receipt alone", Sample.Issue(Sample.TensorContent));
        Print("tensor model, all shown", Sample.Tensor());
        Print("language model, all shown", Sample.Chat());
        output.WriteLine($"hostile bundles: {HostileBundles.All().Count()}, rows and codes reached: {HostileBundles.All().SelectMany(static bundle => Sample.Verify(bundle).Codes()).Distinct().Count()}");
    }

    private void Print(string what, Bundle bundle)
    {
        byte[] bytes = bundle.ToBytes();
        for (int round = 0; round < Rounds; round++)
            Sample.Verify(bytes);
        TimeSpan started = Environment.CpuUsage.TotalTime;
        for (int round = 0; round < Rounds; round++)
            Sample.Verify(bytes);
        double microseconds = (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Rounds;
        output.WriteLine($"{what,-28}{bytes.Length,7} bytes{microseconds,9:F1} µs");
    }
}
