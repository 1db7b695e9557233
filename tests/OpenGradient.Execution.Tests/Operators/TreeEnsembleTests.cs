namespace OpenGradient.Execution.Tests.Operators;

public sealed class TreeEnsembleTests
{
    [Theory]
    [InlineData("sum", new[] { 11f, 0f, 22f, 0f, 22f, 0f })]
    [InlineData("average", new[] { 5.5f, 0f, 11f, 0f, 11f, 0f })]
    [InlineData("min", new[] { 1f, 0f, 2f, 0f, 2f, 0f })]
    [InlineData("max", new[] { 10f, 0f, 20f, 0f, 20f, 0f })]
    public void Run_TwoTrees_FoldsTheirLeaves(string aggregate, float[] expected)
    {
        float[] y = Trees([0, 1], [0, 3 + 8], [-1, -4], [-2, -3]).With("aggregate", aggregate).Input([0f, 0f, 1f, 1f, 1f, float.NaN], 3, 2).Ready().Floats();

        Assert.Equal(expected, y);
    }

    [Fact]
    public void Run_TreeThatLeadsBack_IsRefused() => Assert.Contains(
        "back into itself", Trees([0], [0, 0], [1, 0], [1, 0]).Input([0f, 0f], 1, 2).Ready().Refused().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(2)]
    [InlineData(-5)]
    public void Load_ChildThatIsNotThere_IsRefused(long child) => Assert.Contains(
        "do not fit", Trees([0], [0, 0], [child, -1], [-1, -1]).Input([0f, 0f], 1, 2).Ready().Refused().Message, StringComparison.Ordinal);

    /// <summary>Two nodes: feature 0 against 0.5, feature 1 against 0.5; four leaves, all of target 0 of two.</summary>
    private static Builder Trees(long[] roots, long[] modes, long[] whenTrue, long[] whenFalse) => new(roots, modes, whenTrue, whenFalse);

    private sealed class Builder(long[] roots, long[] modes, long[] whenTrue, long[] whenFalse)
    {
        private readonly SingleStep _step = new SingleStep("TreeEnsemble").With("targets", "2");

        public Builder With(string name, string text)
        {
            _step.With(name, text);
            return this;
        }

        public Builder Input(float[] x, params ReadOnlySpan<long> shape)
        {
            _step.Input(x, shape);
            return this;
        }

        /// <summary>The constants follow x.</summary>
        public SingleStep Ready() => _step
            .Constant(SingleStep.Longs(roots)).Constant(SingleStep.Longs(modes)).Constant(SingleStep.Longs(0, 1)).Constant(SingleStep.Longs(whenTrue)).Constant(SingleStep.Longs(whenFalse))
            .Constant(SingleStep.Longs(0, 0, 0, 0)).Constant([0.5f, 0.5f], 2).Constant([1f, 2f, 10f, 20f], 4);
    }
}
