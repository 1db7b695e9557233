using System.Globalization;

namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>How far the functions are from the true values, against the table that the specification states.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    /// <summary>All functions of the table, by their place in it.</summary>
    public static TheoryData<int> Places => [.. Enumerable.Range(0, MeasuredFunction.All.Count)];

    [Fact]
    public void Table_OfTheSpecification_HasEveryFunction() => Assert.Equal(
        MeasuredFunction.All.Select(static function => (function.Name, function.IsAbsolute)),
        StatedError.ReadAll().Select(static line => (line.Name, line.IsAbsolute)));

    [Theory]
    [MemberData(nameof(Places))]
    public void Error_WhereItIsLargest_IsAsStated(int place)
    {
        StatedError stated = StatedError.ReadAll()[place];

        double error = MeasuredFunction.All[place].ErrorAt(stated.At);

        Assert.InRange(error, stated.Largest * 0.998, stated.Largest);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Error_OnSampledNumbers_IsAtMostAsStated(int place) => Check(place, step: 9973); // a prime: about 430,000 of all 2^32 bit patterns

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Places))]
    public void Error_OnOneIn97OfAllNumbers_IsAtMostAsStated(int place) => Check(place, step: 97);

    /// <summary>Makes the lines of the table: <c>OpenGradient.Kernels.Tests -explicit only -showLiveOutput</c>, about a minute for each function and core.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public void Error_OnAllNumbers_IsTheStatedOne(int place)
    {
        MeasuredFunction function = MeasuredFunction.All[place];

        ErrorSweep sweep = ErrorSweep.OverAll(function);

        string worst = function.IsAbsolute ? sweep.Worst.ToString("e2", CultureInfo.InvariantCulture) + " absolute" : sweep.Worst.ToString("F4", CultureInfo.InvariantCulture) + " ulp";
        output.WriteLine($"| `{function.Name}` | {function.Low:R} … {function.High:R} | {worst} | 0x{BitConverter.SingleToUInt32Bits(sweep.At):X8} |");
        StatedError stated = StatedError.ReadAll()[place];
        Assert.Equal((true, stated.At), (sweep.Worst <= stated.Largest, sweep.At));
    }

    private void Check(int place, uint step)
    {
        MeasuredFunction function = MeasuredFunction.All[place];

        ErrorSweep sweep = ErrorSweep.Over(function, 0, 1UL << 32, step);

        output.WriteLine($"{function.Name}: {sweep.Worst:G4} at {sweep.At:R}");
        Assert.True(sweep.Worst <= StatedError.ReadAll()[place].Largest, $"{function.Name}: {sweep.Worst} at {sweep.At:R}");
    }
}
