using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A random Program with choices and loops in each other, its constants and inputs. All numbers are f32[4] but for counts and conditions.</summary>
internal sealed class ControlModel : IConstantSource
{
    private static readonly ImmutableSortedDictionary<string, string> NoSettings = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly Tensor[] Stored =
    [
        Tensor.Create<float>(ElementType.Float32, [4, 4], [.. Enumerable.Range(0, 16).Select(static i => ((i * 7 % 11) - 5) / 8f)]),
        Tensor.Create<float>(ElementType.Float32, [], [0.25f]),
        Tensor.Create<long>(ElementType.Int64, [], [2]),
        new Tensor(ElementType.Bool, [], [1]),
    ];

    private const int X = 0;
    private const int Count = 1;
    private const int Flag = 2;
    private const int FirstConstant = 3;
    private readonly Random _random;
    private readonly int _maxDepth;
    private int _nextValue;

    public ControlModel(int seed, int maxDepth = 3)
    {
        _random = new Random(seed);
        _maxDepth = maxDepth;
        _nextValue = FirstConstant + Stored.Length;
        Inputs =
        [
            Tensor.Create<float>(ElementType.Float32, [4], [.. Enumerable.Range(0, 4).Select(_ => (float)(_random.NextDouble() - 0.5))]),
            Tensor.Create<long>(ElementType.Int64, [], [_random.Next(4)]),
            new Tensor(ElementType.Bool, [], [(byte)_random.Next(2)]),
        ];
        List<int> values = [X];
        ImmutableArray<Step> steps = [.. Steps(values, 0, minimum: 4)];
        Program = new Program(
            [new ProgramInput("x", ElementType.Float32, ["4"]), new ProgramInput("n", ElementType.Int64, []), new ProgramInput("c", ElementType.Bool, [])],
            [.. Stored.Select(static (tensor, index) => new Constant($"c{index}", tensor.Type.CanonicalName(), tensor.Shape, Digest.Sha256(tensor.Bytes)))],
            steps,
            [new ProgramOutput("y", values[^1])]);
    }

    public Program Program { get; }

    public ImmutableArray<Tensor> Inputs { get; }

    public ReadOnlyMemory<byte> Read(int index) => Stored[index].Bytes;

    private static int Constant(int index) => FirstConstant + index;

    private List<Step> Steps(List<int> values, int depth, int minimum)
    {
        var steps = new List<Step>();
        int count = minimum + _random.Next(3);
        for (int index = 0; index < count; index++)
        {
            int kind = _random.Next(depth < _maxDepth ? 8 : 4);
            if (kind < 4)
                values.Add(Add(steps, kind switch { 0 => "Add", 1 => "Tanh", 2 => "Linear", _ => "Sub" }, kind switch { 1 => [Any(values)], 2 => [Any(values), Constant(0)], _ => [Any(values), Any(values)] }));
            else if (kind < 6)
                values.Add(Choice(steps, values, depth));
            else
                values.Add(Loop(steps, values, depth));
        }

        return steps;
    }

    private int Choice(List<Step> steps, List<int> values, int depth)
    {
        int condition = Condition(steps, values);
        Body Branch()
        {
            List<int> inside = [.. values];
            List<Step> made = Steps(inside, depth + 1, minimum: 0);
            return new Body(0, [.. made], [Any(inside), inside[^1]]);
        }

        ImmutableArray<Body> bodies = [Branch(), Branch()];
        return Add(steps, "If", [condition], 2, bodies) + _random.Next(2);
    }

    private int Loop(List<Step> steps, List<int> values, int depth)
    {
        int count = _random.Next(3) switch { 0 => Count, 1 => Constant(2), _ => Count };
        int condition = _random.Next(3) == 0 ? Condition(steps, values) : Step.Absent;
        int[] inputs = [count, condition, Any(values), Any(values)];
        (int iteration, int kept) = (_nextValue, _nextValue + 1);
        List<int> inside = [.. values, _nextValue + 2, _nextValue + 3];
        _nextValue += 4;
        List<Step> made = Steps(inside, depth + 1, minimum: 0);
        int next = _random.Next(2) == 0 ? kept : Condition(made, inside);
        var body = new Body(4, [.. made], [next, Any(inside), inside[^1], Any(inside), iteration]);
        return Add(steps, "Loop", inputs, 4, [body]) + _random.Next(2);
    }

    /// <summary>A condition that is given, or depends on a number.</summary>
    private int Condition(List<Step> steps, List<int> values) => _random.Next(4) switch
    {
        0 => Flag,
        1 => Constant(3),
        _ => Add(steps, "Less", [Add(steps, "ReduceSum", [Any(values)], 1, [], NoSettings.Add("keepdims", "0")), Constant(1)]),
    };

    private int Any(List<int> values) => values[_random.Next(Math.Max(0, values.Count - 4), values.Count)];

    private int Add(List<Step> steps, string name, int[] inputs, int outputs = 1, ImmutableArray<Body> bodies = default, ImmutableSortedDictionary<string, string>? settings = null)
    {
        settings ??= name == "Loop" ? NoSettings.Add("shape0", "4").Add("type1", "i64") : NoSettings;
        steps.Add(new Step(name, [.. inputs], outputs, settings, IsTraced: true) { Bodies = bodies.IsDefault ? [] : bodies });
        _nextValue += outputs;
        return _nextValue - outputs;
    }
}
