using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Joins a product or convolution with the function that alone reads it: one pass over memory less, and the same bits.</summary>
internal static class StepFusion
{
    /// <summary>The steps, some of them joined as <see cref="StepJoiner"/> says.</summary>
    public static ImmutableArray<BoundStep> Apply(Program program, ImmutableArray<BoundStep> steps, ConstantTable constants)
    {
        var joiner = new StepJoiner(program, steps);
        for (int place = 0; place < joiner.Count; place++)
        {
            if (joiner.Single(place) is { } maker && joiner.Reader(place) is { } reader && joiner.Single(reader) is { } next && Join(maker.Operation, next.Operation) is { } joined)
                joiner.Join([place, reader], joined, maker.Step.Inputs);
        }

        FixedFusion.Apply(joiner, constants);
        return joiner.ToImmutable();
    }

    private static IOperation? Join(IOperation maker, IOperation reader) => (maker, reader) switch
    {
        (IFusable fusable, IEpilogueSource source) => fusable.Fuse(source.Epilogue),
        (IRequantizable product, RequantizeOperation requantize) => product.Requantize(requantize),
        _ => null,
    };
}
