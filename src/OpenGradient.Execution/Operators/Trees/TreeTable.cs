using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The nodes of decision trees, checked when they are laid out: every child and feature exists.</summary>
internal sealed class TreeTable
{
    private readonly int[] _modes;
    private readonly int[] _features;
    private readonly int[] _trueChildren;
    private readonly int[] _falseChildren;
    private readonly Value? _members;
    private readonly int[] _memberStarts; // by node, where its list begins

    public TreeTable(StepBinding binding)
    {
        Roots = Take(binding, 1);
        _modes = Take(binding, 2);
        _features = Take(binding, 3);
        _trueChildren = Take(binding, 4);
        _falseChildren = Take(binding, 5);
        Targets = Take(binding, 6);
        Splits = Numbers(binding, 7);
        Weights = Numbers(binding, 8);
        _members = binding.Has(9) ? Numbers(binding, 9) : null;
        int nodes = _modes.Length;
        bool fits = _features.Length == nodes && _trueChildren.Length == nodes && _falseChildren.Length == nodes && Splits.ElementCount == nodes
            && Weights.ElementCount == Targets.Length && Splits.Type == Weights.Type && (_members is null || _members.Type == Splits.Type)
            && Roots.Concat(_trueChildren).Concat(_falseChildren).All(child => child < nodes && child >= -(long)Targets.Length)
            && _features.All(static feature => feature >= 0) && _modes.All(static mode => mode is >= 0 and <= 6 or >= 8 and <= 14);
        if (!fits)
            throw binding.Error("the lists of the trees do not fit each other");
        FeatureCount = nodes == 0 ? 0 : checked(_features.Max() + 1);
        _memberStarts = MemberStarts(binding);
    }

    /// <summary>The first node, or leaf, of each tree.</summary>
    public int[] Roots { get; }

    /// <summary>The target of each leaf.</summary>
    public int[] Targets { get; }

    /// <summary>The weight of each leaf.</summary>
    public Value Weights { get; }

    /// <summary>What each node compares with.</summary>
    public Value Splits { get; }

    /// <summary>How many features a row must have.</summary>
    public int FeatureCount { get; }

    /// <summary>Refuses leaves with other targets than 0 up to <paramref name="count"/>.</summary>
    public void RequireTargets(StepBinding binding, int count)
    {
        if (count < 1 || Targets.Any(target => target < 0 || target >= count))
            throw binding.Error($"a leaf has a target that is not one of {count}");
    }

    /// <summary>The leaf that a row comes to.</summary>
    public int Walk<T>(StepRun run, int node, ReadOnlySpan<T> features)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> splits = Splits.Words<T>();
        for (int steps = 0; node >= 0; steps++)
        {
            if (steps > _modes.Length)
                throw run.Error("a tree leads back into itself");
            node = IsTrue(node, features[_features[node]], splits[node]) ? _trueChildren[node] : _falseChildren[node];
        }

        return -1 - node;
    }

    private bool IsTrue<T>(int node, T x, T split)
        where T : unmanaged, INumber<T>
    {
        if (_modes[node] >= NaNIsTrue && T.IsNaN(x))
            return true;
        return (_modes[node] % NaNIsTrue) switch
        {
            0 => x <= split,
            1 => x < split,
            2 => x >= split,
            3 => x > split,
            4 => x == split,
            5 => x != split,
            _ => IsMember(node, x),
        };
    }

    private bool IsMember<T>(int node, T x)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> members = _members!.Words<T>();
        for (int i = _memberStarts[node]; i < members.Length && !T.IsNaN(members[i]); i++)
        {
            if (members[i] == x)
                return true;
        }

        return false;
    }

    private int[] MemberStarts(StepBinding binding)
    {
        int[] starts = new int[_modes.Length];
        int next = 0;
        for (int node = 0; node < starts.Length; node++)
        {
            if (_modes[node] % NaNIsTrue != Member)
                continue;
            if (_members is null || next >= _members.ElementCount)
                throw binding.Error("there are fewer lists of members than nodes that ask for one");
            starts[node] = next;
            while (next < _members.ElementCount && !IsEnd(_members, next))
                next++;
            next++;
        }

        return starts;
    }

    private static bool IsEnd(Value members, int place) =>
        members.Type == ElementType.Float32 ? float.IsNaN(members.Floats[place]) : double.IsNaN(members.Words<double>()[place]);

    private static int[] Take(StepBinding binding, int input)
    {
        Value list = binding.TakeConstant(input) ?? throw binding.Error($"input {input} must be a constant");
        if (list.Type != ElementType.Int64 || list.Rank != 1 || list.Longs.ContainsAnyExceptInRange(int.MinValue, int.MaxValue))
            throw binding.Error($"input {input} must be a list of i64 of 32 bits");
        int[] numbers = new int[list.ElementCount];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (int)list.Longs[i];
        return numbers;
    }

    private static Value Numbers(StepBinding binding, int input)
    {
        Value list = binding.TakeConstant(input) ?? throw binding.Error($"input {input} must be a constant");
        return list.Rank == 1 && list.Type is ElementType.Float32 or ElementType.Float64 ? list : throw binding.Error($"input {input} must be a list of floats");
    }

    private const int Member = 6;
    private const int NaNIsTrue = 8;
}
