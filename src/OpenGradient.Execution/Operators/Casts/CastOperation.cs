using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Elements as another type, <c>to</c> or that of a second input: rounded to nearest even, cut towards zero, or the low bits (spec/exec-1, section 5).</summary>
internal sealed class CastOperation(ElementType? target, CastRule rule) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Cast", 1, 1, 1, static binding => new CastOperation(binding.Attributes.Type("to", ElementType.Float32), ReadRule(binding.Attributes)));

    /// <summary>The operator that takes the type from a second input.</summary>
    public static OperatorDefinition LikeDefinition { get; } = new("CastLike", 2, 2, 1, static binding => new CastOperation(null, ReadRule(binding.Attributes)));

    /// <summary>The type; null if the step's second input says it.</summary>
    public ElementType? Target => target;

    /// <summary>How.</summary>
    public CastRule Rule => rule;

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        ElementType type = target ?? run.Input(1).Type;
        if (x.Type == type)
            run.Alias(0, x, x.Shape);
        else if (x.Type == ElementType.Int16 && type == ElementType.Int64)
            WideConversion.Widen(x.Words<short>(), run.Output(0, type, x.Shape).Longs, run.Workers);
        else
            Conversion.Run(x.Type, x.Bytes, type, run.Output(0, type, x.Shape).Bytes, rule);
    }

    private static CastRule ReadRule(StepAttributes attributes) => new(attributes.Flag("saturate", true), attributes.Name("round_mode", "up") switch
    {
        "up" => ScaleRounding.Up,
        "down" => ScaleRounding.Down,
        "nearest" => ScaleRounding.Nearest,
        string other => throw attributes.Malformed("round_mode", other, "up, down or nearest"),
    });
}
