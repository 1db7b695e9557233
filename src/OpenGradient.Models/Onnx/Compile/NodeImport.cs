using System.Text;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Fusion;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>One node on its way into the Program: typed access to its inputs and attributes, and the steps that it becomes.</summary>
internal sealed partial class NodeImport(OnnxNode node, int index, NodeContext context, ProgramDraft draft, ValueScope values, NodeCompiler compiler)
{
    /// <summary>The operator's name in ONNX.</summary>
    public string Operator => node.Operator;

    /// <summary>The version of the operator set.</summary>
    public long Opset { get; } = context.Opsets.GetValueOrDefault(node.Domain);

    /// <summary>How many inputs the node names, empty ones included.</summary>
    public int InputCount => node.Inputs.Count;

    /// <summary>How many outputs the node names, empty ones included.</summary>
    public int OutputCount => node.Outputs.Count;

    /// <summary>Whether input <paramref name="input"/> is given.</summary>
    public bool Has(int input) => input < node.Inputs.Count && node.Inputs[input].Length > 0 && !values.IsAbsent(node.Inputs[input]);

    /// <summary>Whether output <paramref name="output"/> is asked for.</summary>
    public bool Wants(int output) => output < node.Outputs.Count && node.Outputs[output].Length > 0;

    /// <summary>Input <paramref name="input"/>, which must be given.</summary>
    public DraftValue Input(int input) => Optional(input) ?? throw Error($"input {input} is missing");

    /// <summary>Input <paramref name="input"/>; null if it is not given.</summary>
    public DraftValue? Optional(int input) => Given(input) is { } value ? Widen(value) : null;

    /// <summary>All inputs, each of which must be given.</summary>
    public DraftValue[] Inputs() => [.. Enumerable.Range(0, InputCount).Select(Input)];

    /// <summary>The constant behind an input; null if the input is absent or computed.</summary>
    public DraftConstant? Constant(int input) => Optional(input)?.Constant;

    /// <summary>An integer attribute.</summary>
    public long Integer(string name, long defaultValue) => Find(name)?.Integer ?? defaultValue;

    /// <summary>An integer attribute that is 0 or not.</summary>
    public bool Flag(string name, bool defaultValue) => Integer(name, defaultValue ? 1 : 0) != 0;

    /// <summary>A binary32 attribute.</summary>
    public float Float(string name, float defaultValue) => Find(name)?.Float ?? defaultValue;

    /// <summary>A list attribute; null if it is not given.</summary>
    public List<long>? Integers(string name) => Find(name) is { } attribute
        ? attribute.Integers.Count <= ListLimit ? attribute.Integers : throw Error($"attribute '{name}' is too long")
        : null;

    /// <summary>A text attribute.</summary>
    public string Text(string name, string defaultValue) => Find(name) is { } attribute ? Decode(attribute.Bytes) : defaultValue;

    /// <summary>A list of texts; null if it is not given.</summary>
    public List<string>? Texts(string name) => Find(name)?.Strings.ConvertAll(Decode);

    /// <summary>The attribute itself; null if it is not given.</summary>
    public OnnxAttribute? Find(string name) => context.Resolve(node.Attributes.Find(attribute => attribute.Name == name));

    /// <summary>Adds a step with one output.</summary>
    public DraftValue Emit(string name, Settings? settings, params ReadOnlySpan<DraftValue?> inputs) =>
        draft.AddStep(name, 1, settings, inputs).Outputs[0];

    /// <summary>Adds a step with several outputs.</summary>
    public DraftStep EmitMany(string name, int outputCount, Settings? settings, params ReadOnlySpan<DraftValue?> inputs) =>
        draft.AddStep(name, outputCount, settings, inputs);

    /// <summary>A list of integers as a constant.</summary>
    public DraftValue IntegerList(params ReadOnlySpan<long> numbers) => DraftValue.Of(DraftConstant.Integers($"{Describe()} list", numbers));

    /// <summary>A number as a constant, in the type in which the node computes.</summary>
    public DraftValue Scalar(float number) => DraftValue.Of(ArithmeticType == ElementType.Float64
        ? DraftConstant.Scalar($"{Describe()} scalar", (double)number)
        : DraftConstant.Scalar($"{Describe()} scalar", number));

    /// <summary>Makes <paramref name="value"/> output <paramref name="output"/> of the node.</summary>
    public void Set(int output, DraftValue value)
    {
        if (Wants(output) && !values.TryAdd(node.Outputs[output], Restore(output, Fusions.Apply(draft, value))))
            throw Error($"'{node.Outputs[output]}' is made twice");
    }

    /// <summary>Refuses outputs that this version does not make.</summary>
    public void RequireOutputsBelow(int count)
    {
        for (int output = count; output < OutputCount; output++)
        {
            if (Wants(output))
                throw Error($"output {output} is not supported", InvalidInputKind.Unsupported);
        }
    }

    /// <summary>An error of this node: which node, which operator, what.</summary>
    public InvalidInputException Error(string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        new(kind, $"node '{Describe()}'", $"node '{Describe()}' ({Operator}): {what}.");

    /// <summary>How messages name the node.</summary>
    public string Subject => $"node '{Describe()}' ({Operator})";

    private string Describe() => NodeNames.Describe(node, index);

    private string Decode(ReadOnlyMemory<byte> bytes) => bytes.Length <= TextLimit ? Encoding.UTF8.GetString(bytes.Span) : throw Error("a text attribute is too long");

    private const int ListLimit = 4096;
    private const int TextLimit = 4096;
}
