using System.Collections.Frozen;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>What is known of the outputs of a step, from what is known of its inputs. A rule that is missing or finds no answer says nothing.</summary>
internal static class FactRules
{
    private static readonly FrozenDictionary<string, Func<StepFacts, ValueFacts>> Rules = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Notes at the outputs what is known of them.</summary>
    public static void Apply(DraftStep step)
    {
        if (step.Operator == "Split")
            MovementFacts.Split(new StepFacts(step), step);
        else if (Rules.TryGetValue(step.Operator, out Func<StepFacts, ValueFacts>? rule))
            step.Outputs[0].Facts = rule(new StepFacts(step));
    }

    private static IEnumerable<KeyValuePair<string, Func<StepFacts, ValueFacts>>> All()
    {
        foreach (string name in LikeTheFirst)
            yield return new(name, static step => ValueFacts.Of(step[0].Type, step[0].Shape));
        foreach (string name in Arithmetic)
            yield return new(name, static step => ValueFacts.Of(step[0].Type, Broadcast(step[0].Shape, step[1].Shape)));
        foreach (string name in Relations)
            yield return new(name, static step => ValueFacts.Of(ElementType.Bool, Broadcast(step[0].Shape, step[1].Shape)));
        foreach (string name in Quantising)
            yield return new(name, static step => ValueFacts.Of(null, step[0].Shape));
        yield return new("Where", static step => ValueFacts.Of(step[1].Type, Broadcast(step[0].Shape, Broadcast(step[1].Shape, step[2].Shape))));
        yield return new("Cast", static step => Cast(step, ElementTypes.TryParse(step.Text("to", ""), out ElementType type) ? type : null));
        yield return new("CastLike", static step => Cast(step, step[1].Type));
        foreach (KeyValuePair<string, Func<StepFacts, ValueFacts>> rule in MovementFacts.All().Concat(ProductFacts.All()))
            yield return rule;
    }

    /// <summary>A list of integers stays one, if its elements fit.</summary>
    private static ValueFacts Cast(StepFacts step, ElementType? type)
    {
        var facts = ValueFacts.Of(type, step[0].Shape);
        bool fits = facts.Integers is not null && step[0].Integers is { } numbers
            && Array.TrueForAll(numbers, number => number is null || type == ElementType.Int64 || (number >= int.MinValue && number <= int.MaxValue));
        return fits ? facts with { Integers = step[0].Integers } : facts;
    }

    /// <summary>The shape that two shapes broadcast to; null if it is not known or cannot be.</summary>
    internal static long?[]? Broadcast(long?[]? x, long?[]? y)
    {
        if (x is null || y is null)
            return null;
        long?[] shape = new long?[Math.Max(x.Length, y.Length)];
        for (int place = 1; place <= shape.Length; place++)
        {
            long? a = place <= x.Length ? x[^place] : 1;
            long? b = place <= y.Length ? y[^place] : 1;

            // An unknown dimension beside one above 1 must be that one or 1: the result is known all the same.
            shape[^place] = a == 1 ? b : b == 1 ? a : a is > 1 or 0 ? a : b is > 1 or 0 ? b : null;
        }

        return shape;
    }

    private static string[] LikeTheFirst =>
    [
        "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BatchNorm", "BitwiseNot", "Ceil", "Clip", "Cos", "Cosh", "CumProd", "CumSum", "Elu", "Erf", "Exp",
        "Floor", "Gelu", "InstanceNorm", "LayerNorm", "LeakyRelu", "Log", "LogSoftmax", "Neg", "Not", "Reciprocal", "Relu", "RmsNorm", "Rope", "RotaryEmbedding", "Round", "Sigmoid", "Sign",
        "Silu", "Sin", "Sinh", "Softmax", "Softplus", "Sqrt", "Tan", "Tanh", "Trilu",
    ];

    /// <summary>Operators whose result has the shape of the first operand, and a type of its own.</summary>
    private static string[] Quantising => ["DequantizeLinear", "QuantizeLinear", "Requantize"];

    private static string[] Arithmetic =>
        ["Add", "And", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "Div", "Max", "Min", "Mod", "Mul", "Or", "Pow", "Sub", "Xor"];

    private static string[] Relations => ["Equal", "Less", "LessOrEqual"];
}
