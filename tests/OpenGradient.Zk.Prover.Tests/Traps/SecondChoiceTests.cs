using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Tests.Steps;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>As <see cref="SecondWitnessTests"/>, for rules that choose: every row that a choice can be, for every tiny input, ties among them.</summary>
public sealed class SecondChoiceTests
{
    private const int CellCount = 4;

    /// <summary>Σ H = 1, m = Σ H x, and limbs of m - x - S (or x - m - S): one row for each input, that of the operator.</summary>
    [Theory]
    [InlineData("ArgMax", "0")]
    [InlineData("ArgMax", "1")]
    [InlineData("ArgMin", "0")]
    [InlineData("ArgMin", "1")]
    public void Argument_HasOneWitness(string name, string last)
    {
        StepCore core = new(CellCount);
        core.Step(name, [core.Begin()], ("axis", "0"), ("select_last_index", last));
        (ChoiceKind kind, Limbs lead) = (core.Circuit.Steps.OfType<ChoiceStep>().Single().Kind, core.Circuit.Steps.OfType<RangeStep>().Single().Limbs);

        foreach (long[] x in Assignments.Rows(CellCount, limit: 3))
            Assert.Equal([Expected(x, kind)], Chosen(x, kind, lead));
    }

    /// <summary>One choice after another, each of the row without what was chosen: one list of rows for each input.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public void TopK_HasOneWitness(string largest)
    {
        StepCore core = new(CellCount);
        int three = core.Constant([1], 3);
        core.Step("TopK", [core.Begin(), three], ("axis", "0"), ("largest", largest));
        ChoiceStep[] choices = [.. core.Circuit.Steps.OfType<ChoiceStep>()];
        RangeStep[] leads = [.. core.Circuit.Steps.OfType<RangeStep>()];
        long behind = core.Circuit.Steps.OfType<FactorStep>().Select(factor => core.Circuit.PublicConstants[factor.Factors]!).First(static factors => factors.Length == 1)[0];

        foreach (long[] x in Assignments.Rows(CellCount, limit: 2))
        {
            long[] rest = x;
            int[] indices = [.. choices.Zip(leads, (choice, lead) =>
            {
                int index = Assert.Single(Chosen(rest, choice.Kind, lead.Limbs));
                rest = [.. rest.Select((cell, place) => place == index ? cell + behind : cell)];
                return index;
            })];
            IEnumerable<int> sorted = Enumerable.Range(0, CellCount).OrderBy(place => largest == "1" ? -x[place] : x[place]); // stable: the first of equals first
            Assert.Equal(sorted.Take(3), indices);
        }
    }

    /// <summary>Σ H = 1 and Σ r H(r) = t.</summary>
    [Fact]
    public void GatherOfComputed_HasOneWitness()
    {
        for (int index = 0; index < CellCount; index++)
        {
            long[][] found = [.. Assignments.Choices(CellCount).Where(row => row.Select(static (bit, place) => bit * place).Sum() == index)];

            Assert.Equal([index], found.Select(static row => Array.IndexOf(row, 1)));
        }
    }

    /// <summary>y + x h = 1, x y = 0 and h y = 0: over many y, with h what the first leaves; where x is 0, over many h.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-7)]
    [InlineData(short.MinValue)]
    public void Zero_HasOneWitness(long x)
    {
        var number = Goldilocks.From(x);
        Goldilocks[] tried = [.. Enumerable.Range(-2000, 4001).Select(static candidate => Goldilocks.From((long)candidate))];
        IEnumerable<(Goldilocks Bit, Goldilocks Inverse)> solutions = x == 0
            ? tried.SelectMany(_ => tried.Take(50).Append(Goldilocks.Zero), static (bit, inverse) => (bit, inverse)).Where(static pair => pair.Item1 == Goldilocks.One)
            : tried.Select(bit => (bit, (Goldilocks.One - bit) * number.Inverse()));

        (Goldilocks Bit, Goldilocks Inverse)[] found = [.. solutions.Where(pair => number * pair.Bit == Goldilocks.Zero && pair.Inverse * pair.Bit == Goldilocks.Zero).Distinct()];

        Assert.Equal([(x == 0 ? Goldilocks.One : Goldilocks.Zero, x == 0 ? Goldilocks.Zero : number.Inverse())], found);
    }

    /// <summary>The places of all rows that satisfy the equations of a choice.</summary>
    private static IEnumerable<int> Chosen(long[] x, ChoiceKind kind, Limbs lead)
    {
        bool isMax = kind is ChoiceKind.FirstLargest or ChoiceKind.LastLargest;
        bool isFirst = kind is ChoiceKind.FirstLargest or ChoiceKind.FirstSmallest;
        foreach (long[] row in Assignments.Choices(x.Length))
        {
            long extreme = row.Zip(x, static (bit, cell) => bit * cell).Sum();
            long[] equals = RunningSumStep.Sums(row, isBehind: isFirst, static (sum, cell) => sum + cell);
            if (x.Zip(equals, (cell, equal) => (isMax ? extreme - cell : cell - extreme) - equal).All(left => Assignments.Fits(Goldilocks.From(left), lead)))
                yield return Array.IndexOf(row, 1);
        }
    }

    private static int Expected(long[] x, ChoiceKind kind) => kind switch
    {
        ChoiceKind.FirstLargest => Array.IndexOf(x, x.Max()),
        ChoiceKind.LastLargest => Array.LastIndexOf(x, x.Max()),
        ChoiceKind.FirstSmallest => Array.IndexOf(x, x.Min()),
        _ => Array.LastIndexOf(x, x.Min()),
    };
}
