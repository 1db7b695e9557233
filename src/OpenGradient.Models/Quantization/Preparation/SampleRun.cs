using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>What one run tells about a Program whose inputs keep their sizes: all types and shapes, and the elements of what depends on sizes alone.</summary>
internal sealed class SampleRun
{
    private readonly Tensor?[] _known;
    private readonly ElementType[] _types;
    private readonly ImmutableArray<long>[] _shapes;

    public SampleRun(Program program, IConstantSource constants, IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken)
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
        int first = program.Inputs.Length + program.Constants.Length;
        if (first == program.ValueCount)
            return; // no steps, nothing to run
        Program exposed = program with { Outputs = [.. Enumerable.Range(first, program.ValueCount - first).Select(static value => new ProgramOutput($"value {value}", value))] };
        RunResult result = Executable.Load(exposed, constants).Run(inputs, cancellationToken);
        for (int value = first; value < program.ValueCount; value++)
        {
            Tensor tensor = result.Outputs[value - first];
            (_types[value], _shapes[value]) = (tensor.Type, tensor.Shape);
            _known[value] = depends[value] ? null : tensor;
        }
    }

    /// <summary>The type of a value's elements.</summary>
    public ElementType Type(int value) => _types[value];

    /// <summary>The sizes of a value's axes.</summary>
    public ImmutableArray<long> Shape(int value) => _shapes[value];

    /// <summary>The result of a step that is the same in every run; null if it depends on the elements of an input.</summary>
    public Tensor? Known(int value) => _known[value];

    /// <summary>Which values depend on the elements of an input; those of a shape are known with its sizes.</summary>
    private static bool[] Dependent(Program program)
    {
        bool[] depends = new bool[program.ValueCount];
        depends.AsSpan(0, program.Inputs.Length).Fill(true);
        int output = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            bool reads = !step.Bodies.IsEmpty || (step.Operator != "Shape" && step.Inputs.Any(input => input != Step.Absent && depends[input]));
            depends.AsSpan(output, step.OutputCount).Fill(reads);
            output += step.OutputCount;
        }

        return depends;
    }
}
