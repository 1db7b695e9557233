using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Models.Compilation;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>Writes bodies out: a loop whose count is known before any run as often as it runs, of a choice the branch that is taken, or both if an input decides.</summary>
internal sealed class BodyUnrolling
{
    private readonly PreparedModel _model;
    private readonly SampleRun _sample;
    private readonly ProgramDraft _draft = new();
    private readonly DraftValue?[] _values;
    private int _stepIndex;
    private int _next; // the number of the value that is made next
    private long _written;

    private BodyUnrolling(PreparedModel model, SampleRun sample)
    {
        (_model, _sample) = (model, sample);
        _values = new DraftValue?[model.Program.ValueCount];
    }

    /// <summary>A model without bodies.</summary>
    /// <exception cref="InvalidInputException">How often a body runs depends on the elements of an input; the node is named.</exception>
    public static PreparedModel Unroll(PreparedModel model, IReadOnlyList<Tensor> sample, CancellationToken cancellationToken)
    {
        while (model.Program.Steps.Any(static step => !step.Bodies.IsEmpty)) // each pass opens the outermost bodies
            model = new BodyUnrolling(model, SampleRun.Of(model, sample, cancellationToken)).Rewrite(cancellationToken);
        return model;
    }

    private PreparedModel Rewrite(CancellationToken cancellationToken)
    {
        Program program = _model.Program;
        for (int input = 0; input < program.Inputs.Length; input++)
            _values[input] = _draft.AddInput(program.Inputs[input] with { Shape = [.. _sample.Shape(input).Select(static size => size.ToString(CultureInfo.InvariantCulture))] });
        _next = program.Inputs.Length + program.Constants.Length;
        for (_stepIndex = 0; _stepIndex < program.Steps.Length; _stepIndex++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _draft.Origin = _model.Origins.Of(_stepIndex);
            Write(program.Steps[_stepIndex]);
        }

        foreach (ProgramOutput output in program.Outputs)
            _draft.AddOutput(output.Name, Value(output.Value));
        (Program written, IConstantSource constants) = _draft.Build();
        return new PreparedModel(written, constants) { Origins = _draft.Origins };
    }

    private void Write(Step step)
    {
        if (step.Bodies.IsEmpty)
        {
            Copy(step);
            return;
        }

        int first = _next;
        IReadOnlyList<DraftValue> outputs = step.Operator == "If" ? Chosen(step) : Repeated(step);
        _next = first + Numbering.BodyValueCount(step);
        for (int output = 0; output < step.OutputCount; output++)
            _values[_next++] = outputs[output];
    }

    /// <summary>The branch that is taken in every run; both and a choice between what they give if an input decides.</summary>
    private IReadOnlyList<DraftValue> Chosen(Step step)
    {
        int second = _next + step.Bodies[0].ValueCount;
        DraftValue condition = Value(step.Inputs[0]);
        if (condition.Constant is { } known)
            return known.Bytes.Span[0] != 0 ? Inline(step.Bodies[0], _next, []) : Inline(step.Bodies[1], second, []);
        IReadOnlyList<DraftValue> then = Inline(step.Bodies[0], _next, []), otherwise = Inline(step.Bodies[1], second, []);
        DraftValue isFirst = Emit("Reshape", condition, DraftValue.Of(new DraftConstant("shape", "i64", [0], default)));
        return [.. Enumerable.Range(0, step.OutputCount).Select(output => IsAlike(then[output], otherwise[output])
            ? Emit("Where", isFirst, then[output], otherwise[output])
            : throw Error(step, "an input decides which branch runs, and the branches give values of other sizes", "give both branches' outputs one size"))];
    }

    private static bool IsAlike(DraftValue x, DraftValue y) =>
        x.Facts.Type == y.Facts.Type && x.Facts.KnownShape is { } first && y.Facts.KnownShape is { } second && first.AsSpan().SequenceEqual(second);

    /// <summary>Iteration after iteration, as long as it is known that there is another.</summary>
    private List<DraftValue> Repeated(Step step)
    {
        Body body = step.Bodies[0];
        long count = Count(step);
        List<DraftValue> carried = [.. step.Inputs.Skip(2).Select(Value)];
        var parts = Enumerable.Range(0, step.OutputCount - carried.Count).Select(static _ => new List<DraftValue>()).ToList();
        bool isOn = step.Inputs.Length < 2 || step.Inputs[1] == Step.Absent || IsTrue(step, Value(step.Inputs[1]));
        for (long iteration = 0; iteration < count && isOn; iteration++)
        {
            RequireFew(step, iteration + 1);
            DraftValue[] outputs = Inline(body, _next, [Whole(iteration), Truth(), .. carried]);
            isOn = IsTrue(step, outputs[0]);
            carried = [.. outputs[1..(1 + carried.Count)]];
            for (int part = 0; part < parts.Count; part++)
                parts[part].Add(Emit("Unsqueeze", outputs[1 + carried.Count + part], Longs(0)));
        }

        return [.. carried, .. parts.Select(part => Joined(step, part))];
    }

    private long Count(Step step)
    {
        if (step.Inputs.Length == 0 || step.Inputs[0] == Step.Absent)
            return long.MaxValue;
        return Value(step.Inputs[0]).Constant is { Encoding: "i64" } known ? BitConverter.ToInt64(known.Bytes.Span)
            : throw Error(step, "an input decides how often its body runs", "make the count a constant, or depend on sizes alone");
    }

    private bool IsTrue(Step step, DraftValue condition) => condition.Constant is { } known ? known.Bytes.Span[0] != 0
        : throw Error(step, "an input decides how often its body runs", "let it run a fixed number of times, and keep what is done with Where");

    private void RequireFew(Step step, long iterations)
    {
        _written += Numbering.BodyStepCount(step);
        if (iterations > MostIterations || _written > MostSteps)
            throw Error(step, $"its body, written out, is more than {MostIterations} iterations or {MostSteps} steps", "let it run less often");
    }

    private DraftValue Joined(Step step, List<DraftValue> parts) => parts.Count switch
    {
        0 => throw Error(step, "its body never runs, and what it gives is empty", "leave the loop out"),
        1 => parts[0],
        _ => _draft.AddStep("Concat", 1, new Settings().Integer("axis", 0), [.. parts]).Outputs[0],
    };

    /// <summary>The steps of a body, where its inputs have these values; gives its outputs.</summary>
    private DraftValue[] Inline(Body body, int first, DraftValue[] inputs)
    {
        int outer = _next;
        _next = first;
        foreach (DraftValue input in inputs)
            _values[_next++] = input;
        foreach (Step step in body.Steps)
            Copy(step);
        _next = outer;
        return [.. body.Outputs.Select(Value)];
    }

    /// <summary>The step as it is; bodies in it wait for the next pass.</summary>
    private void Copy(Step step)
    {
        ImmutableArray<DraftBody> bodies = [.. step.Bodies.Select(Copied)];
        DraftStep copy = _draft.AddStep(
            step.Operator, step.OutputCount, new Settings().Copy(step.Attributes), bodies.AsSpan(), [.. step.Inputs.Select(input => input == Step.Absent ? null : Value(input))]);
        foreach (DraftValue output in copy.Outputs)
            _values[_next++] = output;
    }

    private DraftBody Copied(Body body) => _draft.AddBody(Enumerable.Repeat(ValueFacts.Unknown, body.InputCount), given =>
    {
        foreach (DraftValue input in given)
            _values[_next++] = input;
        foreach (Step step in body.Steps)
            Copy(step);
        return body.Outputs.Select(Value);
    });

    /// <summary>A value of the old Program in the new one: a constant where it is the same in every run.</summary>
    private DraftValue Value(int value)
    {
        if (_sample.Known(value) is { ElementCount: <= MostKnown } known)
            return _values[value] = DraftValue.Of(new DraftConstant("known", known.Type.CanonicalName(), known.Shape, known.Bytes));
        int constant = value - _model.Program.Inputs.Length;
        if (_values[value] is null && constant >= 0 && constant < _model.Program.Constants.Length)
        {
            Constant weights = _model.Program.Constants[constant];
            _values[value] = DraftValue.Of(new DraftConstant(weights.Name, weights.Encoding, weights.Shape, _model.Constants.Read(constant)));
        }

        return _values[value]!;
    }

    private DraftValue Emit(string name, params ReadOnlySpan<DraftValue?> inputs) => _draft.AddStep(name, 1, null, inputs).Outputs[0];

    private static DraftValue Longs(params ReadOnlySpan<long> numbers) => DraftValue.Of(DraftConstant.Integers("numbers", numbers));

    private static DraftValue Whole(long number) => DraftValue.Of(DraftConstant.Integers("iteration", number) with { Shape = [] });

    private static DraftValue Truth() => DraftValue.Of(new DraftConstant("condition", "bool", [], new byte[] { 1 }));

    private InvalidInputException Error(Step step, string what, string cure) => Refusal.Create(_model.Origins.Describe(_stepIndex, step.Operator), what, cure);

    private const int MostIterations = 4096; // a limit on the size of the Program that a small file can ask for: unrolled recurrences of sequences are up to some hundreds long
    private const int MostSteps = 1 << 16; // the same for nested bodies together
    private const long MostKnown = 1 << 16; // elements that are computed ahead for each value: sizes and places are few, weights are not computed
}
