namespace OpenGradient.Kernels.Tests;

public sealed class HelperPlacementTests
{
    [Fact]
    public void MakeWay_ProcessorsForAll_TakesTheCallersFromTheHelper()
    {
        (int before, int after) = AllowedProcessors(helperCount: 1);

        Assert.Equal(before > 1 ? before - 1 : before, after);
    }

    [Fact]
    public void MakeWay_MoreThreadsThanProcessors_TakesNone()
    {
        (int before, int after) = AllowedProcessors(helperCount: Environment.ProcessorCount);

        Assert.Equal(before, after);
    }

    /// <summary>On how many processors a helper may run before and after its caller asked it to make way.</summary>
    private static (int Before, int After) AllowedProcessors(int helperCount)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Placement is a wish that only Linux is asked.");
        var placement = new HelperPlacement(helperCount);
        using var joined = new ManualResetEventSlim();
        using var made = new ManualResetEventSlim();
        (int before, int after) = (0, 0);
        var helper = new Thread(() =>
        {
            before = CountAllowed();
            placement.Join(0);
            joined.Set();
            made.Wait();
            after = CountAllowed();
        });
        helper.Start();
        joined.Wait();
        placement.MakeWay();
        made.Set();
        helper.Join();
        return (before, after);
    }

    /// <summary>The ones in the line "Cpus_allowed: 00000000,00000003".</summary>
    private static int CountAllowed() => File.ReadLines("/proc/thread-self/status")
        .First(static line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal))["Cpus_allowed:".Length..]
        .Where(char.IsAsciiHexDigit)
        .Sum(static digit => int.PopCount(Convert.ToInt32(digit.ToString(), 16)));
}
