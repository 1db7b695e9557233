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
        var trees = new TreePaths(KnownIntegers(1), KnownIntegers(2), KnownIntegers(4), KnownIntegers(5));
        if (!trees.AreComparisons)
            throw Error("its trees ask for members of a set", "compare with each member in a node of its own");
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
        DraftValue y = Floats([.. nodes.Select(node => node < 0 ? 0f : splits[node])], nodes.Length);
        DraftValue? isTrue = null;
        foreach (string comparison in (string[])["LessOrEqual", "Less", "Equal"])
        {
            byte[] uses = [.. nodes.Select(node => (byte)(node >= 0 && trees.Comparison(node) == comparison ? 1 : 0))];
            if (!uses.Contains((byte)1))
                continue;
            DraftValue result = Emit(comparison, null, x, y);
            isTrue = isTrue is null ? result : Emit("Where", null, DraftValue.Of(new DraftConstant("uses", "bool", [uses.Length], uses)), result, isTrue);
        }

        return isTrue ?? Emit("Less", null, x, y); // trees of leaves alone
    }

    private float[] LeafWeights(TreePaths trees, int targets)
    {
        long[] places = KnownIntegers(6);
        float[] weights = KnownFloats(8);
        float share = Name(_step, "aggregate", "sum") == "average" ? 1f / trees.Count : 1f;
        float[] all = new float[trees.Count * trees.MostLeaves * targets];
        foreach ((int place, int leaf) in trees.Leaves())
            all[(place * targets) + (int)places[leaf]] += weights[leaf] * share;
        return all;
    }
}
