using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>Joins a product or convolution with the addition and the function that alone read what it makes: passes over memory less, and the same bits.</summary>
internal static class StepFusion
{
    /// <summary>The steps, some of them joined as <see cref="StepJoiner"/> says.</summary>
    public static ImmutableArray<BoundStep> Apply(Program program, ImmutableArray<BoundStep> steps, ConstantTable constants)
    {
        var joiner = new StepJoiner(program, steps);
        for (int place = 0; place < joiner.Count; place++)
            JoinFrom(place, joiner, constants);
        FixedFusion.Apply(joiner, constants);
        return joiner.ToImmutable();
    }

    private static void JoinFrom(int place, StepJoiner joiner, ConstantTable constants)
    {
        if (joiner.Single(place) is not { } maker)
            return;
        var places = new List<int> { place };
        IOperation operation = maker.Operation;
        ImmutableArray<int> inputs = maker.Step.Inputs;
        if (Addition(place, joiner, constants) is { } addition && operation is IAddable addable && addable.WithAddend() is { } sum)
        {
            places.Add(addition.Place);
            operation = sum;
            inputs = [.. inputs, .. Enumerable.Repeat(Step.Absent, addable.AddendInput - inputs.Length), addition.Addend];
        }

        if (joiner.Reader(places[^1]) is { } reader && joiner.Single(reader) is { } next && Join(operation, next.Operation) is { } joined)
        {
            places.Add(reader);
            operation = joined;
        }

        if (places.Count > 1)
            joiner.Join(places, operation, inputs);
    }

    /// <summary>The addition that alone reads what the step at a place makes, and its other operand; null if there is none. A constant is most likely a bias: fewer elements.</summary>
    private static (int Place, int Addend)? Addition(int place, StepJoiner joiner, ConstantTable constants)
    {
        for (int input = 0; input < 2; input++)
        {
            if (joiner.Reader(place, input) is { } reader && joiner.Single(reader) is { Step: { Operator: "Add", Inputs: [int x, int y] } })
            {
                int addend = input == 0 ? y : x;
                return constants.TryFind(addend, out _) ? null : (reader, addend);
            }
        }

        return null;
    }

    private static IOperation? Join(IOperation maker, IOperation reader) => (maker, reader) switch
    {
        (IFusable fusable, IEpilogueSource source) => fusable.Fuse(source.Epilogue),
        (IRequantizable product, RequantizeOperation requantize) => product.Requantize(requantize),
        _ => null,
    };
}
