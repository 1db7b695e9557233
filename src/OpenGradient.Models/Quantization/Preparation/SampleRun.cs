using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>What one run tells about a Program whose inputs keep their sizes: all types and shapes, and the elements of what depends on sizes alone.</summary>
internal sealed class SampleRun
{
    private readonly Tensor?[] _known;
    private readonly ElementType[] _types;
    private readonly ImmutableArray<long>[] _shapes;

    /// <exception cref="InvalidInputException">The model does not run with these inputs; the node is named.</exception>
    public static SampleRun Of(PreparedModel model, IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken)
    {
        try
        {
            return new SampleRun(model.Program, model.Constants, inputs, cancellationToken);
        }
        catch (InvalidInputException error)
        {
            throw model.Origins.Explain(error);
        }
    }

    private SampleRun(Program program, IConstantSource constants, IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken)
    {
        _known = new Tensor?[program.ValueCount];
        _types = new ElementType[program.ValueCount];
        _shapes = new ImmutableArray<long>[program.ValueCount];
        for (int input = 0; input < inputs.Count; input++)
            (_types[input], _shapes[input]) = (inputs[input].Type, inputs[input].Shape);
        for (int index = 0; index < program.Constants.Length; index++)
        {
            Constant constant = program.Constants[index];
            (_types[inputs.Count + index], _shapes[inputs.Count + index]) = (ElementTypes.TryParse(constant.Encoding, out ElementType type) ? type : ElementType.Float32, constant.Shape);
        }

        bool[] depends = Dependent(program);
        ImmutableArray<int> results = Results(program);
        if (results.IsEmpty)
            return; // no steps, nothing to run
        Program exposed = program with { Outputs = [.. results.Select(static value => new ProgramOutput($"value {value}", value))] };
        RunResult result = Executable.Load(exposed, constants).Run(inputs, cancellationToken);
        foreach ((int place, int value) in results.Index())
        {
            Tensor tensor = result.Outputs[place];
            (_types[value], _shapes[value]) = (tensor.Type, tensor.Shape);
            _known[value] = depends[value] && tensor.ElementCount > 0 ? null : tensor;
        }
    }

    /// <summary>The type of a value's elements.</summary>
    public ElementType Type(int value) => _types[value];

    /// <summary>The sizes of a value's axes.</summary>
    public ImmutableArray<long> Shape(int value) => _shapes[value];

    /// <summary>The result of a step that is the same in every run, or is empty; null if it depends on the elements of an input.</summary>
    public Tensor? Known(int value) => _known[value];

    /// <summary>The values that steps make; what bodies make inside of them is nobody else's.</summary>
    private static ImmutableArray<int> Results(Program program)
    {
        var results = ImmutableArray.CreateBuilder<int>();
        int next = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            next += Numbering.BodyValueCount(step);
            for (int output = 0; output < step.OutputCount; output++)
                results.Add(next++);
        }

        return results.ToImmutable();
    }

    /// <summary>Which values depend on the elements of an input; those of a shape are known with its sizes.</summary>
    private static bool[] Dependent(Program program)
    {
        bool[] depends = new bool[program.ValueCount];
        depends.AsSpan(0, program.Inputs.Length).Fill(true);
        int output = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            bool reads = !step.Bodies.IsEmpty || (step.Operator != "Shape" && step.Inputs.Any(input => input != Step.Absent && depends[input]));
            output += Numbering.BodyValueCount(step);
            depends.AsSpan(output, step.OutputCount).Fill(reads);
            output += step.OutputCount;
        }

        return depends;
    }
}
