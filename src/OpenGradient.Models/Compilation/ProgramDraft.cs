using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Builds a Program: steps are added in order, and what no output needs is left out at the end.</summary>
internal sealed class ProgramDraft
{
    private readonly List<DraftValue> _inputs = [];
    private readonly ConstantFolder _folder = new();
    private List<DraftStep> _steps = []; // of the Program, or of the body that is being added
    private readonly List<(string Name, DraftValue Value)> _outputs = [];

    /// <summary>The node that the next steps come from, as messages name it; null if none is known.</summary>
    public string? Origin { get; set; }

    /// <summary>What the steps come from, once the Program is built.</summary>
    public StepOrigins Origins { get; private set; } = StepOrigins.Unknown;

    /// <summary>Adds an input.</summary>
    public DraftValue AddInput(ProgramInput input)
    {
        var value = DraftValue.Of(input);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Adds a step after all others.</summary>
    public DraftStep AddStep(string name, int outputCount, Settings? settings, params ReadOnlySpan<DraftValue?> inputs) =>
        AddStep(name, outputCount, settings, bodies: [], inputs);

    /// <summary>Adds a step that holds bodies.</summary>
    public DraftStep AddStep(string name, int outputCount, Settings? settings, ReadOnlySpan<DraftBody> bodies, params ReadOnlySpan<DraftValue?> inputs)
    {
        int count = inputs.Length;
        while (count > 0 && inputs[count - 1] is null)
            count--;
        var step = new DraftStep(name, [.. inputs[..count]], outputCount, (settings ?? new Settings()).ToImmutable()) { Bodies = [.. bodies], Origin = Origin };
        FactRules.Apply(step);
        StepTypes.Complete(step);
        if (!_folder.TryFold(step))
            _steps.Add(step);
        return step;
    }

    /// <summary>A body for a step that is added next: what is added while <paramref name="fill"/> runs, which is given the inputs and gives the outputs.</summary>
    /// <param name="inputs">What is known of the body's inputs, in every iteration.</param>
    /// <param name="fill">Adds the steps.</param>
    public DraftBody AddBody(IEnumerable<ValueFacts> inputs, Func<IReadOnlyList<DraftValue>, IEnumerable<DraftValue>> fill)
    {
        List<DraftStep> outer = _steps;
        _steps = [];
        DraftValue[] given = [.. inputs.Select(DraftValue.OfBody)];
        ImmutableArray<DraftValue> outputs = [.. fill(given)];
        var body = new DraftBody([.. given], [.. _steps], outputs);
        _steps = outer;
        return body;
    }

    /// <summary>Adds an output.</summary>
    public void AddOutput(string name, DraftValue value) => _outputs.Add((name, value));

    /// <summary>The Program, and where its constants come from.</summary>
    public (Program Program, IConstantSource Constants) Build(string? sequence = null, string profile = Program.FloatProfile)
    {
        ImmutableArray<DraftStep> steps = NeededSteps.Of(_steps, _outputs.Select(static output => output.Value));
        Origins = new StepOrigins([.. steps.Select(static step => step.Origin)]);
        var numbers = new Dictionary<DraftValue, int>(ReferenceEqualityComparer.Instance);
        foreach (DraftValue input in _inputs)
            numbers.Add(input, numbers.Count);
        ImmutableArray<DraftConstant> constants = NumberConstants(steps, numbers, out ImmutableArray<Constant> described);
        var numbering = new DraftNumbering(numbers, _inputs.Count + constants.Length);
        var program = new Program(
            [.. _inputs.Select(static value => value.Input!)],
            described,
            numbering.Number(steps),
            [.. _outputs.Select(output => new ProgramOutput(output.Name, numbers[output.Value]))],
            sequence,
            profile);
        var source = new DraftConstantSource(constants);
        return (TraceSelection.Apply(program, source), source);
    }

    /// <summary>In the order of first use; equal constants share one number.</summary>
    private ImmutableArray<DraftConstant> NumberConstants(
        ImmutableArray<DraftStep> steps, Dictionary<DraftValue, int> numbers, out ImmutableArray<Constant> described)
    {
        var constants = ImmutableArray.CreateBuilder<DraftConstant>();
        var descriptions = ImmutableArray.CreateBuilder<Constant>();
        var known = new Dictionary<(Digest Digest, string Form), int>();
        foreach (DraftValue value in steps.SelectMany(ReadBy).Concat(_outputs.Select(static output => output.Value)))
        {
            if (value.Constant is not { } constant || numbers.ContainsKey(value))
                continue;
            var digest = Digest.Sha256(constant.Bytes.Span);
            string form = $"{constant.Encoding}[{string.Join(',', constant.Shape)}]";
            if (!known.TryGetValue((digest, form), out int number))
            {
                number = _inputs.Count + constants.Count;
                known.Add((digest, form), number);
                constants.Add(constant);
                descriptions.Add(new Constant(constant.Name, constant.Encoding, constant.Shape, digest));
            }

            numbers.Add(value, number);
        }

        described = descriptions.ToImmutable();
        return constants.ToImmutable();
    }

    /// <summary>What a step and its bodies read, in order.</summary>
    private static IEnumerable<DraftValue> ReadBy(DraftStep step) =>
        step.Inputs.OfType<DraftValue>().Concat(step.Bodies.SelectMany(static body => body.Steps.SelectMany(ReadBy).Concat(body.Outputs)));
}
