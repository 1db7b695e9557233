using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Puts a Program together, step by step.</summary>
internal sealed class ProgramSketch
{
    private readonly ImmutableArray<ProgramInput> _inputs;
    private readonly Stack<ImmutableArray<Step>.Builder> _lists = new([ImmutableArray.CreateBuilder<Step>()]);
    private int _nextValue;

    /// <param name="inputs">Types and shapes of the inputs, which have the numbers from 0 on.</param>
    public ProgramSketch(IEnumerable<ValueHeader> inputs)
    {
        _inputs = [.. inputs.Select(static (header, index) => new ProgramInput(
            $"input{index}", header.Type, [.. header.Shape.Select(static size => size.ToString(CultureInfo.InvariantCulture))]))];
        _nextValue = _inputs.Length;
    }

    /// <summary>Adds a step with one output; its number.</summary>
    public int Add(string name, int[] inputs, params (string Name, string Value)[] attributes) => AddMany(name, inputs, 1, attributes);

    /// <summary>Adds a step; the number of its first output.</summary>
    public int AddMany(string name, int[] inputs, int outputCount, params (string Name, string Value)[] attributes)
    {
        Append(new Step(name, [.. inputs], outputCount, Settings(attributes), IsTraced: false));
        return _nextValue - outputCount;
    }

    /// <summary>Adds a step with one output and the attributes of another step; its number.</summary>
    public int AddWith(ImmutableSortedDictionary<string, string> attributes, string name, params int[] inputs)
    {
        Append(new Step(name, [.. inputs], 1, attributes, IsTraced: false));
        return _nextValue - 1;
    }

    /// <summary>One of the equal parts of a value along an axis.</summary>
    public int Part(int value, int axis, int count, int part) =>
        count == 1 ? value : AddMany("Split", [value], count, ("axis", axis.ToString(CultureInfo.InvariantCulture))) + part;

    /// <summary>Adds a loop without a condition; the number of its first output.</summary>
    /// <param name="count">How often it runs.</param>
    /// <param name="carried">The values that are carried.</param>
    /// <param name="outputCount">How many outputs it has: carried values, then parts.</param>
    /// <param name="body">Adds the steps of the body, given the number of its first input, and tells its outputs but for the condition.</param>
    public int Loop(int count, int[] carried, int outputCount, Func<int, int[]> body)
    {
        int first = _nextValue;
        _nextValue += 2 + carried.Length;
        _lists.Push(ImmutableArray.CreateBuilder<Step>());
        int[] outputs = body(first);
        ImmutableArray<Step> steps = _lists.Pop().ToImmutable();
        Append(new Step("Loop", [count, Step.Absent, .. carried], outputCount, Settings([]), IsTraced: false) { Bodies = [new Body(2 + carried.Length, steps, [first + 1, .. outputs])] });
        return _nextValue - outputCount;
    }

    /// <summary>The Program.</summary>
    public Program Build(params ReadOnlySpan<int> outputs)
    {
        var named = ImmutableArray.CreateBuilder<ProgramOutput>(outputs.Length);
        foreach (int output in outputs)
            named.Add(new ProgramOutput($"output{named.Count}", output));
        return new Program(_inputs, [], _lists.Peek().ToImmutable(), named.MoveToImmutable());
    }

    private static ImmutableSortedDictionary<string, string> Settings((string Name, string Value)[] attributes) =>
        attributes.ToImmutableSortedDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal);

    private void Append(Step step)
    {
        _lists.Peek().Add(step);
        _nextValue += step.OutputCount;
    }
}
