using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>
/// Joins steps of the integer profile: a product with constant weights, or arithmetic on 64-bit integers, with what bounds it and brings it to another scale;
/// real numbers with what makes integers of them, and the other way round; and changes of scale that follow each other. Numbers of 64 bits then need not go to memory.
/// </summary>
internal static class FixedFusion
{
    /// <summary>Joins what can be joined; each chain is as long as it can be.</summary>
    public static void Apply(StepJoiner steps, ConstantTable constants)
    {
        for (int place = 0; place < steps.Count; place++)
        {
            if (steps.Single(place) is not { } head)
                continue;
            if (head.Operation is IExactSums or FixedScaleOperation { Constants.Table: not null })
                JoinScaled(steps, constants, place, head);
            else if (head.Operation is CastOperation { Target: ElementType.Float32 } cast)
                JoinExit(steps, constants, place, head, cast);
            else
                JoinWide(steps, constants, place);
        }
    }

    private static void JoinScaled(StepJoiner steps, ConstantTable constants, int place, BoundStep head)
    {
        var chain = new FixedLinks(head.Operation as IExactSums, head.Operation as FixedScaleOperation);
        var places = new List<int> { place };
        int whole = 1; // the chain can end after so many
        for (int next = place; steps.Reader(next) is { } reader && steps.Single(reader) is { } step && chain.TryTake(step, constants); next = reader)
        {
            places.Add(reader);
            whole = chain.IsWidened ? whole : places.Count;
        }

        if (whole > 1 && chain.IsWhole && chain.Operation() is { } operation)
            steps.Join(places[..whole], operation, head.Step.Inputs);
    }

    private static void JoinWide(StepJoiner steps, ConstantTable constants, int place)
    {
        var chain = new WideLinks(steps, constants);
        for (int? next = place; next is { } reader && chain.TryTake(reader);)
            next = steps.Reader(reader);
        if (chain.Places is { Count: > 0 } places)
            steps.Join(places, chain.Operation(), chain.Inputs);
    }

    private static void JoinExit(StepJoiner steps, ConstantTable constants, int place, BoundStep head, CastOperation cast)
    {
        if (steps.Reader(place) is { } reader && steps.Single(reader) is { Step: { Operator: "Mul", Inputs: [_, int other] } }
            && constants.TryFind(other, out int constant) && constants.Resident(constant) is { Type: ElementType.Float32 } units)
            steps.Join([place, reader], new FixedExitOperation(cast.Rule, units.Floats.ToArray(), units.Shape), head.Step.Inputs);
    }
}
