using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// Decision trees: each row of x walks each tree to a leaf, whose weight goes to its target. Inputs: x [n, features], and as constants: roots, modes, features,
/// true children, false children, leaf targets (i64), splits, leaf weights (as x), members? (as x).
/// </summary>
/// <remarks>
/// A child below 0 is leaf -1 - child. <c>modes</c>: 0 … 5 for x ≤, &lt;, ≥, &gt;, =, ≠ the split, 6 for x among the members, whose lists stand one after the other, each ended by a
/// NaN, in the order of the nodes with this mode; 8 more: NaN goes to the true child. <c>aggregate</c> sum, average, min, max over the trees, in order; a target without leaf is +0.
/// </remarks>
internal sealed class TreeEnsembleOperation : IOperation
{
    private readonly TreeTable _trees;
    private readonly string _aggregate;
    private readonly int _targetCount;

    private TreeEnsembleOperation(StepBinding binding)
    {
        _trees = new TreeTable(binding);
        _aggregate = binding.Attributes.Name("aggregate", "sum");
        _targetCount = binding.Attributes.Integer("targets", 1);
        if (_aggregate is not ("sum" or "average" or "min" or "max"))
            throw binding.Attributes.Malformed("aggregate", _aggregate, "sum, average, min or max");
        _trees.RequireTargets(binding, _targetCount);
    }

    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("TreeEnsemble", 9, 10, 1, static binding => new TreeEnsembleOperation(binding));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type != _trees.Splits.Type || x.Rank != 2 || x.Shape[1] < _trees.FeatureCount)
            throw run.Error($"takes {_trees.Splits.Type.CanonicalName()}[n, {_trees.FeatureCount} or more], not {x.Type.CanonicalName()}{Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, x.Type, x.Shape[0], _targetCount);
        y.Bytes.Clear();
        var task = new Task(run, _trees, _aggregate, x, y);
        if (x.Type is not (ElementType.Float32 or ElementType.Float64) || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", InvalidInputKind.Unsupported);
    }

    private readonly struct Task(StepRun run, TreeTable trees, string aggregate, Value x, Value y) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> weights = trees.Weights.Words<T>();
            Span<bool> hasLeaf = run.Scratch<bool>(y.Shape[1]);
            for (int row = 0; row < x.Shape[0]; row++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<T> features = x.Words<T>().Slice(row * x.Shape[1], x.Shape[1]);
                Span<T> targets = y.WritableWords<T>().Slice(row * y.Shape[1], y.Shape[1]);
                hasLeaf.Clear();
                foreach (int root in trees.Roots)
                {
                    int leaf = trees.Walk(run, root, features);
                    int target = trees.Targets[leaf];
                    targets[target] = hasLeaf[target] ? Fold(targets[target], weights[leaf]) : Number.Add(T.Zero, weights[leaf]);
                    hasLeaf[target] = true;
                }

                for (int target = 0; aggregate == "average" && target < targets.Length; target++)
                    targets[target] = Number.Canonical(targets[target] / T.CreateTruncating(trees.Roots.Length));
            }
        }

        private T Fold<T>(T before, T weight)
            where T : unmanaged, INumber<T> => aggregate switch
            {
                "min" => Number.Min(before, weight),
                "max" => Number.Max(before, weight),
                _ => Number.Add(before, weight),
            };
    }
}
