using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>ScatterElements</c> and <c>ScatterND</c>: from the element of x on, each update in turn, one term each; those of other places change nothing.</summary>
/// <param name="hasTuples">Whether a tuple of indices names a slice, or an index an element.</param>
internal sealed class ScatterJudge(bool hasTuples) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput indices) = (step.Input(0), step.Input(1));
        if (!hasTuples)
        {
            int axis = step.Axis(step.Attributes.Integer("axis", 0), x.Shape.Length);
            return Chain(step, element, indices.Count, term => ElementPlace(step, x, indices, axis, term) == element ? term : -1);
        }

        int width = indices.Shape[^1];
        long slice = Shapes.ElementCount(x.Shape, width, x.Shape.Length);
        long tuples = Shapes.ElementCount(indices.Shape, 0, indices.Shape.Length - 1);
        return Chain(step, element, tuples, term => IndexReader.Tuple(step, indices, term, x.Shape, 0) == element / slice ? (term * slice) + (element % slice) : -1);
    }

    /// <summary>The first term brings in x; term i + 1 the element of updates that <paramref name="update"/> names for i, if any.</summary>
    private static Derivation Chain(JudgedStep step, long element, long count, Func<long, long> update)
    {
        JudgedInput x = step.Input(0);
        string reduction = step.Attributes.Name("reduction", "none");
        ulong Take(long term, ulong before)
        {
            if (term == 0)
                return x.Bits(element);
            return update(term - 1) is >= 0 and long at ? Apply(reduction, x, before, step.Input(2).Bits(at)) : before;
        }

        return new Derivation([Phase.Words(count + 1, 0, (term, _, before) => Take(term, before))], static results => results[0]);
    }

    private static ulong Apply(string reduction, JudgedInput x, ulong before, ulong update) => reduction switch
    {
        "add" => NumberRules.Of(x.Type).Add(before, update),
        "mul" => NumberRules.Of(x.Type).Mul(before, update),
        "max" => NumberRules.Of(x.Type).Max(before, update),
        "min" => NumberRules.Of(x.Type).Min(before, update),
        _ => update,
    };

    private static long ElementPlace(JudgedStep step, JudgedInput x, JudgedInput indices, int axis, long term)
    {
        int[] place = Position.Index(indices.Shape, term);
        place[axis] = (int)IndexReader.Chosen(step, indices, term, x.Shape[axis]);
        return Position.Of(x.Shape, place);
    }
}
