using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Trees: every comparison at once; the leaf is the one to which all of its path leads.</content>
internal sealed partial class ModelPreparation
{
    private DraftValue Trees()
    {
        if (Name(_step, "aggregate", "sum") is not ("sum" or "average"))
            throw Error("the least or greatest leaf of its trees counts", "add the leaves up, or average them");
        var trees = new TreePaths(KnownIntegers(1), KnownIntegers(2), KnownIntegers(3), KnownFloats(7), KnownIntegers(4), KnownIntegers(5));
        if (trees.Count == 0)
            throw Error("it has no trees", "leave it out: what it gives is 0");
        if (trees.AreTooMany)
            throw Error("its trees have too many ways to their leaves", "use fewer trees, or smaller ones, without nodes that are children of several");
        (int count, int nodes, int leaves) = (trees.Count, trees.MostNodes, trees.MostLeaves);
        long batch = Shape(0)[0];
        DraftValue isTrue = Emit("Cast", new Settings().Name("to", "f32"), Compared(trees));
        DraftValue paths = Emit("MatMul", null, Reshape(isTrue, batch, count, 1, nodes), Floats(trees.Paths(), count, nodes, leaves));
        DraftValue isLeaf = Emit("Cast", new Settings().Name("to", "f32"), Emit("Equal", null, paths, Floats(trees.Lengths(), count, 1, leaves)));
        int targets = Integer(_step, "targets", 1);
        return Emit("MatMul", null, Reshape(isLeaf, batch, count * leaves), Floats(LeafWeights(trees, targets), count * leaves, targets));
    }

    /// <summary>All nodes' comparisons; what is listed as greater was turned into not less or equal.</summary>
    private DraftValue Compared(TreePaths trees)
    {
        int[] nodes = [.. trees.Nodes()];
        long[] features = KnownIntegers(3);
        float[] splits = KnownFloats(7);
        DraftValue x = Emit("Gather", new Settings().Integer("axis", 1), Input(0), Longs([.. nodes.Select(node => node < 0 ? 0 : features[node])]));
        DraftValue y = Floats([.. nodes.Select(node => node < 0 || trees.Comparison(node) is null ? 0f : splits[node])], nodes.Length);
        DraftValue? isTrue = null;
        foreach (string? comparison in (string?[])["LessOrEqual", "Less", "Equal", null])
        {
            byte[] uses = [.. nodes.Select(node => (byte)(node >= 0 && trees.Comparison(node) == comparison ? 1 : 0))];
            if (!uses.Contains((byte)1))
                continue;
            DraftValue result = comparison is null ? AreMembers(trees, nodes) : Emit(comparison, null, x, y);
            isTrue = isTrue is null ? result : Emit("Where", null, DraftValue.Of(new DraftConstant("uses", "bool", [uses.Length], uses)), result, isTrue);
        }

        return isTrue ?? Emit("Less", null, x, y); // trees of leaves alone
    }

    /// <summary>For each node whether its feature is one of its members: each of them is compared, and one at most is equal.</summary>
    private DraftValue AreMembers(TreePaths trees, int[] nodes)
    {
        Dictionary<int, float[]> members = trees.Members(KnownFloats(9));
        (int Place, int Node, float Member)[] asked = [.. nodes.SelectMany((node, place) => (members.GetValueOrDefault(node) ?? []).Distinct().Select(member => (place, node, member)))];
        if (asked.Length == 0)
            return Emit("Less", null, Scalar(1f), Floats(new float[nodes.Length], nodes.Length));
        long[] features = KnownIntegers(3);
        DraftValue x = Emit("Gather", new Settings().Integer("axis", 1), Input(0), Longs([.. asked.Select(ask => features[ask.Node])]));
        DraftValue isEqual = Emit("Cast", new Settings().Name("to", "f32"), Emit("Equal", null, x, Floats([.. asked.Select(static ask => ask.Member)], asked.Length)));
        float[] places = new float[asked.Length * nodes.Length];
        for (int index = 0; index < asked.Length; index++)
            places[(index * nodes.Length) + asked[index].Place] = 1f;
        return Emit("Less", null, Scalar(0.5f), Emit("MatMul", null, isEqual, Floats(places, asked.Length, nodes.Length)));
    }

    private float[] LeafWeights(TreePaths trees, int targets)
    {
        long[] places = KnownIntegers(6);
        float[] weights = KnownFloats(8);
        float share = Name(_step, "aggregate", "sum") == "average" ? 1f / trees.GivenCount : 1f;
        float[] all = new float[trees.Count * trees.MostLeaves * targets];
        foreach ((int place, int leaf) in trees.Leaves())
            all[(place * targets) + (int)places[leaf]] += weights[leaf] * share;
        return all;
    }
}
